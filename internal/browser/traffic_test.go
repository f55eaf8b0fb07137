package browser_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"lockedit/internal/browser"
)

// heard is what was heard so far.
func (r *recorder) heard() []browser.RequestSeen {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.requests)
}

func TestRequestsTellTimesAndHarmlessHeaders(t *testing.T) {
	var heard recorder
	page := openPage(t, "/form", browser.PageOptions{Observer: &heard})
	if _, err := page.Goto(within(t), common.site.URL+"/slow"); err != nil {
		t.Fatal(err)
	}
	list := heard.heard()
	i := slices.IndexFunc(list, func(r browser.RequestSeen) bool { return strings.HasSuffix(r.URL, "/slow") })
	if i < 0 {
		t.Fatalf("the request was not heard: %+v", list)
	}
	r := list[i]
	if r.Status != 200 || r.MIMEType != "text/html" || r.Protocol != "http/1.1" || r.Address != "127.0.0.1" || r.Body == 0 || r.Head == 0 || r.Bytes <= r.Head {
		t.Errorf("request: %+v", r)
	}
	if r.Phases == nil {
		t.Fatal("no phases")
	}
	p := *r.Phases
	sum := p.Blocked + max(p.DNS, 0) + max(p.Connect, 0) + p.Send + p.Wait + p.Receive
	if d := sum - r.Duration; d < -time.Millisecond || d > time.Millisecond {
		t.Errorf("phases of %s make %s: %+v", r.Duration, sum, p)
	}
	if !slices.Contains(r.Received, browser.Header{Name: "Content-Type", Value: "text/html; charset=utf-8"}) {
		t.Errorf("received: %+v", r.Received)
	}
}

func TestSecretHeadersAreNotKept(t *testing.T) {
	var heard recorder
	page := openPage(t, "/cookie", browser.PageOptions{Observer: &heard})
	if _, err := page.Goto(within(t), common.site.URL+"/cookie?again"); err != nil {
		t.Fatal(err)
	}
	moved := false
	for _, r := range heard.heard() {
		for _, h := range append(slices.Clone(r.Sent), r.Received...) {
			if strings.Contains(h.Value, "canary") {
				t.Errorf("%s keeps %s: %s", r.URL, h.Name, h.Value)
			}
		}
		if strings.Contains(r.URL+r.Redirect, "canary") {
			t.Errorf("an address keeps its session: %s, %s", r.URL, r.Redirect)
		}
		moved = moved || strings.HasSuffix(r.Redirect, "/form")
	}
	if !moved {
		t.Error("the redirect was not heard")
	}
}

func TestRequestUnderWayIsHeardAtTheEnd(t *testing.T) {
	var heard recorder
	page, err := common.browser.NewPage(within(t), browser.PageOptions{Observer: &heard})
	if err != nil {
		t.Fatal(err)
	}
	_, gone := page.Goto(briefly(t), common.site.URL+"/never")
	if err := page.Close(); err != nil {
		t.Fatal(err)
	}
	if gone == nil {
		t.Fatal("a page that never comes was reached")
	}
	if !slices.ContainsFunc(heard.heard(), func(r browser.RequestSeen) bool { return r.Unfinished && strings.HasSuffix(r.URL, "/never") }) {
		t.Errorf("the request is not heard: %+v", heard.heard())
	}
}
