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

// outageLimit is how long a page that does not come is asked for again before
// the step fails. A console that is down for longer is none to change.
const outageLimit = 15 * time.Second

// errorTries is how often a page that answers with an internal error is asked for.
const errorTries = 4

// livenessLimit is how long a browser may take to run an empty script before it
// is taken for one that hangs.
const livenessLimit = 5 * time.Second

// ReviveFunc replaces a browser that died by a new one, and opens a page in it.
type ReviveFunc func(ctx context.Context) (*browser.Page, error)

// Revive sets how a dead browser is replaced; without it, it is not.
func (c *Console) Revive(f ReviveFunc) { c.revive = f }

// RelinkFunc mends the way to the console, such as a port forward that has ended. It
// says what it mended, and nothing if there was nothing to mend.
type RelinkFunc func(ctx context.Context) (mended string, err error)

// Relink sets how the way to the console is mended before a page that did not come is
// asked for again; without it, it is only asked for again.
func (c *Console) Relink(f RelinkFunc) { c.relink = f }

// mendWay mends the way to the console, if it is what failed.
func (c *Console) mendWay(ctx context.Context) {
	if c.relink == nil {
		return
	}
	switch mended, err := c.relink(ctx); {
	case err != nil:
		c.journal.Note("the way to the console: " + err.Error())
	case mended != "":
		c.journal.Recovery(mended)
	}
}

// outage says whether a page did not come for a reason that may pass: the
// connection broke, or whatever stands before the console did not reach it.
func outage(err error) bool {
	var fence *browser.FenceError
	var navigation *browser.NavigationError
	var status *StatusError
	switch {
	case errors.As(err, &fence):
		return false
	case errors.As(err, &status):
		return status.Status >= 502 && status.Status <= 504
	}
	return errors.As(err, &navigation) && navigation.URL != "" && !permanent(navigation.Reason)
}

// permanent says whether a network error stays whatever is tried.
func permanent(reason string) bool {
	for _, prefix := range []string{
		"net::ERR_CERT", "net::ERR_SSL", "net::ERR_NAME_NOT_RESOLVED", "net::ERR_BLOCKED", "net::ERR_UNSAFE_PORT",
		"net::ERR_INVALID", "net::ERR_ADDRESS_INVALID", "net::ERR_PROXY",
	} {
		if len(reason) >= len(prefix) && reason[:len(prefix)] == prefix {
			return true
		}
	}
	return false
}

func internalError(err error) bool {
	var status *StatusError
	return errors.As(err, &status) && status.Status == 500
}

// deadLinkError says that a link was clicked and nothing came of it at all.
type deadLinkError struct{ error }

// Unwrap returns the reason.
func (e *deadLinkError) Unwrap() error { return e.error }

// deadLink tells a click that opened nothing, where the link may be clicked
// again. Next and Previous mean another page from each page: a first click that
// takes effect late and a second one would leave a page out.
func deadLink(name string, err error) error {
	var navigation *browser.NavigationError
	if !errors.As(err, &navigation) || navigation.URL != "" || name == "table.next" || name == "table.previous" {
		return err
	}
	return &deadLinkError{err}
}

func isDeadLink(err error) bool {
	var dead *deadLinkError
	return errors.As(err, &dead)
}

// load asks for a page until it comes. Asking again is right because it only
// reads: a link is followed or an address opened, no form is sent. An internal
// error is tried a few times, an outage for a while after it showed first, and a
// link whose click opened nothing once more.
func (c *Console) load(ctx context.Context, what string, get func(context.Context) error) error {
	tries, until := 0, time.Time{}
	err := browser.Retry(ctx, func(ctx context.Context) (bool, error) {
		tries++
		failed := c.attempt(ctx, tries, get)
		switch {
		case failed == nil || ctx.Err() != nil:
			return failed == nil, failed
		case internalError(failed) && tries < errorTries, isDeadLink(failed) && tries == 1:
		case !outage(failed) || tries > 1 && time.Now().After(until):
			return false, failed
		}
		if tries == 1 {
			until = time.Now().Add(share(ctx, outageLimit))
		}
		if outage(failed) {
			c.mendWay(ctx)
		}
		c.journal.Retry(recordings.Retry{What: what, Attempt: tries, Why: failed.Error()})
		return false, nil
	})
	if err == nil && tries > 1 {
		c.journal.Recovery(fmt.Sprintf("%s: the page came at try %d", what, tries))
	}
	return err
}

// attempt gives the first try half of the time that is left, so that a page
// which never comes leaves time for another.
func (c *Console) attempt(ctx context.Context, tries int, get func(context.Context) error) error {
	if tries > 1 {
		return get(ctx)
	}
	half, cancel := context.WithTimeout(ctx, share(ctx, time.Hour))
	defer cancel()
	return get(half)
}

