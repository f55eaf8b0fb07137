package engine_test

import (
	"context"
	"sync"

	"lockedit/internal/browser"
)

// sharedChrome is one browser for many runs; each has browser contexts of its
// own in it. It is launched when it is first asked for.
type sharedChrome struct {
	mu      sync.Mutex
	running *browser.Browser
}

// chrome is the one browser of this package's tests. Runs that need other
// certificates, or that kill their browser, start one of their own.
var chrome sharedChrome

func share(ctx context.Context, o browser.Options) (*browser.Browser, error) {
	return chrome.share(ctx, o)
}

func (s *sharedChrome) share(ctx context.Context, o browser.Options) (*browser.Browser, error) {
	if o.URL != "" || o.InsecureTLS || len(o.PinnedKeys) > 0 {
		return browser.Launch(ctx, o)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running != nil && s.gone(ctx) {
		_ = s.running.Close() // it was given up, and is closed already
		s.running = nil
	}
	if s.running == nil {
		b, err := browser.Launch(ctx, o)
		if err != nil {
			return nil, err
		}
		s.running = b
	}
	return s.running.Share(o.Origins)
}

// tries is how often a browser has to leave a question without an answer until it is
// taken for one that a run gave up, and not for one that many runs keep busy.
const tries = 3

func (s *sharedChrome) gone(ctx context.Context) bool {
	for range tries {
		if s.running.Answers(ctx) || ctx.Err() != nil {
			return false
		}
	}
	return true
}

// close ends the common browser after the last test.
func (s *sharedChrome) close() error {
	if s.running == nil {
		return nil
	}
	return s.running.Close()
}
