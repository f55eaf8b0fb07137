package restart

import (
	"fmt"
	"strings"
	"time"

	"lockedit/internal/kubectl"
)

// RefusedError says that the domain's state forbids a restart. Nothing was
// changed.
type RefusedError struct {
	Domain   string
	Refusals []Finding
}

func (e *RefusedError) Error() string {
	texts := make([]string, len(e.Refusals))
	for i, finding := range e.Refusals {
		texts[i] = finding.Message
	}
	return fmt.Sprintf("domain %s is not restarted: %s", e.Domain, strings.Join(texts, "; "))
}

// InterferenceError says that somebody else changed the Domain meanwhile.
type InterferenceError struct {
	Domain string
	What   string
	Policy string // the server start policy found, in v9's spelling
}

func (e *InterferenceError) Error() string {
	return fmt.Sprintf("domain %s was changed by somebody else during the restart: %s", e.Domain, e.What)
}

// TimeoutError says that the restart took longer than it may.
type TimeoutError struct {
	Domain  string
	For     string // what was being waited for
	After   time.Duration
	Waiting []string // what stood in the way, from the last read
	ReadErr string   // why the last read failed, if it did
}

func (e *TimeoutError) Error() string {
	text := fmt.Sprintf("domain %s: waited %v for %s", e.Domain, e.After, e.For)
	for _, line := range e.Waiting {
		text += "; " + line
	}
	if e.ReadErr != "" {
		text += "; last read: " + e.ReadErr
	}
	return text
}

// FailedError says that the operator reports a failure it does not get over.
type FailedError struct {
	Domain    string
	Condition kubectl.Condition
	Waiting   []string // as in TimeoutError
}

func (e *FailedError) Error() string {
	text := fmt.Sprintf("domain %s: the operator reports %s", e.Domain, e.Condition)
	for _, line := range e.Waiting {
		text += "; " + line
	}
	return text
}

// UncertainError says that a patch got no answer, and that it could not be
// learned afterwards whether it was made.
type UncertainError struct {
	Field, Value string
	Err          error
}

func (e *UncertainError) Error() string {
	return fmt.Sprintf("it is unknown whether spec.%s is %q now: %v", e.Field, e.Value, e.Err)
}

// Unwrap returns the error of the patch.
func (e *UncertainError) Unwrap() error { return e.Err }

// BegunError is the error of a restart whose first patch was made, or may have
// been: its servers may be stopped, or on their way.
type BegunError struct{ Err error }

func (e *BegunError) Error() string { return e.Err.Error() }

// Unwrap returns what ended the restart.
func (e *BegunError) Unwrap() error { return e.Err }

// AbortedError ends a full restart after its first step and before the policy
// was put back in the course of it.
type AbortedError struct {
	Cause      error
	Outcome    PutBackOutcome
	PutBackErr error  // why the policy is not restored
	Policy     string // the previous one, as it was written
	Command    string // puts the previous policy back by hand
}

func (e *AbortedError) Error() string {
	text := "full restart given up: " + e.Cause.Error() + "\n"
	switch e.Outcome {
	case Restored:
		return text + "the server start policy is " + e.Policy + " again; the operator starts what it had stopped"
	case LeftToOthers:
		return text + "somebody else has set a server start policy, which was left alone; the one before is set with: " + e.Command
	}
	if e.PutBackErr != nil {
		text += "the server start policy could not be put back: " + e.PutBackErr.Error() + "\n"
	}
	return text + "the domain may be down; start it with: " + e.Command
}

// Unwrap returns the cause.
func (e *AbortedError) Unwrap() error { return e.Cause }
