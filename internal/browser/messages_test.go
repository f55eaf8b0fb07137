package browser_test

import (
	"strings"
	"testing"

	"lockedit/internal/browser"
)

// kinds counts what was heard by its kind.
func (r *recorder) kinds() map[string]int {
	r.mu.Lock()
	defer r.mu.Unlock()
	count := map[string]int{}
	for _, m := range r.messages {
		count[m.Kind]++
	}
	return count
}

// TestAPageThatReportsWithoutEndIsCutOff holds that messages and refused requests are
// bounded each by itself, and that it is said where they were left out.
func TestAPageThatReportsWithoutEndIsCutOff(t *testing.T) {
	t.Parallel()
	const most = 500
	seen := &recorder{}
	page := openPage(t, "/form", browser.PageOptions{Observer: seen})
	for _, step := range []struct {
		name, script    string
		console, fenced int
		limits          int
	}{
		{"as many as are kept", `() => { for (let i = 0; i < 500; i++) console.error('again', i); return null }`, most, 0, 0},
		{"one more", `() => { console.error('again'); return null }`, most, 0, 1},
		{"and more", `() => { for (let i = 0; i < 500; i++) console.error('again', i); return null }`, most, 0, 1},
		{"refused requests", `async () => { for (let i = 0; i < 510; i++) await fetch('http://127.0.0.1:1/' + i, {mode: 'no-cors'}).catch(() => 0); return null }`, most, most, 2},
	} {
		if err := page.Read(within(t), step.script, nil, nil); err != nil {
			t.Fatal(err)
		}
		if got := seen.kinds(); got["console"] != step.console || got["limit"] != step.limits || seen.fenced() != step.fenced {
			t.Errorf("%s: heard %v and %d refused requests, want %+v", step.name, got, seen.fenced(), step)
		}
	}
	if last := seen.messages[len(seen.messages)-1].Text; !strings.Contains(last, "only the first 500 requests") {
		t.Errorf("what is left out is told as %q", last)
	}
	before := len(seen.heard())
	if _, err := page.Goto(within(t), common.site.URL+"/form?again"); err != nil {
		t.Fatal(err)
	}
	if len(seen.heard()) != before+1 {
		t.Errorf("%d requests were heard after an allowed one, %d before it", len(seen.heard()), before)
	}
}

func TestALongMessageIsCut(t *testing.T) {
	t.Parallel()
	seen := &recorder{}
	page := openPage(t, "/form", browser.PageOptions{Observer: seen})
	if err := page.Read(within(t), `() => { console.error('ü'.repeat(1 << 20)); return null }`, nil, nil); err != nil {
		t.Fatal(err)
	}
	if got := seen.messages[0].Text; len(got) > 64<<10 || len(got) < 60<<10 || !strings.HasSuffix(got, "ü") {
		t.Errorf("heard %d bytes that end with %q", len(got), got[max(len(got)-8, 0):])
	}
}