// share is half of the time that is left, but not more than limit.
func share(ctx context.Context, limit time.Duration) time.Duration {
	deadline, ok := ctx.Deadline()
	if !ok {
		return limit
	}
	return min(limit, time.Until(deadline)/2)
}

// dead says whether the page can no longer be used: its browser or its tab
// died, the connection to it broke, or it does not answer any more.
func (c *Console) dead(ctx context.Context, err error) bool {
	var crashed *browser.CrashedError
	var detached *browser.DetachedError
	if errors.As(err, &crashed) || errors.As(err, &detached) {
		return true
	}
	var late *StepTimeoutError
	if !errors.As(err, &late) {
		return false
	}
	return !c.answers(ctx)
}

// answers says whether the browser still runs an empty script, whatever has come of
// its page.
func (c *Console) answers(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), livenessLimit)
	defer cancel()
	var missing *browser.NavigationError
	err := c.page.Alive(ctx)
	return err == nil || errors.As(err, &missing) // an error page of the browser's own is an answer, too
}

// part does one part of the path, which can be begun again from the home page.
// When the session ended or the browser died under it, that is mended once, and
// the part is done again; what was locked and saved before is found again and
// has to be this run's own.
func (c *Console) part(ctx context.Context, work func(context.Context) error) error {
	err := work(ctx)
	if err == nil || ctx.Err() != nil || !c.mend(ctx, err) {
		return err
	}
	if broken := c.recoverPart(ctx); broken != nil {
		return fmt.Errorf("%w; and it could not be gone on: %w", err, broken)
	}
	return work(ctx)
}

// mend says whether an error can be recovered from, and counts it: a login and
// a browser once each.
func (c *Console) mend(ctx context.Context, err error) bool {
	var ended *SessionEndedError
	switch {
	case errors.As(err, &ended) && !c.own.loggedInAgain:
		c.own.loggedInAgain = true
		c.journal.Recovery("the session had ended; logging in again, once")
		return true
	case c.revive != nil && !c.own.revived && c.dead(ctx, err):
		c.own.revived = true
		c.page = nil
		c.journal.Recovery("the browser died or hangs (" + cause(err) + "); starting another, once")
		return true
	}
	return false
}

// cause is the innermost reason of a dead page, in short.
func cause(err error) string {
	var crashed *browser.CrashedError
	var detached *browser.DetachedError
	switch {
	case errors.As(err, &crashed):
		return crashed.Error()
	case errors.As(err, &detached):
		return detached.Error()
	}
	return "it does not answer"
}

// recoverPart logs in again and, where this run holds the lock, shows that the
// edit session is still its own.
func (c *Console) recoverPart(ctx context.Context) error {
	return c.run.Step(ctx, "recover", "Log in again and go on", func(ctx context.Context) (string, error) {
		if err := c.signInAgain(ctx); err != nil {
			return "", err
		}
		if !c.own.acquired {
			return "logged in again; nothing was locked yet", nil
		}
		return c.findOwnSession(ctx)
	})
}

// signInAgain opens the front of the console, in a new browser where the old
// one died, and logs in when it asks for it. The domain has to be the same.
func (c *Console) signInAgain(ctx context.Context) error {
	if err := c.renewPage(ctx); err != nil {
		return err
	}
	domain := c.seen.Domain
	first, err := c.openFront(ctx)
	if err != nil {
		return err
	}
	if first.Login {
		if err := c.enter(ctx); err != nil {
			return err
		}
	}
	if _, err := c.signedIn(ctx); err != nil {
		return err
	}
	if domain != "" && c.seen.Domain != domain {
		return &WrongPageError{Type: "domain", Name: domain, Seen: fmt.Sprintf("that of domain %q", c.seen.Domain)}
	}
	return nil
}

// renewPage takes a page of a new browser when the old one was given up.
func (c *Console) renewPage(ctx context.Context) error {
	if c.page != nil {
		return nil
	}
	if c.revive == nil {
		return &browser.CrashedError{What: "browser"}
	}
	page, err := c.revive(ctx)
	if err != nil {
		return fmt.Errorf("starting another browser: %w", err)
	}
	c.page = page
	c.run.Attach(page)
	return nil
}

// findOwnSession shows that the lock is still held by this account, and that
// what is pending under it is what this run saved.
func (c *Console) findOwnSession(ctx context.Context) (string, error) {
	seen, err := c.ChangeCenter(ctx)
	if err != nil {
		return "", err
	}
	switch {
	case seen.State == selectors.StateLocked && !c.own.saved:
		return "the lock is still held, and nothing is pending", nil
	case seen.State == selectors.StatePending && c.own.saved:
		proof, err := c.onlyOwnPending(ctx, false)
		if err != nil {
			return "", err
		}
		return "the lock is still held; " + proof, c.open(ctx, c.base.String())
	case seen.State == selectors.StateLocked && !c.own.proved:
		return "the lock is still held; nothing is pending", nil
	}
	return "", &ChangeCenterError{Seen: seen, Want: "held by this account as this run left it"}
}
