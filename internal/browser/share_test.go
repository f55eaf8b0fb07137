package browser_test

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
	"testing"

	"lockedit/internal/browser"
)

func TestSharedBrowserKeepsItsUsersApart(t *testing.T) {
	other := newSite()
	defer other.Close()
	user, err := common.browser.Share([]string{other.URL})
	if err != nil {
		t.Fatal(err)
	}
	page, err := user.NewPage(t.Context(), browser.PageOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := page.Goto(t.Context(), other.URL+"/"); err != nil {
		t.Errorf("its own origin: %v", err)
	}
	if _, err := page.Goto(t.Context(), common.site.URL+"/"); err == nil {
		t.Error("the origin of the browser's other user was let through")
	}
	if err := page.Close(); err != nil {
		t.Error(err)
	}
	if err := user.Close(); err != nil {
		t.Error(err)
	}
	page, err = common.browser.NewPage(t.Context(), browser.PageOptions{})
	if err != nil {
		t.Fatalf("the browser was ended by one of its users: %v", err)
	}
	if err := page.Close(); err != nil {
		t.Error(err)
	}
}

// TestASharedBrowserIsGivenUpForAll holds how users tell that their browser is gone or
// hangs, and that any of them ends it for all, with all that it left.
func TestASharedBrowserIsGivenUpForAll(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		strike  func(pid int) error
		answers bool
	}{
		{"alive", func(int) error { return nil }, true},
		{"killed", func(pid int) error { return syscall.Kill(-pid, syscall.SIGKILL) }, false},
		{"hanging", func(pid int) error { return syscall.Kill(-pid, syscall.SIGSTOP) }, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b, err := launch(common.site.URL)
			if err != nil {
				t.Fatal(err)
			}
			pid, profile := b.Process(), b.Profile()
			first, other := shareOf(t, b), shareOf(t, b)
			if err := tt.strike(pid); err != nil {
				t.Fatal(err)
			}
			if got := other.Answers(t.Context()); got != tt.answers || b.Shared() || !other.Shared() {
				t.Errorf("it answers: %v, want %v", got, tt.answers)
			}
			if err := first.GiveUp(); err != nil {
				t.Error(err)
			}
			if n := browser.Left(pid, profile); n != 0 || b.Answers(t.Context()) || other.Answers(t.Context()) {
				t.Errorf("%d processes are left", n)
			}
			if _, err := os.Stat(profile); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("the profile is left: %v", err)
			}
			if err := errors.Join(other.GiveUp(), first.Close(), b.Close()); err != nil {
				t.Errorf("again: %v", err)
			}
		})
	}
}

func shareOf(t *testing.T, b *browser.Browser) *browser.Browser {
	t.Helper()
	user, err := b.Share([]string{common.site.URL})
	if err != nil {
		t.Fatal(err)
	}
	return user
}

func TestShareNeedsARunningBrowser(t *testing.T) {
	if _, err := new(browser.Browser).Share(nil); err == nil {
		t.Error("a browser that was never started is shared")
	}
}
