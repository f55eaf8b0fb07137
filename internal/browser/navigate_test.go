package browser_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"

	"lockedit/internal/browser"
)

func TestGotoKeepsTheStatus(t *testing.T) {
	page := openPage(t, "", browser.PageOptions{})
	response, err := page.Goto(within(t), common.site.URL+"/status/503?a=1&Portletfrsc=0x77")
	if err != nil || response.Status != 503 {
		t.Fatalf("got %+v, %v, want status 503 and no error", response, err)
	}
	if strings.Contains(response.URL, "0x77") {
		t.Errorf("address %q shows a token", response.URL)
	}
	if got := textOf(t, page, "told"); got != "out of service" {
		t.Errorf("page says %q", got)
	}
	if address, _ := page.URL(t.Context()); !strings.HasSuffix(address, "/status/503?a=1&Portletfrsc=***") {
		t.Errorf("URL = %q", address)
	}
}

func TestGotoFails(t *testing.T) {
	for _, test := range []struct{ name, path, reason string }{
		{"no answer", "/lost", "ERR_EMPTY_RESPONSE"},
		{"never answers", "/never", "too long"},
	} {
		t.Run(test.name, func(t *testing.T) {
			page := openPage(t, "", browser.PageOptions{})
			_, err := page.Goto(briefly(t), common.site.URL+test.path)
			var failed *browser.NavigationError
			if !errors.As(err, &failed) || !strings.Contains(failed.Reason, test.reason) {
				t.Fatalf("got %v, want a NavigationError about %q", err, test.reason)
			}
		})
	}
}

