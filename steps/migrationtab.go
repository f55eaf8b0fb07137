package steps

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"time"

	"lockedit/internal/browser"
)

//go:embed js/tabs.js
var tabsScript string

// MissingTabError says that an object's page offers no Migration tab.
type MissingTabError struct {
	Object, URL string
	// Tabs are the tabs that were looked at.
	Tabs []string
}

func (e *MissingTabError) Error() string {
	return fmt.Sprintf("the page of %s shows neither a Migration tab nor its fields; its tabs are %s", e.Object, quoted(e.Tabs))
}

// openMigrationTab goes from an object's page, whichever of its tabs the console
// chose to show, to Configuration > Migration. The tab's own name in the address
// is published nowhere, so it is only ever reached by its link. Control has a
// Migration tab too, and may show a field of the same name; General stands only
// beside the right one, so where it is not in view, Configuration comes first.
func (c *Console) openMigrationTab(ctx context.Context, object, field string) error {
	_, beside, err := c.there(ctx, "tab.general")
	if err != nil {
		return err
	}
	shown, err := c.migrationTab(ctx, field, beside, !beside)
	if err == nil && !shown {
		shown, err = c.migrationTab(ctx, field, beside, true)
	}
	if err != nil || shown {
		return err
	}
	return c.searchTabs(ctx, object, field)
}

// migrationTab follows Configuration, if asked to, and Migration, as far as they
// are links, and says whether the field is then in view. Where neither was followed,
// what is in view counts only if another tab shows that it is the right place.
func (c *Console) migrationTab(ctx context.Context, field string, placed, configuration bool) (bool, error) {
	if configuration {
		followed, err := c.tryTab(ctx, "tab.configuration")
		if err != nil {
			return false, err
		}
		placed = placed || followed
	}
	followed, err := c.tryTab(ctx, "tab.migration")
	if err != nil {
		return false, err
	}
	if followed {
		return c.shows(ctx, field)
	}
	if !placed {
		return false, nil
	}
	_, there, err := c.there(ctx, field)
	return there, err
}

// tryTab follows a tab's link, if it is one: the tab that is open need not be.
func (c *Console) tryTab(ctx context.Context, tab string) (bool, error) {
	_, ok, err := c.there(ctx, tab)
	if err != nil || !ok {
		return false, err
	}
	return c.led(ctx, tab, c.follow(ctx, tab, nil))
}

// led says whether following a tab led to a page. A link that opens nothing is taken
// for that of the tab in view.
func (c *Console) led(ctx context.Context, tab string, err error) (bool, error) {
	if isDeadLink(err) && ctx.Err() == nil {
		c.journal.Note(tab + ": " + err.Error() + "; taken for the tab that is open")
		return false, nil
	}
	return err == nil, err
}

// lateField is how long a field may take to appear on its tab before another
// tab is tried.
const lateField = 4 * time.Second

// shows waits a moment for a field; a field that two candidates see in
// different places is an error at once.
func (c *Console) shows(ctx context.Context, field string) (bool, error) {
	wait, cancel := context.WithTimeout(ctx, lateField)
	defer cancel()
	_, err := c.find(wait, field)
	var missing *browser.NotFoundError
	if errors.As(err, &missing) && ctx.Err() == nil {
		return false, nil
	}
	return err == nil, err
}

// searchTabs is for a console whose word for Migration is not known: it looks
// at each tab in turn, which changes nothing, until one shows the field. It begins
// below the first tab of all, which is Configuration in every version: another may
// show a field of the same name. The sub-tabs in view come first, then those below
// each tab above them.
func (c *Console) searchTabs(ctx context.Context, object, field string) error {
	lists, err := c.tabs(ctx)
	if err == nil && len(lists) > 0 && lists[0].First && len(lists[0].Texts) > 0 {
		err = c.followTab(ctx, lists[0].Texts[0])
	}
	if err != nil {
		return err
	}
	if _, ok, err := c.there(ctx, field); err != nil || ok {
		return err
	}
	if lists, err = c.tabs(ctx); err != nil {
		return err
	}
	var tried []string
	for i := len(lists) - 1; i >= 0; i-- {
		for _, tab := range lists[i].Texts {
			below, shown, err := c.lookBelow(ctx, tab, i+1, field)
			if err != nil || shown {
				return err
			}
			tried = append(append(tried, tab), below...)
		}
	}
	address, _ := c.page.URL(ctx)
	return &MissingTabError{Object: object, URL: address, Tabs: tried}
}

