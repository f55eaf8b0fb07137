// Package terminal asks the person at the controlling terminal, so that a
// question is answered there even when standard input is a password or a file.
package terminal

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"
)

// device is the controlling terminal of a process on Unix.
const device = "/dev/tty"

// maxLine is the length in bytes at which a typed line ends.
const maxLine = 4096

// Asker asks one question after the other.
type Asker struct {
	// Show is where questions are written; nil writes them to the terminal
	// itself, for the case that standard error is a file.
	Show io.Writer
}

// Available says whether there is a controlling terminal.
func Available() bool {
	tty, err := os.OpenFile(device, os.O_RDWR, 0)
	if err != nil {
		return false
	}
	return tty.Close() == nil
}

// Ask shows a text and returns the line that is typed, without its end. A
// hidden answer is not echoed. When the context ends first, the terminal is
// put back as it was and the context's cause is returned.
func (a Asker) Ask(ctx context.Context, text string, hidden bool) (string, error) {
	tty, err := os.OpenFile(device, os.O_RDWR, 0)
	if err != nil {
		return "", err
	}
	show := a.Show
	if show == nil {
		show = tty
	}
	if err := write(ctx, show, text); err != nil {
		return "", errors.Join(err, tty.Close())
	}
	answer, err := read(ctx, tty, hidden)
	if hidden || err != nil {
		soon, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_ = write(soon, show, "\n") // the typed line end was not echoed
	}
	return answer, err
}

// write shows a text, but waits for a terminal that was stopped no longer than the
// context. The goroutine of an abandoned write ends with the program.
func write(ctx context.Context, show io.Writer, text string) error {
	shown := make(chan error, 1)
	go func() {
		_, err := io.WriteString(show, text)
		shown <- err
	}()
	select {
	case err := <-shown:
		return err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// read waits for a line or for the end of the context. The goroutine of an
// abandoned read ends with the program. The echo is switched off before it begins, so
// that nothing switches it off once the terminal is put back.
func read(ctx context.Context, tty *os.File, hidden bool) (string, error) {
	fd := int(tty.Fd())
	state, err := term.GetState(fd)
	if err == nil && hidden {
		err = hide(fd)
	}
	if err != nil {
		return "", errors.Join(err, tty.Close())
	}
	type line struct {
		text string
		err  error
	}
	typed := make(chan line, 1)
	go func() {
		text, err := readLine(tty)
		typed <- line{text, err}
	}()
	select {
	case <-ctx.Done():
		return "", errors.Join(context.Cause(ctx), term.Restore(fd, state))
	case l := <-typed:
		return l.text, errors.Join(l.err, term.Restore(fd, state), tty.Close())
	}
}

func readLine(tty io.Reader) (string, error) {
	var line []byte
	var one [1]byte // one byte at a time: what follows the line is not ours
	for len(line) < maxLine {
		n, err := tty.Read(one[:])
		switch {
		case n == 1 && one[0] == '\n':
			return strings.TrimSuffix(string(line), "\r"), nil
		case n == 1:
			line = append(line, one[0])
		case err != nil:
			return "", err
		}
	}
	return "", errors.New("the line is too long")
}
