package steps

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"strings"
	"time"

	"lockedit/internal/browser"
	"lockedit/recordings"
	"lockedit/selectors"
)

//go:embed js/changecenter.js
var changeCenterScript string

// ChangeCenter reads the state of the Change Center from the page in view: which
// of its two buttons are there and enabled, their texts, and the status paragraph.
// Buttons that are all disabled without a word about somebody are given the moment
// that a script may need to enable them.
//
// Source: console help, "Use the Change Center"; the buttons' names and states
// as seen in 10.0 to 12.2.1.4.
func (c *Console) ChangeCenter(ctx context.Context) (ChangeCenter, error) {
	seen, err := c.lookOnce(ctx)
	if err != nil || !seen.Idle || seen.Held {
		return seen, err
	}
	err = await(ctx, share(ctx, lateButtons), func() (bool, error) {
		now, err := c.lookOnce(ctx)
		if err == nil {
			seen = now
		}
		return err == nil && !now.Idle, err
	})
	return seen, err
}

// lateButtons is how long buttons of the Change Center may take to be enabled.
const lateButtons = 2 * time.Second

// lookOnce reads the Change Center as it is right now.
func (c *Console) lookOnce(ctx context.Context) (ChangeCenter, error) {
	args := map[string]browser.Locator{}
	for key, name := range map[string]string{
		"save": "change-center.save-button", "cancel": "change-center.cancel-button", "status": "change-center.status",
	} {
		loc, err := c.locator(name, nil)
		if err != nil {
			return ChangeCenter{}, err
		}
		args[key] = loc
	}
	var seen selectors.ChangeCenterSeen
	if err := c.read(ctx, changeCenterScript, args, &seen); err != nil {
		return ChangeCenter{}, fmt.Errorf("read the change center: %w", err)
	}
	state, reason := c.cat.ChangeCenterState(seen)
	shown := seen.SavePresent || seen.CancelPresent || seen.Says() != ""
	idle := shown && !seen.SaveEnabled && !seen.CancelEnabled
	offered := seen.SaveEnabled && seen.CancelPresent && !seen.CancelEnabled && !c.cat.Words().Is(seen.SaveText, "activate-changes")
	return ChangeCenter{
		State: state, Reason: reason, Status: seen.Says(), Idle: idle, CancelEnabled: seen.CancelEnabled, LockOffered: offered,
		Held: c.cat.TellsOfHolder(seen), Silent: c.cat.TellsNothing(seen),
	}, nil
}

// ChangeCenterError says that the Change Center is not in the state that the
// next step of the path needs.
type ChangeCenterError struct {
	Seen ChangeCenter
	// Want is the state that was needed, in words.
	Want string
}

func (e *ChangeCenterError) Error() string {
	text := fmt.Sprintf("the change center has to be %s, and is %s (%s)", e.Want, e.Seen.State, e.Seen.Reason)
	if says := fmt.Sprintf("%q", e.Seen.Status); e.Seen.Status != "" && !strings.Contains(e.Seen.Reason, says) {
		text += "; it says: " + says
	}
	return text
}

// RequireUntouched refuses a domain in which somebody, whoever it is, holds the
// lock or has edits pending: those are not this run's to activate or to undo,
// and the values in view may be pending ones.
func RequireUntouched(seen ChangeCenter) error {
	switch seen.State {
	case selectors.StateUnlocked, selectors.StateAutoActivate:
		return nil
	}
	return &ChangeCenterError{Seen: seen, Want: "unlocked, with nothing pending"}
}

// requireState reads the Change Center and compares its state.
func (c *Console) requireState(ctx context.Context, want string, states ...selectors.State) (ChangeCenter, error) {
	seen, err := c.ChangeCenter(ctx)
	if err != nil {
		return seen, err
	}
	for _, state := range states {
		if seen.State == state {
			return seen, nil
		}
	}
	return seen, &ChangeCenterError{Seen: seen, Want: want}
}

// LockAndEdit clicks Lock & Edit, and proves that the lock is held by reading
// the Change Center of the page that comes. The button's own state is checked
// again in the moment of the click, because the same button activates changes
// when some are pending.
func (c *Console) LockAndEdit(ctx context.Context) error {
	return c.run.Step(ctx, "lock-and-edit", "Lock & Edit", func(ctx context.Context) (string, error) {
		if err := c.pressLock(ctx); err != nil {
			return "", err
		}
		messages, err := c.messages(ctx)
		if err != nil {
			return "", err
		}
		seen, err := c.awaitLocked(ctx)
		if err != nil {
			return "", withMessage(err, messages)
		}
		c.own.acquired = true
		c.journal.Lock(recordings.LockChange{What: "acquired", How: "Lock & Edit"})
		return "the change center is " + string(seen.State), nil
	})
}

