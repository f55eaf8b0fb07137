package recordings

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// HeldError is a recording that another process writes at this moment.
type HeldError struct{ Dir string }

func (e *HeldError) Error() string {
	return fmt.Sprintf("recording %s is being written by another lockedit", e.Dir)
}

// Hold keeps other processes from writing a recording until release is called
// or this process ends, however it ends. It returns a *[HeldError] if another
// process holds it, and a *[ForeignError] if there is no recording. On a system
// or file system without locks it holds nothing.
func Hold(dir string) (release func(), err error) {
	path := filepath.Join(dir, eventsFile)
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &ForeignError{Path: dir, What: "recording", Err: errors.New("it has no " + eventsFile)}
	}
	if err != nil {
		return nil, fmt.Errorf("recording: %w", err)
	}
	if !tryLock(file) {
		return nil, errors.Join(&HeldError{Dir: dir}, file.Close())
	}
	return func() { _ = file.Close() }, nil // it was only locked
}

// Held says whether a run still writes the recording.
func Held(dir string) bool {
	release, err := Hold(dir)
	if err == nil {
		release()
	}
	var held *HeldError
	return errors.As(err, &held)
}
