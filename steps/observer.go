package steps

import (
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

func (w witness) Request(r browser.RequestSeen) {
	failed := r.Failed
	if r.Fenced {
		failed = "not contacted: outside the console's origin"
	}
	w.journal.Request(recordings.Request{
		Method: r.Method, URL: r.URL, Status: r.Status, Type: r.Type, At: r.At,
		Millis: float64(r.Duration.Microseconds()) / 1000, Bytes: r.Bytes, Error: failed,
	})
}

func (w witness) Retry(r browser.RetrySeen) {
	w.journal.Retry(recordings.Retry{What: r.Op + " " + r.Locator, Attempt: r.Round, Why: r.Reason})
}

func (w witness) Matched(f browser.Found) {
	w.journal.Match(recordings.Match{Element: f.Locator, Candidates: f.Matched, Catalogue: w.cat.Origin(f.Locator)})
}
