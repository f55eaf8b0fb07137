package browser_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"lockedit/internal/browser"
)

// textOf reads an element's text.
func textOf(t *testing.T, page *browser.Page, id string) string {
	t.Helper()
	var text string
	if err := page.Read(within(t), "(lib, id) => lib.text(document.getElementById(id))", id, &text); err != nil {
		t.Fatal(err)
	}
	return text
}

// clicks is how often the target and anything else was clicked.
func clicks(t *testing.T, page *browser.Page) string {
	t.Helper()
	return textOf(t, page, "count") + "/" + textOf(t, page, "others")
}

func TestClickWaitsUntilTheButtonCanBeUsed(t *testing.T) {
	for _, test := range []struct{ name, mode string }{
		{"at once", ""}, {"uncovered later", "uncovered"}, {"comes to rest", "stops"}, {"enabled later", "enabled"},
		{"rendered again and again", "rerender"}, {"rendered again between press and release", "replaced"}, {"appears late", "late"}, {"far below a sticky bar", "far"},
	} {
		t.Run(test.name, func(t *testing.T) {
			page := openPage(t, "/act?mode="+test.mode, browser.PageOptions{})
			if _, err := page.Click(within(t), css("#target"), browser.ClickOptions{}); err != nil {
				t.Fatal(err)
			}
			if got := clicks(t, page); got != "1/0" {
				t.Errorf("clicks on target/others = %s, want 1/0", got)
			}
		})
	}
}

func TestClickRefusesAButtonThatCannotBeUsed(t *testing.T) {
	for _, test := range []struct{ name, mode, reason, by string }{
		{"covered", "covered", "covered", "glass"},
		{"moving", "moving", "unstable", ""},
		{"disabled", "disabled", "disabled", ""},
		{"in a disabled fieldset", "fieldset", "disabled", ""},
		{"invisible", "hidden", "invisible", ""},
		{"covered as soon as the mouse comes", "hover", "covered", "glass"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			page := openPage(t, "/act?mode="+test.mode, browser.PageOptions{})
			_, err := page.Click(briefly(t), css("#target"), browser.ClickOptions{})
			var unusable *browser.NotActionableError
			if !errors.As(err, &unusable) || !errors.Is(err, context.DeadlineExceeded) {
				t.Fatalf("got %v, want a NotActionableError after the deadline", err)
			}
			if !strings.Contains(unusable.Reason, test.reason) || !strings.Contains(unusable.Error(), test.by) {
				t.Errorf("got %q, want reason %q by %q", unusable, test.reason, test.by)
			}
			if got := clicks(t, page); got != "0/0" {
				t.Errorf("clicks on target/others = %s, want none", got)
			}
		})
	}
}

// An element that is not there, or not seen, is given its own time; one that can
// be seen and not yet used is given the operation's.
func TestClickWaitsForItsElementToAppear(t *testing.T) {
	for _, test := range []struct {
		name, mode, selector string
		whole                bool // the operation's time is used up
	}{
		{"missing", "", "#nowhere", false},
		{"invisible", "hidden", "#target", false},
		{"disabled", "disabled", "#target", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			page := openPage(t, "/act?mode="+test.mode, browser.PageOptions{})
			_, err := page.Click(briefly(t), css(test.selector), browser.ClickOptions{Appear: time.Millisecond})
			var failure *browser.ActionError
			if !errors.As(err, &failure) || errors.Is(err, context.DeadlineExceeded) != test.whole {
				t.Errorf("got %v", err)
			}
		})
	}
}

// A page that covers the button between press and release gets no click, and
// the click is not made a second time by guessing.
func TestClickThatIsInterrupted(t *testing.T) {
	page := openPage(t, "/act?mode=pressed", browser.PageOptions{})
	if _, err := page.Click(briefly(t), css("#target"), browser.ClickOptions{}); err == nil {
		t.Error("an interrupted click was reported as done")
	}
	if got := clicks(t, page); got != "0/0" {
		t.Errorf("clicks on target/others = %s, want none", got)
	}
}

func TestClickKeepsItsGuard(t *testing.T) {
	locked := browser.Locator{Name: "state.locked", Candidates: []browser.Candidate{{ID: "text", CSS: "#state", Exact: "locked"}}}
	pending := browser.Locator{Name: "state.pending", Candidates: []browser.Candidate{{ID: "text", CSS: "#state", Exact: "pending"}}}
	for _, test := range []struct {
		name, mode string
		guard      browser.Guard
		want       string
	}{
		{"holds", "", browser.Guard{Require: []browser.Locator{locked}, Refuse: []browser.Locator{pending}}, "1/0"},
		{"missing", "", browser.Guard{Require: []browser.Locator{pending}}, "0/0"},
		{"present", "", browser.Guard{Refuse: []browser.Locator{locked}}, "0/0"},
		{"changes while the mouse moves", "swap", browser.Guard{Require: []browser.Locator{locked}}, "0/0"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			page := openPage(t, "/act?mode="+test.mode, browser.PageOptions{})
			_, err := page.Click(briefly(t), css("#target"), browser.ClickOptions{Guard: &test.guard})
			var guard *browser.GuardError
			if refused := errors.As(err, &guard); refused != (test.want == "0/0") {
				t.Errorf("error = %v", err)
			}
			if got := clicks(t, page); got != test.want {
				t.Errorf("clicks on target/others = %s, want %s", got, test.want)
			}
		})
	}
}

func TestClickNavigates(t *testing.T) {
	page := openPage(t, "/form", browser.PageOptions{})
	save := browser.Locator{Name: "page.save", Candidates: []browser.Candidate{{ID: "name", CSS: "button[name=Save]", Pick: "first"}}}
	response, err := page.Click(within(t), save, browser.ClickOptions{Navigates: true})
	if err != nil {
		t.Fatal(err)
	}
	if response.Status != 200 || !strings.HasSuffix(response.URL, "/echo") {
		t.Errorf("got %+v", response)
	}
	if got := textOf(t, page, "method"); got != "POST" {
		t.Errorf("method = %q, want POST", got)
	}
}

func TestClickThatOpensNoPage(t *testing.T) {
	page := openPage(t, "/act", browser.PageOptions{})
	_, err := page.Click(briefly(t), css("#target"), browser.ClickOptions{Navigates: true})
	var nowhere *browser.NavigationError
	if !errors.As(err, &nowhere) || !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("got %v, want a NavigationError after the deadline", err)
	}
	if got := clicks(t, page); got != "1/0" {
		t.Errorf("clicks on target/others = %s, want exactly one", got)
	}
}

func TestPressReachesOnlyItsElement(t *testing.T) {
	page := openPage(t, "/form", browser.PageOptions{})
	if err := page.Press(within(t), css("#P\\.name"), "x"); err != nil {
		t.Fatal(err)
	}
	found, err := page.Find(within(t), css("#P\\.name"))
	if err != nil || !strings.Contains(found.Value, "x") {
		t.Errorf("value = %q, error %v", found.Value, err)
	}
	if err := page.Press(within(t), css("#P\\.name"), "Enter"); err != nil {
		t.Fatal(err)
	}
	if _, err := page.Find(within(t), css("#method")); err != nil {
		t.Errorf("Enter did not send the form: %v", err)
	}
}
