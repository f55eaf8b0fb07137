package engine

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lockedit/recordings"
)

// described is a run whose description has a list of this many rows.
func described(pid, rows int) holder {
	h := holder{PID: pid, User: "u", Changes: []recordings.PlannedChange{{Type: "Cluster", Object: "soa_cluster"}}}
	for range rows {
		h.Listed = append(h.Listed, []string{"soa_server1 (migratable)", "edited"})
	}
	return h
}

// full is a file on a disk with so much room: what is there may be written over.
type full struct {
	*os.File
	room int64
}

func (f full) WriteAt(text []byte, at int64) (int, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	fits := min(max(info.Size()+f.room-at, 0), int64(len(text)))
	n, err := f.File.WriteAt(text[:fits], at)
	if err == nil && n < len(text) {
		err = syscall.ENOSPC
	}
	return n, err
}

func newLeaseText(t *testing.T, text string) *os.File {
	t.Helper()
	path := filepath.Join(t.TempDir(), "lease.json")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() }) // its content was read
	return file
}

func expectHolder(t *testing.T, file *os.File, want holder) {
	t.Helper()
	got, err := readHolder(file)
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("error %v, the lease differs: %s", err, diff)
	}
}

// TestAFullDiskLeavesTheDescriptionBefore holds that the description of a run that has
// the lock stays when the list of changes does not fit beside it.
func TestAFullDiskLeavesTheDescriptionBefore(t *testing.T) {
	t.Parallel()
	for _, room := range []int64{0, 1, 50, 300} {
		file := newLeaseText(t, "")
		if err := writeHolder(file, described(1, 0)); err != nil {
			t.Fatal(err)
		}
		if err := writeHolder(full{file, room}, described(1, 40)); !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("error is %v", err)
		}
		expectHolder(t, file, described(1, 0))
		if err := writeHolder(file, described(1, 2)); err != nil {
			t.Error(err)
		}
		expectHolder(t, file, described(1, 2))
	}
}

// TestACrashLeavesTheDescriptionBefore cuts a file at each of its bytes, as a machine
// that goes down may, and holds that a whole description is read, and never a mixture,
// also once a shorter one was written after that.
func TestACrashLeavesTheDescriptionBefore(t *testing.T) {
	t.Parallel()
	file := newLeaseText(t, "")
	var ends []int
	for _, h := range []holder{described(1, 9), described(2, 3), described(3, 0)} {
		if err := writeHolder(file, h); err != nil {
			t.Fatal(err)
		}
		expectHolder(t, file, h)
		text, err := readLease(file)
		if err != nil {
			t.Fatal(err)
		}
		ends = append(ends, len(text)-len("\n"))
	}
	text, err := readLease(file)
	if err != nil {
		t.Fatal(err)
	}
	if len(text) <= ends[0] {
		t.Fatal("the description before was written over")
	}
	for n := ends[0]; n <= len(text); n++ {
		want := described(1, 9)
		if n >= ends[2] {
			want = described(3, 0)
		} else if n >= ends[1] {
			want = described(2, 3)
		}
		cut := newLeaseText(t, string(text[:n]))
		expectHolder(t, cut, want)
		if err := writeHolder(cut, described(4, 0)); err != nil {
			t.Fatal(err)
		}
		expectHolder(t, cut, described(4, 0))
	}
}

// TestWhatIsNoDescriptionIsWrittenOver holds that a file that tells nothing does not stop
// a run from telling who it is, and that a file does not grow for ever.
func TestWhatIsNoDescriptionIsWrittenOver(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"cut short":     `{"pid":1,"use`,
		"zeros":         strings.Repeat("\x00", 4096),
		"in pieces":     `"changes": [{"type":"Cluster"}] {"pid":9}`,
		"one by one":    `{"pid":1}{"pid":2}`,
		"zeros behind":  `{"pid":1}` + "\n" + strings.Repeat("\x00", 4096),
		"nearly full":   `{"pid":1}` + strings.Repeat("\n", maxLease-20) + `{"pid":2}`,
		"more than all": `{"pid":1}` + strings.Repeat(" ", maxLease) + `{"pid":2}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := newLeaseText(t, text)
			if err := writeHolder(file, described(3, 1)); err != nil {
				t.Fatal(err)
			}
			expectHolder(t, file, described(3, 1))
			if err := writeHolder(file, described(4, 0)); err != nil {
				t.Fatal(err)
			}
			expectHolder(t, file, described(4, 0))
		})
	}
}
