package app

import (
	"bytes"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestSecondSignal holds which signals after the first end the program at once.
func TestSecondSignal(t *testing.T) {
	t.Parallel()
	type delivery struct {
		after  time.Duration // since the one before
		signal os.Signal
	}
	const soon, late = sameSignal / 2, sameSignal + 1
	tests := []struct {
		name string
		sent []delivery
		want []int // the codes of Exit
	}{
		{"one interrupt", []delivery{{0, os.Interrupt}}, nil},
		{"one quit", []delivery{{0, syscall.SIGQUIT}}, nil},
		{"a closed terminal", []delivery{{0, syscall.SIGHUP}, {0, syscall.SIGHUP}}, nil},
		{"a hangup much later", []delivery{{0, os.Interrupt}, {time.Hour, syscall.SIGHUP}}, nil},
		{"logind", []delivery{{0, syscall.SIGTERM}, {0, syscall.SIGHUP}}, nil},
		{"logind, the other way", []delivery{{0, syscall.SIGHUP}, {0, syscall.SIGTERM}}, nil},
		{"child and group", []delivery{{0, syscall.SIGTERM}, {soon, syscall.SIGTERM}}, nil},
		{"interrupted again", []delivery{{0, os.Interrupt}, {late, os.Interrupt}}, []int{CodeInterrupted}},
		{"interrupted, then terminated", []delivery{{0, os.Interrupt}, {late, syscall.SIGTERM}}, []int{CodeInterrupted}},
		{"quit again", []delivery{{0, syscall.SIGQUIT}, {late, syscall.SIGQUIT}}, []int{CodeInterrupted}},
		{"the span begins with the first", []delivery{{0, os.Interrupt}, {soon, os.Interrupt}, {soon, os.Interrupt}, {1, os.Interrupt}}, []int{CodeInterrupted}},
		{"after a hangup", []delivery{{0, syscall.SIGHUP}, {late, syscall.SIGTERM}}, []int{CodeInterrupted}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := watch()
			for _, d := range test.sent {
				w.deliver(d.after, d.signal)
			}
			if diff := cmp.Diff(test.want, w.end()); diff != "" {
				t.Errorf("exits (-want +got):\n%s", diff)
			}
		})
	}
}

// TestTheLastWordsOfTheSecondSignal has a domain that is being stopped, in a context
// whose name clears the screen.
func TestTheLastWordsOfTheSecondSignal(t *testing.T) {
	t.Parallel()
	const undo = "kubectl --context 'x\x1b[2J' --namespace soans patch domains.v9.weblogic.oracle soainfra --type=merge --patch '{}'"
	shown := strings.ReplaceAll(undo, "\x1b", "⟨U+001B⟩")
	for _, test := range []struct {
		name     string
		terminal bool
		want     string
	}{
		{"terminal", true, "\nnext: the domain may be down; start it again with:\n" + shown + "\n      then run lockedit restart and lockedit verify\n"},
		{"file", false, "\nnext: the domain may be down; start it again with: " + shown + "; then run lockedit restart and lockedit verify\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var said strings.Builder
			a := &app{Streams: Streams{Err: &said, ErrTerminal: test.terminal}, left: &footprint{undo: undo}, env: Environment{
				Getenv: func(string) (string, bool) { return "", false }, Exit: func(int) {},
			}}
			a.leave(os.Interrupt)
			if !strings.HasSuffix(said.String(), test.want) {
				t.Errorf("got %q, want at its end %q", said.String(), test.want)
			}
		})
	}
}

// watched is an app that watches for signals, with a clock of its own.
type watched struct {
	now     time.Time
	times   chan time.Time // when each signal is delivered
	signals chan os.Signal
	exits   []int
	stop    func()
}

func watch() *watched {
	w := &watched{now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), times: make(chan time.Time, 1), signals: make(chan os.Signal)}
	a := &app{Streams: Streams{Err: io.Discard}, left: &footprint{}, env: Environment{
		Getenv:  func(string) (string, bool) { return "", false },
		Now:     func() time.Time { return <-w.times },
		Signals: func() (<-chan os.Signal, func()) { return w.signals, func() {} },
		Exit:    func(code int) { w.exits = append(w.exits, code) },
	}}
	w.stop = a.watchSignals(func(error) {})
	return w
}

// deliver returns when the signal is taken, and so the one before it treated.
func (w *watched) deliver(after time.Duration, signal os.Signal) {
	w.now = w.now.Add(after)
	w.signals <- signal
	w.times <- w.now
}

// end returns how the program was ended; the hangup, which never ends it, waits for
// the signal before it.
func (w *watched) end() []int {
	w.deliver(0, syscall.SIGHUP)
	w.stop()
	return w.exits
}

// TestASecondSignalAtTheEndKeepsTheCode has only the readers waited for when the second
// signal comes: what the run came to is known, and stays.
func TestASecondSignalAtTheEndKeepsTheCode(t *testing.T) {
	t.Parallel()
	var said bytes.Buffer
	left := -1
	a := &app{Streams: Streams{Err: &said}, left: &footprint{console: traceActivated}, env: Environment{
		Getenv: func(string) (string, bool) { return "", false }, Exit: func(code int) { left = code },
	}}
	done := CodeDone
	a.ended.Store(&done)
	a.leave(os.Interrupt)
	if left != CodeDone || said.Len() > 0 {
		t.Errorf("exit code %d, said %q", left, said.String())
	}
}
