package seal

import (
	"fmt"
	"strings"

	"lockedit/recordings"
)

// KeyError is a key that cannot be used.
type KeyError struct {
	// Path is the key's file.
	Path string
	Err  error
	// Hint says what to do next.
	Hint string
}

func (e *KeyError) Error() string { return fmt.Sprintf("key %s: %v", e.Path, e.Err) }

func (e *KeyError) Unwrap() error { return e.Err }

// ExistsError is a key file that is there already. A key is never overwritten.
type ExistsError struct{ Path string }

func (e *ExistsError) Error() string { return e.Path + " is there already: a key is never overwritten" }

// BrokenError is a recording that is not as it was sealed, so that it may not be
// signed again.
type BrokenError struct {
	Dir      string
	Problems []Problem
}

func (e *BrokenError) Error() string {
	texts := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		texts[i] = p.Text
	}
	return fmt.Sprintf("recording %s is not as it was sealed: %s", e.Dir, strings.Join(texts, "; "))
}

// ApprovalError says why a plan has not the approvals that it needs.
type ApprovalError struct {
	// Valid and Required count approvals by different listed keys.
	Valid, Required int
	// Refused says of each approval that does not count why it does not.
	Refused []string
}

func (e *ApprovalError) Error() string {
	text := fmt.Sprintf("plan has %d of %d valid approvals", e.Valid, e.Required)
	if len(e.Refused) > 0 {
		text += ": " + strings.Join(e.Refused, "; ")
	}
	return text
}

// StampError is a time stamp that was not given, or proves nothing.
type StampError struct {
	// Authority is the URL that was asked, or empty.
	Authority string
	Err       error
}

func (e *StampError) Error() string {
	if e.Authority == "" {
		return "time stamp: " + e.Err.Error()
	}
	return fmt.Sprintf("time stamp of %s: %v", recordings.CleanURL(e.Authority), e.Err)
}

func (e *StampError) Unwrap() error { return e.Err }
