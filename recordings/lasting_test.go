package recordings

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// disk is a file of which it is known how much a machine that goes down leaves.
type disk struct {
	*os.File
	written, lasting int
	broken           error
}

func (d *disk) Write(line []byte) (int, error) {
	n, err := d.File.Write(line)
	d.written += n
	return n, err
}

func (d *disk) Sync() error {
	d.lasting = d.written
	return d.broken
}

// onDisk is a journal and the disk below its events.
func onDisk(t *testing.T, o Options) (*Journal, *disk) {
	t.Helper()
	o.Parent = t.TempDir()
	j, err := Create(o)
	if err != nil {
		t.Fatal(err)
	}
	d := &disk{File: j.events.(*os.File)}
	j.events = d
	return j, d
}

// TestWhatIsDoneToTheDomainLasts holds that what is about to be done to the domain, and
// what was, is on the disk before the run goes on.
func TestWhatIsDoneToTheDomainLasts(t *testing.T) {
	for _, what := range []string{
		"asked", "saving", "activating", // before the click
		"acquired", "activated", "live", "released", "undone", "left",
	} {
		t.Run(what, func(t *testing.T) {
			j, d := onDisk(t, Options{})
			j.Note("before")
			j.Lock(LockChange{What: what})
			if d.lasting == 0 || d.lasting != d.written {
				t.Errorf("%d of %d bytes last", d.lasting, d.written)
			}
		})
	}
	for _, phase := range []string{"stopping", "rolling", "starting"} {
		t.Run(phase, func(t *testing.T) {
			j, d := onDisk(t, Options{})
			j.Note("before")
			j.Restart(RestartInfo{Strategy: "full", Phase: phase})
			if d.lasting == 0 || d.lasting != d.written {
				t.Errorf("%d of %d bytes last", d.lasting, d.written)
			}
		})
	}
}

// TestADiskThatKeepsNothingIsRemembered holds that a run learns of a disk that does not
// keep what it is about to do.
func TestADiskThatKeepsNothingIsRemembered(t *testing.T) {
	j, d := onDisk(t, Options{})
	d.broken = syscall.EIO
	j.Note("not brought to the disk by itself")
	if err := j.Err(); err != nil {
		t.Fatal(err)
	}
	j.Lock(LockChange{What: "asked"})
	if err := j.Err(); !errors.Is(err, syscall.EIO) || !strings.Contains(err.Error(), "writing the recording") {
		t.Errorf("Err is %v", err)
	}
}

// reader is a sink that looks at what the file of events has when it is told.
type reader struct {
	path string
	told []Event
	has  []string
	err  error
}

func (r *reader) Event(e Event) {
	text, err := os.ReadFile(r.path)
	r.told, r.has, r.err = append(r.told, e), append(r.has, string(text)), errors.Join(r.err, err)
}

// TestNothingIsToldBeforeItIsWritten holds that a person reads no line on the terminal
// that the recording does not have, and that a secret is in neither.
func TestNothingIsToldBeforeItIsWritten(t *testing.T) {
	r := &reader{}
	dir := filepath.Join(t.TempDir(), "recording")
	r.path = filepath.Join(dir, eventsFile)
	redactor := NewRedactor()
	if err := redactor.Add("Welcome1!"); err != nil {
		t.Fatal(err)
	}
	j, err := Create(Options{Dir: dir, Redactor: redactor, Sinks: []Sink{r}})
	if err != nil {
		t.Fatal(err)
	}
	j.Lock(LockChange{What: "asked"})
	j.Note("the password Welcome1! is wrong")
	if r.err != nil || len(r.told) != 3 {
		t.Fatalf("%d events were told, %v", len(r.told), r.err)
	}
	for i, e := range r.told {
		line, err := Line(e)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(r.has[i], string(line)) || strings.Contains(string(line), "Welcome1!") {
			t.Errorf("told of %s, the file has\n%s", line, r.has[i])
		}
	}
}

// TestAFullDiskIsStillTold holds that a person reads what could not be recorded.
func TestAFullDiskIsStillTold(t *testing.T) {
	r := &reader{}
	j, err := Create(Options{Parent: t.TempDir(), Sinks: []Sink{r}})
	if err != nil {
		t.Fatal(err)
	}
	r.path = filepath.Join(j.Dir(), eventsFile)
	j.events = &fullDisk{File: j.events.(*os.File)}
	j.Lock(LockChange{What: "left"})
	if n := len(r.told); n != 2 || r.told[n-1].Lock == nil || !errors.Is(j.Err(), syscall.ENOSPC) {
		t.Errorf("%d events were told, Err is %v", n, j.Err())
	}
}
