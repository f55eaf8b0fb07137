package steps

import (
	"context"
	"errors"
	"fmt"

	"lockedit/internal/browser"
	"lockedit/recordings"
	"lockedit/selectors"
)

// Deed is what a click of a replayed flow does to the edit session.
type Deed string

// The deeds.
const (
	DeedNone     Deed = ""
	DeedLock     Deed = "lock"
	DeedEdit     Deed = "edit"
	DeedActivate Deed = "activate"
	DeedUndo     Deed = "undo"
	DeedRelease  Deed = "release"
	DeedLive     Deed = "live" // sends a form where each save is live at once
)

// The places of the Change Center that a click is held against.
const (
	PlaceSave   = "change-center.save-button"
	PlaceCancel = "change-center.cancel-button"
)

// Foresee says what pressing an element will do to the edit session, by the
// state of the Change Center of the page in view. Place is one of the Change
// Center's buttons, or empty for anything else that may send a form. It refuses
// to touch an edit session that this flow did not begin, and, where each save
// is live at once, any edit that was not allowed. Whether the flow still may is
// asked when the page has shown that it could.
func (c *Console) Foresee(ctx context.Context, place string, may Permission) (Deed, error) {
	seen, err := c.ChangeCenter(ctx)
	if err != nil {
		return DeedNone, err
	}
	deed, err := c.deedAt(seen, place, may)
	if err == nil && deed != DeedNone {
		err = may.granted()
	}
	if err == nil {
		err = c.announceDeed(deed)
	}
	if err != nil {
		return DeedNone, err
	}
	return deed, nil
}

// Unclaimed refuses a domain in which an edit session is under way that this flow did not
// begin, as the page in view shows it.
func (c *Console) Unclaimed(ctx context.Context) error {
	seen, err := c.ChangeCenter(ctx)
	if err == nil && edited(seen) && !c.own.locked {
		err = RequireUntouched(seen)
	}
	return err
}

// edited says whether somebody, whoever it is, edits the domain.
func edited(seen ChangeCenter) bool {
	return seen.State == selectors.StateLocked || seen.State == selectors.StatePending
}

// deedAt is what pressing an element does where the Change Center is as it was seen.
func (c *Console) deedAt(seen ChangeCenter, place string, may Permission) (Deed, error) {
	session := edited(seen)
	switch {
	case session && !c.own.locked:
		return DeedNone, RequireUntouched(seen)
	case place == PlaceSave && seen.State == selectors.StateUnlocked:
		return DeedLock, nil
	case place == PlaceSave && seen.State == selectors.StatePending:
		return DeedActivate, nil
	case place == PlaceCancel && seen.State == selectors.StatePending:
		return DeedUndo, nil
	case place == PlaceCancel && seen.State == selectors.StateLocked:
		return DeedRelease, nil
	case place != "":
		return DeedNone, &ChangeCenterError{Seen: seen, Want: "such that this button can be clicked"}
	case seen.State == selectors.StateAutoActivate && !may.AutoActivate:
		return DeedNone, &AutoActivateError{}
	case seen.State == selectors.StateAutoActivate:
		return DeedLive, nil
	case session:
		return DeedEdit, nil
	}
	return DeedNone, nil
}

// announceDeed records a deed whose click may reach the console and not be answered.
func (c *Console) announceDeed(deed Deed) error {
	switch deed {
	case DeedLock:
		return c.announce(recordings.LockChange{What: "asked", How: "Lock & Edit"})
	case DeedActivate:
		return c.announce(recordings.LockChange{What: "activating", How: "Activate Changes"})
	case DeedLive:
		return c.announce(recordings.LockChange{What: "saving", How: "a form of the flow"})
	case DeedNone, DeedEdit, DeedUndo, DeedRelease:
	}
	return nil
}

