package steps

import (
	"context"
	"errors"
	"time"

	"lockedit/internal/browser"
	"lockedit/selectors"
)

// maxBusy is how long a Change Center is looked at that may be about to change.
const maxBusy = 30 * time.Second

// unanswered says whether a click was sent and the server may still be at it: its
// answer never came, or came from what stands before the server.
func unanswered(err error) bool {
	var status *StatusError
	if errors.As(err, &status) {
		return status.Status >= 502 && status.Status <= 504
	}
	return err != nil && sent(err) && !ended(err)
}

// mayPass says whether what the Change Center shows may be other a moment later,
// without anybody doing anything: it tells neither that it is this account's nor of
// somebody else, or it is unlocked while Lock & Edit may still be carried out.
func (c *Console) mayPass(seen ChangeCenter, state selectors.State) bool {
	switch state {
	case selectors.StateOther, selectors.StateAbsent:
		return !seen.Held
	case selectors.StateUnlocked:
		return c.lockMayCome()
	}
	return false
}

// lockMayCome says whether Lock & Edit may still be carried out.
func (c *Console) lockMayCome() bool {
	return c.own.lockUnanswered && !c.own.acquired && !c.own.cleared
}

// mayTurn is mayPass for clearing up: somebody's lock may be given back before the
// server gets to this run's own.
func (c *Console) mayTurn(seen ChangeCenter, state selectors.State) bool {
	unclear := state == selectors.StateOther || state == selectors.StateAbsent
	return c.mayPass(seen, state) || unclear && !seen.CancelEnabled && c.lockMayCome()
}

// lastingChangeCenter is the Change Center of a fresh page, and its state for clearing
// up. What may pass is believed only when it stays so on fresh pages for a while.
func (c *Console) lastingChangeCenter(ctx context.Context) (ChangeCenter, selectors.State, error) {
	var seen ChangeCenter
	var state selectors.State
	look := func(ctx context.Context) error {
		now, err := c.freshChangeCenter(ctx)
		if err == nil {
			seen, state = now, c.ownState(ctx, now)
		}
		return err
	}
	if err := look(ctx); err != nil || !c.mayTurn(seen, state) {
		return seen, state, err
	}
	c.journal.Note("the change center is " + string(state) + " (" + seen.Reason + "), which may pass; looking at it for a while")
	var failed error
	_ = await(ctx, min(c.run.timeout, maxBusy), func() (bool, error) { // what counts is the last look
		failed = look(ctx)
		return failed == nil && !c.mayTurn(seen, state), nil
	})
	return seen, state, failed
}

// await looks again and again until a look says that it is over or fails, for at most
// limit; that it is not over by then is no error. A look that has begun is not cut off,
// so that what it saw is whole.
func await(ctx context.Context, limit time.Duration, look func() (over bool, err error)) error {
	watch, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	var failed error
	_ = browser.Retry(watch, func(context.Context) (bool, error) { // the look's own error counts
		over, err := look()
		failed = err
		return over, err
	})
	if failed == nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return failed
}
