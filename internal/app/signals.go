package app

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"lockedit/internal/app/view"
	"lockedit/recordings"
)

// sameSignal is how long after the first signal another one is still that signal: a
// terminal that closes, logind and timeout(1) each send more than one at once.
const sameSignal = 300 * time.Millisecond

// signalled remembers when the first signal came.
type signalled struct{ first time.Time }

// again says whether a signal is one more that a person sent. A hangup never is:
// the kernel and the shell both send one when a terminal is closed.
func (s *signalled) again(sig os.Signal, now time.Time) bool {
	if s.first.IsZero() {
		s.first = now
		return false
	}
	return sig != syscall.SIGHUP && now.Sub(s.first) > sameSignal
}

// watchSignals cancels the context with an *InterruptedError at the first
// signal, so that the run undoes what it began. A second signal ends the
// program at once, and says so when something may be left in the console.
func (a *app) watchSignals(cancel context.CancelCauseFunc) (stop func()) {
	signals, stopSignals := a.env.Signals()
	done := make(chan struct{})
	go func() {
		var before signalled
		for {
			select {
			case <-done:
				return
			case s := <-signals:
				cancel(&InterruptedError{Signal: s}) // the first cause stays
				if before.again(s, a.env.Now()) {
					a.leave(s)
				}
			}
		}
	}()
	return func() {
		stopSignals()
		close(done)
	}
}

// leave ends the program with what is left as it is, and says so where that can be said.
func (a *app) leave(s os.Signal) {
	if code := a.ended.Load(); code != nil {
		a.env.Exit(*code)
		return
	}
	code := a.left.code(CodeInterrupted)
	err := fmt.Errorf("%s for the second time: left at once; %s", s, a.left.left())
	next := a.left.next()
	if next == "" {
		next = nextStep(err, code, a.left)
	}
	columns := a.viewOptions(output{}).ErrColumns()
	lines := append(view.Fit("lockedit: ", recordings.Visible(err.Error()), columns),
		view.Fit("next: ", recordings.Visible(next), columns)...)
	said := make(chan struct{})
	go func() {
		defer close(said)
		_, _ = io.WriteString(a.Err, "\n"+strings.Join(lines, "\n")+"\n") // nobody is left to tell
		a.outlets.empty()
	}()
	enough := time.NewTimer(lastWords)
	defer enough.Stop()
	select {
	case <-said:
	case <-enough.C: // what reads standard error takes nothing
	}
	a.env.Exit(code)
}

// SystemSignals delivers SIGINT, SIGTERM, SIGHUP and SIGQUIT, whose dump would end the
// program with the lock held, but none that was ignored when the program started
// (nohup). A closed pipe on standard output or error must not end the program while it
// holds a lock, so SIGPIPE is taken, too; the write then returns an error.
func SystemSignals() (<-chan os.Signal, func()) {
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) // Ignore would reach kubectl and Chrome, too
	signals := make(chan os.Signal, 2)
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT} {
		if !signal.Ignored(s) {
			signal.Notify(signals, s)
		}
	}
	return signals, func() { signal.Stop(signals) }
}
