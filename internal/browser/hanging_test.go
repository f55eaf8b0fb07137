package browser_test

import (
	"context"
	"errors"
	"syscall"
	"testing"
	"time"

	"lockedit/internal/browser"
)

// TestAHangingBrowserOpensNoPage stops a browser before a page is opened in it: the
// opening ends with its context, and where that has no end, at the limit of its own.
func TestAHangingBrowserOpensNoPage(t *testing.T) {
	t.Parallel()
	stopped := func(t *testing.T) context.Context {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(100*time.Millisecond, cancel)
		return ctx
	}
	endless := func(t *testing.T) context.Context { return t.Context() }
	for _, tt := range []struct {
		name  string
		ctx   func(*testing.T) context.Context
		limit time.Duration
		is    func(error) bool
	}{
		{"its caller stops it", stopped, 0, func(err error) bool { return errors.Is(err, context.Canceled) }},
		{"its caller has no time left", briefly, 0, func(err error) bool { return errors.Is(err, context.DeadlineExceeded) }},
		{"its caller waits for ever", endless, 100 * time.Millisecond, unanswered},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b, err := launchWith(browser.Options{Origins: []string{common.site.URL}, OpenLimit: tt.limit})
			if err != nil {
				t.Fatal(err)
			}
			defer closeBrowser(t, b)
			if err := syscall.Kill(-b.Process(), syscall.SIGSTOP); err != nil {
				t.Fatal(err)
			}
			opened := make(chan error, 1)
			go func() {
				_, err := b.NewPage(tt.ctx(t), browser.PageOptions{})
				opened <- err
			}()
			select {
			case err := <-opened:
				if !tt.is(err) {
					t.Errorf("error %v", err)
				}
			case <-within(t).Done():
				t.Error("a page of a browser that hangs is waited for")
			}
		})
	}
}

func unanswered(err error) bool {
	var silent *browser.UnansweredError
	return errors.As(err, &silent) && !errors.Is(err, context.Canceled)
}

// TestAPageOutlivesTheContextThatOpenedIt ends the context when the page is there.
func TestAPageOutlivesTheContextThatOpenedIt(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	page, err := common.browser.NewPage(ctx, browser.PageOptions{})
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := page.Goto(within(t), common.site.URL+"/form"); err != nil {
		t.Error(err)
	}
	if err := page.Close(); err != nil {
		t.Error(err)
	}
}

// deaf is an observer that does not come back from a message until it is let go.
type deaf struct {
	browser.NopObserver
	hold chan struct{}
}

func (d deaf) Message(browser.PageMessage) { <-d.hold }

// TestAnOperationEndsThoughItsObserverDoesNot holds that what a page reports, which may
// be faster than it is written, keeps no operation past its time.
func TestAnOperationEndsThoughItsObserverDoesNot(t *testing.T) {
	t.Parallel()
	d := deaf{hold: make(chan struct{})}
	page := openPage(t, "", browser.PageOptions{Observer: d})
	defer close(d.hold)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = page.Goto(briefly(t), common.site.URL+"/act?mode=throws") // it may have come or not
		_, _ = page.Find(briefly(t), css("#none"))
	}()
	select {
	case <-done:
	case <-within(t).Done():
		t.Error("an operation is kept by its observer")
	}
}
