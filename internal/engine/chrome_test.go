package engine_test

import (
	"context"
	"sync"

	"lockedit/internal/browser"
)

// chrome is the one browser of this package's tests; each run has browser
// contexts of its own in it. Runs that need other certificates, or that kill
// their browser, start one of their own.
var chrome struct {
	mu      sync.Mutex
	running *browser.Browser
}

// share launches the common browser when it is first asked for.
func share(ctx context.Context, o browser.Options) (*browser.Browser, error) {
	if o.URL != "" || o.InsecureTLS || len(o.PinnedKeys) > 0 {
		return browser.Launch(ctx, o)
	}
	chrome.mu.Lock()
	defer chrome.mu.Unlock()
	if chrome.running == nil {
		b, err := browser.Launch(ctx, o)
		if err != nil {
			return nil, err
		}
		chrome.running = b
	}
	return chrome.running.Share(o.Origins)
}

// closeChrome ends the common browser after the last test.
func closeChrome() error {
	if chrome.running == nil {
		return nil
	}
	return chrome.running.Close()
}
