package browser

import (
	"context"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// Crash makes the page's process crash.
func (p *Page) Crash(ctx context.Context) {
	_, _ = cdp.Call(ctx, p.target, page.Crash, cdp.Empty{})
}

// Calls counts the round trips of a page's operations so far.
func (p *Page) Calls() int { return int(p.calls.Load()) }

// Tabs counts the pages of the browser.
func (b *Browser) Tabs() (int, error) {
	result, err := chromedp.CallBrowser(b.tether.root, target.GetTargets, target.GetTargetsParams{})
	count := 0
	for _, info := range result.TargetInfos {
		if info.Type == "page" {
			count++
		}
	}
	return count, err
}

// Process is the browser's process.
func (b *Browser) Process() int { return b.pid }

// Buried says whether it is known that no process of the browser is left.
func (b *Browser) Buried() bool {
	b.ending.Lock()
	defer b.ending.Unlock()
	return b.buried
}

// Profile is the browser's private directory.
func (b *Browser) Profile() string { return b.profile }

// Left counts the living processes of a browser without harming them.
func Left(pid int, profile string) int { return len(left(pid, profile)) }

// Names of what is tested by itself.
var (
	OriginOf = originOf
	Flags    = flags
	Environ  = environment
)
