package browser_test

import (
	"context"
	"errors"
	"net"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"lockedit/internal/browser"
)

// outside is a server that must never be contacted.
type outside struct {
	listener net.Listener
	contacts atomic.Int64
}

func newOutside(t *testing.T) *outside {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	o := &outside{listener: listener}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			o.contacts.Add(1)
			_ = conn.Close()
		}
	}()
	t.Cleanup(func() { _ = listener.Close() })
	return o
}

func (o *outside) url() string { return "http://" + o.listener.Addr().String() + "/stolen" }

func (o *outside) check(t *testing.T) {
	t.Helper()
	if n := o.contacts.Load(); n != 0 {
		t.Errorf("a foreign address was contacted %d times", n)
	}
}

func TestFenceStopsEveryWayOut(t *testing.T) {
	for _, test := range []struct{ name, script string }{
		{"picture", `(lib, to) => new Promise((done) => { const i = document.createElement('img'); i.onerror = () => done(null); i.src = to; document.body.append(i) })`},
		{"script", `(lib, to) => new Promise((done) => { const s = document.createElement('script'); s.onerror = () => done(null); s.src = to; document.body.append(s) })`},
		{"fetch", `(lib, to) => fetch(to, {mode: 'no-cors'}).then(() => null, () => null)`},
		{"frame", `(lib, to) => new Promise((done) => { const f = document.createElement('iframe'); f.onload = () => done(null); f.src = to; document.body.append(f) })`},
		{"prefetch", `(lib, to) => new Promise((done) => { const l = document.createElement('link'); l.rel = 'preload'; l.as = 'image'; l.onerror = () => done(null); l.href = to; document.head.append(l) })`},
		{"web socket", `(lib, to) => new Promise((done) => { const w = new WebSocket(to.replace('http', 'ws')); w.onerror = () => done(null) })`},
	} {
		t.Run(test.name, func(t *testing.T) {
			foreign := newOutside(t)
			seen := &recorder{}
			page := openPage(t, "/act", browser.PageOptions{Observer: seen})
			if err := page.Read(within(t), test.script, foreign.url(), nil); err != nil {
				t.Fatal(err)
			}
			foreign.check(t)
			if test.name != "web socket" && seen.fenced() == 0 {
				t.Errorf("nothing was reported as fenced: %+v", seen.requests)
			}
		})
	}
}

func TestFenceStopsNavigation(t *testing.T) {
	foreign := newOutside(t)
	page := openPage(t, "/act", browser.PageOptions{})
	var breach *browser.FenceError
	if _, err := page.Goto(within(t), foreign.url()); !errors.As(err, &breach) {
		t.Errorf("Goto: %v, want a FenceError", err)
	}
	script := `(lib, to) => { const t = document.getElementById('target'); t.onclick = () => { location.href = to }; return null }`
	if err := page.Read(within(t), script, foreign.url(), nil); err != nil {
		t.Fatal(err)
	}
	_, err := page.Click(within(t), css("#target"), browser.ClickOptions{Navigates: true})
	if !errors.As(err, &breach) || !strings.Contains(breach.URL, "/stolen") {
		t.Errorf("Click: %v, want a FenceError", err)
	}
	if _, err := page.Find(within(t), css("#target")); !errors.As(err, &breach) {
		t.Errorf("afterwards: %v, want a FenceError", err)
	}
	foreign.check(t)
}

// The headless shell opens no windows at all; a whole Chrome opens one after a
// real click, and it is closed.
func TestFenceStopsPopups(t *testing.T) {
	foreign := newOutside(t)
	for _, test := range []struct{ name, to string }{{"foreign", foreign.url()}, {"own", common.site.URL + "/popup"}} {
		t.Run(test.name, func(t *testing.T) {
			before, err := common.browser.Tabs()
			if err != nil {
				t.Fatal(err)
			}
			seen := &recorder{}
			page := openPage(t, "/act?mode=popup&to="+url.QueryEscape(test.to), browser.PageOptions{Observer: seen})
			if _, err := page.Click(within(t), css("#target"), browser.ClickOptions{}); err != nil {
				t.Fatal(err)
			}
			refused := textOf(t, page, "state") == "null"
			if !seen.messageOf("popup") {
				t.Errorf("the window was not reported: %+v", seen.messages)
			}
			err = browser.Retry(within(t), func(context.Context) (bool, error) {
				tabs, err := common.browser.Tabs()
				return tabs == before+1, err
			})
			if err != nil {
				t.Errorf("the window is still there: %v", err)
			}
			foreign.check(t)
			if refused && common.site.seen("GET /popup") != 0 {
				t.Error("the window was loaded")
			}
		})
	}
}

func TestOrigins(t *testing.T) {
	for _, test := range []struct {
		name, address, want string
		ok                  bool
	}{
		{"default port", "http://Wls.Example.com/console", "http://wls.example.com:80", true},
		{"secure", "https://wls.example.com", "https://wls.example.com:443", true},
		{"port", "https://wls:9002/console?x", "https://wls:9002", true},
		{"version 6", "http://[::1]:7001/", "http://[::1]:7001", true},
		{"other scheme", "ftp://wls", "", false},
		{"no host", "wls:7001", "", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got, ok := browser.OriginOf(test.address); got != test.want || ok != test.ok {
				t.Errorf("got %q, %v, want %q, %v", got, ok, test.want, test.ok)
			}
		})
	}
}
