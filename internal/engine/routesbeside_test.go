package engine_test

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"slices"
	"testing"

	"lockedit/internal/engine"
	"lockedit/testenv/console"
	"lockedit/testenv/console/domain"
)

// TestEachFaultDuringCleanUp interrupts a run that has saved everything, right before
// Activate Changes, and plays each fault at each request of the clean-up.
func TestEachFaultDuringCleanUp(t *testing.T) {
	run := documented().counted(t)
	cut := place{run.path, 1}.first("activate") - 1
	route{
		do: (*engine.Engine).Run, cut: cut, good: 130, right: rightOfCleanUp, judge: (*matrixRun).judge, passing: 8, others: 16,
	}.counted(t).strike(t)
}

// rightOfCleanUp are the exit codes of a run that is clearing up after an interrupt: it
// does until the console is gone for good. What it cleared then, no page has shown it.
func rightOfCleanUp(k kind, _ place) []int {
	switch k {
	case losesAnswer, undone, doubled, endsBefore, endsAfter:
		return []int{130}
	case lasts, waitsOut:
		return []int{4}
	}
	return nil
}

// TestEachFaultDuringRelease plays each fault at each request of `release --undo`, after
// a run that was killed when it had saved for the first time.
func TestEachFaultDuringRelease(t *testing.T) {
	left := leftByKilled(t)
	route{
		do: (*engine.Engine).Release, undo: true, stage: left.stage, right: rightOfRelease, judge: left.judge, passing: 8, others: 16,
	}.counted(t).strike(t)
}

// rightOfRelease are the exit codes of `release --undo`. Until it has seen what is left
// it can only say that it could do nothing; from then on, that it is left; and once a
// page has shown it that nothing is, only the log out is still to come. An interrupt may
// end it or not while there is something left, and no longer when there is not.
func rightOfRelease(k kind, p place) []int {
	seen, released, last := p.shows("changes"), p.first("release"), len(p.path)
	switch k {
	case lasts, waitsOut:
		return p.either(last, p.either(seen, []int{1}, []int{4}), []int{0})
	case interruptsBefore:
		return p.either(released+1, p.either(seen, []int{130}, []int{0, 4}), []int{0})
	case interruptsAfter:
		return p.either(released, p.either(seen, []int{130}, []int{0, 4}), []int{0})
	}
	return rightOfReading(k, p)
}

// rightOfReading is 0 after what a verb gets over that saves nothing; where it is the
// login that comes to nothing also 1, because a password is not sent twice.
func rightOfReading(k kind, p place) []int {
	login := false
	switch k {
	case doubled:
	case losesAnswer, undone:
		login = p.login()
	case endsBefore:
		login = p.signsIn()
	case endsAfter:
		login = p.signsIn() || p.next().signsIn()
	default:
		return nil
	}
	if login {
		return []int{0, 1}
	}
	return []int{0}
}

// leftBehind is what a run leaves that was killed after its first Save.
type leftBehind struct {
	pending []domain.Change
	// lease is the file that says what it was to change, at the console of this address.
	lease []byte
	url   string
}

// leftByKilled has a run killed, once, so that each pass need not.
func leftByKilled(t *testing.T) leftBehind {
	t.Helper()
	c := oneTarget(t, console.Options{})
	killedAfterSave(t, c)
	name, err := engine.LeaseFile("", c.URL(), account)
	if err != nil {
		t.Fatal(err)
	}
	lease, err := os.ReadFile(name)
	if err != nil || len(lease) == 0 || len(c.Control().Pending()) == 0 {
		t.Fatalf("the killed run left %d edits and the lease %q, error %v", len(c.Control().Pending()), lease, err)
	}
	return leftBehind{pending: c.Control().Pending(), lease: lease, url: c.URL()}
}

// stage leaves the same at another console.
func (l leftBehind) stage(m *matrixRun) {
	for _, edit := range l.pending {
		if err := m.c.Control().Stage(account, edit.Kind, edit.Name, edit.Attr, edit.After); err != nil {
			m.fail("%v", err)
		}
	}
	name, err := engine.LeaseFile("", m.c.URL(), account)
	if err == nil {
		err = os.WriteFile(name, bytes.ReplaceAll(l.lease, []byte(l.url), []byte(m.c.URL())), 0o600)
	}
	if err != nil || !slices.Equal(l.pending, m.c.Control().Pending()) {
		m.fail("what is left is not that of a killed run: error %v, %+v", err, m.c.Control().Pending())
	}
}

// judge holds what a release leaves against its exit code: 0 means nothing; 1 and 130
// that all is as it was; 4 that something is left, and what. The active configuration
// it never changes.
func (l leftBehind) judge(m *matrixRun, result engine.Result) verdict {
	v := verdict{code: result.Outcome.ExitCode, text: result.Outcome.Verdict}
	p, k := promise{c: m.c, before: m.origin}, m.c.Control()
	v.broken = p.untold(result)
	if changed := differences(m.origin, k.Active()); len(changed) > 0 {
		v.lie("the active configuration changed: %v", changed)
	}
	state := fmt.Sprintf("lock: %+v, pending: %+v", k.Lock(), k.Pending())
	switch v.code {
	case 0:
		if k.Lock() != nil || len(k.Pending()) > 0 {
			v.lie("success is claimed; %s", state)
		}
	case 1, 130:
		if !p.ownLock() || !slices.Equal(l.pending, k.Pending()) {
			v.lie("nothing is said to be done; %s", state)
		}
	case 4:
		v.broken = append(v.broken, p.unneeded(result)...)
	default:
		v.lie("exit code %d", v.code)
	}
	return v
}

// TestEachFaultDuringVerify plays each fault at each request of `verify`, of a domain
// that is as wanted.
func TestEachFaultDuringVerify(t *testing.T) {
	route{
		do: (*engine.Engine).Verify, stage: (*matrixRun).makeWanted, right: rightOfVerify, judge: judgeVerify, passing: 8, others: 16,
	}.counted(t).strike(t)
}

// makeWanted makes the domain what is wanted, as if it had been changed long ago.
func (m *matrixRun) makeWanted() {
	for _, change := range domain.Diff(m.origin, wantedTree(m.origin, "soa_cluster")) {
		if err := m.c.Control().Overwrite(change.Kind, change.Name, change.Attr, change.After); err != nil {
			m.fail("%v", err)
		}
	}
}

// rightOfVerify are the exit codes of `verify`. When all is read, only the log out is
// still to come.
func rightOfVerify(k kind, p place) []int {
	last := len(p.path)
	switch k {
	case lasts, waitsOut:
		return p.either(last, []int{1}, []int{0})
	case interruptsBefore:
		return []int{130}
	case interruptsAfter:
		return p.either(last, []int{130}, []int{0, 130})
	}
	return rightOfReading(k, p)
}

// judgeVerify holds that a verb which only reads has changed nothing at all.
func judgeVerify(m *matrixRun, result engine.Result) verdict {
	v := m.judge(result)
	for _, r := range m.c.Control().Requests() {
		if r.Method == http.MethodPost && r.Action != "login" {
			v.lie("a form was sent: %s %s", r.Action, r.Page)
		}
	}
	if lock := m.c.Control().Lock(); lock != nil {
		v.lie("the domain is locked: %+v", lock)
	}
	return v
}
