package browser_test

import (
	"context"
	"errors"
	"syscall"
	"testing"
	"time"

	"lockedit/internal/browser"
)

// TestRecordedActOnABrowserThatHangsEnds holds that an act is over when its time is, also
// where the browser does not answer any more.
func TestRecordedActOnABrowserThatHangsEnds(t *testing.T) {
	t.Parallel()
	b, err := launch(common.site.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer closeBrowser(t, b)
	page, err := b.NewPage(within(t), browser.PageOptions{})
	if err == nil {
		_, err = page.Goto(within(t), common.site.URL+"/recorder")
	}
	if err == nil {
		err = syscall.Kill(-b.Process(), syscall.SIGSTOP)
	}
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() {
		_, _, err := page.Pick(briefly(t), aims("#count"), "")
		done <- err
	}()
	select {
	case err := <-done:
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v", err)
		}
	case <-time.After(time.Minute):
		t.Error("the act never ends")
	}
}
