package kubectl

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
)

// errDeadline is the cause of a call's own deadline, so that it can be told
// from the caller's.
var errDeadline = errors.New("deadline of one kubectl call")

// CommandError is a kubectl that did not succeed. Every other error of this
// package that comes from a run of kubectl wraps one.
type CommandError struct {
	Args     []string // without the program
	Stderr   string
	ExitCode int   // -1 when it did not start or was killed
	Err      error // what the operating system said, if anything
}

// Error is what kubectl said, or else what the system said of it.
func (e *CommandError) Error() string {
	text := e.Stderr
	if text == "" && e.Err != nil {
		text = e.Err.Error()
	}
	return fmt.Sprintf("%s: %s", ShellWords(append([]string{"kubectl"}, e.Args...)), text)
}

// Unwrap returns the error of the operating system.
func (e *CommandError) Unwrap() error { return e.Err }

// NotFoundError says that an object, or the very kind of object, is not there.
type NotFoundError struct{ Command *CommandError }

func (e *NotFoundError) Error() string { return "not found: " + e.Command.Error() }

// Unwrap returns the kubectl that failed.
func (e *NotFoundError) Unwrap() error { return e.Command }

// ForbiddenError says that the account may not do it, or that its credentials
// are not accepted.
type ForbiddenError struct{ Command *CommandError }

func (e *ForbiddenError) Error() string { return "not permitted: " + e.Command.Error() }

// Unwrap returns the kubectl that failed.
func (e *ForbiddenError) Unwrap() error { return e.Command }

// ConflictError says that the object has changed since it was read.
type ConflictError struct{ Command *CommandError }

func (e *ConflictError) Error() string { return "changed meanwhile: " + e.Command.Error() }

// Unwrap returns the kubectl that failed.
func (e *ConflictError) Unwrap() error { return e.Command }

// DeniedError says that the API server does not take what it was sent: an admission
// webhook or policy denied it, or it is not valid. Nothing was changed by it.
type DeniedError struct{ Command *CommandError }

func (e *DeniedError) Error() string { return "denied: " + e.Command.Error() }

// Unwrap returns the kubectl that failed.
func (e *DeniedError) Unwrap() error { return e.Command }

// UnreachableError says that the API server did not answer, or not as one that
// is ready. A patch that ends so may or may not have been made.
type UnreachableError struct{ Command *CommandError }

func (e *UnreachableError) Error() string {
	return "Kubernetes API out of reach: " + e.Command.Error()
}

// Unwrap returns the kubectl that failed.
func (e *UnreachableError) Unwrap() error { return e.Command }

// TimeoutError says that kubectl was still running at the deadline of one call.
// A patch that ends so may or may not have been made.
type TimeoutError struct {
	Command *CommandError
	After   time.Duration
}

func (e *TimeoutError) Error() string {
	return fmt.Sprintf("no answer within %v: %s", e.After, e.Command.Error())
}

// Unwrap returns the kubectl that was killed.
func (e *TimeoutError) Unwrap() error { return e.Command }

// MissingError says that the kubectl program itself cannot be run.
type MissingError struct {
	Path string
	Err  error
}

func (e *MissingError) Error() string { return fmt.Sprintf("kubectl program %s: %v", e.Path, e.Err) }

// Unwrap returns the error of the operating system.
func (e *MissingError) Unwrap() error { return e.Err }

// serverReason finds the reason that kubectl prints of a Status object:
// `Error from server (NotFound): …`.
var serverReason = regexp.MustCompile(`(?m)^Error from server \((\w+)\)`)

// missingType is how kubectl says that no such kind of object is served.
var missingType = regexp.MustCompile(`the server doesn't have a resource type|no matches for kind`)

// denial is how the API server says that an admission webhook or policy, or its own
// check of the object, stands against a request.
var denial = regexp.MustCompile(`(?m)denied (?:the )?request|^The \S+ "[^"]*" is invalid:`)

// notAccepted is how kubectl says that the credentials are refused.
var notAccepted = regexp.MustCompile(`\(Unauthorized\)|must be logged in to the server|[Uu]nauthorized`)

// outOfReach lists how client-go, kubectl and the API server say that there was
// no answer.
var outOfReach = regexp.MustCompile(`(?i)unable to connect to the server|connection to the server \S+ was refused|` +
	`connection refused|connection reset|i/o timeout|dial tcp|tls handshake|no such host|network is unreachable|` +
	`context deadline exceeded|client\.timeout|unexpected EOF|\bEOF$|client connection lost|` +
	`http2: server sent GOAWAY|etcdserver:|apiserver not ready|the server is currently unable|` +
	`server was unable to return a response|request timed out`)

// classify turns a run into nil or one of the error types above.
func classify(ctx context.Context, c command, out outcome, limit time.Duration) error {
	if out.err == nil {
		return nil
	}
	failed := &CommandError{
		Args: c.args, Stderr: withoutLog(string(out.stderr)), ExitCode: out.exitCode, Err: out.err,
	}
	if ctx.Err() != nil {
		return ended(ctx, failed, limit)
	}
	if !out.started {
		return &MissingError{Path: c.path, Err: out.err}
	}
	return byMessage(failed)
}

// logLine begins a line of client-go's own log, which repeats at length what
// kubectl then says in one line.
var logLine = regexp.MustCompile(`^[EWI]\d{4} \d\d:`)

// withoutLog drops the log lines, unless there is nothing else.
func withoutLog(stderr string) string {
	var said []string
	for line := range strings.Lines(stderr) {
		if !logLine.MatchString(line) {
			said = append(said, line)
		}
	}
	if text := strings.TrimSpace(strings.Join(said, "")); text != "" {
		return text
	}
	return strings.TrimSpace(stderr)
}

// ended tells the deadline of one call from the end of the caller's context.
func ended(ctx context.Context, failed *CommandError, limit time.Duration) error {
	if errors.Is(context.Cause(ctx), errDeadline) {
		failed.Err = context.DeadlineExceeded
		return &TimeoutError{Command: failed, After: limit}
	}
	failed.Err = context.Cause(ctx)
	return failed
}

// byMessage reads the reason that the API server gave, or else the words.
func byMessage(failed *CommandError) error {
	reason := ""
	if found := serverReason.FindStringSubmatch(failed.Stderr); found != nil {
		reason = found[1]
	}
	switch {
	case reason == "NotFound":
		return &NotFoundError{Command: failed}
	case reason == "Invalid", reason == "BadRequest", denial.MatchString(failed.Stderr):
		return &DeniedError{Command: failed}
	case reason == "Forbidden", reason == "Unauthorized":
		return &ForbiddenError{Command: failed}
	case reason == "Conflict":
		return &ConflictError{Command: failed}
	case unavailable(reason):
		return &UnreachableError{Command: failed}
	case reason == "":
		return byWords(failed)
	}
	return failed
}

// byWords reads errors of kubectl's own. A server out of reach comes first: of
// that, kubectl also says that it has no such type.
func byWords(failed *CommandError) error {
	switch {
	case outOfReach.MatchString(failed.Stderr):
		return &UnreachableError{Command: failed}
	case missingType.MatchString(failed.Stderr):
		return &NotFoundError{Command: failed}
	case notAccepted.MatchString(failed.Stderr):
		return &ForbiddenError{Command: failed}
	}
	return failed
}

func unavailable(reason string) bool {
	switch reason {
	case "ServiceUnavailable", "InternalError", "Timeout", "ServerTimeout", "TooManyRequests":
		return true
	}
	return false
}
