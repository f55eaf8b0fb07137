package steps

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"lockedit/internal/browser"
	"lockedit/recordings"
)

//go:embed js/front.js
var frontScript string

// front is what the first page of the console shows.
type front struct {
	Login     bool   `json:"login"`
	SignedIn  bool   `json:"signedIn"`
	Deploying bool   `json:"deploying"`
	Title     string `json:"title"`
	Text      string `json:"text"`
	Version   string `json:"version"`
	Lang      string `json:"lang"`
}

// LoginRefusedError says that the console did not accept the account. It was
// tried once: five failures lock an account for half an hour.
type LoginRefusedError struct{ Account, Seen string }

func (e *LoginRefusedError) Error() string {
	text := fmt.Sprintf("the console refused user name %q or its password", e.Account)
	if e.Seen != "" {
		text += fmt.Sprintf(" (it says: %q)", e.Seen)
	}
	return text + "; it was tried once, because five failures lock the account"
}

// UnknownPageError is a page that is none of those expected.
type UnknownPageError struct{ Expected, Title, Text, URL string }

func (e *UnknownPageError) Error() string {
	return fmt.Sprintf("expected %s, and saw a page titled %q at %s: %q", e.Expected, e.Title, e.URL, e.Text)
}

// Login opens the console, waits out the page that deploys it on demand, and
// logs in. It proves itself by the domain's name on the page that follows.
//
// Source: the console's login form as saved from 10.3.4 to 14.1.1.
func (c *Console) Login(ctx context.Context) error {
	return c.part(ctx, func(ctx context.Context) error {
		return c.run.Step(ctx, "login", "Log in to the Administration Console", func(ctx context.Context) (string, error) {
			first, err := c.openFront(ctx)
			if err != nil {
				return "", err
			}
			c.seen.Version = first.Version
			if first.Login { // else a recovery has logged in
				err = c.enter(ctx)
			}
			if err != nil {
				return "", err
			}
			return c.signedIn(ctx)
		})
	})
}

// openFront opens the console's address until it shows the login form.
func (c *Console) openFront(ctx context.Context) (front, error) {
	var seen front
	err := browser.Retry(ctx, func(ctx context.Context) (bool, error) {
		answer, err := c.loadFront(ctx)
		if err != nil {
			return false, err
		}
		if seen, err = c.readFront(ctx); err != nil {
			return false, err
		}
		if seen.Login || seen.SignedIn {
			return true, nil
		}
		if seen.Deploying {
			c.journal.Note("the server is deploying its console on demand; waiting")
			return false, nil
		}
		return false, c.frontError(answer, seen)
	})
	return seen, err
}

// loadFront asks for the console's address until an answer comes that is no
// outage.
func (c *Console) loadFront(ctx context.Context) (browser.Response, error) {
	var answer browser.Response
	err := c.load(ctx, "open the console", func(ctx context.Context) error {
		var err error
		answer, err = c.page.Goto(ctx, c.base.String())
		if err == nil && answer.Status >= 500 {
			err = &StatusError{URL: answer.URL, Status: answer.Status}
		}
		return err
	})
	return answer, err
}

// AdministrationPortError says that the address is not that of the
// administration channel, which alone serves this domain's console.
type AdministrationPortError struct{ URL, Text string }

func (e *AdministrationPortError) Error() string {
	return fmt.Sprintf("%s serves no console: the domain has an administration port; it says: %q", e.URL, e.Text)
}

func (c *Console) frontError(answer browser.Response, seen front) error {
	if answer.Status == 403 && strings.Contains(strings.ToLower(seen.Text), "administration channel") {
		return &AdministrationPortError{URL: answer.URL, Text: seen.Text}
	}
	if answer.Status >= 400 {
		return fmt.Errorf("%w: %q", &StatusError{URL: answer.URL, Status: answer.Status}, seen.Text)
	}
	return &UnknownPageError{Expected: "the console's login form", Title: seen.Title, Text: seen.Text, URL: answer.URL}
}

func (c *Console) readFront(ctx context.Context) (front, error) {
	args := map[string]any{"path": strings.TrimRight(c.base.Path, "/"), "words": c.cat.Words().All("deploying")}
	for key, name := range map[string]string{
		"login": "login.password", "signedIn": "page.logged-in", "deploying": "login.deploying",
	} {
		loc, err := c.locator(name, nil)
		if err != nil {
			return front{}, err
		}
		args[key] = loc
	}
	var seen front
	err := c.read(ctx, frontScript, args, &seen)
	return seen, err
}

// awaitFront reads a page that is the login form or one of the signed-in
// console; one that is neither yet is given a moment to move on by itself.
func (c *Console) awaitFront(ctx context.Context) (front, error) {
	var seen front
	wait, cancel := context.WithTimeout(ctx, lateField)
	defer cancel()
	err := browser.Retry(wait, func(ctx context.Context) (bool, error) {
		var err error
		seen, err = c.readFront(ctx)
		return seen.Login || seen.SignedIn, err
	})
	if wait.Err() != nil && ctx.Err() == nil {
		err = nil // what came instead is judged by the caller
	}
	return seen, err
}

// signIn fills the form and sends it once.
func (c *Console) signIn(ctx context.Context) error {
	user, err := c.locator("login.username", nil)
	if err != nil {
		return err
	}
	password, err := c.locator("login.password", nil)
	if err != nil {
		return err
	}
	if err := c.page.Fill(ctx, user, c.account.Name); err != nil {
		return err
	}
	if _, err := c.run.Picture(ctx, "before"); err != nil {
		return err
	}
	if err := c.page.FillSecret(ctx, password, c.account.Password.Reveal); err != nil {
		return err
	}
	submit, err := c.locator("login.submit", nil)
	if err != nil {
		return err
	}
	answer, err := c.page.Click(ctx, submit, browser.ClickOptions{Navigates: true})
	if err == nil && answer.Status >= 500 {
		err = &StatusError{URL: answer.URL, Status: answer.Status}
	}
	return err
}

