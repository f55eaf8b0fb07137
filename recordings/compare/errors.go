package compare

import (
	"fmt"
	"strings"
)

// InputError is a directory that cannot be compared: no recording, one of a
// newer lockedit, or one whose files were changed since.
type InputError struct {
	// Place is the directory or file.
	Place string
	// Changed says that it is a recording whose files are not as they were
	// written; else it never was a recording that this program reads.
	Changed bool
	Err     error
}

func (e *InputError) Error() string {
	text := e.Err.Error()
	if strings.HasPrefix(text, e.Place) {
		return text
	}
	return e.Place + ": " + text
}

func (e *InputError) Unwrap() error { return e.Err }

// MismatchError is a pair of recordings that are not of the same thing.
type MismatchError struct {
	// What differs: "verb", "flow" or "cluster".
	What          string
	Before, After string
}

func (e *MismatchError) Error() string {
	return fmt.Sprintf("the recordings are of different things: %s %q in the baseline, %q in the recording", e.What, e.Before, e.After)
}

// SameDirError is a recording that is to be compared with itself or with a
// part of itself.
type SameDirError struct{ Baseline, Recording string }

func (e *SameDirError) Error() string {
	if e.Baseline == e.Recording {
		return fmt.Sprintf("%s is both the baseline and the recording", e.Baseline)
	}
	return fmt.Sprintf("%s and %s lie in one another", e.Baseline, e.Recording)
}

// RefusedError is a recording that must not become a baseline.
type RefusedError struct{ Dir, Why string }

func (e *RefusedError) Error() string {
	return fmt.Sprintf("%s cannot become the baseline: %s", e.Dir, e.Why)
}
