package browser_test

import (
	"testing"

	"lockedit/internal/browser"
)

func TestSharedBrowserKeepsItsUsersApart(t *testing.T) {
	other := newSite()
	defer other.Close()
	user, err := common.browser.Share([]string{other.URL})
	if err != nil {
		t.Fatal(err)
	}
	page, err := user.NewPage(t.Context(), browser.PageOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := page.Goto(t.Context(), other.URL+"/"); err != nil {
		t.Errorf("its own origin: %v", err)
	}
	if _, err := page.Goto(t.Context(), common.site.URL+"/"); err == nil {
		t.Error("the origin of the browser's other user was let through")
	}
	if err := page.Close(); err != nil {
		t.Error(err)
	}
	if err := user.Close(); err != nil {
		t.Error(err)
	}
	page, err = common.browser.NewPage(t.Context(), browser.PageOptions{})
	if err != nil {
		t.Fatalf("the browser was ended by one of its users: %v", err)
	}
	if err := page.Close(); err != nil {
		t.Error(err)
	}
}

func TestShareNeedsARunningBrowser(t *testing.T) {
	if _, err := new(browser.Browser).Share(nil); err == nil {
		t.Error("a browser that was never started is shared")
	}
}
