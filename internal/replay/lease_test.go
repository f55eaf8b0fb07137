package replay_test

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"lockedit/internal/engine"
	"lockedit/internal/replay"
	"lockedit/recordings/flow"
	"lockedit/testenv/console"
)

// stepLockOwn is Lock & Edit as a step of this program's.
const stepLockOwn = `{"type":"customStep","name":"lockedit/lock-and-edit"}`

// atTheLock does something once when the first Lock & Edit is on its way to the console,
// which is still unlocked then: whoever clicks beside it gets the same edit session.
func atTheLock(c *console.Console, do func()) {
	var did atomic.Bool
	c.Control().Before(func(r console.Request) {
		if r.Action == "lock" && did.CompareAndSwap(false, true) {
			do()
		}
	})
}

// apply makes the changes of the request.
func apply(t *testing.T, c *console.Console) engine.Result {
	t.Helper()
	result, err := newEngine().Run(t.Context(), request(c, t.TempDir()))
	if err != nil {
		t.Error(err)
	}
	return result
}

func count(c *console.Console, action string) int {
	found := 0
	for _, r := range c.Control().Requests() {
		if r.Action == action {
			found++
		}
	}
	return found
}

func leaseRefused(r engine.Result) bool {
	var refused *engine.LeaseError
	return r.Outcome.ExitCode == 1 && errors.As(r.Err, &refused) && strings.Contains(r.Outcome.Next, "wait until that run has ended")
}

// TestAFlowBesideARun plays flows while a run of the same account is about to lock: one
// that would lock, too, is refused before its click, whichever way it clicks, and one
// that looks, or is another account's, is not.
func TestAFlowBesideARun(t *testing.T) {
	for _, tt := range []struct {
		name  string
		steps []string
		user  string
		// refused says that the flow is, locks how often the console was asked for a lock.
		refused bool
		locks   int
	}{
		{"a click", []string{stepLock, stepCluster, stepEdit, stepSave, stepActivate}, "", true, 1},
		{"a step of its own", []string{stepLockOwn}, "", true, 1},
		{"a key", []string{`{"type":"waitForExpression","expression":"document.querySelector('button[name=save]').focus() === undefined"}`,
			`{"type":"keyDown","key":"Enter","assertedEvents":[{"type":"navigation"}]}`}, "", true, 1},
		{"an address that acts", []string{`{"type":"navigate","url":"${console}/console.portal?_nfpb=true&ChangeManagerPortlet_actionOverride=/lock"}`}, "", true, 1},
		{"a look", []string{stepCluster}, "", false, 1},
		{"another account", []string{stepLock, stepCancel}, "weblogic2", false, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := start(t, console.Options{})
			var beside engine.Result
			atTheLock(c, func() {
				beside = play(t, c, written(t, tt.steps...), func(_ *engine.Request, o *replay.Options) {
					if tt.user != "" {
						o.Vars.Set(engine.VarUsername, tt.user)
					}
				})
			})
			if first := apply(t, c); first.Outcome.ExitCode != 3 {
				t.Errorf("the run: %+v %v", first.Outcome, first.Err)
			}
			if tt.refused != leaseRefused(beside) || !tt.refused && beside.Outcome.ExitCode != 0 {
				t.Errorf("the flow: %+v %v", beside.Outcome, beside.Err)
			}
			if tt.refused && run(t, beside).Lock.How != "" {
				t.Errorf("the flow's recording: %+v", run(t, beside).Lock)
			}
			if locks := count(c, "lock"); locks != tt.locks {
				t.Errorf("%d clicks on Lock & Edit", locks)
			}
		})
	}
}

// TestAFlowInARunsSession plays a flow while a run of the same account holds the lock:
// its refusal says so.
func TestAFlowInARunsSession(t *testing.T) {
	c := start(t, console.Options{})
	var once sync.Once
	var beside engine.Result
	c.Control().Before(func(r console.Request) {
		if r.Action == "save" {
			once.Do(func() { beside = play(t, c, written(t, stepLockOwn)) })
		}
	})
	if first := apply(t, c); first.Outcome.ExitCode != 3 {
		t.Errorf("the run: %+v %v", first.Outcome, first.Err)
	}
	if !leaseRefused(beside) {
		t.Errorf("the flow: %+v %v", beside.Outcome, beside.Err)
	}
}

// TestARunBesideAFlow holds that a run is refused while a flow of the same account
// changes something, until the flow's edit session has ended, and not after that.
func TestARunBesideAFlow(t *testing.T) {
	c := start(t, console.Options{})
	var atLock, atUndo engine.Result
	atTheLock(c, func() {
		atLock = apply(t, c)
		var once sync.Once
		c.Control().Before(func(r console.Request) {
			if r.Action == "undo" {
				once.Do(func() { atUndo = play(t, c, written(t, stepLockOwn)) })
			}
		})
	})
	r := play(t, c, written(t, stepLock, stepCluster, stepEdit, stepSave, stepMissing))
	if r.Outcome.ExitCode != 1 || leaseRefused(r) {
		t.Errorf("the flow: %+v %v", r.Outcome, r.Err)
	}
	if !leaseRefused(atLock) || !leaseRefused(atUndo) {
		t.Errorf("at the lock: %+v %v; at the clean-up: %+v %v", atLock.Outcome, atLock.Err, atUndo.Outcome, atUndo.Err)
	}
	expectUntouched(t, c)
	if after := apply(t, c); after.Outcome.ExitCode != 3 {
		t.Errorf("the run after it: %+v %v", after.Outcome, after.Err)
	}
}

// TestASuiteThatLocks holds that the flows of one suite wait for one another, also one
// of which only its click shows that it locks.
func TestASuiteThatLocks(t *testing.T) {
	c := start(t, console.Options{})
	hidden := `{"type":"click","selectors":["xpath///button[@name='save']"],"offsetX":3,"offsetY":3,"assertedEvents":[{"type":"navigation"}]}`
	var all []replay.Job
	for name, f := range map[string]flow.Flow{
		"first": written(t, stepLock, stepCancel), "second": written(t, stepLockOwn, stepCancel),
		"third": written(t, hidden, stepCancel), "fourth": written(t, hidden), "looks": written(t, stepCluster),
	} {
		all = append(all, replay.Job{Name: name, File: name + ".json", Flow: f})
	}
	suite := replay.Suite{Jobs: all, Parallel: 3, Done: func(replay.Played) {}, Play: attempts(c, t.TempDir())}
	for _, p := range suite.Run(t.Context()) {
		if p.Verdict != replay.Passed {
			t.Errorf("%s %s: %v", p.Name, p.Verdict, p.Last().Err)
		}
	}
	if locks := count(c, "lock"); locks != 4 {
		t.Errorf("%d clicks on Lock & Edit", locks)
	}
	expectUntouched(t, c)
}
