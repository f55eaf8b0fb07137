package browser

import (
	"context"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
)

// loadGrace is how long a document that is complete may wait for its last
// pictures and style sheets.
const loadGrace = 10 * time.Second

// abortGrace is how long a navigation that was broken off may be followed by the
// one that broke it off.
const abortGrace = time.Second

// idleGrace is how long a click may take to begin to open a page; a slow server
// does not count, because the request begins before it. A page that asked and
// was refused begins none, so it is given less.
const (
	idleGrace   = 10 * time.Second
	dialogGrace = 2 * time.Second
)

// aborted is the network error of a navigation that gave way to another one, or
// that was answered with nothing to show.
const aborted = "net::ERR_ABORTED"

// Response is the document that a navigation ended at.
type Response struct {
	// URL is its address without secrets.
	URL string `json:"url"`
	// Status is the HTTP status; 0 for documents that need no network.
	Status int `json:"status"`
}

// voyage is one navigation of the main frame that was armed before whatever
// starts it. Its methods accept nil, for events that nobody waits for; the
// watcher's lock is held.
type voyage struct {
	leg
	// moved holds a token when something happened since it was last taken.
	moved chan struct{}
	// armed is when it was armed, refused when a dialog was dismissed since.
	armed, refused time.Time
}

// leg is what is known of the navigation under way. A page that sends the
// browser elsewhere before it is complete begins a new one.
type leg struct {
	loader cdp.LoaderID
	method string
	url    string
	status int
	// kept says that it came out of the browser's cache.
	kept      bool
	failure   string
	failed    time.Time
	shown     bool
	errorPage bool
	parsed    time.Time
	loaded    bool
}

func (v *voyage) restart(loader cdp.LoaderID, url string) {
	v.leg = leg{loader: loader, method: "GET", url: url}
	v.step()
}

func (v *voyage) step() {
	select {
	case v.moved <- struct{}{}:
	default:
	}
}

func (v *voyage) requested(ev *network.EventRequestWillBeSent) {
	if v == nil {
		return
	}
	if ev.LoaderID != v.loader {
		v.restart(ev.LoaderID, ev.Request.URL)
	}
	v.method, v.url, v.status = ev.Request.Method, ev.Request.URL, 0
	v.step()
}

func (v *voyage) answered(id network.RequestID, response *network.Response) {
	if v == nil || string(id) != string(v.loader) {
		return
	}
	v.status, v.kept = int(response.Status), response.FromDiskCache
	v.step()
}

func (v *voyage) broke(ev *network.EventLoadingFailed) {
	if v == nil || string(ev.RequestID) != string(v.loader) {
		return
	}
	v.failure, v.failed = ev.ErrorText, now()
	v.step()
}

func (v *voyage) commit(f *cdp.Frame) {
	if v == nil || f.LoaderID != v.loader {
		return
	}
	v.shown = true
	if f.UnreachableURL != "" {
		v.errorPage = true
	} else {
		v.url = f.URL
	}
	v.step()
}

// starting notes a navigation that may need no request, such as about:blank.
func (w *watcher) starting(ev *page.EventFrameStartedNavigating) {
	if w.voyage == nil || ev.FrameID != w.frame || ev.LoaderID == w.voyage.loader {
		return
	}
	switch ev.NavigationType {
	case page.FrameStartedNavigatingNavigationTypeSameDocument, page.FrameStartedNavigatingNavigationTypeHistorySameDocument:
	default:
		w.voyage.restart(ev.LoaderID, ev.URL)
	}
}

func (w *watcher) lifecycle(ev *page.EventLifecycleEvent) {
	v := w.voyage
	if v == nil || ev.FrameID != w.frame || ev.LoaderID != v.loader {
		return
	}
	switch ev.Name {
	case "DOMContentLoaded":
		v.parsed = now()
	case "load":
		v.loaded = true
	}
	v.step()
}

// arm starts to watch for the next navigation of the main frame.
func (w *watcher) arm() *voyage {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.voyage = &voyage{moved: make(chan struct{}, 1), armed: now()}
	w.asked = true
	w.dialog = ""
	return w.voyage
}

func (w *watcher) disarm() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.voyage, w.asked = nil, false
}

