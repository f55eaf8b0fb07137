package compare

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"lockedit/recordings"
)

// The files that [Result.Write] makes.
const (
	JSONFile  = "compare.json"
	HTMLFile  = "compare.html"
	JUnitFile = "junit.xml"
)

const (
	dirMode  fs.FileMode = 0o700
	fileMode fs.FileMode = 0o600
)

// JSON makes compare.json.
func (r *Result) JSON() ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(r); err != nil {
		return nil, fmt.Errorf("%s: %w", JSONFile, err)
	}
	return out.Bytes(), nil
}

// Write writes compare.json, compare.html and junit.xml into a directory that
// is new or empty; else it returns a *[recordings.DirNotEmptyError].
func (r *Result) Write(dir string) error {
	if err := emptyDir(dir); err != nil {
		return err
	}
	for _, file := range []struct {
		name   string
		render func() ([]byte, error)
	}{{JSONFile, r.JSON}, {JUnitFile, r.JUnit}, {HTMLFile, r.HTML}} {
		content, err := file.render()
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, file.name), content, fileMode); err != nil {
			return fmt.Errorf("writing the comparison: %w", err)
		}
	}
	return nil
}

func emptyDir(dir string) error {
	if err := os.MkdirAll(dir, dirMode); err != nil {
		return fmt.Errorf("directory of the comparison: %w", err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("directory of the comparison: %w", err)
	}
	if len(entries) > 0 {
		return &recordings.DirNotEmptyError{Dir: dir}
	}
	return nil
}

// NewDir makes a directory for a comparison below parent that no other has:
// the time, "compare" and the subject.
func (r *Result) NewDir(parent string) (string, error) {
	if err := os.MkdirAll(parent, dirMode); err != nil {
		return "", fmt.Errorf("directory of the comparison: %w", err)
	}
	name := filepath.Join(parent, r.Compared.UTC().Format("20060102T150405Z")+"-compare")
	for n := 1; n <= maxSameName; n++ {
		dir := name
		if n > 1 {
			dir = fmt.Sprintf("%s-%d", name, n)
		}
		if err := os.Mkdir(dir, dirMode); !errors.Is(err, fs.ErrExist) {
			return dir, err
		}
	}
	return "", fmt.Errorf("%s: %d comparisons of that name exist already", name, maxSameName)
}

// maxSameName bounds the search for a free name.
const maxSameName = 1000
