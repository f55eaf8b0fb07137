package app

import (
	"context"
	"io"
	"os"
	"reflect"
	"time"

	"lockedit/internal/app/spool"
)

const (
	// lastWords is how long a second signal waits for its words to be taken.
	lastWords = time.Second
	// lastReader is how long, after a signal, the program waits for a reader that takes
	// nothing. The recording has every event.
	lastReader = 3 * time.Second
)

// outlets are the ways to standard output and standard error. A run holds a lock or has a
// domain stopped, so what it writes never waits: a pager that is paused, a log collector
// that hangs or Ctrl-S on the terminal hold up only the end of the program.
type outlets struct {
	// out and err are the same one where the streams are, so that the order is kept.
	out, err *spool.Spool
	// laterOut and laterErr are for all that is written while a run is under way.
	laterOut, laterErr io.Writer
}

// newOutlets puts spools before both streams; what writes to the streams themselves
// waits for its turn, and learns what became of it.
func newOutlets(s *Streams) outlets {
	o := outlets{out: &spool.Spool{}, err: &spool.Spool{}}
	if oneStream(*s) {
		o.err = o.out
	}
	o.laterOut, o.laterErr = o.out.Later(s.Out), o.err.Later(s.Err)
	s.Out, s.Err = o.out.Now(s.Out), o.err.Now(s.Err)
	return o
}

// oneStream says whether standard output and standard error go to the same place.
func oneStream(s Streams) bool {
	if s.OutTerminal && s.ErrTerminal {
		return true
	}
	out, isFile := s.Out.(*os.File)
	failed, areFiles := s.Err.(*os.File)
	if isFile && areFiles {
		one, err := out.Stat()
		other, err2 := failed.Stat()
		return err == nil && err2 == nil && os.SameFile(one, other)
	}
	return reflect.ValueOf(s.Out).Comparable() && reflect.ValueOf(s.Err).Comparable() && s.Out == s.Err
}

// empty waits until standard output has what was told.
func (o outlets) empty() {
	if o.out != nil {
		_ = o.out.Flush(context.Background()) // it has no end
	}
}

// drain waits for the readers when nothing is held any more.
func (o outlets) drain(ctx context.Context) {
	o.out.Drain(ctx, lastReader)
	if o.err != o.out {
		o.err.Drain(ctx, lastReader)
	}
}

// ask puts a question when all that was to be shown before it is shown. Both wait no
// longer than the context.
func (a *app) ask(ctx context.Context, text string, hidden bool) (answer string, err error) {
	a.view.Aside(func() {
		if err = a.outlets.err.Flush(ctx); err == nil {
			answer, err = a.Ask(ctx, text, hidden)
		}
	})
	return answer, err
}