// land waits until the armed navigation has shown a complete document.
func (w *watcher) land(ctx context.Context, v *voyage) (Response, error) {
	for {
		response, done, err := w.progress(v)
		if done {
			return response, err
		}
		if err := w.next(ctx, v); err != nil {
			return response, w.overdue(v, err)
		}
	}
}

// kept says whether the page that a voyage ended at came out of the browser's cache.
func (w *watcher) kept(v *voyage) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return v.kept
}

// next waits for the voyage's next event, but not longer than the load of an
// otherwise complete document may take.
func (w *watcher) next(ctx context.Context, v *voyage) error {
	timer := time.NewTimer(w.patience(v))
	defer timer.Stop()
	select {
	case <-v.moved:
		return nil
	case <-timer.C:
		return nil
	case <-w.ended:
		return w.verdict()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// patience is the time to the next moment at which a voyage may be over without
// another event.
func (w *watcher) patience(v *voyage) time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case !v.parsed.IsZero():
		return max(time.Until(v.parsed.Add(loadGrace)), time.Millisecond)
	case !v.failed.IsZero():
		return max(time.Until(v.failed.Add(abortGrace)), time.Millisecond)
	case v.loader == "":
		return max(time.Until(v.beginsBy()), time.Millisecond)
	}
	return time.Hour
}

// progress says whether a voyage is over, and how.
func (w *watcher) progress(v *voyage) (Response, bool, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	response := Response{URL: CleanURL(v.url), Status: v.status}
	switch {
	case v.loader == "" && !now().Before(v.beginsBy()):
		return response, true, &NavigationError{Reason: "no page was opened"}
	case v.broken(), v.errorPage && v.complete():
		return response, true, w.misfortune(v)
	case v.shown && v.complete():
		return response, true, nil
	}
	return response, false, nil
}

// beginsBy is when a navigation that has not begun is taken for none.
func (v *voyage) beginsBy() time.Time {
	if !v.refused.IsZero() {
		return v.refused.Add(dialogGrace)
	}
	return v.armed.Add(idleGrace)
}

// turnedDown notes that the page asked a person and was refused.
func (v *voyage) turnedDown() {
	if v == nil {
		return
	}
	v.refused = now()
	v.step()
}

// complete says whether the document is all there, or as good as.
func (l *leg) complete() bool {
	return l.loaded || (!l.parsed.IsZero() && time.Since(l.parsed) >= loadGrace)
}

// broken says whether it failed for good. A document that is shown and then
// broken off by the next navigation is none that failed.
func (l *leg) broken() bool {
	if l.failure == aborted {
		return !l.shown && time.Since(l.failed) >= abortGrace
	}
	return l.failure != ""
}

// unsent are failures before a request can have reached the server.
var unsent = [...]string{
	"net::ERR_CONNECTION_REFUSED", "net::ERR_NAME_NOT_RESOLVED", "net::ERR_ADDRESS_UNREACHABLE", "net::ERR_CONNECTION_TIMED_OUT",
	"net::ERR_INTERNET_DISCONNECTED", "net::ERR_ADDRESS_INVALID", "net::ERR_BLOCKED_BY_CLIENT", "net::ERR_CERT", "net::ERR_SSL",
	"net::ERR_UNSAFE_PORT", "net::ERR_BLOCKED_BY_RESPONSE", blackHole,
}

// misfortune is the typed error of a voyage that failed; the lock is held.
func (w *watcher) misfortune(v *voyage) error {
	if !w.fence.allows(v.url) {
		return w.fence.breach(v.url)
	}
	reason := v.failure
	if reason == "" {
		reason = "the answer is empty"
	}
	if v.method == "POST" && v.status == 0 && !startsWithAny(reason, unsent[:]) {
		return &LostAnswerError{URL: CleanURL(v.url), Reason: reason}
	}
	return &NavigationError{URL: CleanURL(v.url), Status: v.status, Reason: reason}
}

// overdue is the typed error of a voyage that did not end in time.
func (w *watcher) overdue(v *voyage, cause error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	var err error
	switch {
	case v.loader == "":
		err = &NavigationError{Reason: "no page was opened"}
	case v.method == "POST" && !v.shown:
		err = &LostAnswerError{URL: CleanURL(v.url), Reason: "no answer in time"}
	default:
		err = &NavigationError{URL: CleanURL(v.url), Status: v.status, Reason: "it took too long"}
	}
	return ended(err, cause)
}
