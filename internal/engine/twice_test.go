package engine_test

import (
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
		f := console.Fault{Name: "session-expired", Match: console.Match{Action: "save", Page: page}}
		if _, err := c.Control().Inject(f); err != nil {
			t.Fatal(err)
		}
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
