package replay

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"lockedit/recordings"
	"lockedit/recordings/flow"
)

// Find reads a flow file, or every flow file of a folder; folder says which it
// was. Errors of all files are joined.
func Find(name string) (jobs []Job, folder bool, err error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, false, fmt.Errorf("flow: %w", err)
	}
	files := []string{name}
	if folder = info.IsDir(); folder {
		if files, err = filepath.Glob(filepath.Join(globbed(name), "*.json")); err != nil {
			return nil, true, fmt.Errorf("flow: %w", err)
		}
		slices.Sort(files)
		if len(files) == 0 {
			return nil, true, fmt.Errorf("%s holds no flow: no file there ends in .json", name)
		}
	}
	var errs []error
	for _, file := range files {
		f, err := flow.ReadFile(file)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		jobs = append(jobs, Job{Name: strings.TrimSuffix(filepath.Base(file), ".json"), File: file, Flow: f})
	}
	return jobs, folder, errors.Join(errs...)
}

// globbed escapes what a pattern would take for more than a name.
func globbed(name string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(name)
}

// Twice is the name that two jobs share, if two do.
func Twice(jobs []Job) string {
	seen := map[string]bool{}
	for _, j := range jobs {
		if seen[j.Name] {
			return j.Name
		}
		seen[j.Name] = true
	}
	return ""
}

// SuiteDir makes the directory of a suite: the one asked for, which has to be
// new or empty, else one that is named after the time.
func SuiteDir(asked string, at time.Time) (string, error) {
	if asked == "" {
		dir := FreeDir(filepath.Join("recordings", at.UTC().Format("20060102T150405Z")+"-replay-suite"))
		return dir, os.MkdirAll(dir, 0o700)
	}
	if err := os.MkdirAll(asked, 0o700); err != nil {
		return "", fmt.Errorf("suite: %w", err)
	}
	entries, err := os.ReadDir(asked)
	if err != nil {
		return "", fmt.Errorf("suite: %w", err)
	}
	if len(entries) > 0 {
		return "", &recordings.DirNotEmptyError{Dir: asked}
	}
	return asked, nil
}

// FreeDir is a name that no directory has yet: the wanted one, or with a number.
func FreeDir(wanted string) string {
	dir := wanted
	for n := 2; ; n++ {
		if _, err := os.Lstat(dir); errors.Is(err, fs.ErrNotExist) {
			return dir
		}
		dir = fmt.Sprintf("%s-%d", wanted, n)
	}
}

// BaselineOf is the directory of a flow's baseline.
func BaselineOf(j Job) string {
	return filepath.Join(filepath.Dir(j.File), "baselines", j.Name)
}
