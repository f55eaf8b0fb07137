package engine_test

import (
	"os"
	"testing"

	"lockedit/internal/replay"
	"lockedit/internal/spec"
	"lockedit/recordings"
	"lockedit/recordings/flow"
	"lockedit/testenv/console"
	"lockedit/testenv/operator"
	"lockedit/testenv/operator/crds"
)

// restartFlow looks at the console before and after it restarts the domain.
const restartFlow = `{"title": "restart", "steps": [
	{"type": "customStep", "name": "lockedit/login"},
	{"type": "customStep", "name": "lockedit/restart"},
	{"type": "navigate", "url": "${console}", "assertedEvents": [{"type": "navigation"}]},
	{"type": "customStep", "name": "lockedit/login"},
	{"type": "click", "selectors": ["aria/Clusters[role=\"link\"]"], "offsetX": 3, "offsetY": 3, "assertedEvents": [{"type": "navigation"}]},
	{"type": "customStep", "name": "lockedit/expect-row", "parameters": {"row": {"Name": "soa_cluster"}}}
]}`

// TestReplayRestarts holds that a flow restarts a domain on Kubernetes, every
// pod of it, and goes on at the console that came back.
func TestReplayRestarts(t *testing.T) {
	t.Parallel()
	c := start(t, console.Options{Seed: 5})
	choice, d, _ := onKube(t, c, operator.Domain{Namespace: "replay", UID: "soainfra", Version: crds.V9}, operator.Options{})
	f, err := flow.Parse("restart.json", []byte(restartFlow))
	if err != nil {
		t.Fatal(err)
	}
	r := request(t, c)
	r.Kubectl, r.Flow, r.FlowName = choice, f.Title, "restart"
	r.Spec.Domain = spec.Domain{Namespace: d.Namespace, UID: d.UID}
	r.Spec.Restart = spec.Restart{Strategy: spec.StrategyAuto, Timeout: patience}
	result, err := newEngine(false).Replay(t.Context(), r, replay.Options{Flow: f, Alone: true, Vars: replay.NewVars(os.LookupEnv)})
	if err != nil || result.Outcome.ExitCode != 0 {
		t.Fatalf("outcome %+v, error %v, %v", result.Outcome, err, result.Err)
	}
	run, err := recordings.Load(result.Dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(run.Restart.Servers) == 0 {
		t.Fatal("the recording tells of no restart")
	}
	for _, s := range run.Restart.Servers {
		if s.UIDBefore == "" || s.UIDAfter == "" || s.UIDBefore == s.UIDAfter {
			t.Errorf("server %s was not restarted: %+v", s.Name, s)
		}
	}
}
