// Package app is the command line: verbs, flags, streams, signals, exit codes.
// What a verb does is the engine's; how it looks is package view's.
package app

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"

	"lockedit/internal/app/view"
	"lockedit/internal/defect"
	"lockedit/internal/engine"
	"lockedit/internal/spec"
	"lockedit/recordings"
)

// Streams are the program's standard streams and what is known of them.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
	// OutTerminal and ErrTerminal say that a person sees what is written.
	OutTerminal, ErrTerminal bool
	// Width is the terminal's width in columns, 0 when it is not known.
	Width func() int
	// Ask shows a text and reads a line from the terminal, without echo when
	// hidden; nil when there is no terminal.
	Ask func(ctx context.Context, text string, hidden bool) (string, error)
}

// Environment is everything else that the program gets from outside.
type Environment struct {
	// Version is what the build stamped; empty for a plain go build.
	Version string
	// Build is what the Go toolchain stamped; nil when it did not.
	Build *debug.BuildInfo
	// Getenv is os.LookupEnv.
	Getenv func(string) (string, bool)
	// Environ is os.Environ.
	Environ []string
	Now     func() time.Time
	// User and Host are who runs the program, on which machine; Root says that
	// the user is root, whom Chrome's sandbox does not serve.
	User, Host string
	Root       bool
	// Executable is the program's own file.
	Executable string
	// TempDir is where temporary files go.
	TempDir string
	// Open opens a file; ReadFile reads one whole.
	Open     func(string) (fs.File, error)
	ReadFile func(string) ([]byte, error)
	// Signals delivers what a person sends to end the program, until stop.
	Signals func() (signals <-chan os.Signal, stop func())
	// Exit ends the program at once; it is called for a second signal only.
	Exit func(int)
	// NewEngine makes the engine of one run.
	NewEngine func(engine.Host, zerolog.Logger) Engine
}

// app is one invocation of the program.
type app struct {
	Streams
	outlets outlets
	env     Environment
	// view is set as soon as the flags that shape it are known.
	view *view.View
	left *footprint
	// ended is the exit code once it is known, and only readers are waited for.
	ended atomic.Pointer[int]
	// result is what the engine said, nil when none ran.
	result *engine.Result
	// events keeps what happened, for the result on standard output.
	events eventList
	// began is false while cobra looks at verbs, flags and arguments.
	began bool
}

// eventList keeps events. The journal calls it one event at a time.
type eventList struct{ events []recordings.Event }

// Event is a [recordings.Sink].
func (l *eventList) Event(e recordings.Event) { l.events = append(l.events, e) }

// Main runs the program with its arguments (without its name) and returns the
// exit code.
func Main(args []string, streams Streams, env Environment) int {
	outlets := newOutlets(&streams)
	a := &app{outlets: outlets, Streams: streams, env: env, left: &footprint{}}
	a.view = view.New(a.viewOptions(output{}))
	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	stop := a.watchSignals(cancel)
	defer stop()
	err := noCoreDumps()
	if err == nil {
		err = a.execute(ctx, args)
	}
	code := a.finish(ctx, err)
	a.ended.Store(&code)
	a.outlets.drain(ctx)
	return code
}

// execute runs the verb.
func (a *app) execute(ctx context.Context, args []string) error {
	return defect.Guard(func() error {
		root := a.root()
		root.SetArgs(args)
		return a.usageOf(root.ExecuteContext(ctx))
	})
}

// finish prints how it ended and returns the exit code.
func (a *app) finish(ctx context.Context, err error) int {
	var outcome recordings.Outcome
	dir := ""
	if a.result != nil {
		outcome, dir = a.result.Outcome, a.result.Dir
	}
	code := exitCode(ctx, outcome, err, a.left)
	if err == nil && (code == CodeDone || code == CodeDifferences) {
		a.view.Close()
		return code
	}
	next := outcome.Next
	if next == "" && (code == CodePerson || code == CodeActivated) {
		next = a.left.next()
	}
	if next == "" {
		next = nextStep(err, code, a.left)
	}
	a.view.Failure(view.Failure{Err: err, Verdict: outcome.Verdict, Next: next, Dir: dir, Stack: stackOf(err)})
	a.view.Close()
	return code
}

func (a *app) sources() spec.Sources {
	s := spec.Sources{Getenv: a.env.Getenv, Stdin: a.In, Open: a.env.Open}
	if a.Ask != nil {
		s.Prompt = a.ask
	}
	return s
}

// stackOf is where a defect was met, nil for every other error.
func stackOf(err error) []byte {
	var panicked *defect.Error
	if errors.As(err, &panicked) {
		return panicked.Stack
	}
	return nil
}
