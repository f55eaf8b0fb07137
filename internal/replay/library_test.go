package replay_test

import (
	"path/filepath"
	"testing"
	"time"

	"lockedit/internal/engine"
	"lockedit/internal/replay"
	"lockedit/recordings/compare"
	"lockedit/testenv/console"
)

// library is the folder of the shipped flows.
var library = filepath.Join("..", "..", "recordings", "flows")

// TestLibrary holds that every shipped flow passes, that none leaves anything
// behind, and that nothing but times differs from its baseline.
func TestLibrary(t *testing.T) {
	jobs, _, err := replay.Find(library)
	if err != nil {
		t.Fatal(err)
	}
	if len(jobs) < 8 {
		t.Fatalf("only %d flows are shipped", len(jobs))
	}
	for _, j := range jobs {
		t.Run(j.Name, func(t *testing.T) {
			t.Parallel()
			c := start(t, console.Options{})
			r := play(t, c, j.Flow, func(r *engine.Request, _ *replay.Options) { r.Minimal = false })
			if r.Outcome.ExitCode != 0 {
				t.Fatalf("%+v: %v", r.Outcome, r.Err)
			}
			expectUntouched(t, c)
			expectBaseline(t, replay.BaselineOf(j), r.Dir)
		})
	}
}

// expectBaseline holds that a recording is as its baseline, apart from times.
func expectBaseline(t *testing.T, baseline, recording string) {
	t.Helper()
	result, err := compare.Compare(t.Context(), baseline, recording, compare.Options{SlowBy: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range result.Steps {
		for _, d := range step.Differences {
			t.Errorf("%s: %s: %s", step.Name, d.Kind, d.Text)
		}
	}
}
