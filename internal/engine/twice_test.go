package engine_test

import (
	"context"
	"fmt"
	"syscall"
	"testing"
	"time"

	"lockedit/internal/engine"
	"lockedit/recordings"
	"lockedit/testenv/console"
)

// TestASecondEndOfTheSessionUndoesTheRun ends the session at two saves: the first is
// logged in again after, and after the second, clearing up is all that is done.
func TestASecondEndOfTheSessionUndoesTheRun(t *testing.T) {
	t.Parallel()
	c := oneTarget(t, console.Options{})
	before := c.Control().Active()
	for _, page := range []string{"cluster.migration", "target.migration"} {
		arm(t, c, console.Fault{Name: "session-expired", Match: console.Match{Action: "save", Page: page}})
	}
	seen := &seenEvents{}
	result := runOne(t, c, func(r *engine.Request) { r.Sinks = append(r.Sinks, seen) })
	if result.Outcome.ExitCode != 1 {
		t.Errorf("outcome %+v, %v", result.Outcome, result.Err)
	}
	expectPromise(t, c, before, result)
	expectUntouched(t, c)
	if n := seen.count(recordings.TypeRecovery, "logging in again, once"); n != 1 {
		t.Errorf("a session was logged in again %d times to go on", n)
	}
}

// TestASecondDeathOfTheBrowserUndoesTheRun takes two browsers away: the first is
// replaced to go on, the second to clear up.
func TestASecondDeathOfTheBrowserUndoesTheRun(t *testing.T) {
	t.Parallel()
	c := oneTarget(t, console.Options{})
	before := c.Control().Active()
	chrome, seen := &ownChrome{}, &seenEvents{}
	defer chrome.end()
	deaths := 0 // requests come one after the other
	c.Control().Before(func(r console.Request) {
		if deaths == 0 && r.Action == "lock" || deaths == 1 && r.Action == "save" && r.Page == "target.migration" {
			deaths++
			signalBrowser(t, profileOf(chrome.last()), "", syscall.SIGKILL)
		}
	})
	r := matrixRequest(t, c)
	r.Timeout, r.Sinks = 20*time.Second, []recordings.Sink{logSink{t}, seen}
	result, err := engineWith(chrome.launch).Run(t.Context(), r)
	if err != nil || result.Outcome.ExitCode != 1 || deaths != 2 {
		t.Errorf("after %d deaths: outcome %+v, error %v, %v", deaths, result.Outcome, err, result.Err)
	}
	expectPromise(t, c, before, result)
	expectUntouched(t, c)
	for _, what := range []string{"starting another, once", "starting another to clear up"} {
		if n := seen.count(recordings.TypeRecovery, what); n != 1 {
			t.Errorf("%q is %d times in the recording", what, n)
		}
	}
}

// TestAClickOfALaterTryIsKnownToBeSent covers the buttons of the page for a while, so
// that no click is made at the first try, and then keeps the answer back for good, or
// interrupts while it is outstanding: what was clicked is settled all the same.
func TestAClickOfALaterTryIsKnownToBeSent(t *testing.T) {
	t.Parallel()
	for action, covered := range map[string]string{"lock": "home", "save": "cluster.migration", "activate": "changes"} {
		for _, interrupted := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s interrupted=%v", action, interrupted), func(t *testing.T) {
				t.Parallel()
				c := oneTarget(t, console.Options{})
				before := c.Control().Active()
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				arm(t, c, console.Fault{Name: "overlay", Times: -1, Delay: 3 * time.Second, Match: console.Match{Page: covered}})
				arm(t, c, console.Fault{Name: "answer-hang", Match: console.Match{Action: action}})
				c.Control().After(func(r console.Request) {
					if interrupted && r.Action == action {
						cancel()
					}
				})
				r := matrixRequest(t, c)
				r.Timeout, r.Sinks = 15*time.Second, []recordings.Sink{logSink{t}}
				result, err := engineWith(shareBlank).Run(ctx, r)
				if err != nil || result.Outcome.ExitCode == 4 {
					t.Errorf("outcome %+v, error %v, %v", result.Outcome, err, result.Err)
				}
				expectPromise(t, c, before, result)
				expectUntouched(t, c)
			})
		}
	}
}

// TestAConsoleThatIsDeployedAgainIsWaitedFor restarts the administration server after it
// carried a click out, and has it answer with the page of a deployment for a while: that
// it shows no buttons says nothing of the lock, which outlasts the restart.
func TestAConsoleThatIsDeployedAgainIsWaitedFor(t *testing.T) {
	t.Parallel()
	for _, action := range []string{"lock", "save", "activate"} {
		t.Run(action, func(t *testing.T) {
			t.Parallel()
			c := oneTarget(t, console.Options{DeployingHits: 3})
			before := c.Control().Active()
			arm(t, c, console.Fault{Name: "admin-restart-after", Match: console.Match{Action: action}})
			r := matrixRequest(t, c)
			r.Timeout, r.Sinks = 30*time.Second, []recordings.Sink{logSink{t}}
			result, err := engineWith(shareBlank).Run(t.Context(), r)
			if err != nil || result.Outcome.ExitCode == 4 {
				t.Errorf("outcome %+v, error %v, %v", result.Outcome, err, result.Err)
			}
			expectPromise(t, c, before, result)
			expectUntouched(t, c)
		})
	}
}
