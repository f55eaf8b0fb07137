package recordings

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// fullDisk is a file that takes a part of the line at which the disk is full.
type fullDisk struct {
	*os.File
	room int
}

func (f *fullDisk) Write(line []byte) (int, error) {
	if len(line) <= f.room {
		f.room -= len(line)
		return f.File.Write(line)
	}
	n, err := f.File.Write(line[:f.room])
	f.room = 0
	return n, errors.Join(err, syscall.ENOSPC)
}

func TestFullDiskIsRememberedAndLeavesWholeLines(t *testing.T) {
	j, err := Create(Options{Parent: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	j.events = &fullDisk{File: j.events.(*os.File), room: 300}
	j.Note("first, which fits")
	if err := j.Err(); err != nil {
		t.Fatal(err)
	}
	j.Note(strings.Repeat("second, which does not fit ", 20))
	if !errors.Is(j.Err(), syscall.ENOSPC) {
		t.Fatalf("Err is %v", j.Err())
	}
	if err := j.Emit(Event{Type: TypeNote}); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("Emit returned %v", err)
	}
	events, err := LoadEvents(j.Dir())
	if err != nil || len(events) != 2 {
		t.Errorf("%d whole lines, %v", len(events), err)
	}
	if err := j.Finish(Outcome{Result: "failed", ExitCode: 1}); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("Finish returned %v", err)
	}
}

func TestUnwritableDirectoryIsAnErrorOfThePicture(t *testing.T) {
	j, err := Create(Options{Parent: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	// A file where a directory has to be stops root, too.
	if err := os.WriteFile(filepath.Join(j.Dir(), stepsDir), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	j.StartStep("login", "Log in")
	if _, err := j.Picture("after", []byte("png"), 1, 1, j.now()); err == nil || j.Err() == nil {
		t.Errorf("Picture returned %v, Err is %v", err, j.Err())
	}
	if err := j.Aria(nil); err == nil {
		t.Error("Aria returned nothing")
	}
	if err := j.EndStep(StatusPassed, "", nil); err != nil {
		t.Errorf("EndStep: %v", err)
	}
}

func TestCreateWithoutRights(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, o := range map[string]Options{"parent": {Parent: file}, "named": {Dir: filepath.Join(file, "dir")}} {
		if _, err := Create(o); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
