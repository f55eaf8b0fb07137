package regress_test

import (
	"testing"

	"lockedit/recordings/compare"
)

// repeats is how often the same flow is recorded on an unchanged console.
const repeats = 50

// TestAnUnchangedConsoleMakesNoDifference holds that 50 recordings of the same
// flow, each at another time of the console's clock, are all the same.
func TestAnUnchangedConsoleMakesNoDifference(t *testing.T) {
	t.Parallel()
	r := newRecorder(t)
	flow := []string{"home", "targets", "cluster.migration"}
	baseline := r.look(t, tempDir(t, "baseline"), flow...)
	for range repeats {
		r.clock.Add(7)
		recording := r.look(t, tempDir(t, "recording"), flow...)
		result, err := compare.Compare(t.Context(), baseline, recording, compare.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range result.Steps {
			for _, d := range step.Differences {
				t.Errorf("%s: %s: %s", step.Name, d.Kind, d.Text)
			}
		}
	}
}
