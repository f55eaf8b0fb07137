package regress_test

import (
	"os"
	"slices"
	"testing"
	"time"

	"lockedit/internal/replay"
	"lockedit/recordings/compare"
)

// repeats is how often a shipped flow is played on an unchanged console. In the
// ordinary run a flow that meets seeded changes is played once here: each of
// those plays holds too that the steps which did not change do not differ.
func repeats(name string) int {
	switch {
	case thorough():
		return 50
	case slices.ContainsFunc(seeds(), func(s seed) bool { return s.flow == name }):
		return 1
	}
	return 2
}

// TestShippedFlows holds what the shipped flows promise.
func TestShippedFlows(t *testing.T) {
	t.Parallel()
	requests := map[string][]string{}
	for _, j := range shipped(t) {
		t.Run(j.Name, func(t *testing.T) { requests[j.Name] = repeated(t, j) })
	}
	t.Run("reference", func(t *testing.T) { likeReference(t, requests) })
}

// repeated holds that a flow passes, leaves nothing behind, and differs in
// nothing from its baseline, each time at another time of the console's clock.
// It returns what the first play asked the console for.
func repeated(t *testing.T, j replay.Job) []string {
	s := newStage(t)
	var first []string
	differences := 0
	for n := range repeats(j.Name) {
		s.clock.Add(7)
		recording := s.record(t, j.Name, j.Flow)
		if n == 0 {
			first = asked(s.console)
		}
		expectUntouched(t, s.console)
		for _, step := range compared(t, replay.BaselineOf(j), recording, compare.Options{SlowBy: time.Hour}).Steps {
			for _, d := range step.Differences {
				differences++
				t.Errorf("%s: %s: %s", step.Name, d.Kind, d.Text)
			}
		}
		if err := os.RemoveAll(recording); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d repetitions, %d differences", repeats(j.Name), differences)
	return first
}

func compared(t *testing.T, baseline, recording string, o compare.Options) compare.Result {
	t.Helper()
	result, err := compare.Compare(t.Context(), baseline, recording, o)
	if err != nil {
		t.Fatal(err)
	}
	return result
}
