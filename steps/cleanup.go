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

// cleanUpLimit bounds undoing and releasing after a failure or an interrupt: they are a
// dozen pages, and more where the list of changes has several, which is more than a step
// has, on a console as slow as its limit allows.
func (c *Console) cleanUpLimit() time.Duration {
	return max(c.run.cleanUp, min(2*c.run.timeout, maxCleanUp))
}

// maxCleanUp is the most that clearing up may take, however patient the steps are.
const maxCleanUp = 10 * time.Minute

// UndoneError is a failure after which the domain is as it was before: shown by
// a freshly opened page on which the Change Center is unlocked.
type UndoneError struct{ Err error }

func (e *UndoneError) Error() string {
	return e.Err.Error() + " (own edits undone, own lock released, nothing activated)"
}

func (e *UndoneError) Unwrap() error { return e.Err }

// LeftError is a failure that leaves something of this run in the console.
type LeftError struct {
	// What says what is left, in words.
	What string
	// Foreign says that it is not this run's own, and must not be undone for it.
	Foreign bool
	// Lost says that the lock is no longer this account's, so that nothing can be
	// undone with it.
	Lost bool
	Err  error
	// CleanUp is why it could not be cleared.
	CleanUp error
}

func (e *LeftError) Error() string {
	text := e.Err.Error() + "; " + e.What
	if e.CleanUp != nil {
		text += ": " + e.CleanUp.Error()
	}
	return text
}

func (e *LeftError) Unwrap() []error { return []error{e.Err, e.CleanUp} }

// cleanUp undoes this run's edits and releases its lock, whatever the state of
// the run's own context, and shows that the Change Center is unlocked. A run
// that has not clicked Lock & Edit has nothing of its own there, and touches nothing.
func (c *Console) cleanUp(ctx context.Context, cause error) error {
	if !c.own.locked {
		return cause
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.cleanUpLimit())
	defer cancel()
	c.giveUpHanging(ctx)
	if err := c.release(ctx); err != nil {
		c.journal.Lock(recordings.LockChange{What: "left", How: err.Error()})
		left := c.leftAfter(err)
		left.Err, left.CleanUp = cause, err
		return left
	}
	return &UndoneError{Err: cause}
}

// leftAfter says what a clean-up left that ended with an error.
func (c *Console) leftAfter(err error) *LeftError {
	var other *ChangeCenterError
	switch {
	case foreignEdits(err):
		return &LeftError{What: "edits that this run did not make are pending under the lock that it took, beside its own" + listed(err), Foreign: true}
	case errors.Is(err, errLockLost):
		return &LeftError{What: "the lock is gone, and what was saved under it may be pending in somebody else's edit session, or activated by it", Lost: true}
	case errors.As(err, &other) && other.Seen.Held && c.own.acquired:
		what := "the lock that this run had is no longer its own"
		if other.Seen.Status != "" {
			what += " (the change center says: " + fmt.Sprintf("%q", other.Seen.Status) + ")"
		}
		if c.own.saved {
			what += ", and what was saved under it may be pending there"
		}
		return &LeftError{What: what, Lost: true}
	}
	what := "the lock of account " + c.account.Name
	if c.own.saved {
		what += " and its pending edits"
	}
	return &LeftError{What: what + " may be left in the console"}
}

// listed are the rows of edits that are not this run's, in words.
func listed(err error) string {
	var foreign *ForeignEditsError
	if errors.As(err, &foreign) {
		return ": " + quoted(foreign.Rows)
	}
	return ""
}

// release undoes and releases until a freshly opened page shows the Change
// Center unlocked.
func (c *Console) release(ctx context.Context) error {
	return c.run.rescue(ctx, "undo-and-release", "Undo All Changes, Release Configuration", c.cleanUpLimit(), func(ctx context.Context) (string, error) {
		return c.releaseByReading(ctx)
	})
}

// releaseByReading looks at a fresh page before each click and after the last:
// a click whose answer was lost is settled by what the next page shows, a status
// that is not known by its buttons, and what may pass by whether it stays.
func (c *Console) releaseByReading(ctx context.Context) (string, error) {
	how, what := "nothing was locked", "released"
	var failed error
	for range maxReleaseClicks {
		seen, state, err := c.lastingChangeCenter(ctx)
		if err != nil {
			return "", errors.Join(err, failed)
		}
		switch state {
		case selectors.StateUnlocked:
			if c.own.saved && !c.own.cleared && !c.own.activated {
				return "", errLockLost
			}
			c.journal.Lock(recordings.LockChange{What: what, How: how})
			return how + "; the change center is unlocked", nil
		case selectors.StatePending:
			how, what = "Undo All Changes", "undone"
			failed = c.undo(ctx)
		case selectors.StateLocked:
			if what == "released" {
				how = "Release Configuration"
			}
			failed = c.pressToClear(ctx, "change-center.release")
			c.own.cleared = c.own.cleared || sent(failed)
		default:
			if c.notTaken(seen) {
				return "the lock was not taken: " + seen.Reason, nil
			}
			return "", &ChangeCenterError{Seen: seen, Want: "this account's own"}
		}
		if foreignEdits(failed) || ctx.Err() != nil || !sent(failed) {
			return "", failed
		}
	}
	return "", errors.Join(fmt.Errorf("the change center is still not unlocked after %d clicks", maxReleaseClicks), failed)
}

