package app

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// watchSignals cancels the context with an *InterruptedError at the first
// signal, so that the run undoes what it began. A second signal ends the
// program at once, and says so when something may be left in the console.
func (a *app) watchSignals(cancel context.CancelCauseFunc) (stop func()) {
	signals, stopSignals := a.env.Signals()
	done := make(chan struct{})
	go func() {
		for count := 1; ; count++ {
			select {
			case <-done:
				return
			case s := <-signals:
				a.interrupted(cancel, s, count)
			}
		}
	}()
	return func() {
		stopSignals()
		close(done)
	}
}

func (a *app) interrupted(cancel context.CancelCauseFunc, s os.Signal, count int) {
	cancel(&InterruptedError{Signal: s})
	if count == 1 {
		return
	}
	code := a.left.code(CodeInterrupted)
	err := fmt.Errorf("%s for the second time: left at once; %s", s, a.left.left())
	next := a.left.next()
	if next == "" {
		next = nextStep(err, code, a.left)
	}
	_, _ = fmt.Fprintf(a.Err, "\nlockedit: %v\nnext: %s\n", err, next) // nobody is left to tell
	a.env.Exit(code)
}

// SystemSignals delivers SIGINT, SIGTERM and SIGHUP, but none that was ignored
// when the program started (nohup). A closed pipe on standard output or error
// must not end the program while it holds a lock, so SIGPIPE is taken, too;
// the write then returns an error.
func SystemSignals() (<-chan os.Signal, func()) {
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) // Ignore would reach kubectl and Chrome, too
	signals := make(chan os.Signal, 2)
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} {
		if !signal.Ignored(s) {
			signal.Notify(signals, s)
		}
	}
	return signals, func() { signal.Stop(signals) }
}
