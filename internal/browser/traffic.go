package browser

import (
	"cmp"
	"slices"
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
	// timing is what the browser measured of the way to the answer.
	timing *network.ResourceTiming
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
	case *network.EventDataReceived:
		if r := w.requests[ev.RequestID]; r != nil {
			r.seen.Body += ev.DataLength
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
		w.done(ev.RequestID, ev.Timestamp, func(r *request) {
			r.seen.Redirect = CleanURL(ev.Request.URL)
			r.seen.Bytes = int64(ev.RedirectResponse.EncodedDataLength)
		})
	}
	main := ev.FrameID == w.frame && string(ev.LoaderID) == string(ev.RequestID)
	if main {
		w.voyage.requested(ev)
	}
	if scheme, ok := originOf(ev.Request.URL); !ok || scheme == "" {
		return
	}
	w.requests[ev.RequestID] = &request{
		seen: RequestSeen{
			At: now(), Method: ev.Request.Method, URL: CleanURL(ev.Request.URL), Type: string(ev.Type),
			Sent: openHeaders(ev.Request.Headers),
		},
		url: ev.Request.URL, began: ev.Timestamp, main: main,
	}
}

func (w *watcher) answered(id network.RequestID, response *network.Response) {
	if r := w.requests[id]; r != nil {
		r.answered(response)
	}
	w.voyage.answered(id, response)
}

func (r *request) answered(response *network.Response) {
	r.seen.Status, r.seen.StatusText = int(response.Status), response.StatusText
	r.seen.Protocol, r.seen.MIMEType = response.Protocol, response.MimeType
	r.seen.Address, r.seen.Received = response.RemoteIPAddress, openHeaders(response.Headers)
	r.seen.Head = int64(response.EncodedDataLength)
	r.timing = response.Timing
	r.seen.Cached = r.seen.Cached || response.FromDiskCache
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
	r.seen.Duration = seconds(float64(at) - float64(r.began))
	r.seen.Phases = phases(r.timing, r.seen.Duration, float64(at))
	w.report(r)
}

// report tells of a request; the lock is held.
func (w *watcher) report(r *request) {
	if !w.fence.allows(r.url) && !w.counted(&w.refused, "requests to addresses that are not allowed") {
		return
	}
	seen := r.seen
	w.mail.post(func() { w.reports.Request(seen) })
}

// abandon reports the requests that are under way when the page closes, the
// oldest first.
func (w *watcher) abandon() {
	w.mu.Lock()
	defer w.mu.Unlock()
	var left []*request
	for _, r := range w.requests {
		r.seen.Unfinished = true
		left = append(left, r)
	}
	clear(w.requests)
	slices.SortFunc(left, func(a, b *request) int {
		return cmp.Or(a.seen.At.Compare(b.seen.At), cmp.Compare(a.seen.URL, b.seen.URL))
	})
	for _, r := range left {
		w.report(r)
	}
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// phases divides the time of a request as HAR 1.2 does. The browser's numbers
// are milliseconds from its RequestTime, -1 where a phase did not happen; nil
// for an answer that did not come over the network.
func phases(t *network.ResourceTiming, total time.Duration, end float64) *Phases {
	if t == nil || t.RequestTime == 0 {
		return nil
	}
	p := Phases{
		DNS: span(t.DNSStart, t.DNSEnd), Connect: span(t.ConnectStart, t.ConnectEnd), TLS: span(t.SslStart, t.SslEnd),
		Send: max(span(t.SendStart, t.SendEnd), 0), Wait: max(span(t.SendEnd, t.ReceiveHeadersEnd), 0),
	}
	headers := seconds(t.RequestTime) + time.Duration(t.ReceiveHeadersEnd*float64(time.Millisecond))
	p.Receive = max(seconds(end)-headers, 0)
	p.Blocked = max(total-max(p.DNS, 0)-max(p.Connect, 0)-p.Send-p.Wait-p.Receive, 0)
	return &p
}

// span is the time between two of the browser's milliseconds.
func span(from, to float64) time.Duration {
	if from < 0 || to < from {
		return NoPhase
	}
	return time.Duration((to - from) * float64(time.Millisecond))
}
