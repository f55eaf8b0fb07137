package browser

import (
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
)

// request is one request under way.
type request struct {
	seen  RequestSeen
	url   string
	began cdp.MonotonicTime
	main  bool
}

// traffic takes the events of requests; the lock is held.
func (w *watcher) traffic(event any) {
	switch ev := event.(type) {
	case *network.EventRequestWillBeSent:
		w.requestSent(ev)
	case *network.EventResponseReceived:
		w.answered(ev.RequestID, ev.Response)
	case *network.EventRequestServedFromCache:
		if r := w.requests[ev.RequestID]; r != nil {
			r.seen.Cached = true
		}
	case *network.EventLoadingFinished:
		w.done(ev.RequestID, ev.Timestamp, func(r *request) { r.seen.Bytes = int64(ev.EncodedDataLength) })
	case *network.EventLoadingFailed:
		w.failedRequest(ev)
	}
}

func (w *watcher) requestSent(ev *network.EventRequestWillBeSent) {
	if ev.RedirectResponse != nil {
		w.answered(ev.RequestID, ev.RedirectResponse)
		w.done(ev.RequestID, ev.Timestamp, func(*request) {})
	}
	main := ev.FrameID == w.frame && string(ev.LoaderID) == string(ev.RequestID)
	if main {
		w.voyage.requested(ev)
	}
	if scheme, ok := originOf(ev.Request.URL); !ok || scheme == "" {
		return
	}
	w.requests[ev.RequestID] = &request{
		seen: RequestSeen{At: now(), Method: ev.Request.Method, URL: CleanURL(ev.Request.URL), Type: string(ev.Type)},
		url:  ev.Request.URL, began: ev.Timestamp, main: main,
	}
}

func (w *watcher) answered(id network.RequestID, response *network.Response) {
	if r := w.requests[id]; r != nil {
		r.seen.Status = int(response.Status)
		if response.FromDiskCache {
			r.seen.Cached = true
		}
	}
	w.voyage.answered(id, int(response.Status))
}

func (w *watcher) failedRequest(ev *network.EventLoadingFailed) {
	w.voyage.broke(ev)
	w.done(ev.RequestID, ev.Timestamp, func(r *request) {
		r.seen.Failed = ev.ErrorText
		r.seen.Fenced = !w.fence.allows(r.url)
	})
}

// done reports a request that came to its end.
func (w *watcher) done(id network.RequestID, at cdp.MonotonicTime, last func(*request)) {
	r := w.requests[id]
	if r == nil {
		return
	}
	delete(w.requests, id)
	last(r)
	r.seen.Duration = time.Duration((float64(at) - float64(r.began)) * float64(time.Second))
	seen := r.seen
	w.mail.post(func() { w.reports.Request(seen) })
}