// pressLock clicks Lock & Edit, unless an earlier click of this run has taken
// the lock and its answer did not come. A lost answer is settled by the state of
// a fresh page.
func (c *Console) pressLock(ctx context.Context) error {
	states := []selectors.State{selectors.StateUnlocked}
	if c.own.locked {
		states = append(states, selectors.StateLocked)
	}
	seen, err := c.requireState(ctx, "unlocked", states...)
	if err != nil || seen.State == selectors.StateLocked {
		return err
	}
	if err := c.own.allowed.granted(); err != nil {
		return err
	}
	if err := c.announce(recordings.LockChange{What: "asked", How: "Lock & Edit"}); err != nil {
		return err
	}
	err = c.pressChangeCenter(ctx, "change-center.lock-and-edit")
	c.own.locked = c.own.locked || sent(err)
	c.own.lockUnanswered = unanswered(err)
	if err == nil || !settled(err) {
		return err
	}
	c.journal.Recovery("the answer to Lock & Edit was lost; the change center of a fresh page decides")
	return c.open(ctx, c.base.String())
}

// awaitLocked requires that this account has the lock. While the Change Center tells
// neither that nor of somebody, as one that is busy does, fresh pages are looked at.
func (c *Console) awaitLocked(ctx context.Context) (ChangeCenter, error) {
	look := func(ctx context.Context) (ChangeCenter, error) {
		return c.requireState(ctx, "locked by this account, with nothing pending", selectors.StateLocked)
	}
	seen, failed := look(ctx)
	if failed == nil || !c.mayPass(seen, seen.State) {
		return seen, failed
	}
	c.own.lockUnanswered = true // what came tells nothing of it
	err := await(ctx, share(ctx, maxBusy), func() (bool, error) {
		c.journal.Retry(recordings.Retry{What: "Lock & Edit", Why: failed.Error()})
		if err := c.open(ctx, c.base.String()); err != nil {
			return false, err
		}
		seen, failed = look(ctx)
		return failed == nil || !c.mayPass(seen, seen.State), nil
	})
	return seen, errors.Join(failed, err)
}

// withMessage adds what the console says on the page to an error.
func withMessage(err error, messages []recordings.PageMessage) error {
	if text := firstError(messages); text != "" {
		return fmt.Errorf("%w; the page says: %q", err, text)
	}
	return err
}

// announce records what the next click is to do. A click of which the recording would
// not tell is not made.
func (c *Console) announce(next recordings.LockChange) error {
	c.journal.Lock(next)
	if c.run.forgiving {
		return nil
	}
	return c.journal.Err()
}

// pressChangeCenter clicks a button of the Change Center once.
func (c *Console) pressChangeCenter(ctx context.Context, button string) error {
	loc, err := c.locator(button, nil)
	if err != nil {
		return err
	}
	answer, err := c.clickOnce(ctx, loc)
	if err != nil {
		return err
	}
	return c.arrived(ctx, answer)
}

// ActivateChanges clicks Activate Changes and waits until the Change Center is
// unlocked with nothing pending. The values are read back afterwards by the caller.
func (c *Console) ActivateChanges(ctx context.Context) error {
	return c.run.Step(ctx, "activate-changes", "Activate Changes", func(ctx context.Context) (string, error) {
		if _, err := c.requireState(ctx, "pending", selectors.StatePending); err != nil {
			return "", err
		}
		if err := c.announce(recordings.LockChange{What: "activating", How: "Activate Changes"}); err != nil {
			return "", err
		}
		err := c.pressChangeCenter(ctx, "change-center.activate")
		if c.own.activated = sent(err); err != nil {
			return "", &ActivationUnknownError{Err: err, Login: ended(err)}
		}
		messages, err := c.messages(ctx)
		if err != nil {
			return "", &ActivationUnknownError{Err: err}
		}
		if err := c.awaitUnlocked(ctx, messages); err != nil {
			return "", err
		}
		c.journal.Lock(recordings.LockChange{What: "activated", How: "Activate Changes"})
		return "the change center is unlocked and nothing is pending", nil
	})
}

// ActivationUnknownError says that Activate Changes was clicked and that what
// became of it was not seen.
type ActivationUnknownError struct {
	Err error
	// Login says that the click itself was answered with the login page.
	Login bool
}

func (e *ActivationUnknownError) Error() string {
	return fmt.Sprintf("activate changes: the outcome was not seen: %v", e.Err)
}

func (e *ActivationUnknownError) Unwrap() error { return e.Err }

// ActivationRefusedError says that the console did not activate the changes:
// they are still pending.
type ActivationRefusedError struct{ Seen string }

func (e *ActivationRefusedError) Error() string {
	return fmt.Sprintf("the console refused to activate the changes; it says: %q", e.Seen)
}

// awaitUnlocked looks at the Change Center, on freshly opened pages, until it is
// unlocked, for as long as the step may take: changes that are still pending, and a
// Change Center in no known state, may be those of an activation under way. One that
// ended with an error message leaves them pending.
func (c *Console) awaitUnlocked(ctx context.Context, first []recordings.PageMessage) error {
	if text := firstError(first); text != "" {
		return &ActivationRefusedError{Seen: text}
	}
	err := browser.Retry(ctx, func(ctx context.Context) (bool, error) {
		seen, err := c.ChangeCenter(ctx)
		if err != nil || seen.State == selectors.StateUnlocked {
			return err == nil, err
		}
		c.journal.Retry(recordings.Retry{What: "activation", Why: "the change center is " + string(seen.State)})
		return false, c.open(ctx, c.base.String())
	})
	if err != nil {
		return &ActivationUnknownError{Err: err}
	}
	return nil
}
