package recordings

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
)

// LostError says that files of a recording are not on the disk as they were
// written: somebody took them away, or put something else in their place.
type LostError struct {
	// Dir is the recording's directory, Gone and Changed are names in it.
	Dir           string
	Gone, Changed []string
}

func (e *LostError) Error() string {
	var parts []string
	for _, p := range []struct {
		what  string
		names []string
	}{{"gone", e.Gone}, {"changed", e.Changed}} {
		if len(p.names) > 0 {
			parts = append(parts, p.what+": "+fewNames(p.names))
		}
	}
	return fmt.Sprintf("not all is as it was written into %s: %s", e.Dir, strings.Join(parts, "; "))
}

// maxNames is how many names of files stand in one message.
const maxNames = 3

func fewNames(names []string) string {
	if more := len(names) - maxNames; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:maxNames], ", "), more)
	}
	return strings.Join(names, ", ")
}

// Check holds what was written so far against what is on the disk. It returns
// the errors of writing, and a *[LostError] for files that are gone or changed:
// a file that is open takes every line also when nobody can find it any more.
func (j *Journal) Check() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	_, err := j.inspect()
	return errors.Join(j.err, err)
}

// inspect lists the files on the disk, and says which of those that were written
// are not there as they were written.
func (j *Journal) inspect() ([]File, error) {
	files, err := listFiles(j.dir)
	if err == nil || errors.Is(err, fs.ErrNotExist) && !exists(j.dir) {
		err = j.lost(files)
	}
	return files, err
}

func exists(dir string) bool {
	_, err := os.Lstat(dir)
	return err == nil
}

// lost compares the files on the disk with those that were written.
func (j *Journal) lost(onDisk []File) error {
	sums := map[string]string{}
	for _, file := range onDisk {
		sums[file.Name] = file.SHA256
	}
	j.kept[eventsFile] = hex.EncodeToString(j.lines.Sum(nil))
	lost := &LostError{Dir: j.dir}
	for _, name := range slices.Sorted(maps.Keys(j.kept)) {
		switch sum, there := sums[name]; {
		case !there:
			lost.Gone = append(lost.Gone, name)
		case sum != j.kept[name]:
			lost.Changed = append(lost.Changed, name)
		}
	}
	if len(lost.Gone)+len(lost.Changed) > 0 {
		return lost
	}
	return nil
}