// notTaken says whether a Change Center in no known state shows that the click on Lock &
// Edit did not give this account the lock, which always can be given back: somebody else
// is named, or for all the time that was looked at it nothing is said, or Lock & Edit can
// be clicked, which may then take somebody's lock over.
func (c *Console) notTaken(seen ChangeCenter) bool {
	if c.own.acquired || c.own.saved || seen.CancelEnabled {
		return false
	}
	return seen.Held || seen.LockOffered || seen.Idle && seen.Silent
}

// undo clicks Undo All Changes when all that is pending is this run's.
func (c *Console) undo(ctx context.Context) error {
	if err := c.mayUndo(ctx); err != nil {
		return err
	}
	err := c.pressToClear(ctx, "change-center.undo")
	c.own.cleared = c.own.cleared || sent(err)
	return err
}

// pressToClear clicks a button of the Change Center, and leaves half of the time to look
// at what became of a click whose answer never comes.
func (c *Console) pressToClear(ctx context.Context, button string) error {
	half, cancel := context.WithTimeout(ctx, share(ctx, c.run.timeout))
	defer cancel()
	return c.pressChangeCenter(half, button)
}

// giveUpHanging gives a browser up that does not answer, so that clearing up is
// done with another.
func (c *Console) giveUpHanging(ctx context.Context) {
	if c.revive == nil || c.page == nil || c.answers(ctx) {
		return
	}
	c.own.rescued = true
	c.page = nil
	c.journal.Recovery("the browser does not answer; starting another to clear up")
}

// mayUndo says whether what is pending may be undone: this run saved something,
// and the list of changes shows nothing else.
func (c *Console) mayUndo(ctx context.Context) error {
	if !c.own.saved {
		return errForeignEdits
	}
	if len(c.own.changes) == 0 {
		return nil // a person asked, and what the edits are to be is not known
	}
	if _, err := c.onlyOwnPending(ctx, false); err != nil {
		return err
	}
	seen, err := c.ChangeCenter(ctx)
	if err == nil && seen.State == selectors.StateAbsent {
		err = c.open(ctx, c.base.String())
	}
	return err
}

// foreignEdits says whether an error is that of edits which this run did not make.
func foreignEdits(err error) bool {
	var foreign *ForeignEditsError
	var unclear *UnclearEditsError
	return errors.Is(err, errForeignEdits) || errors.As(err, &foreign) || errors.As(err, &unclear)
}

// errForeignEdits is the cause when edits are pending that this run did not make.
var errForeignEdits = errors.New("edits are pending in this account's edit session that this run did not make; they were not touched")

// errLockLost is the cause when the lock was held, edits were saved, and the
// lock is gone without this run having undone them.
var errLockLost = errors.New("the lock was lost during the run: the edits that were saved may be pending in somebody else's edit session, or activated by it")

// maxReleaseClicks bounds release: undo, release, and two more of each.
const maxReleaseClicks = 6

// settled says whether a click's outcome can be read from a fresh page.
func settled(err error) bool {
	var lost *browser.LostAnswerError
	var status *StatusError
	return errors.As(err, &lost) || errors.As(err, &status)
}

// freshChangeCenter opens the console's home page and reads the Change Center
// there. It logs in again when the session has ended, takes another browser when
// this one died, and waits for a console that is down: until the clean-up's time
// is over, nothing is left undone that could still be done.
func (c *Console) freshChangeCenter(ctx context.Context) (ChangeCenter, error) {
	var seen ChangeCenter
	var last error
	err := browser.Retry(ctx, func(ctx context.Context) (bool, error) {
		seen, last = c.homeChangeCenter(ctx)
		if last == nil || ctx.Err() != nil {
			return last == nil, last
		}
		if c.revive != nil && c.page != nil && !c.own.rescued && c.dead(ctx, last) {
			c.own.rescued = true
			c.page = nil
			c.journal.Recovery("the browser died or hangs (" + cause(last) + "); starting another to clear up")
		}
		if !outage(last) && !internalError(last) && !settled(last) && !comingUp(last) && c.page != nil {
			return false, last
		}
		if outage(last) {
			c.mendWay(ctx)
		}
		return false, nil
	})
	if err != nil && last != nil {
		err = last
	}
	return seen, err
}

