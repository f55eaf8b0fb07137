package engine_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"lockedit/internal/browser"
	"lockedit/internal/engine"
	"lockedit/recordings"
	"lockedit/testenv/console"
)

// soonGivenUp launches browsers that are not waited for as long as those of a real run
// when they open no page.
func soonGivenUp(ctx context.Context, o browser.Options) (*browser.Browser, error) {
	o.OpenLimit = 10 * time.Second
	return browser.Launch(ctx, o)
}

// hangOn stops a run's first browser when it hears of an event of a type.
type hangOn struct {
	t      *testing.T
	kind   recordings.Type
	chrome *ownChrome
	once   sync.Once
}

func (h *hangOn) Event(e recordings.Event) {
	if e.Type == h.kind {
		h.once.Do(func() { signalBrowser(h.t, profileOf(h.chrome.last()), "", syscall.SIGSTOP) })
	}
}

// TestABrowserThatHangsDuringTheRestartIsReplaced stops the browser while the domain is
// stopped: it opens no page afterwards, and the values are read back with another.
func TestABrowserThatHangsDuringTheRestartIsReplaced(t *testing.T) {
	t.Parallel()
	c := oneTarget(t, console.Options{})
	before := c.Control().Active()
	r, _ := kubeRequest(t, c, "hanging-browser")
	r.Spec.Restart.Timeout = patience
	chrome, seen := &ownChrome{begin: soonGivenUp}, &seenEvents{}
	defer chrome.end()
	r.Sinks = []recordings.Sink{seen, &hangOn{t: t, kind: recordings.TypeServer, chrome: chrome}}
	ctx, cancel := context.WithTimeout(t.Context(), 2*patience)
	defer cancel()
	result, err := engineWith(chrome.launch).Run(ctx, r)
	if err != nil || result.Outcome.ExitCode != 0 {
		t.Errorf("outcome %+v, error %v, %v", result.Outcome, err, result.Err)
	}
	if !seen.tells(recordings.TypeRecovery, "starting another") {
		t.Error("the recovery is not in the recording")
	}
	expectConfiguration(t, c, before, "soa_cluster")
}

// TestTheReportIsPrintedThoughTheBrowserHangs stops the browser when the run is over.
func TestTheReportIsPrintedThoughTheBrowserHangs(t *testing.T) {
	t.Parallel()
	c := oneTarget(t, console.Options{})
	chrome := &ownChrome{begin: soonGivenUp}
	defer chrome.end()
	r := request(t, c)
	r.Sinks = []recordings.Sink{&hangOn{t: t, kind: recordings.TypeOutcome, chrome: chrome}}
	result, err := engineWith(chrome.launch).Plan(t.Context(), r)
	if err != nil || result.Outcome.ExitCode != 0 || len(result.Warnings) > 0 {
		t.Errorf("outcome %+v, error %v, %v; warnings %v", result.Outcome, err, result.Err, result.Warnings)
	}
	if info, err := os.Stat(filepath.Join(result.Dir, "report.pdf")); err != nil || info.Size() == 0 || chrome.count() != 2 {
		t.Errorf("%d browsers, report %+v, %v", chrome.count(), info, err)
	}
}

// TestABrowserThatHangsLeavesTimeToPrint holds that a browser that hangs, and would be
// waited for longer than a report is, does not use up the time of the next one.
func TestABrowserThatHangsLeavesTimeToPrint(t *testing.T) {
	t.Parallel()
	path, err := browser.Locate(browser.Finder{})
	if err != nil {
		t.Fatal(err)
	}
	b, err := browser.Launch(t.Context(), browser.Options{
		ExecPath: path, NoSandbox: os.Getuid() == 0, Env: os.Environ(), TempDir: t.TempDir(), OpenLimit: time.Hour,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	}()
	signalBrowser(t, profileOf(b), "", syscall.SIGSTOP)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if _, err := engine.PrintFirst(ctx, b, "<p>report</p>"); !errors.Is(err, context.DeadlineExceeded) || ctx.Err() != nil {
		t.Errorf("error %v, and of the whole time %v", err, ctx.Err())
	}
}
