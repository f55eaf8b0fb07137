package browser_test

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"lockedit/internal/browser"
)

// shared is the one browser of this package's tests and the site it may reach.
type shared struct {
	browser *browser.Browser
	site    *site
}

var common shared

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	if os.Getenv(childVariable) != "" {
		return child()
	}
	common.site = newSite()
	defer common.site.Close()
	b, err := launch(common.site.URL)
	if err != nil {
		fmt.Fprintf(os.Stderr, "no browser for the tests (\"make chrome\" installs one): %v\n", err)
		return 1
	}
	common.browser = b
	code := m.Run()
	if err := b.Close(); err != nil {
		fmt.Fprintln(os.Stderr, "closing the browser:", err)
		return 1
	}
	return code
}

// executable is the browser under test: LOCKEDIT_TEST_CHROME, or what is found.
func executable() (string, error) {
	if path := os.Getenv("LOCKEDIT_TEST_CHROME"); path != "" {
		return browser.Resolve(path, browser.Finder{})
	}
	return browser.Locate(browser.Finder{})
}

// launch starts a browser; root has no sandbox, and says so.
func launch(origins ...string) (*browser.Browser, error) {
	return launchWith(browser.Options{Origins: origins})
}

// launchWith is launch with more options.
func launchWith(o browser.Options) (*browser.Browser, error) {
	path, err := executable()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	o.ExecPath, o.NoSandbox, o.Env, o.Log = path, os.Getuid() == 0, os.Environ(), testLog()
	return browser.Launch(ctx, o)
}

func testLog() zerolog.Logger {
	if os.Getenv("BROWSER_TEST_DEBUG") == "" {
		return zerolog.Nop()
	}
	return zerolog.New(os.Stderr)
}

// within is the context of one operation that should succeed.
func within(t *testing.T) context.Context {
	t.Helper()
	return limited(t, 20*time.Second)
}

// briefly is the context of one operation that should fail.
func briefly(t *testing.T) context.Context {
	t.Helper()
	return limited(t, 2*time.Second)
}

func limited(t *testing.T, d time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}

// openPage opens a page of the site.
func openPage(t *testing.T, path string, o browser.PageOptions) *browser.Page {
	t.Helper()
	page, err := common.browser.NewPage(within(t), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := page.Close(); err != nil {
			t.Error(err)
		}
	})
	if path != "" {
		if _, err := page.Goto(within(t), common.site.URL+path); err != nil {
			t.Fatal(err)
		}
	}
	return page
}

// css is a locator with one selector.
func css(selector string) browser.Locator {
	return browser.Locator{Name: selector, Candidates: []browser.Candidate{{ID: "css", CSS: selector}}}
}
