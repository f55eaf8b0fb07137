package steps

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lockedit/internal/browser"
	"lockedit/recordings"
	"lockedit/selectors"
)

// settleActivation finds out by reading what became of an activation that did
// not end as expected; nothing is clicked a second time. Even a refusal need not
// be one: a browser sends a form again by itself when a connection that was
// used before breaks, and the second answer then speaks of the second sending.
func (c *Console) settleActivation(ctx context.Context, plan recordings.Plan, cause error) error {
	if !c.own.activated {
		return c.cleanUp(ctx, cause)
	}
	goOn := ctx.Err() == nil && answeredByLogin(cause) && !c.own.activatedAgain && c.journal.Err() == nil
	ctx = context.WithoutCancel(ctx) // each step has a limit of its own, and there may be many targets to read
	c.run.forgive()
	c.giveUpHanging(ctx)
	if pendingStill(cause) {
		return c.undoActivation(ctx, plan, cause)
	}
	state, err := c.outcome(ctx, c.patience(cause))
	left := &LeftError{What: "Activate Changes was clicked, and its outcome is not known", Err: cause, CleanUp: err}
	switch {
	case err != nil:
		return left
	case state == selectors.StatePending && goOn:
		return c.activateAgain(ctx, plan)
	case state == selectors.StatePending:
		return c.undoActivation(ctx, plan, cause)
	case state != selectors.StateUnlocked:
		return left
	}
	return c.judgeActivation(ctx, plan, cause)
}

// pendingStill says whether an activation is known to have left its changes
// pending: the console refused it. Changes that only stay pending may be those of an
// activation under way.
func pendingStill(cause error) bool {
	var refused *ActivationRefusedError
	return errors.As(cause, &refused)
}

// answeredByLogin says whether Activate Changes itself was answered with the login
// page, so that it was not begun. A session that ends later says nothing of it.
func answeredByLogin(cause error) bool {
	var unknown *ActivationUnknownError
	return errors.As(cause, &unknown) && unknown.Login
}

// activateAgain goes on after the session had ended right when Activate Changes
// was clicked: the console answered with its login page, the changes are still
// pending, and all of them are this run's.
func (c *Console) activateAgain(ctx context.Context, plan recordings.Plan) error {
	c.own.activatedAgain, c.own.activated = true, false
	c.journal.Recovery("the session had ended before Activate Changes; nothing was activated, going on after another login")
	if err := c.CheckPending(ctx); err != nil {
		return c.cleanUp(ctx, err)
	}
	return c.activate(ctx, plan)
}

// undoActivation undoes edits that an activation left pending, and then reads
// the values: an activation that was still under way may have come to its end
// after all.
func (c *Console) undoActivation(ctx context.Context, plan recordings.Plan, cause error) error {
	err := c.cleanUp(ctx, cause)
	var undone *UndoneError
	if !errors.As(err, &undone) {
		return err
	}
	return c.judgeActivation(ctx, plan, cause)
}

// judgeActivation lets the values decide what an activation did whose answer
// was lost: all as wanted, all as before, or neither.
func (c *Console) judgeActivation(ctx context.Context, plan recordings.Plan, cause error) error {
	seen, err := c.Observe(ctx, WantedBy(plan))
	switch {
	case err != nil:
		return &LeftError{What: "Activate Changes was clicked, and its outcome is not known", Err: cause, CleanUp: err}
	case Compare(plan, seen) == nil:
		c.journal.Recovery("the answer to Activate Changes was lost; the values read back show that it was done")
		c.journal.Lock(recordings.LockChange{What: "activated", How: "read back"})
		c.recordRead(plan, seen)
		return nil
	case CheckFresh(plan, seen) == nil && c.own.cleared:
		return &UndoneError{Err: cause}
	case CheckFresh(plan, seen) == nil:
		return &LeftError{What: "nothing was activated, and this run's edits are gone from its edit session without having been undone", Err: cause}
	}
	c.recordRead(plan, seen)
	return &ActivatedError{Err: fmt.Errorf("%w: %w", cause, Compare(plan, seen))}
}

// loginPatience is how long an activation is waited for that was answered with the
// login page: the session had ended, and most likely nothing was begun.
const loginPatience = 10 * time.Second

// patience is how long an activation whose outcome was not seen may go on before
// what is pending then is undone: twice as long as a step may take, after the step
// itself. With the limit of two minutes that is longer than the console gives an
// activation (its preference "activationTimeout" is 300 s).
func (c *Console) patience(cause error) time.Duration {
	if answeredByLogin(cause) {
		return min(c.run.timeout, loginPatience)
	}
	return 2 * c.run.timeout
}

// outcome waits until the Change Center shows an activation's end. Pending after
// all that time is an outcome too.
func (c *Console) outcome(ctx context.Context, patience time.Duration) (selectors.State, error) {
	var seen ChangeCenter
	err := c.run.step(ctx, "activation-outcome", "Activate Changes: find out what became of it", patience+c.cleanUpLimit(), func(ctx context.Context) (string, error) {
		settle, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		err := browser.Retry(settle, func(ctx context.Context) (bool, error) {
			now, err := c.freshChangeCenter(ctx)
			if err == nil {
				seen = now
			}
			return err == nil && now.State == selectors.StateUnlocked, transientOnly(err)
		})
		if seen.State == selectors.StatePending && ctx.Err() == nil {
			err = nil
		}
		return "the change center is " + string(seen.State), err
	})
	return seen.State, err
}

// transientOnly drops errors after which looking again may help.
func transientOnly(err error) error {
	var refused *LoginRefusedError
	if errors.As(err, &refused) {
		return err
	}
	return nil
}
