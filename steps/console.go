package steps

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"time"

	"lockedit/internal/browser"
	"lockedit/internal/spec"
	"lockedit/recordings"
	"lockedit/selectors"
)

// Console is one account's view of the Administration Console: a page of the
// browser, the catalogue that says where things are, and the journal that
// receives what happens.
type Console struct {
	page    *browser.Page
	cat     *selectors.Catalogue
	journal *recordings.Journal
	run     *Runner
	account Account
	// base is the address of the console, up to the context path.
	base *url.URL
	seen recordings.Console
	// accepted says that the console has taken this account's password in this run.
	accepted bool
	// servers are the cluster's, as far as the table of clusters shows them.
	servers []string
	// own is what this run has done to the edit session.
	own editSession
	// activatedOnce says that a replayed flow activated changes.
	activatedOnce bool
	// revive replaces a dead browser; nil where that cannot be done.
	revive ReviveFunc
	// relink mends the way to the console; nil where there is nothing to mend.
	relink RelinkFunc
}

// editSession is what this run has sent to the console, and so has to clear up.
type editSession struct {
	// locked says that Lock & Edit was clicked, saved that a Save was, activated
	// that Activate Changes was.
	locked, saved, activated bool
	// lockUnanswered and saveUnanswered say that no answer to Lock & Edit, or to the last
	// Save, came, so that the server may still be at it.
	lockUnanswered, saveUnanswered bool
	// cleared says that Undo All Changes or Release Configuration was clicked.
	cleared bool
	// allowed is what Apply was permitted.
	allowed Permission
	// acquired says that the lock was shown to be held.
	acquired bool
	// listed says that the targets which are left alone were recorded.
	listed bool
	// missed says that servers without a target in the table were looked for.
	missed bool
	// live says that a flow sent a form where each save is live at once.
	live bool
	// changes are what this run is to save, touched the objects whose Save was sent,
	// unsettled those whose Save was sent and not answered.
	changes            []recordings.PlannedChange
	touched, unsettled map[string]bool
	// unchanged are the values that the plan saw as wanted already.
	unchanged []recordings.PlannedChange
	// proved says that something saved was read back.
	proved bool
	// listRead says that the list of pending changes was read before anything
	// was saved, listBefore what it showed then.
	listRead   bool
	listBefore []pendingRow
	// loggedInAgain, revived, rescued and activatedAgain say that a recovery was
	// used up.
	loggedInAgain, revived, rescued, activatedAgain bool
}

func newEditSession() editSession {
	return editSession{touched: map[string]bool{}, unsettled: map[string]bool{}}
}

// sentChanges are the changes that this run may have made so far. What is pending
// beside them is not its own, even where it is to change the same later.
func (s editSession) sentChanges() []recordings.PlannedChange {
	return slices.DeleteFunc(slices.Clone(s.changes), func(c recordings.PlannedChange) bool { return !s.touched[c.Object] })
}

// sent says whether a click that ended with this error may have reached the
// console. Only errors that end an operation before its click count as not sent.
func sent(err error) bool {
	if err == nil {
		return true
	}
	var missing *browser.NotFoundError
	var several *browser.AmbiguousError
	var other *browser.ForbiddenElementError
	var covered *browser.NotActionableError
	var guard *browser.GuardError
	var lost *browser.ClickLostError
	for _, before := range []any{&missing, &several, &other, &covered, &guard, &lost} {
		if errors.As(err, before) {
			return false
		}
	}
	return true
}

// Account is the console account a run works with.
type Account struct {
	Name     string
	Password spec.Secret
}

// NewConsole makes the view of the console at base. Nothing is contacted.
func NewConsole(base string, account Account, page *browser.Page, cat *selectors.Catalogue, run *Runner) (*Console, error) {
	address, err := url.Parse(base)
	if err != nil {
		return nil, fmt.Errorf("console url: %w", err)
	}
	run.Attach(page)
	return &Console{
		page: page, cat: cat, journal: run.journal, run: run, account: account, base: address,
		seen: recordings.Console{URL: base}, own: newEditSession(),
	}, nil
}

// KnownAs sets the address under which plans and recordings name the console,
// where the one it is reached by differs each time.
func (c *Console) KnownAs(address string) { c.seen.URL = address }

// Seen is what the console has said of itself so far.
func (c *Console) Seen() recordings.Console { return c.seen }

// vars are the placeholders of a catalogue entry.
type vars = selectors.Vars

func (c *Console) locator(name string, v vars) (browser.Locator, error) {
	return c.cat.Locator(name, v)
}

