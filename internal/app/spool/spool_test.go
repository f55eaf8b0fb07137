package spool_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"lockedit/internal/app/spool"
)

// gate is a stream that takes nothing until it is opened.
type gate struct {
	open chan struct{}
	bytes.Buffer
}

func newGate() *gate { return &gate{open: make(chan struct{})} }

func (g *gate) Write(p []byte) (int, error) {
	<-g.open
	return g.Buffer.Write(p)
}

// TestLaterDoesNotWait has a stream that takes nothing, and then everything in order.
func TestLaterDoesNotWait(t *testing.T) {
	t.Parallel()
	var s spool.Spool
	g := newGate()
	w := s.Later(g)
	text := []byte("a")
	for range 3 {
		if n, err := w.Write(text); n != 1 || err != nil {
			t.Fatalf("%d, %v", n, err)
		}
		text[0]++ // the spool has a copy
	}
	if got := s.Waiting(); got != 3 {
		t.Errorf("%d bytes wait", got)
	}
	close(g.open)
	if _, err := io.WriteString(s.Now(g), "d"); err != nil {
		t.Fatal(err)
	}
	if got := g.String(); got != "abcd" {
		t.Errorf("written is %q", got)
	}
}

// TestFlushEndsWithItsContext has a question that cannot be shown.
func TestFlushEndsWithItsContext(t *testing.T) {
	t.Parallel()
	var s spool.Spool
	g := newGate()
	if err := s.Flush(context.Background()); err != nil {
		t.Errorf("an empty spool: %v", err)
	}
	_, _ = io.WriteString(s.Later(g), "x")
	cause := errors.New("interrupted")
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(cause)
	if err := s.Flush(ctx); !errors.Is(err, cause) {
		t.Errorf("got %v", err)
	}
	s.Drain(ctx, time.Millisecond) // returns, though nothing is taken
	close(g.open)
	if err := s.Flush(context.Background()); err != nil || g.String() != "x" {
		t.Errorf("%v, written is %q", err, g.String())
	}
}

// slow takes one byte at a time, each when the test says so.
type slow struct {
	took chan byte
}

func (s slow) Write(p []byte) (int, error) {
	for _, b := range p {
		s.took <- b
	}
	return len(p), nil
}

// TestDrainWaitsForWhoReads has a reader that is slow, and a context that ended.
func TestDrainWaitsForWhoReads(t *testing.T) {
	t.Parallel()
	var s spool.Spool
	to := slow{make(chan byte)}
	w := s.Later(to)
	const all = "all of it"
	for _, b := range []byte(all) {
		_, _ = w.Write([]byte{b})
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		s.Drain(ctx, time.Hour)
	}()
	var got strings.Builder
	for range len(all) {
		got.WriteByte(<-to.took)
	}
	<-drained
	if got.String() != all {
		t.Errorf("read was %q", got.String())
	}
}

// broken is a pipe that nobody has open any more.
type broken struct{ err error }

func (b broken) Write([]byte) (int, error) { return 0, b.err }

// TestErrorsAreTold holds that a writer that waits returns its own error, and one that
// does not wait that of an earlier write.
func TestErrorsAreTold(t *testing.T) {
	t.Parallel()
	var s spool.Spool
	b := broken{errors.New("broken pipe")}
	if _, err := io.WriteString(s.Now(b), "x"); !errors.Is(err, b.err) {
		t.Errorf("a writer that waits: %v", err)
	}
	w := s.Later(b)
	if _, err := io.WriteString(w, "x"); err != nil {
		t.Errorf("the first write: %v", err)
	}
	if err := s.Flush(context.Background()); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, "x"); !errors.Is(err, b.err) {
		t.Errorf("the second write: %v", err)
	}
}

// once is a stream that is full for a moment.
type once struct{ failed bool }

func (o *once) Write(p []byte) (int, error) {
	if o.failed {
		return len(p), nil
	}
	o.failed = true
	return 0, errors.New("no space left")
}

// TestAnEarlierErrorIsNotForgotten has a write fail behind which another one waits that
// does not: what follows comes after half a line, and whoever writes has to know.
func TestAnEarlierErrorIsNotForgotten(t *testing.T) {
	t.Parallel()
	var s spool.Spool
	w := s.Later(&once{})
	for _, text := range []string{"x", "y"} {
		_, _ = io.WriteString(w, text) // whether it is known yet is a matter of time
	}
	if err := s.Flush(context.Background()); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, "z"); err == nil {
		t.Error("the error of the first write is not told any more")
	}
}
