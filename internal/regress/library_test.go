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
// nothing: the first play from the shipped baseline, each further one, at another
// time of the console's clock, from the first. It returns what the first play
// asked the console for.
func repeated(t *testing.T, j replay.Job) []string {
	s := newStage(t)
	var first string
	var requests []string
	differences := 0
	for n := range repeats(j.Name) {
		s.clock.Add(7)
		recording := s.record(t, j.Name, j.Flow)
		expectUntouched(t, s.console)
		if n == 0 {
			first, requests = recording, asked(s.console)
			differences += differ(t, replay.BaselineOf(j), recording, elsewhere)
			continue
		}
		differences += differ(t, first, recording, func(compare.Step) bool { return false })
		if err := os.RemoveAll(recording); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d plays, %d differences", repeats(j.Name), differences)
	return requests
}

// elsewhere says whether a step's picture shows a page in Japanese, for which
// each machine has a font of its own, or none.
func elsewhere(s compare.Step) bool {
	return slices.Contains([]string{"navigate-console.3", "expect-text-domain-structure.3",
		"click-a-href-page-label-core-cluster-cluster-t", "language-en-us-en.2"}, s.Name)
}

// differ tells of all differences and counts them, but those of pictures of
// steps that another machine may draw in another way.
func differ(t *testing.T, baseline, recording string, drawnOtherwise func(compare.Step) bool) int {
	t.Helper()
	count := 0
	for _, step := range compared(t, baseline, recording, compare.Options{SlowBy: time.Hour}).Steps {
		for _, d := range step.Differences {
			if d.Kind == compare.KindPicture && drawnOtherwise(step) {
				continue
			}
			count++
			t.Errorf("%s: %s: %s", step.Name, d.Kind, d.Text)
		}
	}
	return count
}

func compared(t *testing.T, baseline, recording string, o compare.Options) compare.Result {
	t.Helper()
	result, err := compare.Compare(t.Context(), baseline, recording, o)
	if err != nil {
		t.Fatal(err)
	}
	return result
}
