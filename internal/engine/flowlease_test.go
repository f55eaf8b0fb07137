package engine_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lockedit/internal/engine"
	"lockedit/internal/replay"
	"lockedit/recordings/flow"
	"lockedit/steps"
	"lockedit/testenv/console"
	"lockedit/testenv/console/domain"
)

// savingFlow locks, saves, and never gets further.
const savingFlow = `{"title": "saving", "steps": [
	{"type": "customStep", "name": "lockedit/login"},
	{"type": "customStep", "name": "lockedit/lock-and-edit"},
	{"type": "click", "selectors": ["aria/Clusters[role=\"link\"]"], "offsetX": 3, "offsetY": 3, "assertedEvents": [{"type": "navigation"}]},
	{"type": "click", "selectors": ["text/soa_cluster"], "offsetX": 3, "offsetY": 3, "assertedEvents": [{"type": "navigation"}]},
	{"type": "click", "selectors": ["aria/Migration[role=\"link\"]"], "offsetX": 3, "offsetY": 3, "assertedEvents": [{"type": "navigation"}]},
	{"type": "change", "selectors": ["aria/Migration Basis:"], "value": "database"},
	{"type": "change", "selectors": ["select[id$=\".dataSourceForAutomaticMigration\"]"], "value": "WLSSchemaDataSource"},
	{"type": "customStep", "name": "lockedit/save"}
]}`

// replayOf is the verb that plays a flow.
func replayOf(t *testing.T, text string) verb {
	t.Helper()
	f, err := flow.Parse("flow.json", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return func(e *engine.Engine, ctx context.Context, r engine.Request) (engine.Result, error) {
		r.Flow, r.FlowName = f.Title, "flow"
		return e.Replay(ctx, r, replay.Options{Flow: f, Alone: true, Vars: replay.NewVars(os.LookupEnv)})
	}
}

// TestAKilledFlowIsDescribed kills a flow after its Save: the next verbs say which flow
// left what is there, and that nobody knows what it was to change.
func TestAKilledFlowIsDescribed(t *testing.T) {
	t.Parallel()
	c := oneTarget(t, console.Options{})
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
	r := matrixRequest(t, c)
	if result, ok := m.run(ctx, engineWith(chrome.launch), replayOf(t, savingFlow), r); ok {
		t.Fatalf("the flow was not killed: %+v %v", result.Outcome, result.Err)
	}
	c.Control().After(nil)
	seen := releaseOf(t, c, false)
	for _, want := range []string{"left by lockedit replay of tester", filepath.Dir(r.Spec.Evidence.Dir), "--undo undoes all that is pending"} {
		if !strings.Contains(seen.Outcome.Verdict, want) {
			t.Errorf("release does not say %q: %+v", want, seen.Outcome)
		}
	}
	if v := m.cleared(t, r); len(v.broken) > 0 {
		t.Error(v.broken)
	}
}

// addressFlow opens an address that locks.
const addressFlow = `{"title": "address", "steps": [
	{"type": "customStep", "name": "lockedit/login"},
	{"type": "navigate", "url": "${console}/console.portal?_nfpb=true&ChangeManagerPortlet_actionOverride=/lock"}
]}`

// TestAFlowKeepsWhatIsKnownOfARun kills a run after it saved, has the same account edit
// something else, and plays a flow: it is refused, and what the run was to change is
// still known to release.
func TestAFlowKeepsWhatIsKnownOfARun(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{"a button": savingFlow, "an address": addressFlow} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := oneTarget(t, console.Options{})
			before := c.Control().Active()
			killedAfterSave(t, c)
			c.Control().After(nil)
			if err := c.Control().Stage(account, domain.KindCluster, "osb_cluster", "notes", "by hand"); err != nil {
				t.Fatal(err)
			}
			r := matrixRequest(t, c)
			result, err := replayOf(t, text)(newEngine(false), t.Context(), r)
			if err != nil {
				t.Fatal(err)
			}
			if result.Outcome.ExitCode != 1 || !is[*steps.ChangeCenterError](result.Err) || !strings.Contains(result.Err.Error(), "a run that did not end may have left this: lockedit run of tester") {
				t.Errorf("the flow: %+v %v", result.Outcome, result.Err)
			}
			expectReleased(t, c, before, releaseOf(t, c, true), true)
		})
	}
}
