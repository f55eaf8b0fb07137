package terminal

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// pseudo opens a pseudo-terminal: what a person types goes into the first file, where
// what is shown comes out, and a program has the second.
func pseudo(t *testing.T) (person, tty *os.File) {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = person.Close() })
	fd := int(person.Fd())
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	number, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	var ends [2]*os.File // one stays open, or what is shown could not be read at the end
	for i := range ends {
		ends[i], err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { _ = ends[0].Close() })
	return person, ends[1]
}

// echoes says whether a terminal shows what is typed; either end may be asked.
func echoes(t *testing.T, end *os.File) bool {
	t.Helper()
	state, err := unix.IoctlGetTermios(int(end.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	return state.Lflag&unix.ECHO != 0
}

// TestTheTerminalEchoesAfterAQuestionThatWasStopped has the context end before the
// question: the terminal is as it was, and stays so.
func TestTheTerminalEchoesAfterAQuestionThatWasStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for range 10 {
		person, tty := pseudo(t)
		if _, err := read(ctx, tty, true); !errors.Is(err, context.Canceled) {
			t.Fatalf("error %v", err)
		}
		// What the abandoned read still does, it does in this time.
		for end := time.Now().Add(20 * time.Millisecond); time.Now().Before(end); runtime.Gosched() {
			if !echoes(t, person) {
				t.Fatal("the terminal echoes nothing any more")
			}
		}
	}
}

// TestAHiddenAnswerIsNotEchoed types a password when the echo is off.
func TestAHiddenAnswerIsNotEchoed(t *testing.T) {
	person, tty := pseudo(t)
	type result struct {
		text string
		err  error
	}
	answered := make(chan result, 1)
	go func() {
		text, err := read(t.Context(), tty, true)
		answered <- result{text, err}
	}()
	for echoes(t, person) {
		runtime.Gosched()
	}
	if _, err := person.WriteString("welcome1\n"); err != nil {
		t.Fatal(err)
	}
	if got := <-answered; got.text != "welcome1" || got.err != nil {
		t.Errorf("answer %q, %v", got.text, got.err)
	}
	if !echoes(t, person) {
		t.Error("the terminal echoes nothing any more")
	}
	if _, err := person.WriteString("end\n"); err != nil {
		t.Fatal(err)
	}
	shown := make([]byte, 100)
	n, err := person.Read(shown)
	if err != nil || strings.Contains(string(shown[:n]), "welcome1") {
		t.Errorf("shown: %q, %v", shown[:n], err)
	}
}
