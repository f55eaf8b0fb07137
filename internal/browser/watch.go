package browser

import (
	"context"
	"encoding/json"
	"sync"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/inspector"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"

	"lockedit/internal/defect"
)

// watcher keeps what the page's events tell: the look-up's world, the
// navigation under way, dialogs, requests, and how the page ended. It hears
// every event in order, from one goroutine that must not wait.
type watcher struct {
	fence   fence
	policy  DialogPolicy
	reports Observer
	mail    *mailbox

	mu sync.Mutex
	// send answers a dialog; set once the tab is attached.
	send func(accept bool) error
	// shut closes a window that the page opened.
	shut func(target.ID) error
	// frame is the main frame, which keeps its ID over navigations.
	frame cdp.FrameID
	// world is the look-up's execution context in the document shown now.
	world string
	// worlds are the contexts of all frames.
	worlds worlds
	url    string
	// failed is the address whose error page is shown now.
	failed   string
	voyage   *voyage
	asked    bool
	dialog   string
	requests map[network.RequestID]*request
	// messages and refused count what was reported of each.
	messages, refused int
	fate              error
	ended             chan struct{}
}

func newWatcher(f fence, o PageOptions) *watcher {
	return &watcher{
		fence: f, policy: o.Dialogs, reports: o.Observer, mail: newMailbox(o.Observer.Defect),
		requests: map[network.RequestID]*request{}, ended: make(chan struct{}),
	}
}

// follow connects the watcher to its tab once there is one.
func (w *watcher) follow(tab context.Context, t *chromedp.Target, lost <-chan struct{}) {
	w.mu.Lock()
	w.frame = cdp.FrameID(t.TargetID)
	w.send = func(accept bool) error {
		_, err := cdp.Call(tab, t, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: accept})
		return err
	}
	w.shut = func(id target.ID) error {
		_, err := chromedp.CallBrowser(tab, target.CloseTarget, target.CloseTargetParams{TargetID: id})
		return err
	}
	w.mu.Unlock()
	context.AfterFunc(tab, func() { w.end(&CrashedError{What: "browser"}) })
	go func() {
		select {
		case <-lost:
			w.end(&CrashedError{What: "browser"})
		case <-w.ended:
		}
	}()
	if gone, err := chromedp.Detached(tab); err == nil {
		go w.awaitDetach(gone, lost)
	}
}

func (w *watcher) awaitDetach(gone, lost <-chan struct{}) {
	select {
	case <-gone:
	case <-w.ended:
		return
	}
	select {
	case <-lost:
		w.end(&CrashedError{What: "browser"})
	default:
		w.end(&DetachedError{Reason: "the browser closed it"})
	}
}

// end records the first reason why the page can no longer be used.
func (w *watcher) end(reason error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.fate == nil {
		w.fate = reason
		close(w.ended)
	}
}

// verdict is why the page ended; nil while it lives.
func (w *watcher) verdict() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.fate
}

func (w *watcher) address() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.failed != "" {
		return w.failed
	}
	return w.url
}

// where returns the world of the document shown now, and the address that could
// not be loaded if an error page is shown instead.
func (w *watcher) where() (world, failed string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.world, w.failed
}

// hear takes one event of the tab.
func (w *watcher) hear(event any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := defect.Guard(func() error { w.take(event); return nil }); err != nil {
		w.mail.post(func() { w.reports.Defect(err) })
	}
}

// take takes note of an event; the lock is held.
func (w *watcher) take(event any) {
	switch ev := event.(type) {
	case *runtime.EventExecutionContextCreated:
		w.worldBorn(ev.Context)
	case *runtime.EventExecutionContextDestroyed:
		w.worlds.died(ev.ExecutionContextUniqueID)
		if ev.ExecutionContextUniqueID == w.world {
			w.world = ""
		}
	case *runtime.EventExecutionContextsCleared:
		w.world, w.worlds = "", worlds{}
	case *page.EventFrameStartedNavigating:
		w.starting(ev)
	case *page.EventFrameNavigated:
		w.committed(ev.Frame)
	case *page.EventNavigatedWithinDocument:
		if ev.FrameID == w.frame {
			w.url = ev.URL
		}
	case *page.EventLifecycleEvent:
		w.lifecycle(ev)
	case *page.EventJavascriptDialogOpening:
		w.dialogOpened(ev)
	case *page.EventWindowOpen:
		w.message("popup", ev.URL, "the page wanted to open a window")
	case *runtime.EventExceptionThrown:
		w.exception(ev.ExceptionDetails)
	case *runtime.EventConsoleAPICalled:
		w.console(ev)
	case *target.EventTargetCreated:
		w.windowOpened(ev.TargetInfo)
	case *inspector.EventTargetCrashed:
		w.crashed()
	default:
		w.traffic(event)
	}
}

// windowOpened closes a window that got past the browser's own refusal, which a
// browser that was running already may lack; the lock is held.
func (w *watcher) windowOpened(info *target.Info) {
	if w.shut == nil || cdp.FrameID(info.OpenerID) != w.frame {
		return
	}
	shut := w.shut
	// An error means that the window is gone already.
	go func() { _ = shut(info.TargetID) }()
}

func (w *watcher) crashed() {
	if w.fate == nil {
		w.fate = &CrashedError{What: "page"}
		close(w.ended)
	}
}

func (w *watcher) worldBorn(c *runtime.ExecutionContextDescription) {
	w.worlds.born(c)
	if c.Name != worldName {
		return
	}
	var data struct {
		FrameID cdp.FrameID `json:"frameId"`
	}
	if json.Unmarshal(c.AuxData, &data) == nil && (w.frame == "" || data.FrameID == w.frame) {
		w.world = c.UniqueID
	}
}

func (w *watcher) committed(f *cdp.Frame) {
	if f.ParentID != "" || (w.frame != "" && f.ID != w.frame) {
		return
	}
	w.url, w.failed = f.URL, f.UnreachableURL
	w.voyage.commit(f)
}
