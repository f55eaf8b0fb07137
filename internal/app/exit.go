package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"

	"lockedit/internal/defect"
	"lockedit/internal/spec"
	"lockedit/recordings"
)

// The exit codes of the program.
const (
	CodeDone        = 0
	CodeFailed      = 1
	CodeDifferences = 2
	CodeActivated   = 3
	CodePerson      = 4
	CodeUsage       = 64
	CodeInterrupted = 130
)

// codeTexts is what help pages say of the exit codes, in their order.
func codeTexts() []struct {
	code int
	text string
} {
	return []struct {
		code int
		text string
	}{
		{CodeDone, "done, or nothing to do"},
		{CodeFailed, "failed; the domain's configuration is as it was before"},
		{CodeDifferences, "there are differences (plan --detailed-exitcode, compare)"},
		{CodeActivated, "activated, but not proved in force; or a restart that was begun and did not finish"},
		{CodePerson, "a person is needed: something is left in the console, or the domain may be stopped; the last line says what and how to clear it"},
		{CodeUsage, "wrong usage or spec; nothing was contacted"},
		{CodeInterrupted, "interrupted; the configuration is as it was before"},
	}
}

// exitCodes is the section of a help page that lists a verb's exit codes.
func exitCodes(codes ...int) string {
	var b strings.Builder
	b.WriteString("\nExit codes:\n")
	for _, c := range codeTexts() {
		if slices.Contains(codes, c.code) {
			fmt.Fprintf(&b, "  %3d  %s\n", c.code, c.text)
		}
	}
	return b.String()
}

// InterruptedError is the cause of a context that a signal cancelled.
type InterruptedError struct{ Signal os.Signal }

// Error names the signal.
func (e *InterruptedError) Error() string { return "interrupted (" + e.Signal.String() + ")" }

// footprint follows the events of a run to know, whatever happens, what is
// left in the domain. Its methods may be called from any goroutine.
type footprint struct {
	mu sync.Mutex
	// console is what is left in the console.
	console trace
	// undo starts a domain again that is being stopped.
	undo string
	// pods is what a restart may have done to the servers.
	pods upset
}

// upset is what a run may have done to the domain's servers, at the latest event.
type upset int

const (
	upsetNone upset = iota
	upsetBegun
	upsetRestarted
)

// upsets are what the phases of a restart stand for.
func upsets() map[string]upset {
	return map[string]upset{
		"stopping": upsetBegun, "rolling": upsetBegun, "starting": upsetBegun, "refused": upsetNone, "finished": upsetRestarted,
	}
}

// trace is what a run may have left in the console, at the latest event.
type trace int

const (
	traceNone trace = iota
	traceLock
	traceActivating
	traceSaving
	traceActivated
)

// traces are what the events of the lock stand for. What was asked for is as good as
// done: the answer may be lost.
func traces() map[string]trace {
	return map[string]trace{
		"asked": traceLock, "acquired": traceLock, "found": traceLock, "left": traceLock,
		"released": traceNone, "undone": traceNone, "activating": traceActivating, "saving": traceSaving,
		"activated": traceActivated, "live": traceActivated,
	}
}

// Event is a [recordings.Sink].
func (f *footprint) Event(e recordings.Event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if e.Restart != nil {
		f.undo = e.Restart.Undo
		if now, known := upsets()[e.Restart.Phase]; known {
			f.pods = now
		}
	}
	if e.Lock == nil {
		return
	}
	if now, known := traces()[e.Lock.What]; known {
		f.console = now
	}
}

// code is the exit code of a run that ended without a word about its end;
// clean is the code when nothing is left.
func (f *footprint) code(clean int) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case f.undo != "":
		return CodePerson
	case f.console == traceNone && f.pods != upsetNone:
		return CodeActivated
	case f.console == traceNone:
		return clean
	case f.console == traceActivated:
		return CodeActivated
	}
	return CodePerson
}

// next says what clears what a run left that ended without a word about its end;
// "" leaves it to the exit code.
func (f *footprint) next() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case f.undo != "":
		return "the domain may be down; start it again with: " + f.undo + "; then run lockedit restart and lockedit verify"
	case f.console == traceActivating:
		return "Activate Changes was clicked, and what became of it is not known: lockedit plan shows what is active, lockedit release a lock and edits that are left, lockedit release --undo clears them"
	case f.console == traceSaving:
		return "some of the changes may be live: lockedit plan shows what still differs; what is live cannot be undone by this program"
	case f.console == traceNone && f.pods == upsetBegun:
		return "look at the domain's conditions and pods with kubectl, then run lockedit restart and lockedit verify"
	case f.console == traceNone && f.pods == upsetRestarted:
		return "run lockedit verify"
	}
	return ""
}

// left is what it left, in words.
func (f *footprint) left() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case f.undo != "":
		return "the servers of the domain are being stopped, and its server start policy was not put back"
	case f.console == traceActivating:
		return "Activate Changes was clicked, and what became of it was not seen"
	case f.console == traceSaving:
		return "this domain activates each save at once, and some of the changes may be live"
	case f.console == traceLock:
		return "this account's lock, and what was saved under it, may be left in the console"
	case f.console == traceActivated:
		return "the changes are activated, and not proved in force"
	case f.pods == upsetBegun:
		return "the restart of the domain was begun, and its end was not seen"
	case f.pods == upsetRestarted:
		return "the domain was restarted"
	}
	return "nothing of this run is left in the console"
}

// exitCode is the only place that turns an outcome and an error into the
// program's exit code. What the engine says of the outcome counts first; an
// error without an outcome is judged by what it is and by what is left behind.
func exitCode(ctx context.Context, outcome recordings.Outcome, err error, left *footprint) int {
	var usage *spec.UsageError
	var account *spec.CredentialsError
	var interrupted *InterruptedError
	var taken *recordings.DirNotEmptyError
	switch {
	case outcome.ExitCode != CodeDone:
		return outcome.ExitCode
	case err == nil:
		return CodeDone
	case errors.As(err, &usage), errors.As(err, &taken):
		return CodeUsage
	case errors.As(err, &account) && !account.Contacted:
		return CodeUsage
	case errors.As(err, &interrupted), errors.As(context.Cause(ctx), &interrupted):
		return left.code(CodeInterrupted)
	}
	return left.code(CodeFailed)
}

// nextStep says what to do next about an error whose outcome does not say it.
func nextStep(err error, code int, left *footprint) string {
	var usage *spec.UsageError
	var account *spec.CredentialsError
	var panicked *defect.Error
	var advised *adviceError
	switch {
	case errors.As(err, &advised):
		return advised.next
	case errors.As(err, &usage) && usage.Hint != "":
		return usage.Hint
	case errors.As(err, &account):
		return account.Hint
	case code == CodePerson:
		return left.left() + ": lockedit release shows it, lockedit release --undo clears it"
	case code == CodeActivated:
		return "the changes are activated: restart the domain if that is still to do, then run lockedit verify"
	case errors.As(err, &panicked):
		return "report this with the stack above; nothing was changed"
	case code == CodeInterrupted:
		return "nothing was changed; start again when you like"
	}
	return "see the message above and start again; nothing was changed"
}
