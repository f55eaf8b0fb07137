package recordings

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

const (
	dirMode  fs.FileMode = 0o700
	fileMode fs.FileMode = 0o600
	// maxSameName bounds the search for a free default name.
	maxSameName = 1000
)

// makeDir makes the directory of a recording, and says which it is.
func makeDir(o Options) (string, error) {
	if o.Dir != "" {
		return o.Dir, takeDir(o.Dir)
	}
	if err := os.MkdirAll(o.Parent, dirMode); err != nil {
		return "", fmt.Errorf("directory of recordings: %w", err)
	}
	name := filepath.Join(o.Parent, dirName(o.Now(), o.Redactor.String(o.Verb), o.Redactor.String(o.Cluster)))
	for n := 1; n <= maxSameName; n++ {
		dir := name
		if n > 1 {
			dir = fmt.Sprintf("%s-%d", name, n)
		}
		err := os.Mkdir(dir, dirMode)
		if !errors.Is(err, fs.ErrExist) {
			return dir, err
		}
	}
	return "", fmt.Errorf("%s: %d recordings of that name exist already", name, maxSameName)
}

// takeDir makes the directory that the user named, or takes it if it is empty.
func takeDir(dir string) error {
	if err := os.MkdirAll(dir, dirMode); err != nil {
		return fmt.Errorf("recording: %w", err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("recording: %w", err)
	}
	if len(entries) > 0 {
		return &DirNotEmptyError{Dir: dir}
	}
	return nil
}

// writeLasting writes a file whole or not at all, also when the power fails.
func writeLasting(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), dirMode); err != nil {
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(path), ".writing-*")
	if err != nil {
		return err
	}
	_, err = temp.Write(content)
	if err == nil {
		err = temp.Sync()
	}
	err = errors.Join(err, temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(temp.Name()))
	}
	return nil
}
