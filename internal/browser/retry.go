package browser

import (
	"context"
	"errors"
	"time"
)

// delay is Playwright's pause before a try: 0, 20, 100, 100, then 500 ms.
func delay(round int) time.Duration {
	switch round {
	case 0:
		return 0
	case 1:
		return 20 * time.Millisecond
	case 2, 3:
		return 100 * time.Millisecond
	}
	return 500 * time.Millisecond
}

// patience is how often an outcome that looks final is looked at again while
// the page still loads.
const patience = 5

// again marks an outcome after which another try may help.
type again struct {
	err error
	// limit is the number of tries after which it is final; 0 for none.
	limit int
}

func (a *again) Error() string { return a.err.Error() }
func (a *again) Unwrap() error { return a.err }

// struck marks the outcome of a try that has sent its events: what kept earlier tries
// from that is no reason any more, even where the time ends during this one.
type struck struct{ err error }

func (s *struck) Error() string { return s.err.Error() }
func (s *struck) Unwrap() error { return s.err }

// afterEvents marks an outcome as struck, unless the events are known to have reached
// nothing, so that they may be sent again.
func afterEvents(err error) error {
	var more *again
	if err == nil || errors.As(err, &more) {
		return err
	}
	return &struck{err: err}
}

// Retry calls try until it reports done, returns an error, or ctx ends, with
// the same pauses as every operation. It is for conditions that take more than
// one page to tell.
func Retry(ctx context.Context, try func(context.Context) (done bool, err error)) error {
	return persist(ctx, func(ctx context.Context, _ int) error {
		done, err := try(ctx)
		if err == nil && !done {
			return &again{err: errNotDone}
		}
		return err
	}, func(int, error) {})
}

var errNotDone = errors.New("not there yet")

// persist is the one retry loop. It ends with nil, with the first error that is
// not marked [again], or with the last outcome when ctx ends.
func persist(ctx context.Context, try func(context.Context, int) error, note func(int, error)) error {
	var last error
	limited := 0
	for round := 0; ; round++ {
		if err := pause(ctx, delay(round)); err != nil {
			return ended(last, err)
		}
		err := try(ctx, round)
		var hit *struck
		if errors.As(err, &hit) {
			return hit.err
		}
		var more *again
		if !errors.As(err, &more) {
			if err != nil && ctx.Err() != nil && last != nil {
				return ended(last, context.Cause(ctx))
			}
			return err
		}
		last = more.err
		note(round, more.err)
		if more.limit > 0 {
			if limited++; limited >= more.limit {
				return more.err
			}
		}
	}
}

// endedError is the last outcome of a loop whose context ended.
type endedError struct{ last, cause error }

// Error is a sentence for people.
func (e *endedError) Error() string   { return e.last.Error() + " (" + e.cause.Error() + ")" }
func (e *endedError) Unwrap() []error { return []error{e.last, e.cause} }

func ended(last, cause error) error {
	if last == nil {
		return cause
	}
	return &endedError{last: last, cause: cause}
}

// pause waits for d or until ctx ends.
func pause(ctx context.Context, d time.Duration) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if d == 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}
