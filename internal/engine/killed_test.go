package engine_test

import (
	"context"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"lockedit/internal/browser"
	"lockedit/internal/engine"
)

// killed runs the path until it and its browser are gone, and then holds what the
// next verbs do about what was left. The console cannot tell a browser that is gone
// from one whose tab and cookies are; so it is only alone asked for one of its own.
func (m *matrixRun) killed(ctx context.Context, t *testing.T, r engine.Request, alone bool) (v verdict) {
	chrome := &ownChrome{}
	if !alone {
		chrome.begin = shareBlank
	}
	defer chrome.end()
	if result, ok := m.run(ctx, engineWith(chrome.launch), (*engine.Engine).Run, r); ok {
		return m.judge(result) // it was faster than its end, and that did not come
	}
	chrome.end()
	m.c.Control().Before(nil)
	m.c.Control().ClearFaults()
	v = m.cleared(t, r)
	v.met = true
	return v
}

// cleared holds that what was left is refused, shown, and cleared by release.
func (m *matrixRun) cleared(t *testing.T, r engine.Request) verdict {
	var v verdict
	k, dir := m.c.Control(), filepath.Dir(r.Spec.Evidence.Dir)
	left := k.Lock() != nil
	play := func(name string, act verb, undo bool) int {
		r := r
		r.Spec.Evidence.Dir, r.Undo, r.Sinks = filepath.Join(dir, name), undo, nil
		result, err := act(engineWith(shareBlank), t.Context(), r)
		if err != nil {
			v.lie("%s: %v", name, err)
		}
		v.code, v.text = result.Outcome.ExitCode, result.Outcome.Verdict
		return result.Outcome.ExitCode
	}
	if left {
		if code := play("plan", (*engine.Engine).Plan, false); code != 1 {
			v.lie("plan did not refuse what was left: exit code %d, %s", code, v.text)
		}
		if !strings.Contains(v.text, "a run that did not end") {
			v.lie("plan does not say which run left it: %s", v.text)
		}
		if code := play("show", (*engine.Engine).Release, false); code != 4 {
			v.lie("release did not show what was left: exit code %d, %s", code, v.text)
		}
	}
	if code := play("clear", (*engine.Engine).Release, true); code != 0 {
		v.lie("release did not clear what was left: exit code %d, %s", code, v.text)
	}
	asBefore := len(differences(m.origin, k.Active())) == 0
	asWanted := len(differences(wantedTree(m.origin, "soa_cluster"), k.Active())) == 0
	if !asBefore && !asWanted || k.Lock() != nil || len(k.Pending()) > 0 {
		v.lie("after release: as before %v, as wanted %v, lock %+v, %d pending", asBefore, asWanted, k.Lock(), len(k.Pending()))
	}
	return v
}

// blank is the one browser of the matrix's runs that are not killed; nobody
// looks at its pictures.
var blank sharedChrome

func shareBlank(ctx context.Context, o browser.Options) (*browser.Browser, error) {
	o.Blank = true
	return blank.share(ctx, o)
}

// ownChrome is a browser for one run, so that it can be killed with it.
type ownChrome struct {
	// begin gets the browser; without it one is launched.
	begin   launcher
	mu      sync.Mutex
	running []*browser.Browser
}

func (o *ownChrome) launch(ctx context.Context, options browser.Options) (*browser.Browser, error) {
	options.Blank = true
	begin := o.begin
	if begin == nil {
		begin = browser.Launch
	}
	b, err := begin(ctx, options)
	if err == nil {
		o.mu.Lock()
		o.running = append(o.running, b)
		o.mu.Unlock()
	}
	return b, err
}

// count is how many browsers were launched.
func (o *ownChrome) count() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.running)
}

// last is the browser that was launched last.
func (o *ownChrome) last() *browser.Browser {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.running[len(o.running)-1]
}

func (o *ownChrome) end() {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, b := range o.running {
		_ = b.Close() // it may be gone already
	}
	o.running = nil
}
