package browser

import (
	"context"
	"errors"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
)

// errNotRunning is the answer of Share before Launch or after Close.
var errNotRunning = errors.New("a browser that is not running cannot be shared")

// Share returns another user of a running browser: its pages may reach the
// given origins only, and each has a browser context of its own, so that no
// cookie, cache or storage is shared. Its Close leaves the browser running;
// that of the browser itself, and [Browser.GiveUp] of any user, ends it for
// everybody. The options of the start (sandbox, certificates, language, size)
// hold for all users.
func (b *Browser) Share(origins []string) (*Browser, error) {
	if b.tether.root == nil {
		return nil, errNotRunning
	}
	allowed, err := newFence(origins)
	if err != nil {
		return nil, err
	}
	user := &Browser{options: b.options, fence: allowed, info: b.info, owner: b, pid: b.pid}
	user.options.Origins = origins
	user.tether.root = b.tether.root
	return user, nil
}

// Shared says whether the browser is that of others, too.
func (b *Browser) Shared() bool { return b.owner != nil }

// GiveUp ends a browser that is of no use any more, also for those who share it.
func (b *Browser) GiveUp() error {
	if b.owner != nil {
		return b.owner.GiveUp()
	}
	return b.Close()
}

// Answers says whether the browser is there and answers. One that hangs has the
// time of an orderly end to do so.
func (b *Browser) Answers(ctx context.Context) bool {
	if b.tether.root == nil || b.tether.root.Err() != nil {
		return false
	}
	call, cancel := context.WithTimeout(b.tether.root, closeLimit)
	defer cancel()
	defer context.AfterFunc(ctx, cancel)()
	_, err := chromedp.CallBrowser(call, browser.GetVersion, cdp.Empty{})
	return err == nil
}