// homeChangeCenter reads the Change Center of the home page, logged in again
// where that is needed.
func (c *Console) homeChangeCenter(ctx context.Context) (ChangeCenter, error) {
	if c.page == nil {
		if err := c.signInAgain(ctx); err != nil {
			return ChangeCenter{}, err
		}
	}
	err := c.open(ctx, c.base.String())
	if err == nil {
		err = c.up(ctx)
	}
	if ended(err) {
		c.journal.Recovery("the session had ended; logging in again")
		if err = c.enter(ctx); err == nil {
			_, err = c.signedIn(ctx)
		}
	}
	if err != nil {
		return ChangeCenter{}, err
	}
	return c.ChangeCenter(ctx)
}

// comingUpError says that a page came that is none of the signed-in console, such as the
// one that stands there while a restarted server deploys its console.
type comingUpError struct{ error }

// Unwrap returns what was seen.
func (e *comingUpError) Unwrap() error { return e.error }

// up holds that the page in view is one of the signed-in console: the lack of buttons on
// any other says nothing of the lock.
func (c *Console) up(ctx context.Context) error {
	seen, err := c.readFront(ctx)
	if err != nil || seen.SignedIn {
		return err
	}
	address, _ := c.page.URL(ctx) // only to tell
	return &comingUpError{&UnknownPageError{Expected: "a page of the console", Title: seen.Title, Text: seen.Text, URL: address}}
}

// comingUp says whether the console may still be coming up.
func comingUp(err error) bool {
	var missing *comingUpError
	return errors.As(err, &missing)
}

// Leftover is what an earlier run of this account left behind.
type Leftover struct {
	ChangeCenter
	// Rows are the lines that the list of pending changes shows.
	Rows []string
}

// Leftover looks at the Change Center and at View changes and restarts. The
// home page has to be in view.
func (c *Console) Leftover(ctx context.Context) (Leftover, error) {
	var seen Leftover
	err := c.part(ctx, func(ctx context.Context) error {
		return c.run.Step(ctx, "view-changes", "View changes and restarts", func(ctx context.Context) (string, error) {
			var err error
			if seen.ChangeCenter, err = c.ChangeCenter(ctx); err != nil {
				return "", err
			}
			switch seen.State {
			case selectors.StatePending:
				if seen.Rows, err = c.listPending(ctx); unlisted(err) {
					c.journal.Warn(recordings.Diagnostic{Summary: "what is pending cannot be listed: " + err.Error()})
					err = nil
				}
			case selectors.StateLocked, selectors.StateUnlocked, selectors.StateAutoActivate:
			default:
				err = &ChangeCenterError{Seen: seen.ChangeCenter, Want: "this account's own"}
			}
			return "the change center is " + string(seen.State), err
		})
	})
	return seen, err
}

// listPending reads the list of pending changes, less the rows that the page in
// view shows as well.
func (c *Console) listPending(ctx context.Context) ([]string, error) {
	home, err := c.pendingPage(ctx)
	if err != nil {
		return nil, err
	}
	ok, err := c.openPending(ctx)
	if err != nil || !ok {
		return nil, err
	}
	rows, err := c.pendingRows(ctx)
	if err != nil {
		return nil, err
	}
	c.own.listRead, c.own.listBefore = true, home.rows
	var texts []string
	for _, row := range without(rows, home.rows) {
		texts = append(texts, row.text())
	}
	return texts, nil
}

// Release undoes this account's pending edits and releases its lock: a person
// has asked for it. Where it is known what the run that was cut off was to
// change, nothing is undone when more than that is pending; listed is what the list
// of changes showed before that run changed anything, nil if that is not known.
func (c *Console) Release(ctx context.Context, changes []recordings.PlannedChange, listed [][]string) error {
	c.own.locked, c.own.saved, c.own.changes = true, true, changes
	for _, change := range changes {
		c.own.touched[change.Object] = true
	}
	if listed != nil {
		c.own.listRead, c.own.listBefore = true, make([]pendingRow, len(listed))
		for i, cells := range listed {
			c.own.listBefore[i] = cells
		}
	}
	err := c.release(ctx)
	if err != nil && ctx.Err() != nil && c.own.cleared {
		c.journal.Recovery("interrupted when Undo All Changes or Release Configuration was sent; finding out what became of it")
		err = c.release(context.WithoutCancel(ctx))
	}
	return err
}
