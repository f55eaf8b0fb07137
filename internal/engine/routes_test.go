package engine_test

import (
	"context"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"lockedit/internal/engine"
	"lockedit/testenv/console"
)

// route is one way through a verb. Its requests are counted in a pass in which nothing
// goes wrong, and then each fault is played at each of them.
type route struct {
	do   verb
	undo bool
	// stage makes a console what the route begins with; nil leaves it as it is.
	stage func(m *matrixRun)
	// cut is the request right after which the run is interrupted: the route are the
	// requests that follow. With 0 it is all of them.
	cut int
	// good is the exit code where nothing goes wrong.
	good int
	// right are the exit codes that are right for an affliction at a request; none
	// where it has nothing to do there.
	right func(kind, place) []int
	judge func(*matrixRun, engine.Result) verdict
	// whole says that make test tries all of it. Else passing and others are of how many
	// requests it tries one: for faults that a run gets over, and for others.
	whole           bool
	passing, others int
	path            []console.Request
}

// pass goes the route once. What arms an affliction is called right before the first
// request that counts.
func (w route) pass(ctx context.Context, m *matrixRun, r engine.Request, arm func()) engine.Result {
	if w.stage != nil {
		w.stage(m)
	}
	m.origin, r.Undo = m.c.Control().Active(), w.undo
	if w.cut == 0 {
		arm()
	} else {
		m.c.Control().After(m.at(w.cut, func(console.Request) {
			m.cancel()
			arm()
		}))
	}
	result, _ := m.run(ctx, engineWith(shareBlank), w.do, r)
	return result
}

// counted is the route with its requests.
func (w route) counted(t *testing.T) route {
	t.Helper()
	v := tryRun(t, false, func(ctx context.Context, m *matrixRun, r engine.Request) verdict {
		v := w.judge(m, w.pass(ctx, m, r, func() {}))
		all := slices.DeleteFunc(m.c.Control().Requests(), func(r console.Request) bool { return r.Action == "static" })
		w.path = all[min(w.cut, len(all)):]
		return v
	})
	if v.code != w.good || len(v.broken) > 0 {
		t.Fatalf("with nothing going wrong it ended with %d: %s %v", v.code, v.text, v.broken)
	}
	return w
}

// strike plays the cells of a route and prints their table.
func (w route) strike(t *testing.T) {
	t.Helper()
	cases := cells(w)
	verdicts := together(t, w, cases)
	loud := strings.Contains(os.Getenv("LOCKEDIT_CASE"), "/")
	slots := make(chan struct{}, abroad)
	var wg sync.WaitGroup
	for i, mc := range cases {
		if verdicts[i].shared {
			continue
		}
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			v := tryCase(t, w, mc, loud)
			if verdicts[i] = v; len(v.broken) > 0 {
				t.Error(v.broke(mc))
			}
		})
	}
	wg.Wait()
	report(t, cases, verdicts)
}

// TestEachFaultAtEachRequest is the matrix of the documented path.
func TestEachFaultAtEachRequest(t *testing.T) {
	documented().counted(t).strike(t)
}

// documented is the route of a whole run.
func documented() route {
	return route{do: (*engine.Engine).Run, good: 3, right: rightOfRun, judge: (*matrixRun).judge, whole: true}
}

// rightOfRun are the exit codes of a run. Up to Lock & Edit nothing of it can be left;
// from Activate Changes on its changes are made; in between a run that cannot clear up
// leaves something.
func rightOfRun(k kind, p place) []int {
	lock, activate := p.first("lock"), p.first("activate")
	switch k {
	case losesAnswer, undone, doubled:
		return passed(3, k, p)
	case endsBefore:
		return resumed(3, p)
	case endsAfter:
		return resumed(3, p, p.next())
	case lasts, waitsOut:
		return p.phased(lock, activate+1)
	case stolenBefore:
		return p.phased(lock+1, activate+1)
	case stolenAfter:
		return p.phased(lock, activate)
	case interruptsBefore, interruptsAfter:
		return p.either(activate, []int{130}, []int{3})
	case spoilsPage:
		return p.either(activate, []int{1, 3}, []int{3})
	case kills:
		return p.either(len(p.path), []int{0}, []int{0, 3})
	}
	return nil
}

// phased is 1 before the request of one number, 3 from that of another on, and 4 in
// between.
func (p place) phased(begin, end int) []int {
	switch {
	case p.number < begin:
		return []int{1}
	case p.number < end:
		return []int{4}
	}
	return []int{3}
}

// either is one thing before the request of a number and another from it on.
func (p place) either(number int, before, after []int) []int {
	if p.number < number {
		return before
	}
	return after
}

// passed is the good end after what a run gets over. A form that was not done need not be
// sent a second time: 1 is an honest end, too; and a password never is.
func passed(good int, k kind, p place) []int {
	if k == undone && p.form() || k == losesAnswer && p.login() {
		return []int{1, good}
	}
	return []int{good}
}

// resumed is the good end after the end of a session, which a run gets over, too. With a
// form that came to nothing by it, 1 is an honest end, as where it ends the login itself.
func resumed(good int, places ...place) []int {
	for _, p := range places {
		if p.form() || p.signsIn() {
			return []int{1, good}
		}
	}
	return []int{good}
}
