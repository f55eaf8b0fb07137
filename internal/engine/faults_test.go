package engine_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"testing"
	"time"

	"lockedit/internal/engine"
	"lockedit/internal/spec"
	"lockedit/steps"
	"lockedit/testenv/console"
	"lockedit/testenv/console/domain"
)

// account is the console account that the tests work with.
const account = "weblogic"

// oneTarget is a console with the smallest domain that has everything.
func oneTarget(t *testing.T, o console.Options) *console.Console {
	t.Helper()
	o.Clusters = domain.Targets(1)
	return start(t, o)
}

// limitFor is the limit of a step for runs that have to end with one of these exit
// codes: where only the good end will do, a busy machine is no reason against it;
// where a run may wait for what does not come, it need not wait long.
func limitFor(codes ...int) time.Duration {
	if slices.Equal(codes, []int{3}) {
		return patience
	}
	return 20 * time.Second
}

func TestFaultsInTheEditSession(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		fault console.Fault
		code  int
	}{
		{"save says success and stores nothing", console.Fault{Name: "save-ignored", Times: -1}, 1},
		{"save refuses", console.Fault{Name: "save-validation-error", Times: -1}, 1},
		{"save stores and answers 500", console.Fault{Name: "save-500-but-stored", Times: -1}, 3},
		{"the answer to save is lost", console.Fault{Name: "save-answer-lost", Times: -1}, 3},
		{"activation is refused", console.Fault{Name: "activate-refused", Times: -1}, 1},
		{"activation says success and does nothing", console.Fault{Name: "activate-ignored", Times: -1}, 1},
		{"the answer to activate is lost", console.Fault{Name: "activate-answer-lost"}, 3},
		{"activation is slow", console.Fault{Name: "activate-slow", Delay: 2 * time.Second}, 3},
		{"the lock is refused", console.Fault{Name: "lock-refused", Times: -1}, 1},
		{"the lock is not given", console.Fault{Name: "lock-ignored", Times: -1}, 1},
		{"undo does nothing", console.Fault{Name: "undo-ignored", Times: -1}, 4},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := oneTarget(t, console.Options{})
			before := c.Control().Active()
			arm(t, c, test.fault)
			if test.code == 4 {
				arm(t, c, console.Fault{Name: "activate-refused", Times: -1})
			}
			result := runOne(t, c, func(r *engine.Request) { r.Timeout = limitFor(test.code) })
			if result.Outcome.ExitCode != test.code {
				t.Errorf("exit code %d, expected %d: %+v %v", result.Outcome.ExitCode, test.code, result.Outcome, result.Err)
			}
			expectPromise(t, c, before, result)
		})
	}
}

func TestWhatIsNotOursIsNeverTouched(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		options console.Options
		prepare func(*console.Control) error
	}{
		{"another account holds the lock", console.Options{}, func(k *console.Control) error { return k.LockAs("weblogic2") }},
		{"another account, take-over offered in Japanese", console.Options{OtherLock: console.OtherTakeover, Language: "ja"}, func(k *console.Control) error { return k.LockAs("weblogic2") }},
		{"another account, take-over offered in French", console.Options{OtherLock: console.OtherTakeover, Language: "fr"}, func(k *console.Control) error { return k.LockAs("weblogic2") }},
		{"another account, take-over offered beside the usual in German", console.Options{OtherLock: console.OtherBeside, Language: "de"}, func(k *console.Control) error { return k.LockAs("weblogic2") }},
		{"another account, take-over offered beside the usual in French", console.Options{OtherLock: console.OtherBeside, Language: "fr"}, func(k *console.Control) error { return k.LockAs("weblogic2") }},
		{"another account, take-over offered beside the usual in Italian", console.Options{OtherLock: console.OtherBeside, Language: "it"}, func(k *console.Control) error { return k.LockAs("weblogic2") }},
		{"another account, take-over offered", console.Options{OtherLock: console.OtherTakeover}, func(k *console.Control) error { return k.LockAs("weblogic2") }},
		{"another account, no word about it", console.Options{OtherLock: console.OtherSilent}, func(k *console.Control) error { return k.LockAs("weblogic2") }},
		{"another account, no buttons", console.Options{OtherLock: console.OtherNone}, func(k *console.Control) error { return k.LockAs("weblogic2") }},
		{"this account holds the lock", console.Options{}, func(k *console.Control) error { return k.LockAs(account) }},
		{"this account has edits pending", console.Options{}, func(k *console.Control) error {
			return k.Stage(account, domain.KindCluster, "soa_cluster", "additionalAutoMigrationAttempts", "5")
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := oneTarget(t, test.options)
			if err := test.prepare(c.Control()); err != nil {
				t.Fatal(err)
			}
			before, pending, lock := c.Control().Active(), len(c.Control().Pending()), c.Control().Lock().Owner
			result := runOne(t, c, nil)
			if result.Outcome.ExitCode != 1 {
				t.Errorf("outcome %+v %v", result.Outcome, result.Err)
			}
			expectAsBefore(t, c, before)
			if holder := c.Control().Lock(); holder == nil || holder.Owner != lock {
				t.Errorf("the lock of %s became %+v", lock, holder)
			}
			if now := len(c.Control().Pending()); now != pending {
				t.Errorf("%d pending edits became %d", pending, now)
			}
		})
	}
}

