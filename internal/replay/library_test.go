package replay_test

import (
	"path/filepath"
	"testing"

	"lockedit/internal/replay"
	"lockedit/testenv/console"
)

// library is the folder of the shipped flows.
var library = filepath.Join("..", "..", "recordings", "flows")

// TestLibrary holds that every shipped flow passes, and that none leaves
// anything behind.
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
			if r := play(t, c, j.Flow); r.Outcome.ExitCode != 0 {
				t.Fatalf("%+v: %v", r.Outcome, r.Err)
			}
			expectUntouched(t, c)
		})
	}
}