// Done keeps in mind what a click of a flow did, by how the click ended, and
// reads from the page that came what became of it.
func (c *Console) Done(ctx context.Context, deed Deed, err error) error {
	switch deed {
	case DeedLock:
		c.own.locked = c.own.locked || sent(err)
		c.own.lockUnanswered = unanswered(err)
	case DeedEdit:
		c.own.saved = c.own.saved || sent(err)
	case DeedActivate:
		c.own.activated = sent(err)
	case DeedUndo, DeedRelease:
		c.own.cleared = c.own.cleared || sent(err)
	case DeedLive:
		c.own.live = c.own.live || sent(err)
	case DeedNone:
	}
	if err != nil || deed == DeedNone || deed == DeedEdit || deed == DeedLive {
		if err != nil && deed == DeedActivate && sent(err) {
			return &ActivationUnknownError{Err: err}
		}
		return err
	}
	return c.outcomeOf(ctx, deed)
}

// outcomeOf reads the Change Center after one of its buttons was clicked.
func (c *Console) outcomeOf(ctx context.Context, deed Deed) error {
	if deed == DeedActivate {
		messages, err := c.messages(ctx)
		if err == nil {
			err = c.awaitUnlocked(ctx, messages)
		}
		if err != nil {
			return err
		}
		c.journal.Lock(recordings.LockChange{What: "activated", How: "Activate Changes"})
		c.forget(true)
		return nil
	}
	seen, err := c.ChangeCenter(ctx)
	// Any page may have come instead of the answer, also one that says nothing of it.
	c.own.lockUnanswered = deed == DeedLock && seen.State != selectors.StateLocked
	if err != nil {
		return err
	}
	if deed == DeedLock {
		if seen.State != selectors.StateLocked {
			return &ChangeCenterError{Seen: seen, Want: "locked by this account, with nothing pending"}
		}
		c.own.acquired = true
		c.journal.Lock(recordings.LockChange{What: "acquired", How: "Lock & Edit"})
		return nil
	}
	return c.clearedBy(deed, seen)
}

// clearedBy keeps in mind what Undo All Changes or Release Configuration left.
func (c *Console) clearedBy(deed Deed, seen ChangeCenter) error {
	what, how := "released", "Release Configuration"
	if deed == DeedUndo {
		what, how = "undone", "Undo All Changes"
	}
	switch seen.State {
	case selectors.StateUnlocked:
		c.journal.Lock(recordings.LockChange{What: what, How: how})
		c.forget(false)
		return nil
	case selectors.StateLocked:
		c.own.saved, c.own.cleared = false, false
		return nil
	}
	return &ChangeCenterError{Seen: seen, Want: "unlocked, or locked with nothing pending"}
}

// forget begins a new edit session; what was activated is remembered.
func (c *Console) forget(activated bool) {
	c.activatedOnce = c.activatedOnce || activated
	c.own = newEditSession()
}

// LockOwn clicks Lock & Edit for a flow, in a step of its own.
func (c *Console) LockOwn(ctx context.Context, may Permission) error {
	c.own.allowed = may
	return c.LockAndEdit(ctx)
}

// SavePage clicks Save of the page in view, wherever it is; a flow that uses it
// holds the lock.
func (c *Console) SavePage(ctx context.Context, may Permission) error {
	return c.run.Step(ctx, "save", "Save", func(ctx context.Context) (string, error) {
		deed, err := c.Foresee(ctx, "", may)
		if err != nil {
			return "", err
		}
		loc, err := c.locator("page.save", nil)
		if err != nil {
			return "", err
		}
		answer, err := c.clickOnce(ctx, loc)
		if err := c.Done(ctx, deed, err); err != nil {
			return "", err
		}
		if err := c.arrived(ctx, answer); err != nil {
			return "", err
		}
		return c.saved(ctx)
	})
}

