package browser_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"lockedit/internal/browser"
)

func one(c browser.Candidate) browser.Locator {
	if c.ID == "" {
		c.ID = "only"
	}
	return browser.Locator{Name: "element", Candidates: []browser.Candidate{c}}
}

func TestFindByEachCondition(t *testing.T) {
	links := openPage(t, "/links", browser.PageOptions{})
	form := openPage(t, "/form", browser.PageOptions{})
	cluster := func(name string) *browser.Handle { return &browser.Handle{Name: name, Type: "Cluster"} }
	for _, test := range []struct {
		name      string
		page      *browser.Page
		candidate browser.Candidate
		id        string
	}{
		{"title prefix", links, browser.Candidate{Title: []string{"Control", "Migration"}, CSS: "a[title^=Mig]"}, "tab"},
		{"text without selector", links, browser.Candidate{Text: []string{"migration"}}, "tab"},
		{"exact text", links, browser.Candidate{CSS: "a", Exact: "soa_cluster"}, "one"},
		{"exact text with a fixed blank", links, browser.Candidate{CSS: "a", Exact: "soa_server1 (migratable)"}, "three"},
		{"exact text over two lines", links, browser.Candidate{CSS: "a", Exact: "<b> x"}, "six"},
		{"handle", links, browser.Candidate{CSS: "a", Handle: cluster("soa_cluster")}, "one"},
		{"handle, double encoded", links, browser.Candidate{CSS: "a", Handle: cluster("soa_cluster2")}, "two"},
		{"handle, other order and extra key", links, browser.Candidate{Handle: &browser.Handle{Name: "soa_server1 (migratable)", Type: "MigratableTarget"}}, "three"},
		{"handle, quoted", links, browser.Candidate{Handle: cluster(`a,b"c*`)}, "four"},
		{"handle with a percent sign", links, browser.Candidate{Handle: cluster("50%25")}, "five"},
		{"handle in a value", links, browser.Candidate{CSS: "input[type=checkbox]", Handle: cluster("soa_cluster")}, "PchosenContents"},
		{"address", links, browser.Candidate{HrefHas: []string{"Name=soa_cluster2,", "DispatcherPage"}}, "two"},
		{"duplicate ids, first", links, browser.Candidate{CSS: "#PchosenContents", Pick: "first"}, "PchosenContents"},
		{"label", form, browser.Candidate{Label: []string{"table-name"}}, "P.name"},
		{"label around the control", form, browser.Candidate{Label: []string{"Restart on failure"}}, "box"},
		{"options", form, browser.Candidate{Options: []string{"database", "consensus"}}, "P.basis"},
		{"hidden", form, browser.Candidate{CSS: "input[name=action]", Hidden: true}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			found, err := test.page.Find(within(t), one(test.candidate))
			if err != nil || found.ID != test.id {
				t.Errorf("got %q, %v, want %q", found.ID, err, test.id)
			}
		})
	}
}

func TestFindTexts(t *testing.T) {
	page := openPage(t, "/links", browser.PageOptions{})
	for _, test := range []struct{ name, text, tag string }{
		{"split by markup", "Lock & Edit", "button"},
		{"value of an input button", "login", "input"},
		{"accessible name", "close-panel:", "button"},
	} {
		t.Run(test.name, func(t *testing.T) {
			found, err := page.Find(within(t), one(browser.Candidate{CSS: "button,input", Text: []string{test.text}}))
			if err != nil || found.Tag != test.tag {
				t.Errorf("got %+v, %v, want a %s", found, err, test.tag)
			}
		})
	}
}

func TestFindWithin(t *testing.T) {
	page := openPage(t, "/links", browser.PageOptions{})
	locator := one(browser.Candidate{CSS: "a", Text: []string{"Control"}})
	locator.Within = []browser.Candidate{{ID: "missing", CSS: "#none"}, {ID: "nav", CSS: "#nav"}}
	if _, err := page.Find(within(t), locator); err != nil {
		t.Error(err)
	}
	locator.Within = locator.Within[:1]
	var absent *browser.NotFoundError
	if _, err := page.Find(briefly(t), locator); !errors.As(err, &absent) || absent.Where != "missing" {
		t.Errorf("got %v, want a NotFoundError about the surroundings", err)
	}
}

