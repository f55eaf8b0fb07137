package browser_test

import (
	"slices"
	"sync"

	"lockedit/internal/browser"
)

// recorder keeps everything that an observer hears.
type recorder struct {
	mu       sync.Mutex
	dialogs  []browser.DialogSeen
	messages []browser.PageMessage
	requests []browser.RequestSeen
	retries  []browser.RetrySeen
	found    []browser.Found
	defects  []error
}

func (r *recorder) Defect(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.defects = append(r.defects, err)
}

func (r *recorder) Dialog(seen browser.DialogSeen) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.dialogs = append(r.dialogs, seen)
}

func (r *recorder) Message(seen browser.PageMessage) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.messages = append(r.messages, seen)
}

func (r *recorder) Request(seen browser.RequestSeen) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.requests = append(r.requests, seen)
}

func (r *recorder) Retry(seen browser.RetrySeen) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.retries = append(r.retries, seen)
}

func (r *recorder) Matched(seen browser.Found) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.found = append(r.found, seen)
}

// messageOf says whether a message of a kind was heard.
func (r *recorder) messageOf(kind string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.ContainsFunc(r.messages, func(m browser.PageMessage) bool { return m.Kind == kind })
}

// fenced counts the requests that the fence stopped.
func (r *recorder) fenced() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	count := 0
	for _, seen := range r.requests {
		if seen.Fenced {
			count++
		}
	}
	return count
}
