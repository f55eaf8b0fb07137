package browser_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"lockedit/internal/browser"
)

func TestDialogsAreAnsweredByPolicy(t *testing.T) {
	accept := func(string, string) bool { return true }
	for _, test := range []struct {
		name, mode, kind string
		policy           browser.DialogPolicy
		state            string
	}{
		{"confirm dismissed", "confirm", "confirm", nil, "false"},
		{"confirm accepted", "confirm", "confirm", accept, "true"},
		{"prompt dismissed", "prompt", "prompt", nil, "null"},
	} {
		t.Run(test.name, func(t *testing.T) {
			seen := &recorder{}
			page := openPage(t, "/act?mode="+test.mode, browser.PageOptions{Observer: seen, Dialogs: test.policy})
			if _, err := page.Click(within(t), css("#target"), browser.ClickOptions{}); err != nil {
				t.Fatal(err)
			}
			if len(seen.dialogs) != 1 || seen.dialogs[0].Kind != test.kind || seen.dialogs[0].Accepted != (test.policy != nil) {
				t.Errorf("heard %+v", seen.dialogs)
			}
			if _, err := page.Picture(within(t), browser.PictureOptions{}); err != nil {
				t.Error(err)
			}
			if got := textOf(t, page, "state"); got != test.state {
				t.Errorf("the page got %q, want %q", got, test.state)
			}
		})
	}
}

func TestDialogWhileLoading(t *testing.T) {
	seen := &recorder{}
	openPage(t, "/act?mode=alert", browser.PageOptions{Observer: seen})
	if len(seen.dialogs) != 1 || seen.dialogs[0].Text != "hello on load" {
		t.Errorf("heard %+v", seen.dialogs)
	}
}

func TestDialogThatStopsANavigationIsNamed(t *testing.T) {
	page := openPage(t, "/act?mode=confirm", browser.PageOptions{})
	_, err := page.Click(briefly(t), css("#target"), browser.ClickOptions{Navigates: true})
	var failure *browser.ActionError
	if !errors.As(err, &failure) || !strings.Contains(failure.Error(), "Really activate?") {
		t.Errorf("got %v, want the dialog's text", err)
	}
}

func TestLeavingAPageIsAcceptedWhenAsked(t *testing.T) {
	for _, test := range []struct {
		name   string
		policy browser.DialogPolicy
		leaves bool
	}{{"by default", nil, true}, {"policy stays", func(string, string) bool { return false }, false}} {
		t.Run(test.name, func(t *testing.T) {
			seen := &recorder{}
			page := openPage(t, "/act?mode=beforeunload", browser.PageOptions{Observer: seen, Dialogs: test.policy})
			if _, err := page.Click(within(t), css("#target"), browser.ClickOptions{}); err != nil {
				t.Fatal(err)
			}
			_, err := page.Goto(briefly(t), common.site.URL+"/form")
			if (err == nil) != test.leaves {
				t.Errorf("error = %v, leaves = %v", err, test.leaves)
			}
			if len(seen.dialogs) != 1 || seen.dialogs[0].Kind != "beforeunload" {
				t.Errorf("heard %+v", seen.dialogs)
			}
		})
	}
}

func TestMessagesOfThePage(t *testing.T) {
	seen := &recorder{}
	page := openPage(t, "/act?mode=throws", browser.PageOptions{Observer: seen})
	if err := page.Read(within(t), "() => new Promise((done) => setTimeout(() => done(null), 50))", nil, nil); err != nil {
		t.Fatal(err)
	}
	if !seen.messageOf("console") || !seen.messageOf("exception") {
		t.Errorf("heard %+v, want a console error and an exception", seen.messages)
	}
}

func TestRequestsAreReported(t *testing.T) {
	seen := &recorder{}
	openPage(t, "/form?Portletfrsc=0x99", browser.PageOptions{Observer: seen})
	if len(seen.requests) == 0 {
		t.Fatal("no request was reported")
	}
	first := seen.requests[0]
	if first.Method != http.MethodGet || first.Status != http.StatusOK || first.Type != "Document" || first.Bytes == 0 || strings.Contains(first.URL, "0x99") {
		t.Errorf("heard %+v", first)
	}
}