// TestAPageThatIsNotFoundStops has page labels that nobody knows in a language whose words
// for the pages are not known either.
func TestAPageThatIsNotFoundStops(t *testing.T) {
	t.Parallel()
	c := oneTarget(t, console.Options{OtherLabels: true, Language: "de"})
	before := c.Control().Active()
	if result := runOne(t, c, nil); result.Outcome.ExitCode != 1 {
		t.Errorf("outcome %+v %v", result.Outcome, result.Err)
	}
	expectAsBefore(t, c, before)
	expectUntouched(t, c)
}

func TestBadInputIsRefusedWithNothingChanged(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		options console.Options
		change  func(*engine.Request)
		is      func(error) bool
	}{
		{"unknown cluster", console.Options{}, func(r *engine.Request) { r.Spec.Cluster = "soa" }, is[*steps.NotInTableError]},
		{"unknown target", console.Options{}, func(r *engine.Request) { r.Spec.Targets = spec.Targets{Names: []string{"x"}} }, is[*steps.NotInTableError]},
		{"target of another cluster", console.Options{}, func(r *engine.Request) {
			r.Spec.Targets = spec.Targets{Names: []string{"osb_server1 (migratable)"}}
		}, is[*steps.ForeignTargetError]},
		{"unknown data source", console.Options{}, func(r *engine.Request) { r.Spec.DataSource = "nope" }, is[*steps.UnknownDataSourceError]},
		{"policy that is not offered", console.Options{Version: "10.3.6"}, func(r *engine.Request) { r.Spec.Policy = spec.PolicyShutdownRecovery }, is[*steps.UnknownPolicyError]},
		{"automatic activation", console.Options{Development: true, AutoLock: true}, nil, is[*steps.AutoActivateError]},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := start(t, test.options)
			before := c.Control().Active()
			result := runOne(t, c, test.change)
			if result.Outcome.ExitCode != 1 || !test.is(result.Err) {
				t.Errorf("outcome %+v %v", result.Outcome, result.Err)
			}
			expectAsBefore(t, c, before)
			expectUntouched(t, c)
		})
	}
}

// is says whether an error is of one kind.
func is[E error](err error) bool {
	var target E
	return errors.As(err, &target)
}

func TestAutomaticActivationIsAllowedOnRequest(t *testing.T) {
	t.Parallel()
	c := start(t, console.Options{Development: true, AutoLock: true})
	before := c.Control().Active()
	result := runOne(t, c, func(r *engine.Request) { r.AllowAutoActivate = true })
	if result.Outcome.ExitCode != 3 {
		t.Errorf("outcome %+v %v", result.Outcome, result.Err)
	}
	expectConfiguration(t, c, before, "soa_cluster")
}

func TestAPasswordIsTriedOnce(t *testing.T) {
	t.Parallel()
	c := start(t, console.Options{Password: "another-password"})
	result := runOne(t, c, nil)
	if result.Outcome.ExitCode != 1 || !is[*steps.LoginRefusedError](result.Err) {
		t.Errorf("outcome %+v %v", result.Outcome, result.Err)
	}
	tries := 0
	for _, r := range c.Control().Requests() {
		if r.Action == "login" && r.Method == http.MethodPost {
			tries++
		}
	}
	if tries != 1 {
		t.Errorf("the password was tried %d times", tries)
	}
}

func TestAnInterruptUndoesAndReleases(t *testing.T) {
	t.Parallel()
	for action, code := range map[string]int{"lock": 130, "save": 130, "activate": 3} {
		t.Run(action, func(t *testing.T) {
			t.Parallel()
			c := oneTarget(t, console.Options{})
			before := c.Control().Active()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			c.Control().Before(func(r console.Request) {
				if r.Action == action {
					cancel()
				}
			})
			r := request(t, c)
			r.Minimal = true
			result, err := engineWith(shareBlank).Run(ctx, r)
			if err != nil {
				t.Fatal(err)
			}
			if result.Outcome.ExitCode != code {
				t.Errorf("exit code %d, expected %d: %+v %v", result.Outcome.ExitCode, code, result.Outcome, result.Err)
			}
			expectPromise(t, c, before, result)
		})
	}
}
