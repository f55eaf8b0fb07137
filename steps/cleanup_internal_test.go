package steps

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"lockedit/recordings"
)

// TestCleanUpLimit holds that impatient steps do not leave clearing up without time.
func TestCleanUpLimit(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name                string
		step, atLeast, want time.Duration
	}{
		{"twice a step", 2 * time.Minute, 90 * time.Second, 4 * time.Minute},
		{"impatient steps", 5 * time.Second, 90 * time.Second, 90 * time.Second},
		{"patient steps", time.Hour, 90 * time.Second, maxCleanUp},
		{"nothing given", 5 * time.Second, 0, 10 * time.Second},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			runner := NewRunner(nil, test.step, true)
			runner.GiveCleanUp(test.atLeast)
			if got := (&Console{run: runner}).cleanUpLimit(); got != test.want {
				t.Errorf("clean-up may take %s, want %s", got, test.want)
			}
		})
	}
}

// TestNothingIsClickedThatCannotBeTold holds that what a click is to do has to be in the
// recording before it, unless something has to be cleared up.
func TestNothingIsClickedThatCannotBeTold(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "recording")
	journal, err := recordings.Create(recordings.Options{Dir: dir, Verb: "run", Cluster: "c"})
	if err != nil {
		t.Fatal(err)
	}
	c := &Console{journal: journal, run: NewRunner(journal, time.Minute, false)}
	next := recordings.LockChange{What: "asked"}
	if err := c.announce(next); err != nil {
		t.Errorf("a recording that can be written: %v", err)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir, nil, 0o600); err != nil { // no directory can be made there
		t.Fatal(err)
	}
	if _, err := journal.Picture("before", []byte("x"), 1, 1, time.Now()); err == nil {
		t.Fatal("the journal can still write")
	}
	if err := c.announce(next); err == nil {
		t.Error("a click is made of which the recording does not tell")
	}
	c.run.forgive()
	if err := c.announce(next); err != nil {
		t.Errorf("clearing up: %v", err)
	}
}
