package steps

import (
	"time"

	"lockedit/internal/browser"
	"lockedit/recordings"
	"lockedit/selectors"
)

// witness puts what happens on a page into the journal.
type witness struct {
	journal *recordings.Journal
	cat     *selectors.Catalogue
}

// NewWitness is the observer of a page that records all it hears.
func NewWitness(journal *recordings.Journal, cat *selectors.Catalogue) browser.Observer {
	return witness{journal: journal, cat: cat}
}

// Defect makes evidence that is not whole an error of the recording: the run stops before
// its next act.
func (w witness) Defect(err error) { w.journal.Remember(err) }

func (w witness) Dialog(d browser.DialogSeen) {
	answer := "dismissed"
	if d.Accepted {
		answer = "accepted"
	}
	w.journal.Dialog(recordings.Dialog{Kind: d.Kind, Text: d.Text, Answer: answer})
}

func (w witness) Message(m browser.PageMessage) {
	w.journal.Page(recordings.PageMessage{Kind: "script", Text: m.Kind + ": " + m.Text})
}

// Request records what went over the network; what the browser's cache
// answered did not.
func (w witness) Request(r browser.RequestSeen) {
	if r.Cached {
		return
	}
	failed := r.Failed
	if r.Fenced {
		failed = "not contacted: outside the console's origin"
	}
	took := millis(r.Duration)
	if r.Unfinished {
		took, failed = -1, "under way when the page was closed"
	}
	w.journal.Request(recordings.Request{
		Method: r.Method, URL: r.URL, Status: r.Status, StatusText: r.StatusText, Type: r.Type, At: r.At.UTC(),
		Millis: took, Phases: phases(r.Phases), Bytes: r.Bytes, Head: r.Head, Body: r.Body,
		MIME: r.MIMEType, Protocol: r.Protocol, Address: r.Address, Redirect: r.Redirect,
		Sent: headers(r.Sent), Received: headers(r.Received), Error: failed,
	})
}

func millis(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func phases(p *browser.Phases) *recordings.Phases {
	if p == nil {
		return nil
	}
	return &recordings.Phases{
		Blocked: millis(p.Blocked), DNS: millis(p.DNS), Connect: millis(p.Connect), TLS: millis(p.TLS),
		Send: millis(p.Send), Wait: millis(p.Wait), Receive: millis(p.Receive),
	}
}

func headers(list []browser.Header) []recordings.Header {
	var out []recordings.Header
	for _, h := range list {
		out = append(out, recordings.Header(h))
	}
	return out
}

func (w witness) Retry(r browser.RetrySeen) {
	w.journal.Retry(recordings.Retry{What: r.Op + " " + r.Locator, Attempt: r.Round, Why: r.Reason})
}

func (w witness) Matched(f browser.Found) {
	w.journal.Match(recordings.Match{Element: f.Locator, Candidates: f.Matched, Catalogue: w.cat.Origin(f.Locator)})
}