func TestFindNothing(t *testing.T) {
	seen := &recorder{}
	page := openPage(t, "/links", browser.PageOptions{Observer: seen})
	_, err := page.Find(briefly(t), one(browser.Candidate{CSS: "a", Exact: "soa_cluster3"}))
	var absent *browser.NotFoundError
	if !errors.As(err, &absent) || !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("got %v, want a NotFoundError after the deadline", err)
	}
	if !slices.Contains(absent.Similar, "soa_cluster") {
		t.Errorf("similar = %q, want soa_cluster among them", absent.Similar)
	}
	var failure *browser.ActionError
	if !errors.As(err, &failure) || !strings.Contains(failure.URL, "/links") || len(failure.Tried) != 1 || len(seen.retries) < 3 {
		t.Errorf("got %+v with %d retries, want one folded line and the address", failure, len(seen.retries))
	}
	if _, found, err := page.Probe(within(t), css("#none")); found || err != nil {
		t.Errorf("Probe = %v, %v, want nothing and no error", found, err)
	}
	if _, found, err := page.Probe(within(t), css("button[name=ghost]")); found || err != nil {
		t.Errorf("Probe of an invisible button = %v, %v, want nothing and no error", found, err)
	}
}

func TestFindAmbiguous(t *testing.T) {
	page := openPage(t, "/links", browser.PageOptions{})
	two := browser.Locator{Name: "cluster", Candidates: []browser.Candidate{
		{ID: "handle", CSS: "a", Handle: &browser.Handle{Name: "soa_cluster", Type: "Cluster"}}, {ID: "text", CSS: "a", Exact: "soa_cluster2"},
	}}
	for _, test := range []struct {
		name    string
		locator browser.Locator
		other   string
	}{
		{"several", one(browser.Candidate{CSS: "a", Text: []string{"Clusters"}}), ""},
		{"disagreement", two, "text"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var ambiguous *browser.AmbiguousError
			_, err := page.Find(within(t), test.locator)
			if !errors.As(err, &ambiguous) || ambiguous.Other != test.other || errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("Find: %v, want an AmbiguousError at once", err)
			}
			if _, _, err = page.Probe(within(t), test.locator); !errors.As(err, &ambiguous) {
				t.Errorf("Probe: %v, want an AmbiguousError", err)
			}
			if _, err = page.Click(within(t), test.locator, browser.ClickOptions{}); !errors.As(err, &ambiguous) {
				t.Errorf("Click: %v, want an AmbiguousError", err)
			}
		})
	}
}

func TestFindForbiddenAndInvalid(t *testing.T) {
	page := openPage(t, "/links", browser.PageOptions{})
	locator := one(browser.Candidate{CSS: "button[name=save]"})
	locator.Forbid = []browser.Candidate{{ID: "activate", Text: []string{"Activate Changes"}}}
	if _, err := page.Find(within(t), locator); err != nil {
		t.Error(err)
	}
	locator.Forbid = append(locator.Forbid, browser.Candidate{ID: "lock", Text: []string{"Lock & Edit"}})
	var forbidden *browser.ForbiddenElementError
	if _, err := page.Find(within(t), locator); !errors.As(err, &forbidden) || forbidden.Rule != "lock" {
		t.Errorf("got %v, want a ForbiddenElementError by lock", err)
	}
	var invalid *browser.SelectorError
	if _, err := page.Find(within(t), css("a[")); !errors.As(err, &invalid) {
		t.Errorf("got %v, want a SelectorError", err)
	}
}

func TestFindHidesTokens(t *testing.T) {
	seen := &recorder{}
	page := openPage(t, "/form", browser.PageOptions{Observer: seen})
	found, err := page.Find(within(t), one(browser.Candidate{CSS: "input[name=Portletfrsc]", Hidden: true}))
	if err != nil || found.Value != "" {
		t.Errorf("got %+v, %v, want no value", found, err)
	}
	if len(seen.found) != 1 || seen.found[0].Matched[0] != "only" {
		t.Errorf("observer heard %+v", seen.found)
	}
}