func TestGotoRefusedConnection(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := "http://" + listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := launch(address)
	if err != nil {
		t.Fatal(err)
	}
	defer closeBrowser(t, b)
	page, err := b.NewPage(within(t), browser.PageOptions{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = page.Goto(within(t), address+"/console")
	var failed *browser.NavigationError
	if !errors.As(err, &failed) || !strings.Contains(failed.Reason, "REFUSED") {
		t.Fatalf("got %v, want a refused connection", err)
	}
	_, err = page.Find(within(t), css("#x"))
	if !errors.As(err, &failed) {
		t.Errorf("on the error page: %v, want a NavigationError at once", err)
	}
}

func closeBrowser(t *testing.T, b *browser.Browser) {
	t.Helper()
	if err := b.Close(); err != nil {
		t.Error(err)
	}
}

func TestLostAnswerOfAForm(t *testing.T) {
	const covered = `const glass = document.createElement('div');
		glass.style = 'position:fixed;inset:0';
		document.body.append(glass);
		setTimeout(() => glass.remove(), 300);`
	for _, test := range []struct{ name, action, before string }{
		{"connection ends", "/lost", ""}, {"no answer in time", "/never", ""},
		{"connection ends, not clicked at the first try", "/lost", covered}, {"no answer in time, not clicked at the first try", "/never", covered},
	} {
		t.Run(test.name, func(t *testing.T) {
			page := openPage(t, "/form", browser.PageOptions{})
			script := `(lib, action) => { document.querySelector('form').setAttribute('action', action);` + test.before + `return null }`
			if err := page.Read(within(t), script, test.action, nil); err != nil {
				t.Fatal(err)
			}
			save := browser.Locator{Name: "page.save", Candidates: []browser.Candidate{{ID: "name", CSS: "button[name=Save]", Pick: "last"}}}
			_, err := page.Click(briefly(t), save, browser.ClickOptions{Navigates: true})
			var lost *browser.LostAnswerError
			var unusable *browser.NotActionableError
			if !errors.As(err, &lost) || errors.As(err, &unusable) {
				t.Fatalf("got %v, want a LostAnswerError alone", err)
			}
			if common.site.seen("POST "+test.action) == 0 {
				t.Error("the form was never sent")
			}
		})
	}
}

func TestNavigationIsFollowedToItsEnd(t *testing.T) {
	page := openPage(t, "/act?mode=twice", browser.PageOptions{})
	response, err := page.Click(within(t), css("#target"), browser.ClickOptions{Navigates: true})
	if err != nil || !strings.HasSuffix(response.URL, "/form") || response.Status != 200 {
		t.Errorf("Click: %+v, %v, want the page after the hops", response, err)
	}
	if response, err = page.Goto(within(t), common.site.URL+"/hop"); err != nil || !strings.HasSuffix(response.URL, "/form") {
		t.Errorf("Goto: %+v, %v, want the page after the hop", response, err)
	}
}

func TestSlowPageIsComplete(t *testing.T) {
	page := openPage(t, "", browser.PageOptions{})
	if _, err := page.Goto(within(t), common.site.URL+"/slow"); err != nil {
		t.Fatal(err)
	}
	if _, found, err := page.Probe(within(t), css("button[name=late]")); err != nil || !found {
		t.Errorf("the second half is missing: %v %v", found, err)
	}
}

func TestReadSurvivesAReplacedPage(t *testing.T) {
	page := openPage(t, "/act?mode=hang", browser.PageOptions{})
	script := `async (lib) => {
		if (location.pathname === '/act') { location.href = '/form'; await new Promise(() => {}); }
		return location.pathname }`
	var path string
	if err := page.Read(within(t), script, nil, &path); err != nil || path != "/form" {
		t.Errorf("got %q, %v, want the reading of the new page", path, err)
	}
}

func TestReadWaitsAndFails(t *testing.T) {
	page := openPage(t, "/act?mode=late", browser.PageOptions{})
	var text string
	script := `(lib, l) => { const el = lib.look(l); if (!el) throw lib.notYet('no target'); return lib.text(el) }`
	if err := page.Read(within(t), script, css("#target"), &text); err != nil || text != "Target" {
		t.Errorf("got %q, %v", text, err)
	}
	var broken *browser.ScriptError
	if err := page.Read(within(t), "() => nonsense.x", nil, nil); !errors.As(err, &broken) {
		t.Errorf("got %v, want a ScriptError", err)
	}
	var notYet *browser.NotYetError
	err := page.Read(briefly(t), "(lib) => { throw lib.notYet('never so') }", nil, nil)
	if !errors.As(err, &notYet) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want a NotYetError after the deadline", err)
	}
}

func TestStoppedOperation(t *testing.T) {
	page := openPage(t, "/act", browser.PageOptions{})
	cause := errors.New("the operator stopped it")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(cause)
	if _, err := page.Find(ctx, css("#nothing")); !errors.Is(err, cause) {
		t.Errorf("got %v, want the cause", err)
	}
}

// TestAPageThatComesTwiceIsReadWhole reads a page that is replaced by a slow copy of
// itself: what is read has both halves each time.
func TestAPageThatComesTwiceIsReadWhole(t *testing.T) {
	page := openPage(t, "/twice", browser.PageOptions{})
	ctx := within(t)
	for slow := false; !slow; {
		var seen struct {
			Halves int
			Slow   bool
		}
		script := "(lib) => ({halves: lib.queryAll(document, 'p,button').length, slow: location.pathname === '/slow'})"
		if err := page.Read(ctx, script, nil, &seen); err != nil {
			t.Fatal(err)
		}
		if seen.Halves != 2 {
			t.Fatalf("read %+v", seen)
		}
		slow = seen.Slow
	}
}

// TestAPageThatMayBeKeptIsAskedForAgain opens and follows a link to a page that its
// server lets a browser keep, by hand and as a recorded step: what is read has to be the
// server's each time.
func TestAPageThatMayBeKeptIsAskedForAgain(t *testing.T) {
	page := openPage(t, "/kept", browser.PageOptions{})
	before := common.site.seen("GET /kept")
	if _, err := page.Click(within(t), css("a"), browser.ClickOptions{Navigates: true}); err != nil {
		t.Fatal(err)
	}
	if _, err := page.Goto(within(t), common.site.URL+"/kept"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := page.ClickAt(within(t), aims("a"), browser.Press{Navigates: true}); err != nil {
		t.Fatal(err)
	}
	if asked := common.site.seen("GET /kept") - before; asked != 3 {
		t.Errorf("the server was asked %d times, want 3", asked)
	}
}
