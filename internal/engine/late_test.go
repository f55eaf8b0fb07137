package engine_test

import (
	"context"
	"testing"
	"time"

	"lockedit/internal/engine"
	"lockedit/steps"
	"lockedit/testenv/console"
	"lockedit/testenv/console/domain"
)

// shortly is longer than a run needs to look at a fresh page.
const shortly = 4 * time.Second

// TestALockThatComesLateIsNotLeft has Lock & Edit carried out after the run has given
// its answer up: what a fresh page shows right then is not how it stays.
func TestALockThatComesLateIsNotLeft(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		fault console.Fault
		// cut interrupts the run while the console is at it.
		cut  bool
		code int
	}{
		{"cut off on the way", console.Fault{Name: "lock-later", Delay: shortly}, false, 3},
		{"interrupted", console.Fault{Name: "slow", Delay: shortly, Match: console.Match{Action: "lock"}}, true, 130},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := oneTarget(t, console.Options{})
			before := c.Control().Active()
			arm(t, c, test.fault)
			result := cutAt(t, c, "lock", test.cut, nil)
			c.Control().Settle()
			if result.Outcome.ExitCode != test.code {
				t.Errorf("outcome %+v, %v", result.Outcome, result.Err)
			}
			expectPromise(t, c, before, result)
			expectUntouched(t, c)
		})
	}
}

// TestALockThatComesAfterSomebodysIsNotLeft has Lock & Edit carried out late, and
// somebody else hold the lock in between.
func TestALockThatComesAfterSomebodysIsNotLeft(t *testing.T) {
	t.Parallel()
	for _, look := range []console.OtherLock{console.OtherDisabled, console.OtherTakeover} {
		t.Run(string(look), func(t *testing.T) {
			t.Parallel()
			c := oneTarget(t, console.Options{OtherLock: look})
			before := c.Control().Active()
			arm(t, c, console.Fault{Name: "lock-later", Delay: 2 * shortly})
			c.Control().Before(func(r console.Request) {
				if r.Action == "lock" && c.Control().LockAs("weblogic2") == nil {
					time.AfterFunc(shortly, func() { _ = c.Control().Domain().Release("weblogic2") })
				}
			})
			result := runOne(t, c, nil)
			c.Control().Settle()
			if result.Outcome.ExitCode != 1 {
				t.Errorf("outcome %+v, %v", result.Outcome, result.Err)
			}
			expectPromise(t, c, before, result)
			expectUntouched(t, c)
		})
	}
}

// TestALiveSaveThatComesLateIsTold has a Save carried out late in a domain in which
// each is live at once.
func TestALiveSaveThatComesLateIsTold(t *testing.T) {
	t.Parallel()
	for _, cut := range []bool{false, true} {
		name, fault := "cut off on the way", console.Fault{Name: "save-later", Delay: shortly}
		if cut {
			name, fault = "interrupted", console.Fault{Name: "slow", Delay: shortly, Match: console.Match{Action: "save"}}
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := oneTarget(t, console.Options{Development: true, AutoLock: true})
			before := c.Control().Active()
			arm(t, c, fault)
			result := cutAt(t, c, "save", cut, func(r *engine.Request) { r.AllowAutoActivate = true })
			c.Control().Settle()
			if live := len(differences(before, c.Control().Active())) > 0; !live || result.Outcome.ExitCode != 4 {
				t.Errorf("live: %v, outcome %+v, %v", live, result.Outcome, result.Err)
			}
		})
	}
}

// cutAt runs the path and, if asked, interrupts it when a form has reached the console.
func cutAt(t *testing.T, c *console.Console, action string, cut bool, change func(*engine.Request)) engine.Result {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	c.Control().Before(func(r console.Request) {
		if cut && r.Action == action {
			time.AfterFunc(time.Second, cancel)
		}
	})
	r := matrixRequest(t, c)
	r.Timeout = 30 * time.Second
	if change != nil {
		change(&r)
	}
	result, err := engineWith(shareBlank).Run(ctx, r)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// TestABusyChangeCenterIsWaitedFor has the Change Center show for some pages what it
// shows of nobody: after the lock, and when a run clears up after itself.
func TestABusyChangeCenterIsWaitedFor(t *testing.T) {
	t.Parallel()
	busy := func(m console.Match, times int) console.Fault {
		return console.Fault{Name: "unknown-state", Match: m, Times: times, Text: "The change manager is busy."}
	}
	tests := []struct {
		name   string
		faults []console.Fault
		code   int
	}{
		{"after the lock", []console.Fault{busy(console.Match{Action: "lock"}, 1)}, 3},
		{"after the lock and once more", []console.Fault{busy(console.Match{Action: "lock"}, 1), busy(console.Match{Page: "home", Nth: 4}, 2)}, 3},
		{"after a refused save", []console.Fault{{Name: "save-validation-error"}, busy(console.Match{Action: "save"}, 1)}, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := oneTarget(t, console.Options{})
			before := c.Control().Active()
			for _, fault := range test.faults {
				arm(t, c, fault)
			}
			result := runOne(t, c, func(r *engine.Request) { r.Timeout = patience })
			if result.Outcome.ExitCode != test.code {
				t.Errorf("outcome %+v, %v", result.Outcome, result.Err)
			}
			expectPromise(t, c, before, result)
			expectUntouched(t, c)
		})
	}
}

