package console

import (
	"io"
	"net/http"
	"strings"
	"time"
)

// unsent is a response that goes nowhere: the work is done, its answer is lost.
type unsent struct{ header http.Header }

func (u *unsent) Header() http.Header         { return u.header }
func (u *unsent) Write(p []byte) (int, error) { return len(p), nil }
func (u *unsent) WriteHeader(int)             {}

// perform does what was asked, and plays the faults of the answer.
func (x *exchange) perform(path string) {
	if x.hits.get("delivered-twice") != nil {
		x.unseen(path)
	}
	lost := x.hits.get("answer-lost") != nil || x.hits.get("answer-status") != nil ||
		x.hits.get("answer-hang") != nil || x.hits.get("admin-restart-after") != nil
	if !lost {
		x.route(path)
		x.afterwards()
		return
	}
	x.unseen(path)
	switch {
	case x.hits.get("answer-status") != nil:
		x.plainError(x.hits.get("answer-status").Status)
	case x.hits.get("answer-hang") != nil:
		<-x.r.Context().Done()
	case x.hits.get("admin-restart-after") != nil:
		x.c.bounceAdmin(x.hits.get("admin-restart-after").Delay)
		x.reset()
	default:
		x.reset()
	}
}

// unseen does what was asked without an answer, and forgets what it would have said.
func (x *exchange) unseen(path string) {
	w := x.w
	x.w = &unsent{header: http.Header{}}
	x.route(path)
	x.w, x.messages, x.posted, x.gone = w, nil, nil, false
}

// afterwards plays what happens once the answer is written.
func (x *exchange) afterwards() {
	if x.hits.get("session-ends") != nil && x.s != nil {
		x.c.end(x.s)
	}
	if x.hits.get("large-page") != nil {
		_, _ = io.WriteString(x.w, "<div hidden>"+strings.Repeat("padding ", 5<<20/8)+"</div>") // the browser may have gone
	}
}

// bounceAdmin restarts the admin server: its sessions end, and until it is back
// whatever stands before it answers 503. The lock and the edits stay.
func (c *Console) bounceAdmin(down time.Duration) {
	_ = c.Control().StopAdmin(Outage503) // a known outage
	time.AfterFunc(down, func() { _ = c.Control().StartAdmin() })
}