// tabList is one list of tabs in view.
type tabList struct {
	// First says that its first tab is a link.
	First bool
	// Texts are those of its tabs that are links.
	Texts []string
}

// tabs reads the lists of tabs in view, the outermost first.
func (c *Console) tabs(ctx context.Context) ([]tabList, error) {
	var lists []tabList
	err := c.read(ctx, tabsScript, nil, &lists)
	return lists, err
}

// lookBelow looks for the field on a tab, and on the sub-tabs that this tab
// brings into view at the given level of lists.
func (c *Console) lookBelow(ctx context.Context, tab string, level int, field string) (below []string, shown bool, err error) {
	before, err := c.tabs(ctx)
	if err != nil {
		return nil, false, err
	}
	if shown, err = c.showsTab(ctx, tab, field); shown || err != nil {
		return nil, shown, err
	}
	now, err := c.tabs(ctx)
	if err != nil || len(now) <= level || len(before) > level && slices.Equal(now[level].Texts, before[level].Texts) {
		return nil, false, err
	}
	for _, sub := range now[level].Texts {
		if shown, err = c.showsTab(ctx, sub, field); shown || err != nil {
			return now[level].Texts, shown, err
		}
	}
	return now[level].Texts, false, nil
}

// showsTab follows a tab and says whether the field is then in view.
func (c *Console) showsTab(ctx context.Context, tab, field string) (bool, error) {
	if err := c.followTab(ctx, tab); err != nil {
		return false, err
	}
	_, there, err := c.there(ctx, field)
	return there, err
}

// followTab clicks the innermost tab with exactly this text, if it is still a link that
// leads somewhere.
func (c *Console) followTab(ctx context.Context, text string) error {
	loc, err := c.locator("tab.named", vars{"text": text})
	if err != nil {
		return err
	}
	if _, ok, err := c.page.Probe(ctx, loc); err != nil || !ok {
		return err
	}
	_, err = c.led(ctx, text, c.followTo(ctx, loc))
	return err
}

// selected is the one chosen option of a select, and whether it is known to be set.
func selected(found browser.Found) (option browser.Option, set bool, err error) {
	var chosen []browser.Option
	for _, option := range found.Options {
		if option.Selected {
			chosen = append(chosen, option)
		}
	}
	if len(chosen) != 1 {
		return browser.Option{}, false, fmt.Errorf("%s: %d options are chosen, expected one of %s", found.Locator, len(chosen), quoted(optionTexts(found)))
	}
	return chosen[0], !chosenByBrowser(found.Options), nil
}

// chosenByBrowser says whether an option may only be shown because it stands first:
// where a page marks none, because the value is unset or one that its list lacks, a
// browser shows the first that can be chosen; in a select that is disabled itself, as
// without the lock, that is the first of all. Any other option that is not marked was
// chosen by a script of the page.
func chosenByBrowser(options []browser.Option) bool {
	marked := slices.ContainsFunc(options, func(o browser.Option) bool { return o.Marked })
	first := slices.IndexFunc(options, func(o browser.Option) bool { return !o.Disabled })
	return !marked && len(options) > 0 && options[max(first, 0)].Selected
}

func optionTexts(found browser.Found) []string {
	texts := make([]string, 0, len(found.Options))
	for _, option := range found.Options {
		texts = append(texts, option.Text)
	}
	return texts
}
