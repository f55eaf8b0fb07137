package browser

import "time"

// Observer hears what happens on a page. Its methods are called one at a time,
// in the order of events, and everything that happened before an operation
// returned has been reported when it returns, unless the time of the operation was
// over. They must not call the page.
type Observer interface {
	Dialog(DialogSeen)
	Message(PageMessage)
	Request(RequestSeen)
	Retry(RetrySeen)
	Matched(Found)
	// Defect hears that this program panicked over what happened on the page, or that
	// another of these methods did, and so that something was not reported.
	Defect(error)
}

// NopObserver ignores everything; embed it to hear only some of it.
type NopObserver struct{}

// Dialog ignores.
func (NopObserver) Dialog(DialogSeen) {}

// Message ignores.
func (NopObserver) Message(PageMessage) {}

// Request ignores.
func (NopObserver) Request(RequestSeen) {}

// Retry ignores.
func (NopObserver) Retry(RetrySeen) {}

// Matched ignores.
func (NopObserver) Matched(Found) {}

// Defect ignores.
func (NopObserver) Defect(error) {}

// DialogSeen is a dialog of the page and the answer that it got.
type DialogSeen struct {
	At time.Time `json:"at"`
	// Kind is "alert", "confirm", "prompt" or "beforeunload".
	Kind     string `json:"kind"`
	Text     string `json:"text"`
	Accepted bool   `json:"accepted"`
	// URL is the page's address without secrets.
	URL string `json:"url"`
}

// PageMessage is an error that the page reported, or a window it wanted to open.
type PageMessage struct {
	At time.Time `json:"at"`
	// Kind is "exception", "console" or "popup", or "limit" where no more of a kind are
	// reported.
	Kind string `json:"kind"`
	Text string `json:"text"`
	URL  string `json:"url,omitempty"`
}

// RequestSeen is one request, without bodies, and with harmless headers only.
type RequestSeen struct {
	At     time.Time `json:"at"`
	Method string    `json:"method"`
	// URL is without secrets.
	URL string `json:"url"`
	// Status is the HTTP status, 0 if there was no answer.
	Status     int    `json:"status,omitempty"`
	StatusText string `json:"statusText,omitempty"`
	// Type is the kind of resource, such as "Document" or "Stylesheet".
	Type string `json:"type,omitempty"`
	// MIMEType is the answer's, as the browser understood it.
	MIMEType string `json:"mimeType,omitempty"`
	// Protocol is the one of the answer, such as "http/1.1" or "h2".
	Protocol string `json:"protocol,omitempty"`
	// Address is the server's IP address.
	Address string `json:"address,omitempty"`
	// Redirect is where the answer led to, without secrets.
	Redirect string   `json:"redirect,omitempty"`
	Sent     []Header `json:"sent,omitempty"`
	Received []Header `json:"received,omitempty"`

	Duration time.Duration `json:"duration"`
	// Phases divide the duration; nil for what did not come over the network.
	Phases *Phases `json:"phases,omitempty"`
	// Bytes is what came over the network, headers included.
	Bytes int64 `json:"bytes,omitempty"`
	// Head is how many of them were headers.
	Head int64 `json:"head,omitempty"`
	// Body is the size of the answer's content after decoding.
	Body int64 `json:"body,omitempty"`
	// Failed is the network error, if there was one.
	Failed string `json:"failed,omitempty"`
	// Fenced says that the address is not allowed and was never contacted.
	Fenced bool `json:"fenced,omitempty"`
	// Cached says that the answer came from the browser's cache.
	Cached bool `json:"cached,omitempty"`
	// Unfinished says that the page was closed before the request ended.
	Unfinished bool `json:"unfinished,omitempty"`
}

// NoPhase is the length of a phase that did not happen.
const NoPhase = -time.Millisecond

// Phases are the parts of a request's time, as HAR 1.2 names them. TLS is a
// part of Connect.
type Phases struct {
	Blocked, DNS, Connect, TLS, Send, Wait, Receive time.Duration
}

// RetrySeen is one try that has to be made again.
type RetrySeen struct {
	At      time.Time `json:"at"`
	Op      string    `json:"op"`
	Locator string    `json:"locator,omitempty"`
	// Round counts from 1.
	Round  int    `json:"round"`
	Reason string `json:"reason"`
}

// DialogPolicy answers a dialog of the page; kind is as in [DialogSeen]. It is
// called while the page stands still, so it must answer at once and not call
// the page.
type DialogPolicy func(kind, text string) (accept bool)
