package engine_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"

	"lockedit/internal/engine"
	"lockedit/recordings"
	"lockedit/steps"
	"lockedit/testenv/console"
	"lockedit/testenv/console/domain"
)

// The matrix injects each fault before and after every request of the path,
// with a console that answers at once, and holds the end of each run, read past
// the console, against what its exit code promises.

// thief is the account that takes the lock in the matrix.
const thief = "weblogic2"

// matrixStep bounds one step of a run in the matrix.
const matrixStep = 8 * time.Second

// abroad is how many runs of the matrix go on at a time: most of them wait.
const abroad = 6

// affliction is one thing that goes wrong at one request.
type affliction struct {
	name string
	// fault is what the console calls it; without a name if it is none of the console's.
	fault console.Fault
	// passes says that a run goes on after it, and that it may come to it again.
	passes bool
	// arm prepares it for the request of this number, from 1.
	arm func(m *matrixRun, number int)
	// killed says that the program is gone at that moment, and with it its browser.
	killed bool
}

// matrixFaults are the names of the console's faults that the matrix plays.
func matrixFaults() []string {
	var names []string
	for _, a := range afflictions() {
		if a.fault.Name != "" {
			names = append(names, a.fault.Name)
		}
	}
	return names
}

// afflictions are the columns of the matrix.
func afflictions() []affliction {
	fault := func(name string, f console.Fault) affliction {
		return affliction{name: name, fault: f, arm: func(m *matrixRun, number int) {
			f.Match.Nth = number
			m.inject(f)
		}}
	}
	passing := func(name string, f console.Fault) affliction {
		a := fault(name, f)
		a.passes = true
		return a
	}
	return []affliction{
		passing("500 once, not carried out", console.Fault{Name: "status", Status: 500}),
		passing("500 once, carried out", console.Fault{Name: "answer-status", Status: 500}),
		fault("500 from here on", console.Fault{Name: "status", Status: 500, Times: -1}),
		passing("503 once, not carried out", console.Fault{Name: "status", Status: 503}),
		passing("reset, not carried out", console.Fault{Name: "reset"}),
		passing("reset, carried out", console.Fault{Name: "answer-lost"}),
		passing("hang, not carried out", console.Fault{Name: "hang"}),
		passing("hang, carried out", console.Fault{Name: "answer-hang"}),
		fault("session ended before", console.Fault{Name: "session-expired"}),
		fault("session ended after", console.Fault{Name: "session-ends"}),
		fault("admin server restarts before", console.Fault{Name: "admin-restart"}),
		fault("admin server restarts after", console.Fault{Name: "admin-restart-after"}),
		passing("delivered twice", console.Fault{Name: "delivered-twice"}),
		{name: "lock taken before", arm: func(m *matrixRun, number int) { m.before(number, m.steal) }},
		{name: "lock taken after", arm: func(m *matrixRun, number int) { m.after(number, m.steal) }},
		{name: "interrupt before", arm: func(m *matrixRun, number int) { m.before(number, m.cancel) }},
		{name: "interrupt after", arm: func(m *matrixRun, number int) { m.after(number, m.cancel) }},
		{name: "kill before", killed: true, arm: func(m *matrixRun, number int) {
			m.inject(console.Fault{Name: "reset", Match: console.Match{Nth: number}})
			m.before(number, m.kill)
		}},
		{name: "kill after", killed: true, arm: func(m *matrixRun, number int) {
			m.inject(console.Fault{Name: "answer-lost", Match: console.Match{Nth: number}})
			m.before(number, m.killSoon)
		}},
	}
}

// matrixRun is one run of the path with one affliction.
type matrixRun struct {
	c      *console.Console
	origin *domain.Tree
	stolen bool
	cancel func()
	// dead is closed when the program is to be gone.
	dead chan struct{}
	once sync.Once
	mu   sync.Mutex
	errs []string
}

func (m *matrixRun) inject(f console.Fault) {
	if _, err := m.c.Control().Inject(f); err != nil {
		m.fail("%v", err)
	}
}

func (m *matrixRun) fail(format string, args ...any) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.errs = append(m.errs, fmt.Sprintf(format, args...))
}

// at does something once, at the request of this number.
func (m *matrixRun) at(number int, do func()) func(console.Request) {
	count := 0
	return func(r console.Request) {
		if r.Action == "static" {
			return
		}
		m.mu.Lock()
		count++
		now := count == number
		m.mu.Unlock()
		if now {
			do()
		}
	}
}

