package engine_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"lockedit/internal/engine"
	"lockedit/recordings"
	"lockedit/steps"
	"lockedit/testenv/alien"
	"lockedit/testenv/console"
	"lockedit/testenv/console/domain"
)

// TestAFailureWhereEachSaveIsLive holds what is said of a domain that activates each
// save at once: as before, when nothing was stored; a person is needed, with what is
// live by name, when only a part was.
func TestAFailureWhereEachSaveIsLive(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		fault console.Fault
		code  int
		says  string
	}{
		{"no Save", console.Fault{Name: "missing-save", Times: -1}, 1, ""},
		{"the first Save is refused", console.Fault{Name: "save-validation-error"}, 1, "as it was before"},
		{"the first Save stores nothing", console.Fault{Name: "save-ignored"}, 1, "as it was before"},
		{"the last Save is refused", console.Fault{Name: "save-validation-error", Match: console.Match{Page: "target.migration"}}, 4,
			`not live: "migrationPolicy of soa_server1 (migratable)"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := oneTarget(t, console.Options{Development: true, AutoLock: true})
			before := c.Control().Active()
			arm(t, c, test.fault)
			seen := &seenEvents{}
			result := runOne(t, c, func(r *engine.Request) {
				r.AllowAutoActivate, r.Timeout, r.Sinks = true, limitFor(test.code), []recordings.Sink{seen}
			})
			expectSavesAreTold(t, c, seen)
			if result.Outcome.ExitCode != test.code || !strings.Contains(result.Outcome.Verdict, test.says) {
				t.Errorf("outcome %+v, %v", result.Outcome, result.Err)
			}
			if asBefore := len(domain.Diff(before, c.Control().Active())) == 0; asBefore != (test.code == 1) {
				t.Errorf("exit code %d, and as before: %v", test.code, asBefore)
			}
			if test.code == 4 && (!errors.Is(result.Err, steps.ErrLive) || !strings.Contains(result.Outcome.Next, "only some of the changes are live")) {
				t.Errorf("next: %s", result.Outcome.Next)
			}
		})
	}
}

// expectSavesAreTold says that a save which is live at once was told before it was
// sent, for whoever is cut off then.
func expectSavesAreTold(t *testing.T, c *console.Console, seen *seenEvents) {
	t.Helper()
	sent := slices.ContainsFunc(c.Control().Requests(), func(r console.Request) bool { return r.Action == "save" })
	if told := seen.tells(recordings.TypeLock, "a save that is live at once"); sent && !told {
		t.Error("a save was sent and not told")
	}
}

// TestLiveChangesAreTold holds what is told of a domain that activates each save at once.
func TestLiveChangesAreTold(t *testing.T) {
	t.Parallel()
	c := oneTarget(t, console.Options{Development: true, AutoLock: true})
	before := c.Control().Active()
	seen := &seenEvents{}
	result := runOne(t, c, func(r *engine.Request) { r.AllowAutoActivate, r.Sinks = true, []recordings.Sink{seen} })
	if result.Outcome.ExitCode != 3 || !seen.tells(recordings.TypeActivated, "changes live") {
		t.Errorf("outcome %+v, %v; told: %v", result.Outcome, result.Err, seen.tells(recordings.TypeActivated, "changes live"))
	}
	expectSavesAreTold(t, c, seen)
	expectConfiguration(t, c, before, "soa_cluster")
}

// TestAnInterruptBeforeTheFirstLiveSave leaves nothing, and says so.
func TestAnInterruptBeforeTheFirstLiveSave(t *testing.T) {
	t.Parallel()
	c := oneTarget(t, console.Options{Development: true, AutoLock: true})
	before := c.Control().Active()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var opened atomic.Int32
	c.Control().Before(func(r console.Request) {
		if strings.Contains(r.Page, "cluster.migration") && opened.Add(1) == 2 {
			cancel()
		}
	})
	r := request(t, c)
	r.Minimal, r.AllowAutoActivate = true, true
	result, err := engineWith(shareBlank).Run(ctx, r)
	if err != nil || result.Outcome.ExitCode != 130 {
		t.Errorf("outcome %+v, error %v, %v", result.Outcome, err, result.Err)
	}
	expectAsBefore(t, c, before)
}

// TestTheModeIsNotGuessed holds what is recorded of a domain that activates each save
// at once, where the Change Center shows no buttons and says it in no known language.
func TestTheModeIsNotGuessed(t *testing.T) {
	t.Parallel()
	c := alienConsole(t, alien.Options{Password: password, AutoLock: true, Quirks: alien.Tongue, Clusters: domain.Targets(1)})
	r := alienRequest(t, c, stranger{cluster: "soa_cluster", source: "WLSSchemaDataSource"})
	r.AllowAutoActivate = true
	result, err := newEngine(false).Run(t.Context(), r)
	if err != nil || result.Outcome.ExitCode != 3 {
		t.Fatalf("outcome %+v, %v, %v", result.Outcome, result.Err, err)
	}
	run, err := recordings.Load(result.Dir)
	if err != nil || run.Console.Mode != "automatic activation" {
		t.Errorf("the mode is recorded as %q, %v", run.Console.Mode, err)
	}
}