// find waits for an element of the catalogue.
func (c *Console) find(ctx context.Context, name string) (browser.Found, error) {
	loc, err := c.locator(name, nil)
	if err != nil {
		return browser.Found{}, err
	}
	return c.await(ctx, loc)
}

// there looks once whether an element of the catalogue is on the page.
func (c *Console) there(ctx context.Context, name string) (browser.Found, bool, error) {
	loc, err := c.locator(name, nil)
	if err != nil {
		return browser.Found{}, false, err
	}
	return c.page.Probe(ctx, loc)
}

// follow clicks a link of the catalogue and waits for the page it opens. Where
// that does not come, its address is opened again: a link only reads.
func (c *Console) follow(ctx context.Context, name string, v vars) error {
	loc, err := c.locator(name, v)
	if err != nil {
		return err
	}
	return c.followTo(ctx, loc)
}

func (c *Console) followTo(ctx context.Context, loc browser.Locator) error {
	address := ""
	return c.load(ctx, "follow "+loc.Name, func(ctx context.Context) error {
		if address != "" {
			return c.visit(ctx, address)
		}
		answer, err := c.clickOnce(ctx, loc)
		if err == nil {
			err = c.arrived(ctx, answer)
		}
		address = failedAddress(err)
		return deadLink(loc.Name, err)
	})
}

// failedAddress is the address of a page that did not come.
func failedAddress(err error) string {
	var navigation *browser.NavigationError
	var status *StatusError
	switch {
	case errors.As(err, &navigation):
		return navigation.URL
	case errors.As(err, &status):
		return status.URL
	}
	return ""
}

// lateElement is how long an element may take to appear on a page that has
// loaded. The console draws its pages on the server; what is not there by then
// does not come.
const lateElement = 15 * time.Second

// clickOnce clicks an element and waits for the page that the click opens. An
// element that is missing is an error long before the step's time is over.
func (c *Console) clickOnce(ctx context.Context, loc browser.Locator) (browser.Response, error) {
	return c.page.Click(ctx, loc, browser.ClickOptions{Navigates: true, Appear: lateElement})
}

// await waits for an element on the page in view, but not for the whole step.
func (c *Console) await(ctx context.Context, loc browser.Locator) (browser.Found, error) {
	wait, cancel := context.WithTimeout(ctx, lateElement)
	defer cancel()
	return c.page.Find(wait, loc)
}

// open goes to an address of the console and checks that a page of it came.
func (c *Console) open(ctx context.Context, address string) error {
	return c.load(ctx, "open "+browser.CleanURL(address), func(ctx context.Context) error { return c.visit(ctx, address) })
}

// visit asks for an address once.
func (c *Console) visit(ctx context.Context, address string) error {
	answer, err := c.page.Goto(ctx, address)
	if err != nil {
		return err
	}
	return c.arrived(ctx, answer)
}

// StatusError is a page that came with an HTTP status that is not a success.
type StatusError struct {
	URL    string
	Status int
}

func (e *StatusError) Error() string {
	return fmt.Sprintf("%s answered with HTTP status %d", e.URL, e.Status)
}

// SessionEndedError says that the console asks to log in again.
type SessionEndedError struct{ URL string }

func (e *SessionEndedError) Error() string {
	return "the console shows its login page again: the session has ended or the request was not accepted"
}

// ended says whether an error is that of a session which has ended.
func ended(err error) bool {
	var session *SessionEndedError
	return errors.As(err, &session)
}

// arrived checks that the page in view is one of the signed-in console.
func (c *Console) arrived(ctx context.Context, answer browser.Response) error {
	if answer.Status >= 400 {
		return &StatusError{URL: answer.URL, Status: answer.Status}
	}
	_, login, err := c.there(ctx, "login.password")
	if err != nil {
		return err
	}
	if login {
		return &SessionEndedError{URL: answer.URL}
	}
	return nil
}

// portal is the address of a console page by its page label. Only labels that
// are proven for the real console are used (console.portal?_pageLabel=...).
func (c *Console) portal(label string) string {
	query := url.Values{"_nfpb": {"true"}, "_pageLabel": {label}}
	return c.base.JoinPath("console.portal").String() + "?" + query.Encode()
}

// read evaluates one of this package's reading scripts.
func (c *Console) read(ctx context.Context, script string, args, out any) error {
	return c.page.Read(ctx, script, args, out)
}

// value records a value that was read or set.
func (c *Console) value(how, object, attribute, value, text string) {
	c.journal.Value(recordings.Value{Object: object, Attribute: attribute, How: how, Value: value, Text: text})
}
