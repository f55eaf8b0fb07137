package steps

import (
	"context"
	"errors"
	"fmt"

	"lockedit/recordings"
	"lockedit/selectors"
)

// ErrLive marks a failure after the first Save of a domain that activates each save
// at once: nothing of it can be undone.
var ErrLive = errors.New("this domain activates each save at once")

// applyLive makes a plan's changes where each Save is live at once.
func (c *Console) applyLive(ctx context.Context, plan recordings.Plan) error {
	if err := c.own.allowed.granted(); err != nil {
		return err
	}
	err := c.writeAll(ctx, plan, selectors.StateAutoActivate, selectors.StateAbsent)
	switch {
	case err == nil:
		err = c.readBackAll(ctx, plan)
		if err == nil {
			c.live()
		}
		return err
	case !c.own.saved:
		return err
	}
	return c.judgeLive(context.WithoutCancel(ctx), plan, fmt.Errorf("%w: %w", ErrLive, err))
}

// live records that all changes were read back where each save is live at once.
func (c *Console) live() { c.journal.Lock(recordings.LockChange{What: "live", How: "read back"}) }

// judgeLive says which changes are live after a run that did not save all of them,
// or does not know whether it did.
func (c *Console) judgeLive(ctx context.Context, plan recordings.Plan, cause error) error {
	c.run.forgive()
	c.giveUpHanging(ctx)
	err := c.run.rescue(ctx, "live-changes", "Find out which of the changes are live", c.cleanUpLimit(), func(ctx context.Context) (string, error) {
		seen, err := c.freshChangeCenter(ctx)
		return "the change center is " + string(seen.State), err
	})
	var seen Observed
	if err == nil {
		seen, err = c.observeLive(ctx, plan)
	}
	switch {
	case err != nil:
		return &LeftError{What: "which of the changes are live could not be read", Err: cause, CleanUp: err}
	case CheckFresh(plan, seen) == nil:
		return cause
	case Compare(plan, seen) == nil:
		c.recordRead(plan, seen)
		c.live()
		return &ActivatedError{Err: cause}
	}
	c.recordRead(plan, seen)
	live, rest := liveChanges(plan, seen)
	return &LeftError{What: "only some of the changes are live: " + quoted(live) + "; not live: " + quoted(rest), Err: cause}
}

// observeLive reads all values. Where all are as before and the last Save was not
// answered, the server may still be at it: they are believed when they stay so for a
// while.
func (c *Console) observeLive(ctx context.Context, plan recordings.Plan) (Observed, error) {
	seen, err := c.Observe(ctx, WantedBy(plan))
	if !c.own.saveUnanswered || err != nil || CheckFresh(plan, seen) != nil {
		return seen, err
	}
	c.journal.Note("the answer to Save never came, and nothing is live; looking for a while whether it comes to be")
	_ = await(ctx, min(c.run.timeout, maxBusy), func() (bool, error) { // what counts is the last look
		seen, err = c.Observe(ctx, WantedBy(plan))
		return err != nil || CheckFresh(plan, seen) != nil, nil
	})
	return seen, err
}

// liveChanges tells the changes of a plan that a console shows as made from the rest.
func liveChanges(plan recordings.Plan, seen Observed) (live, rest []string) {
	now := currentValues(seen)
	for _, change := range plan.Changes {
		name := change.Attribute + " of " + change.Object
		if now[valueKey{change.Type, change.Object, change.Attribute}] == change.After {
			live = append(live, name)
		} else {
			rest = append(rest, name)
		}
	}
	return live, rest
}
