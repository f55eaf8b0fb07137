// Package compare says what differs between two recordings of the same flow:
// step by step the accessibility tree, the values and messages, the pictures,
// the links, new errors and the time. It reads the two directories and changes
// nothing; [Accept] alone makes a recording the new baseline.
package compare

import (
	"context"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"
)

// Default values of [Options].
const (
	DefaultSlowFactor = 3
	DefaultSlowBy     = 2 * time.Second
)

// Options say what counts as a difference.
type Options struct {
	// IgnoreLook compares structure and values only: no pictures, no links, no
	// times. It is for two versions of the console.
	IgnoreLook bool
	// SlowFactor and SlowBy say when a step counts as slow: it took more than
	// SlowFactor times as long as in the baseline, and more than SlowBy longer.
	// Zero means the defaults.
	SlowFactor float64
	SlowBy     time.Duration
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Program is the version of lockedit.
	Program string
}

func (o Options) withDefaults() Options {
	if o.SlowFactor == 0 {
		o.SlowFactor = DefaultSlowFactor
	}
	if o.SlowBy == 0 {
		o.SlowBy = DefaultSlowBy
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// Compare compares a recording with its baseline. It returns an *[InputError]
// for a directory that is no recording or was changed since, and a
// *[MismatchError] for recordings of different things.
func Compare(ctx context.Context, baseline, recording string, o Options) (Result, error) {
	o = o.withDefaults()
	if err := apart(baseline, recording); err != nil {
		return Result{}, err
	}
	var sides [2]*side
	group, _ := errgroup.WithContext(ctx)
	for i, dir := range []string{baseline, recording} {
		group.Go(func() (err error) {
			sides[i], err = open(dir)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return Result{}, err
	}
	defer sides[0].close()
	defer sides[1].close()
	if err := sameSubject(sides[0], sides[1]); err != nil {
		return Result{}, err
	}
	return compareSides(ctx, sides[0], sides[1], o)
}

func compareSides(ctx context.Context, base, rec *side, o Options) (Result, error) {
	result := newResult(base, rec, o)
	pairs := pairSteps(base, rec)
	result.Steps = make([]Step, len(pairs))
	look := newGallery(base, rec)
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, pair := range pairs {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			step, err := compareStep(pair, base, rec, look, o)
			result.Steps[i] = step
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return Result{}, err
	}
	result.whole(base, rec)
	result.gallery = look
	result.count()
	return result, nil
}
