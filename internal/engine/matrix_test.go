package engine_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"lockedit/internal/engine"
	"lockedit/recordings"
	"lockedit/steps"
	"lockedit/testenv/console"
	"lockedit/testenv/console/domain"
)

// The matrix injects each fault before and after every request of a route, with a
// console that answers at once, and holds the end of each run, read past the console,
// against what its exit code promises, and the exit code against what is right.

// thief is the account that takes the lock in the matrix.
const thief = "weblogic2"

// matrixStep bounds one step of a run in the matrix.
const matrixStep = 8 * time.Second

// abroad is how many runs of the matrix go on at a time: most of them wait.
const abroad = 6

// hookGrace is how long what a hook is to do at the last request of a run may come
// after the end of that run: the answer is on its way first.
const hookGrace = 2 * time.Second

// maxHooks is more than hooks are set in one run.
const maxHooks = 8

// verb is one of the engine's.
type verb = func(*engine.Engine, context.Context, engine.Request) (engine.Result, error)

// matrixRun is one run with one affliction.
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
	// hooked gets the requests at which a hook did what it was to do.
	hooked chan console.Request
}

func newMatrixRun(c *console.Console, cancel func()) *matrixRun {
	return &matrixRun{
		c: c, origin: c.Control().Active(), cancel: cancel,
		dead: make(chan struct{}), hooked: make(chan console.Request, maxHooks),
	}
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

// failures are what could not be played as it was to be.
func (m *matrixRun) failures() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.errs
}

// at does something once, at the request of this number.
func (m *matrixRun) at(number int, do func(console.Request)) func(console.Request) {
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
			do(r)
		}
	}
}

// told is at, and tells afterwards where it was.
func (m *matrixRun) told(number int, do func()) func(console.Request) {
	return m.at(number, func(r console.Request) {
		do()
		m.hooked <- r
	})
}

func (m *matrixRun) before(number int, do func()) { m.c.Control().Before(m.told(number, do)) }
func (m *matrixRun) after(number int, do func())  { m.c.Control().After(m.told(number, do)) }

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

// run runs a verb; ok is false when the program was killed.
func (m *matrixRun) run(ctx context.Context, e *engine.Engine, do verb, r engine.Request) (result engine.Result, ok bool) {
	r.Sinks = append(r.Sinks, m)
	done := make(chan struct{})
	go func() {
		defer close(done)
		var err error
		result, err = do(e, ctx, r)
		if err != nil {
			m.fail("the run could not begin: %v", err)
		}
		ok = true
	}()
	<-done
	return result, ok
}

// verdict is what became of a cell.
type verdict struct {
	code   int
	broken []string
	text   string
	took   time.Duration
	// met says that the affliction came at its request.
	met bool
	// shared says that the cell was one of several of a run.
	shared bool
}

func (v *verdict) lie(format string, args ...any) {
	v.broken = append(v.broken, fmt.Sprintf(format, args...))
}

// judge holds the domain against what the exit code of a run promises.
func (m *matrixRun) judge(result engine.Result) verdict {
	m.mu.Lock()
	stolen := m.stolen
	m.mu.Unlock()
	v := verdict{code: result.Outcome.ExitCode, text: result.Outcome.Verdict}
	v.broken = promise{c: m.c, before: m.origin, stolen: stolen}.lies(result)
	m.judgeLock(&v, result, stolen)
	return v
}

// judgeLock says that a lock which somebody took stays theirs, and is told of.
func (m *matrixRun) judgeLock(v *verdict, result engine.Result, stolen bool) {
	lock := m.c.Control().Lock()
	if stolen && (lock == nil || lock.Owner != thief) {
		v.lie("the lock that %s took is gone: %+v", thief, lock)
	}
	var left *steps.LeftError
	if v.code != 4 || !errors.As(result.Err, &left) || is[*steps.ActivationUnknownError](result.Err) {
		return
	}
	if took := stolen && (lock == nil || lock.Owner != account); took != left.Lost {
		v.lie("what is left is said to be %q, and the lock is %+v", left.What, lock)
	}
}

// tryCase runs one cell.
func tryCase(t *testing.T, way route, mc matrixCase, loud bool) verdict {
	return tryRun(t, loud, func(ctx context.Context, m *matrixRun, r engine.Request) verdict {
		v := mc.play(ctx, t, way, m, r)
		if right := way.right(mc.affliction.kind, mc.place); !slices.Contains(right, v.code) {
			v.lie("exit code %d, and %v is right", v.code, right)
		}
		if !v.met {
			v.lie("the fault did not come at its request")
		}
		return v
	})
}

// play passes the route with the affliction, and says what became of it.
func (mc matrixCase) play(ctx context.Context, t *testing.T, way route, m *matrixRun, r engine.Request) verdict {
	arm := func() { mc.affliction.arm(m, mc.number) }
	if mc.affliction.kind == kills {
		arm()
		v := m.killed(ctx, t, r, alone() || mc.form())
		// At its last request a run may end before its end comes.
		v.met = v.met || mc.number == len(mc.path)
		return v
	}
	v := way.judge(m, way.pass(ctx, m, r, arm))
	met := m.met(mc.affliction)
	v.met = met != nil && alike(*met, mc.request())
	return v
}

// met is the request that an affliction came at, nil if it came at none.
func (m *matrixRun) met(a affliction) *console.Request {
	if a.fault.Name == "" {
		select {
		case r := <-m.hooked:
			return &r
		case <-time.After(hookGrace):
			return nil
		}
	}
	for _, r := range m.c.Control().Requests() {
		if slices.Contains(r.Faults, a.fault.Name) {
			return &r
		}
	}
	return nil
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
	m := newMatrixRun(c, cancel)
	r := matrixRequest(t, c)
	if loud {
		r.Sinks = []recordings.Sink{logSink{t}}
	}
	v := run(ctx, m, r)
	v.broken, v.took = append(v.broken, m.failures()...), time.Since(began)
	return v
}

// matrixRequest is what every cell asks for, at the least cost.
func matrixRequest(t *testing.T, c *console.Console) engine.Request {
	r := request(t, c)
	r.Minimal, r.Timeout, r.Sinks = true, matrixStep, nil
	return r
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

// broke says what a cell broke.
func (v verdict) broke(mc matrixCase) string {
	return fmt.Sprintf("broken promise: %s: %s [exit code %d: %s]", mc.name(), strings.Join(v.broken, "; "), v.code, v.text)
}
