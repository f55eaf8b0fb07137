package steps

import (
	"context"
	_ "embed"
	"fmt"

	"lockedit/internal/browser"
)

//go:embed js/tabs.js
var tabsScript string

// MissingTabError says that an object's page offers no Migration tab.
type MissingTabError struct {
	Object, URL string
	// Tabs are the sub-tabs that were looked at.
	Tabs []string
}

func (e *MissingTabError) Error() string {
	return fmt.Sprintf("the page of %s shows neither a Migration tab nor its fields; its tabs are %s", e.Object, quoted(e.Tabs))
}

// openMigrationTab goes from an object's page, whichever of its tabs the console
// chose to show, to its Migration tab. The tab's own name in the address is
// published nowhere, so it is only ever reached by its link. It proves itself
// by the field that the tab is visited for.
func (c *Console) openMigrationTab(ctx context.Context, object, field string) error {
	for _, tab := range []string{"tab.migration", "tab.configuration"} {
		if _, ok, err := c.there(ctx, tab, nil); err != nil {
			return err
		} else if !ok {
			continue
		}
		if err := c.follow(ctx, tab, nil); err != nil {
			return err
		}
		if tab == "tab.migration" {
			return c.expectField(ctx, field)
		}
		return c.openSubTab(ctx, object, field)
	}
	return c.searchTabs(ctx, object, field)
}

// searchTabs is for a console whose word for Migration is not known: it looks
// at each sub-tab in turn, which changes nothing, until one shows the field.
func (c *Console) searchTabs(ctx context.Context, object, field string) error {
	if _, ok, err := c.there(ctx, field, nil); err != nil || ok {
		return err
	}
	var tabs []string
	if err := c.read(ctx, tabsScript, nil, &tabs); err != nil {
		return err
	}
	for _, tab := range tabs {
		if err := c.followTab(ctx, tab); err != nil {
			return err
		}
		if _, ok, err := c.there(ctx, field, nil); err != nil || ok {
			return err
		}
	}
	address, _ := c.page.URL(ctx)
	return &MissingTabError{Object: object, URL: address, Tabs: tabs}
}

// followTab clicks the sub-tab with exactly this text, if it is still a link.
func (c *Console) followTab(ctx context.Context, text string) error {
	loc := browser.Locator{Name: "tab " + text, Candidates: []browser.Candidate{
		{ID: "text-in-book", Confidence: "R", CSS: `[id$="Book"] ul > li > a[href]`, Exact: text, Pick: "last"},
	}}
	if _, ok, err := c.page.Probe(ctx, loc); err != nil || !ok {
		return err
	}
	answer, err := c.page.Click(ctx, loc, browser.ClickOptions{Navigates: true})
	if err != nil {
		return err
	}
	return c.arrived(ctx, answer)
}

// openSubTab opens the Migration tab below the Configuration tab, which shows
// the sub-tab that was looked at last.
func (c *Console) openSubTab(ctx context.Context, object, field string) error {
	_, ok, err := c.there(ctx, "tab.migration", nil)
	if err != nil {
		return err
	}
	if !ok {
		return c.searchTabs(ctx, object, field)
	}
	if err := c.follow(ctx, "tab.migration", nil); err != nil {
		return err
	}
	return c.expectField(ctx, field)
}

func (c *Console) expectField(ctx context.Context, field string) error {
	_, err := c.find(ctx, field, nil)
	return err
}

// selected is the one chosen option of a select.
func selected(found browser.Found) (browser.Option, error) {
	var chosen []browser.Option
	for _, option := range found.Options {
		if option.Selected {
			chosen = append(chosen, option)
		}
	}
	if len(chosen) != 1 {
		return browser.Option{}, fmt.Errorf("%s: %d options are chosen, expected one of %s", found.Locator, len(chosen), quoted(optionTexts(found)))
	}
	return chosen[0], nil
}

func optionTexts(found browser.Found) []string {
	texts := make([]string, 0, len(found.Options))
	for _, option := range found.Options {
		texts = append(texts, option.Text)
	}
	return texts
}
