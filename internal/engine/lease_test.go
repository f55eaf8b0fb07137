package engine_test

import (
	"context"
	"sync"
	"testing"

	"lockedit/internal/engine"
	"lockedit/steps"
	"lockedit/testenv/console"
	"lockedit/testenv/console/domain"
)

// TestTheSecondRunOfAnAccountRefuses has two runs at once: both have read the
// domain and found it unlocked when the first is about to take the lock, which
// the console would let both have.
func TestTheSecondRunOfAnAccountRefuses(t *testing.T) {
	t.Parallel()
	c := oneTarget(t, console.Options{})
	before := c.Control().Active()
	var second engine.Result
	var once sync.Once
	c.Control().Before(func(r console.Request) {
		if r.Action == "lock" {
			once.Do(func() { second = runOne(t, c, func(r *engine.Request) { r.Spec.Evidence.Dir += "-second" }) })
		}
	})
	first := runOne(t, c, nil)
	if first.Outcome.ExitCode != 3 {
		t.Errorf("the first run: %+v %v", first.Outcome, first.Err)
	}
	if second.Outcome.ExitCode != 1 || !is[*engine.LeaseError](second.Err) {
		t.Errorf("the second run: %+v %v", second.Outcome, second.Err)
	}
	expectConfiguration(t, c, before, "soa_cluster")
}

// TestOneLeaseForOneConsole holds that one console has one lease however its address is
// written, and that others have others.
func TestOneLeaseForOneConsole(t *testing.T) {
	t.Parallel()
	const console, user = "http://wls.example.com:80/console", "weblogic"
	tests := []struct {
		name, console, account string
		same                   bool
	}{
		{"a port that goes without saying", "http://wls.example.com/console", user, true},
		{"another case", "HTTP://WLS.example.COM/console", user, true},
		{"a last slash", "http://wls.example.com:80/console/", user, true},
		{"another port", "http://wls.example.com:7001/console", user, false},
		{"another path", "http://wls.example.com/Console", user, false},
		{"https", "https://wls.example.com:80/console", user, false},
		{"another account", console, "system", false},
		{"through a pod", "port-forward:ns/pod:80", user, false},
	}
	temp := t.TempDir()
	lease := func(console, user string) string {
		name, err := engine.LeaseFile(temp, console, user)
		if err != nil {
			t.Fatal(err)
		}
		return name
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if same := lease(console, user) == lease(test.console, test.account); same != test.same {
				t.Errorf("the same lease: %v", same)
			}
		})
	}
}

// TestReleaseClearsOwnEditsOnly kills a run after it saved, lets the same
// account edit something else under the same lock, and clears up.
func TestReleaseClearsOwnEditsOnly(t *testing.T) {
	t.Parallel()
	for _, foreign := range []bool{false, true} {
		name := map[bool]string{false: "own edits only", true: "more than own edits"}[foreign]
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := oneTarget(t, console.Options{})
			before := c.Control().Active()
			killedAfterSave(t, c)
			if foreign {
				if err := c.Control().Stage(account, domain.KindCluster, "osb_cluster", "notes", "by hand"); err != nil {
					t.Fatal(err)
				}
			}
			expectReleased(t, c, before, releaseOf(t, c, true), foreign)
		})
	}
}

// killedAfterSave kills a run after it saved for the first time.
func killedAfterSave(t *testing.T, c *console.Console) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	m := newMatrixRun(c, cancel)
	c.Control().After(func(r console.Request) {
		if r.Action == "save" {
			m.kill()
		}
	})
	chrome := &ownChrome{}
	defer chrome.end()
	if result, ok := m.run(ctx, engineWith(chrome.launch), (*engine.Engine).Run, matrixRequest(t, c)); ok {
		t.Fatalf("the run was not killed: %+v", result.Outcome)
	}
}

// releaseOf looks at what is left and, when asked, undoes it.
func releaseOf(t *testing.T, c *console.Console, undo bool) engine.Result {
	t.Helper()
	r := matrixRequest(t, c)
	r.Undo = undo
	result, err := newEngine(false).Release(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func expectReleased(t *testing.T, c *console.Console, before *domain.Tree, result engine.Result, foreign bool) {
	t.Helper()
	expectAsBefore(t, c, before)
	if !foreign {
		if result.Outcome.ExitCode != 0 {
			t.Errorf("outcome %+v %v", result.Outcome, result.Err)
		}
		expectUntouched(t, c)
		return
	}
	if result.Outcome.ExitCode != 4 || !is[*steps.ForeignEditsError](result.Err) {
		t.Errorf("outcome %+v %v", result.Outcome, result.Err)
	}
	if c.Control().Edit().Find(domain.KindCluster, "osb_cluster").Get("notes") != "by hand" {
		t.Error("the other edit was undone")
	}
}

// TestForeignEditsOfTheSameAccountAreNotActivated has another session of the
// account edit something at each moment between the lock and the activation.
func TestForeignEditsOfTheSameAccountAreNotActivated(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, action, page string
		attribute          string
		cluster            string
	}{
		{"after the lock", "view", "changes", "notes", "osb_cluster"},
		{"before the first save", "save", "cluster.migration", "notes", "osb_cluster"},
		{"before the last save", "save", "target.migration", "notes", "osb_cluster"},
		{"the same cluster", "save", "target.migration", "notes", "soa_cluster"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := oneTarget(t, console.Options{})
			before := c.Control().Active()
			var once sync.Once
			c.Control().After(func(r console.Request) {
				if r.Action == test.action && r.Page == test.page && c.Control().Lock() != nil {
					once.Do(func() {
						if err := c.Control().Stage(account, domain.KindCluster, test.cluster, test.attribute, "by hand"); err != nil {
							t.Error(err)
						}
					})
				}
			})
			result := runOne(t, c, nil)
			t.Logf("exit code %d: %s", result.Outcome.ExitCode, result.Outcome.Verdict)
			expectAsBefore(t, c, before)
			if result.Outcome.ExitCode != 4 {
				t.Errorf("outcome %+v %v", result.Outcome, result.Err)
			}
			if got := c.Control().Edit().Find(domain.KindCluster, test.cluster).Get(test.attribute); got != "by hand" {
				t.Errorf("the other edit is %q now", got)
			}
		})
	}
}

// TestForeignEditsOfALaterTargetAreNotUndone has another session of the account edit a
// target that the run was to change later, and the run fail before it comes to that:
// what is pending there is not its own, though it is of the plan.
func TestForeignEditsOfALaterTargetAreNotUndone(t *testing.T) {
	t.Parallel()
	const later = "soa_server3 (migratable)"
	c := start(t, console.Options{})
	before := c.Control().Active()
	var once sync.Once
	c.Control().After(func(r console.Request) {
		if r.Action == "save" {
			once.Do(func() {
				if err := c.Control().Stage(account, domain.KindTarget, later, "migrationPolicy", "exactly-once"); err != nil {
					t.Error(err)
				}
			})
		}
	})
	arm(t, c, console.Fault{Name: "save-validation-error", Match: console.Match{Page: "target.migration"}})
	result := runOne(t, c, nil)
	if result.Outcome.ExitCode != 4 {
		t.Errorf("outcome %+v, %v", result.Outcome, result.Err)
	}
	expectAsBefore(t, c, before)
	if got := c.Control().Edit().Find(domain.KindTarget, later).Get("migrationPolicy"); got != "exactly-once" {
		t.Errorf("the other edit is %q now", got)
	}
}