func (m *matrixRun) before(number int, do func()) { m.c.Control().Before(m.at(number, do)) }
func (m *matrixRun) after(number int, do func())  { m.c.Control().After(m.at(number, do)) }

func (m *matrixRun) steal() {
	m.mu.Lock()
	m.stolen = true
	m.mu.Unlock()
	if err := m.c.Control().Steal(thief); err != nil {
		m.fail("taking the lock: %v", err)
	}
}

// kill takes the program away: its context ends so that it wakes up, and the
// next thing it records ends its goroutine where it stands.
func (m *matrixRun) kill() {
	m.once.Do(func() { close(m.dead) })
	m.cancel()
}

// killSoon is kill right after the request was carried out.
func (m *matrixRun) killSoon() { m.once.Do(func() { close(m.dead) }) }

// Event ends a program that is to be gone; what the browser reports comes on
// goroutines of its own, which are left alone.
func (m *matrixRun) Event(e recordings.Event) {
	switch e.Type {
	case recordings.TypeRequest, recordings.TypeMatch, recordings.TypeRetry, recordings.TypeDialog, recordings.TypePage:
		return
	}
	select {
	case <-m.dead:
		runtime.Goexit()
	default:
	}
}

// run runs the path; ok is false when the program was killed.
func (m *matrixRun) run(ctx context.Context, e *engine.Engine, r engine.Request) (result engine.Result, ok bool) {
	r.Sinks = append(r.Sinks, m)
	done := make(chan struct{})
	go func() {
		defer close(done)
		var err error
		result, err = e.Run(ctx, r)
		if err != nil {
			m.fail("the run could not begin: %v", err)
		}
		ok = true
	}()
	<-done
	return result, ok
}

// matrixCase is one cell.
type matrixCase struct {
	affliction affliction
	number     int
	request    console.Request
}

func (mc matrixCase) name() string {
	return fmt.Sprintf("%s/%d %s %s", mc.affliction.name, mc.number, mc.request.Action, mc.request.Page)
}

// verdict is what became of a cell.
type verdict struct {
	code   int
	broken []string
	text   string
	took   time.Duration
	// shared says that the cell was one of several of a run.
	shared bool
}

// cleanPath is the path's requests, from a run in which nothing goes wrong.
func cleanPath(t *testing.T) []console.Request {
	t.Helper()
	c := oneTarget(t, console.Options{})
	before := c.Control().Active()
	result := runOne(t, c, func(r *engine.Request) { r.Sinks = nil })
	if result.Outcome.ExitCode != 3 {
		t.Fatalf("the clean run ended with %+v", result.Outcome)
	}
	expectConfiguration(t, c, before, "soa_cluster")
	return slices.DeleteFunc(c.Control().Requests(), func(r console.Request) bool { return r.Action == "static" })
}

func TestEachFaultAtEachRequest(t *testing.T) {
	path := cleanPath(t)
	cases := cells(path)
	verdicts := together(t, path, cases)
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
			v := tryCase(t, mc, loud)
			if verdicts[i] = v; len(v.broken) > 0 {
				t.Errorf("broken promise: %s: %s [exit code %d: %s]", mc.name(), strings.Join(v.broken, "; "), v.code, v.text)
			}
		})
	}
	wg.Wait()
	report(t, cases, verdicts)
}

// tryCase runs one cell.
func tryCase(t *testing.T, mc matrixCase, loud bool) verdict {
	return tryRun(t, loud, func(ctx context.Context, m *matrixRun, r engine.Request) verdict {
		mc.affliction.arm(m, mc.number)
		if mc.affliction.killed {
			return m.killed(ctx, t, r, thorough() || mc.request.Method == http.MethodPost)
		}
		result, _ := m.run(ctx, engineWith(shareBlank), r)
		return m.judge(result)
	})
}

// tryRun gives a run a console of its own.
func tryRun(t *testing.T, loud bool, run func(context.Context, *matrixRun, engine.Request) verdict) verdict {
	began := time.Now()
	c, err := console.New(console.Options{Clusters: domain.Targets(1)})
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		return verdict{broken: []string{err.Error()}}
	}
	defer func() { _ = c.Close() }()
	firstAt(t, c.URL())
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	m := &matrixRun{c: c, origin: c.Control().Active(), cancel: cancel, dead: make(chan struct{})}
	r := matrixRequest(t, c)
	r.Spec.Evidence.Dir = filepath.Join(t.TempDir(), "run")
	if loud {
		r.Sinks = []recordings.Sink{logSink{t}}
	}
	v := run(ctx, m, r)
	v.broken, v.took = append(v.broken, m.errs...), time.Since(began)
	return v
}