// PressOwn clicks a button of the Change Center in a step of its own, when it
// does just the wanted deed.
func (c *Console) PressOwn(ctx context.Context, deed Deed, may Permission) error {
	name, title, place := "release", "Release Configuration", PlaceCancel
	button := "change-center.release"
	switch deed {
	case DeedUndo:
		name, title, button = "undo", "Undo All Changes", "change-center.undo"
	case DeedActivate:
		name, title, button, place = "activate", "Activate Changes", "change-center.activate", PlaceSave
	default:
	}
	return c.run.Step(ctx, name, title, func(ctx context.Context) (string, error) {
		found, err := c.Foresee(ctx, place, may)
		if err != nil {
			return "", err
		}
		if found != deed {
			return "", fmt.Errorf("%s cannot be clicked now: the button would do %q", title, found)
		}
		return "", c.Done(ctx, deed, c.pressChangeCenter(ctx, button))
	})
}

// errStillLocked is why a flow that came to its end is cleared up after.
var errStillLocked = errors.New("the flow ended with the lock held")

// Conclude ends a flow's edit session, whatever the state of the context: own
// edits are undone and the own lock is released. It returns how the flow ended:
// the cause; that cause as an [*UndoneError], an [*ActivatedError] or a
// [*LeftError]; or nil. Tidied says that a flow without a fault left a lock.
func (c *Console) Conclude(ctx context.Context, cause error) (tidied bool, err error) {
	var unknown *ActivationUnknownError
	if errors.As(cause, &unknown) {
		if state, err := c.outcome(context.WithoutCancel(ctx), c.patience(cause)); err != nil || state != selectors.StatePending {
			c.journal.Lock(recordings.LockChange{What: "left", How: cause.Error()})
			return false, &LeftError{What: "Activate Changes was clicked, and its outcome is not known", Err: cause, CleanUp: err}
		}
		c.own.activated = false
	}
	if c.own.locked {
		ending := cause
		if ending == nil {
			ending = errStillLocked
		}
		ended := c.cleanUp(ctx, ending)
		var undone *UndoneError
		if cause != nil || !errors.As(ended, &undone) {
			return false, ended
		}
		tidied = true
	}
	if cause != nil && c.own.live {
		return tidied, &LeftError{What: "edits of the flow may be live, each of them at once", Err: fmt.Errorf("%w: %w", ErrLive, cause)}
	}
	if cause != nil && c.activatedOnce {
		return tidied, &ActivatedError{Err: cause}
	}
	return tidied, cause
}

// Recognise records, once, what the console says of itself: its domain and its
// version, from the first page of it that a flow comes to after its login.
func (c *Console) Recognise(ctx context.Context) error {
	if c.seen.Domain != "" {
		return nil
	}
	seen, err := c.readFront(ctx)
	if err != nil || !seen.SignedIn {
		return err
	}
	if c.seen.Domain = domainOf(seen.Title); c.seen.Domain == "" {
		return nil
	}
	c.seen.Version = seen.Version
	c.journal.Console(c.seen)
	return nil
}

// Heard records the messages that the page in view shows, and returns them.
func (c *Console) Heard(ctx context.Context) ([]recordings.PageMessage, error) {
	return c.messages(ctx)
}

// Place is a locator of the catalogue that needs no name of an object.
func (c *Console) Place(name string) (browser.Locator, error) { return c.locator(name, nil) }

// Catalogue is where things are on the console's pages.
func (c *Console) Catalogue() *selectors.Catalogue { return c.cat }

// FieldOf is the element of the catalogue that shows an attribute.
func FieldOf(attribute string) string { return fieldOf(attribute) }

// OptionFor is the option of a field that means a planned value.
func (c *Console) OptionFor(field browser.Found, change recordings.PlannedChange) (browser.Option, error) {
	for _, option := range field.Options {
		basis, isBasis := c.cat.ParseBasis(option.Text, option.Value)
		policy, isPolicy := c.cat.ParsePolicy(option.Text, option.Value)
		switch {
		case change.Attribute == attrBasis && isBasis && string(basis) == change.After,
			change.Attribute == attrPolicy && isPolicy && string(policy) == change.After,
			change.Attribute == attrDataSource && option.Text == change.After:
			return option, nil
		}
	}
	return browser.Option{}, &NotUnderstoodError{Field: change.Attribute, Text: quoted(optionTexts(field)), Value: change.After}
}