// enter logs in. When the answer was lost, the front of the console says whether
// it was done. A form that shows up again may stand for a refusal whose answer was
// lost, so it is sent once more only with a password that this console has taken
// before: a wrong one is tried once.
func (c *Console) enter(ctx context.Context) error {
	err := c.signIn(ctx)
	if err == nil || ctx.Err() != nil || !settled(err) && !outage(err) {
		return err
	}
	c.journal.Recovery("the answer to the login was lost (" + err.Error() + "); opening the console again")
	first, failed := c.openFront(ctx)
	switch {
	case failed != nil || !first.Login:
		return failed
	case !c.accepted:
		return fmt.Errorf("the answer to the login was lost, and the login form is shown again; the password was not sent a second time: %w", err)
	}
	return c.signIn(ctx)
}

// signedIn judges the page that answered the login form.
func (c *Console) signedIn(ctx context.Context) (string, error) {
	seen, err := c.awaitFront(ctx)
	if err != nil {
		return "", err
	}
	switch {
	case seen.Login:
		return "", c.refused(ctx)
	case !seen.SignedIn:
		return "", &UnknownPageError{Expected: "the console's home page", Title: seen.Title, Text: seen.Text, URL: c.base.String()}
	}
	c.accepted = true
	c.seen.Domain = domainOf(seen.Title)
	if c.seen.Domain == "" {
		return "", &UnknownPageError{Expected: "a page title that names the domain", Title: seen.Title, Text: seen.Text, URL: c.base.String()}
	}
	if c.seen.Version == "" {
		c.seen.Version = seen.Version
	}
	return fmt.Sprintf("signed in to domain %s as %s", c.seen.Domain, c.account.Name), nil
}

func (c *Console) refused(ctx context.Context) error {
	refused := &LoginRefusedError{Account: c.account.Name}
	if message, ok, err := c.there(ctx, "login.failed-message"); err == nil && ok {
		refused.Seen = message.Text
	}
	return refused
}

// domainOf takes the domain's name out of a page title of the form
// "Home Page - base_domain - WLS Console"; it is the last but one part.
func domainOf(title string) string {
	parts := strings.Split(title, " - ")
	if len(parts) < 3 {
		return ""
	}
	return strings.TrimSpace(parts[len(parts)-2])
}

// LoginAgain logs in after the restart. The console may take a while to answer;
// until the step's time is over, a console that is not up yet is asked again.
func (c *Console) LoginAgain(ctx context.Context) error {
	c.accepted = true // before the restart, by this very console
	return c.part(ctx, func(ctx context.Context) error {
		return c.run.Step(ctx, "login-again", "Log in to the Administration Console again", c.loginWhenUp)
	})
}

// loginWhenUp asks a console that is not up yet again until the step's time is over.
func (c *Console) loginWhenUp(ctx context.Context) (string, error) {
	var first front
	var missing error
	err := browser.Retry(ctx, func(ctx context.Context) (bool, error) {
		var err error
		first, err = c.openFront(ctx)
		if notUp(err) {
			missing = err
			c.journal.Retry(recordings.Retry{What: "log in after the restart", Why: err.Error()})
			return false, nil
		}
		c.seen.Version = first.Version
		return err == nil, err
	})
	if err != nil && ctx.Err() != nil && missing != nil {
		return "", fmt.Errorf("the console did not come up again: %w", missing)
	}
	if err == nil && first.Login { // else a recovery has logged in
		err = c.enter(ctx)
	}
	if err != nil {
		return "", err
	}
	return c.signedIn(ctx)
}

// notUp says whether an error is that of a console that does not answer yet: until the
// administration server has started its applications, it, or the router before it, may
// answer that there is no such page.
func notUp(err error) bool {
	var navigation *browser.NavigationError
	var status *StatusError
	return errors.As(err, &navigation) || errors.As(err, &status) && (status.Status >= 500 || status.Status == http.StatusNotFound)
}

// Home opens the console's home page, where the documented path begins.
func (c *Console) Home(ctx context.Context) error {
	return c.part(ctx, func(ctx context.Context) error {
		return c.run.Step(ctx, "home", "Home Page", func(ctx context.Context) (string, error) {
			return "", c.open(ctx, c.base.String())
		})
	})
}

// Logout ends the session on the server. It is not needed for safety, because
// nothing is locked any more by then; so a failure is only noted, also one of the
// page that comes, which nothing is read from.
func (c *Console) Logout(ctx context.Context) error {
	err := c.run.Step(ctx, "logout", "Log Out", func(ctx context.Context) (string, error) {
		loc, err := c.locator("page.logout", nil)
		if err != nil {
			return "", err
		}
		if _, ok, err := c.page.Probe(ctx, loc); err != nil || !ok {
			c.journal.Note("no Log Out link was found; the session ends by itself")
			return "", nil
		}
		if _, err := c.page.Click(ctx, loc, browser.ClickOptions{Navigates: true}); err != nil {
			if errors.Is(err, context.Canceled) {
				return "", err
			}
			c.journal.Note("logging out: " + err.Error())
			return "the page after it did not come", c.open(ctx, c.base.String())
		}
		return "logged out", nil
	})
	if err == nil || ctx.Err() != nil {
		return err
	}
	c.journal.Note("logging out: " + err.Error())
	return nil
}
