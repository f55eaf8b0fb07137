package selectors_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lockedit/internal/browser"
	"lockedit/selectors"
)

// chrome is the one browser of this package's tests, started by the first test
// that needs it, and the site it may reach.
type chrome struct {
	site  *httptest.Server
	pages sync.Map
	count atomic.Int64
	start func() (*browser.Page, error)
	ended func() error
}

var shared = newChrome()

func newChrome() *chrome {
	c := &chrome{ended: func() error { return nil }}
	c.site = httptest.NewServer(http.HandlerFunc(c.serve))
	c.start = sync.OnceValues(c.launch)
	return c
}

func (c *chrome) serve(w http.ResponseWriter, r *http.Request) {
	html, ok := c.pages.Load(r.URL.Path)
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprint(w, html)
}

// launch starts the browser with one page; root has no sandbox, and says so.
func (c *chrome) launch() (*browser.Page, error) {
	path, err := browser.Locate(browser.Finder{})
	if err != nil {
		return nil, fmt.Errorf("no browser for the tests (run \"make chrome\" to install one): %w", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	b, err := browser.Launch(ctx, browser.Options{
		ExecPath: path, NoSandbox: os.Getuid() == 0, Origins: []string{c.site.URL}, Env: os.Environ(),
	})
	if err != nil {
		return nil, err
	}
	c.ended = b.Close
	return b.NewPage(ctx, browser.PageOptions{})
}

func TestMain(m *testing.M) {
	code := m.Run()
	if err := shared.ended(); err != nil {
		fmt.Fprintln(os.Stderr, "closing the browser:", err)
		code = 1
	}
	shared.site.Close()
	os.Exit(code)
}

// open shows a page with this content in the one tab of these tests.
func open(t *testing.T, html string) *browser.Page {
	t.Helper()
	page, err := shared.start()
	if err != nil {
		t.Fatal(err)
	}
	path := fmt.Sprintf("/%d", shared.count.Add(1))
	shared.pages.Store(path, html)
	if _, err := page.Goto(limited(t), shared.site.URL+path); err != nil {
		t.Fatal(err)
	}
	return page
}

func limited(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func catalogue(t *testing.T) *selectors.Catalogue {
	t.Helper()
	c, err := selectors.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// markScript returns for each locator the mark (data-t) of the element that it
// finds, a description of an element without a mark, nothing where there is
// none, or why the look-up stopped.
const markScript = `(lib, locators) => locators.map((locator) => {
  try {
    const el = lib.look(locator);
    return el === null ? '' : el.dataset.t ?? lib.brief(el);
  } catch (problem) {
    return '!' + problem.fields.kind;
  }
})`

// outcome names a mark, or the reason for which the look-up stopped.
func outcome(mark string) string {
	switch mark {
	case "!several", "!disagree":
		return "ambiguous"
	case "!forbidden":
		return "forbidden"
	}
	return mark
}

// sighting is what a locator has to find on a page.
type sighting struct {
	element string
	vars    selectors.Vars
	want    string
}

func see(t *testing.T, html string, sightings []sighting) {
	t.Helper()
	c := catalogue(t)
	var locators []browser.Locator
	for _, s := range sightings {
		l, err := c.Locator(s.element, s.vars)
		if err != nil {
			t.Fatal(err)
		}
		locators = append(locators, l)
	}
	var marks []string
	if err := open(t, html).Read(limited(t), markScript, locators, &marks); err != nil {
		t.Fatal(err)
	}
	for i, s := range sightings {
		if got := outcome(marks[i]); got != s.want {
			t.Errorf("%s %v found %q, want %q", s.element, s.vars, got, s.want)
		}
	}
}
