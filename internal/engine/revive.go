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

// revive ends a page whose browser died or hangs, and opens one in another.
func (s *session) revive(ctx context.Context) (*browser.Page, error) {
	s.abandon()
	if err := s.launch(ctx); err != nil {
		return nil, err
	}
	return s.newPage(ctx)
}

// replace is revive where the browser opens no page at all.
func (s *session) replace(ctx context.Context) (*browser.Page, error) {
	s.giveUp()
	return s.revive(ctx)
}

// abandon ends a page that may not answer. Nothing that it was told may take effect
// later: a browser of this run's own is killed first, and one that is shared with other
// runs when it does not close the page.
func (s *session) abandon() {
	if s.browser != nil && !s.browser.Shared() {
		s.giveUp()
	}
	if !s.closed() {
		s.giveUp()
	}
	s.browser, s.page = nil, nil
}

func (s *session) giveUp() {
	if s.browser == nil {
		return
	}
	if err := s.browser.GiveUp(); err != nil {
		s.journal.Note("closing the browser that was given up: " + err.Error())
	}
}

// closed closes the page, and says whether it was closed in time.
func (s *session) closed() bool {
	page := s.page
	if page == nil {
		return true
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = page.Close() // nothing of it is needed any more
	}()
	timer := time.NewTimer(closeGrace)
	defer timer.Stop()
	select {
	case <-done:
		return true
	case <-timer.C:
		return false
	}
}