// TestAChangeCenterThatStaysUnclearIsNotCalledFree has it stay so from the lock on:
// whether the lock was given cannot be known, and must not be denied.
func TestAChangeCenterThatStaysUnclearIsNotCalledFree(t *testing.T) {
	t.Parallel()
	c := oneTarget(t, console.Options{})
	before := c.Control().Active()
	arm(t, c, console.Fault{Name: "unknown-state", Match: console.Match{Action: "lock"}, Text: "The change manager is busy."})
	c.Control().Before(func(r console.Request) {
		if r.Action == "lock" {
			arm(t, c, console.Fault{Name: "unknown-state", Times: -1, Text: "The change manager is busy."})
		}
	})
	result := runOne(t, c, func(r *engine.Request) { r.Timeout = matrixStep })
	if result.Outcome.ExitCode != 4 {
		t.Errorf("outcome %+v, %v", result.Outcome, result.Err)
	}
	expectAsBefore(t, c, before)
	if lock := c.Control().Lock(); lock == nil || lock.Owner != account {
		t.Errorf("the lock is %+v", lock)
	}
}

// TestListsWithMoreThanChanges has the list of changes hold a row that is none, and
// dates: they are neither somebody's edits nor numbers of pages, for a run and for the
// release of one that was killed.
func TestListsWithMoreThanChanges(t *testing.T) {
	t.Parallel()
	options := console.Options{ChangesNote: "osb_server1 waits for a restart", ChangesDated: true}
	t.Run("a run", func(t *testing.T) {
		t.Parallel()
		c := oneTarget(t, options)
		before := c.Control().Active()
		result := runOne(t, c, func(r *engine.Request) { r.Timeout = patience })
		if result.Outcome.ExitCode != 3 {
			t.Errorf("outcome %+v, %v", result.Outcome, result.Err)
		}
		expectPromise(t, c, before, result)
	})
	t.Run("the release of a killed run", func(t *testing.T) {
		t.Parallel()
		c := oneTarget(t, options)
		before := c.Control().Active()
		killedAfterSave(t, c)
		expectReleased(t, c, before, releaseOf(t, c, true), false)
	})
}

// TestAnUnchangedValueThatMovesStopsTheRun moves a value that is to stay as it is, right
// before the lock is taken.
func TestAnUnchangedValueThatMovesStopsTheRun(t *testing.T) {
	t.Parallel()
	c := oneTarget(t, console.Options{})
	before := c.Control().Active()
	c.Control().Before(func(r console.Request) {
		if r.Action == "lock" {
			if err := c.Control().Overwrite(domain.KindCluster, "soa_cluster", "autoMigrationTableName", "OTHER"); err != nil {
				t.Error(err)
			}
		}
	})
	result := runOne(t, c, nil)
	if result.Outcome.ExitCode != 1 || !is[*steps.StaleError](result.Err) {
		t.Errorf("outcome %+v, %v", result.Outcome, result.Err)
	}
	expectUntouched(t, c)
	moved := differences(before, c.Control().Active())
	if len(moved) != 1 || moved[0].Attr != "autoMigrationTableName" {
		t.Errorf("changed: %+v", moved)
	}
}

// TestALogoutWithoutAPageIsNoFailure lets the last page of a verification not come,
// where a picture of it is wanted.
func TestALogoutWithoutAPageIsNoFailure(t *testing.T) {
	t.Parallel()
	c := oneTarget(t, console.Options{})
	asWanted(t, c, "")
	arm(t, c, console.Fault{Name: "reset", Match: console.Match{Action: "logout"}, Times: -1})
	r := matrixRequest(t, c)
	r.Minimal, r.Timeout = false, patience
	result, err := newEngine(true).Verify(t.Context(), r)
	if err != nil || result.Outcome.ExitCode != 0 {
		t.Errorf("outcome %+v, error %v, %v", result.Outcome, err, result.Err)
	}
}
