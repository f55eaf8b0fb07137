package engine

import (
	"context"
	"time"

	"lockedit/internal/browser"
	"lockedit/steps"
)

// closeGrace is how long the page of a browser that is given up may take to close.
const closeGrace = 2 * time.Second

// newPage opens an isolated page that is watched.
func (s *session) newPage(ctx context.Context) (*browser.Page, error) {
	page, err := s.browser.NewPage(ctx, browser.PageOptions{Observer: steps.NewWitness(s.journal, s.cat)})
	if err != nil {
		return nil, err
	}
	s.page = page
	return page, nil
}

// revive ends a browser that died or hangs and starts another.
func (s *session) revive(ctx context.Context) (*browser.Page, error) {
	s.abandon()
	if err := s.launch(ctx); err != nil {
		return nil, err
	}
	return s.newPage(ctx)
}

// abandon ends a browser that may not answer: its processes are killed first,
// and its page is not waited for.
func (s *session) abandon() {
	if s.browser != nil {
		if err := s.browser.Close(); err != nil {
			s.journal.Note("closing the browser that was given up: " + err.Error())
		}
	}
	if page := s.page; page != nil {
		closed := make(chan struct{})
		go func() {
			defer close(closed)
			_ = page.Close() // nothing of it is needed any more
		}()
		timer := time.NewTimer(closeGrace)
		defer timer.Stop()
		select {
		case <-closed:
		case <-timer.C:
		}
	}
	s.browser, s.page = nil, nil
}
