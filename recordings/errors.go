package recordings

import (
	"errors"
	"fmt"
)

// ErrFinished is returned by a [Journal] that has written its last event.
var ErrFinished = errors.New("recording is finished")

// DirNotEmptyError is a directory that was asked for by name and holds files
// already. A recording is never written over another one.
type DirNotEmptyError struct {
	Dir string
}

func (e *DirNotEmptyError) Error() string {
	return fmt.Sprintf("directory %s is not empty: a recording needs a directory of its own", e.Dir)
}

// ForeignError is a file that is not what it is read as: not a recording or
// not a plan of lockedit, or one that was edited beyond recognition.
type ForeignError struct {
	// Path is the file, What what it should have been.
	Path, What string
	// Err says what is wrong with it.
	Err error
}

func (e *ForeignError) Error() string {
	return fmt.Sprintf("%s is not a %s that lockedit wrote: %v", e.Path, e.What, e.Err)
}

func (e *ForeignError) Unwrap() error { return e.Err }

// NewerSchemaError is a file of a lockedit newer than this one.
type NewerSchemaError struct {
	// Path is the file, Schema what it names, Known the newest this program reads.
	Path, Schema, Known string
}

func (e *NewerSchemaError) Error() string {
	return fmt.Sprintf("%s has schema %q, and this lockedit reads %q: use a newer lockedit", e.Path, e.Schema, e.Known)
}

// DigestError is a plan whose content does not have the digest it states.
type DigestError struct {
	// Path is the plan file; Stated and Actual are digests as in [Plan].
	Path, Stated, Actual string
}

func (e *DigestError) Error() string {
	return fmt.Sprintf("%s was changed after it was made: it states %q and has %q", e.Path, e.Stated, e.Actual)
}

// SecretInPlanError is a sealed plan that names something the redactor keeps
// out of files. Leaving it out would change what the plan means.
type SecretInPlanError struct{}

func (e *SecretInPlanError) Error() string {
	return "plan contains a password or a session token, so it cannot be written"
}

// ShortSecretError is a secret of fewer characters than [MinSecret].
type ShortSecretError struct{}

func (e *ShortSecretError) Error() string {
	return fmt.Sprintf("secret has fewer than %d characters: it cannot be told from ordinary text", MinSecret)
}

// AbsentError is a file of the recording that could not be made, although the
// recording is whole without it: the same is in another file. The recording
// says that it is missing, and why.
type AbsentError struct {
	// Err is the reason.
	Err error
}

func (e *AbsentError) Error() string { return "is missing: " + e.Err.Error() }

func (e *AbsentError) Unwrap() error { return e.Err }
