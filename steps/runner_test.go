package steps

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"lockedit/recordings"
)

// TestRescueWorksWithoutADisk holds that clearing up does not depend on evidence:
// no file can be written any more, and the work is done all the same.
func TestRescueWorksWithoutADisk(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "recording")
	journal, err := recordings.Create(recordings.Options{Dir: dir, Verb: "run", Cluster: "c"})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir, nil, 0o600); err != nil { // no directory can be made there
		t.Fatal(err)
	}
	if _, err := journal.Picture("before", []byte("x"), 1, 1, time.Now()); err == nil || journal.Err() == nil {
		t.Fatal("the journal can still write")
	}
	run := NewRunner(journal, time.Minute, false)
	done := false
	work := func(context.Context) (string, error) { done = true; return "", nil }
	if err := run.rescue(t.Context(), "x", "X", time.Minute, work); err != nil || !done {
		t.Errorf("clearing up: %v, done %v", err, done)
	}
	failed := errors.New("still locked")
	err = run.rescue(t.Context(), "x", "X", time.Minute, func(context.Context) (string, error) { return "", failed })
	if !errors.Is(err, failed) {
		t.Errorf("a failure of the work: %v", err)
	}
}