// matrixRequest is what every cell asks for, at the least cost.
func matrixRequest(t *testing.T, c *console.Console) engine.Request {
	r := request(t, c)
	r.Minimal, r.Timeout, r.Sinks = true, matrixStep, nil
	return r
}

// judge holds the domain against what the exit code promises.
func (m *matrixRun) judge(result engine.Result) verdict {
	v := verdict{code: result.Outcome.ExitCode, text: result.Outcome.Verdict}
	lie := func(format string, args ...any) { v.broken = append(v.broken, fmt.Sprintf(format, args...)) }
	k := m.c.Control()
	asBefore := len(differences(m.origin, k.Active())) == 0
	asWanted := len(differences(wantedTree(m.origin, "soa_cluster"), k.Active())) == 0
	lock, pending := k.Lock(), len(k.Pending())
	own := lock != nil && lock.Owner == account
	if !asBefore && !asWanted {
		lie("the active configuration is neither as before nor as wanted: %v", domain.Diff(m.origin, k.Active()))
	}
	if m.stolen && (lock == nil || lock.Owner != thief) {
		lie("the lock that %s took is gone: %+v", thief, lock)
	}
	switch v.code {
	case 0, 3:
		if !asWanted || own || pending > 0 && !m.stolen {
			lie("success is claimed; as wanted: %v, own lock: %v, pending: %d", asWanted, own, pending)
		}
	case 1, 130:
		if !asBefore || own || pending > 0 {
			lie("nothing is said to be changed; as before: %v, own lock: %v, pending: %d", asBefore, own, pending)
		}
	case 4:
		var left *steps.LeftError
		if !errors.As(result.Err, &left) || left.What == "" {
			lie("a person is asked for without saying why: %v", result.Err)
		} else if took := m.stolen && !own; took != left.Lost && !errors.As(result.Err, new(*steps.ActivationUnknownError)) {
			lie("what is left is said to be %q, and the lock is %+v", left.What, lock)
		}
	default:
		lie("exit code %d", v.code)
	}
	if v.code != 0 && result.Outcome.Next == "" {
		lie("it is not said what to do next")
	}
	return v
}

// wantedTree is a configuration with the wanted changes made.
func wantedTree(before *domain.Tree, cluster string) *domain.Tree {
	want := before.Clone()
	attrs := want.Find(domain.KindCluster, cluster).Attrs
	attrs["migrationBasis"], attrs["dataSourceForAutomaticMigration"] = "database", "WLSSchemaDataSource"
	attrs["autoMigrationTableName"] = "ACTIVE"
	for _, bean := range want.Of(domain.KindTarget) {
		if bean.Get("cluster") == cluster {
			bean.Attrs["migrationPolicy"] = "exactly-once"
		}
	}
	return want
}

// report prints the table: a line an affliction, the exit codes met, and how
// often the promise was kept and broken.
func report(t *testing.T, cases []matrixCase, verdicts []verdict) {
	t.Helper()
	type line struct {
		kept, broken int
		codes        map[int]int
		took         time.Duration
	}
	lines, order := map[string]*line{}, []string(nil)
	for i, mc := range cases {
		l := lines[mc.affliction.name]
		if l == nil {
			l = &line{codes: map[int]int{}}
			lines[mc.affliction.name], order = l, append(order, mc.affliction.name)
		}
		v := verdicts[i]
		l.codes[v.code]++
		l.took += v.took
		if len(v.broken) == 0 {
			l.kept++
		} else {
			l.broken++
		}
	}
	var out strings.Builder
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "fault\tcases\tkept\tbroken\texit codes\tseconds")
	kept, broken := 0, 0
	for _, name := range order {
		l := lines[name]
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%v\t%.0f\n", name, l.kept+l.broken, l.kept, l.broken, l.codes, l.took.Seconds())
		kept, broken = kept+l.kept, broken+l.broken
	}
	fmt.Fprintf(w, "all\t%d\t%d\t%d\t\t\n", kept+broken, kept, broken)
	_ = w.Flush() // a strings.Builder takes everything
	t.Logf("\n%s", out.String())
}
