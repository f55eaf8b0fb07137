package browser

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/css"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/security"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// PageOptions says how a page behaves.
type PageOptions struct {
	// Dialogs answers dialogs; nil stands for the default: dismiss everything,
	// but let a page go (beforeunload) where we asked for the next one.
	Dialogs DialogPolicy
	// Observer hears what happens; nil for nobody.
	Observer Observer
}

// Page is one tab in a browser context of its own: no cookie, no cache and no
// storage is shared with another page. Its operations are for one goroutine.
type Page struct {
	browser  *Browser
	target   *chromedp.Target
	watch    *watcher
	observer Observer
	close    func() error
	// hovering says that the mouse is where the last click left it.
	hovering atomic.Bool
	// acts hears of clicks and opened addresses; nil for nobody.
	acts func(Act)
	// screen is the screen that a flow has set; nil for that of the options.
	screen atomic.Pointer[Screen]
	// calls counts the round trips of operations.
	calls atomic.Int64
	// colours are those of its pictures.
	colours *colours
}

// NewPage opens a page. The end of ctx stops the opening, not the page; only
// [Page.Close] and [Browser.Close] do. A browser that has not opened it within
// Options.OpenLimit gets an [*UnansweredError].
func (b *Browser) NewPage(ctx context.Context, o PageOptions) (*Page, error) {
	return b.openPage(ctx, o, b.fence)
}

func (b *Browser) openPage(ctx context.Context, o PageOptions, f fence) (*Page, error) {
	if o.Observer == nil {
		o.Observer = NopObserver{}
	}
	p := &Page{browser: b, observer: o.Observer, watch: newWatcher(f, o), colours: newColours()}
	tab, cancel := chromedp.NewContext(b.tether.root, chromedp.WithListener(p.watch.hear),
		chromedp.WithNewBrowserContext(func(c *target.CreateBrowserContextParams) {
			c.ProxyServer, c.ProxyBypassList = deadProxy, f.bypass()
		}))
	p.close = func() error { return closeTab(tab, cancel) }
	limit := b.options.OpenLimit
	ctx, done := context.WithTimeoutCause(ctx, limit, &UnansweredError{Limit: limit})
	defer done()
	if err := p.openWithin(ctx, tab, cancel); err != nil {
		return nil, errors.Join(fmt.Errorf("opening a page: %w", err), p.Close())
	}
	return p, nil
}

// openWithin opens the page unless ctx ends first. What chromedp makes lives as long
// as the context that it is made with, so that is the tab's own, and the end of ctx
// ends the tab for as long as it is being opened.
func (p *Page) openWithin(ctx, tab context.Context, cancel context.CancelFunc) error {
	stop := context.AfterFunc(ctx, func() {
		p.watch.end(&DetachedError{Reason: "its opening was stopped"})
		cancel()
	})
	err := p.open(ctx, tab)
	if !stop() {
		return context.Cause(ctx)
	}
	return err
}

func closeTab(tab context.Context, cancel context.CancelFunc) error {
	defer cancel()
	return closeError(chromedp.Cancel(tab))
}

func (p *Page) open(ctx, tab context.Context) error {
	if err := chromedp.Do(tab); err != nil {
		return err
	}
	c := chromedp.FromContext(tab)
	p.target = c.Target
	p.watch.follow(tab, c.Target, c.Browser.LostConnection)
	if err := p.prepare(ctx); err != nil {
		return err
	}
	_, err := cdp.Call(ctx, c.Browser, cdpbrowser.SetDownloadBehavior, cdpbrowser.SetDownloadBehaviorParams{
		Behavior: cdpbrowser.SetDownloadBehaviorBehaviorDeny, BrowserContextID: c.BrowserContextID,
	})
	return err
}

// prepare switches off what chromedp switches on and nobody here needs, and
// sets the fixed size, the language and the look-up's world.
func (p *Page) prepare(ctx context.Context) error {
	source, err := library(p.browser.options.Blank)
	if err != nil {
		return err
	}
	o := p.browser.options
	steps := []struct {
		method string
		params any
	}{
		{css.Disable.Method, cdp.Empty{}},
		{dom.Disable.Method, cdp.Empty{}},
		{cdplog.Disable.Method, cdp.Empty{}},
		{emulation.SetUserAgentOverride.Method, emulation.SetUserAgentOverrideParams{
			UserAgent: p.browser.info.UserAgent, AcceptLanguage: o.AcceptLanguage,
		}},
		{emulation.SetDeviceMetricsOverride.Method, o.metrics()},
		{emulation.SetFocusEmulationEnabled.Method, emulation.SetFocusEmulationEnabledParams{Enabled: true}},
		{emulation.SetScrollbarsHidden.Method, emulation.SetScrollbarsHiddenParams{Hidden: true}},
		{page.AddScriptToEvaluateOnNewDocument.Method, page.AddScriptToEvaluateOnNewDocumentParams{
			Source: source, WorldName: worldName, RunImmediately: new(true),
		}},
	}
	for _, step := range steps {
		if err := p.target.Call(ctx, step.method, step.params, nil); err != nil {
			return fmt.Errorf("%s: %w", step.method, err)
		}
	}
	if !o.InsecureTLS || p.browser.pid != 0 {
		return nil
	}
	_, err = cdp.Call(ctx, p.target, security.SetIgnoreCertificateErrors, security.SetIgnoreCertificateErrorsParams{Ignore: true})
	return err
}

// metrics are the size of the viewport. Where pictures are blank, Chrome need not
// draw many pixels either; a page is laid out in CSS pixels all the same.
func (o Options) metrics() emulation.SetDeviceMetricsOverrideParams {
	params := metrics(o.Width, o.Height)
	if o.Blank {
		params.DeviceScaleFactor = 0.25
	}
	return params
}

func metrics(width, height int) emulation.SetDeviceMetricsOverrideParams {
	return emulation.SetDeviceMetricsOverrideParams{Width: int64(width), Height: int64(height), DeviceScaleFactor: 1}
}

// Close closes the page and forgets its cookies.
func (p *Page) Close() error {
	p.watch.end(&DetachedError{Reason: "it was closed by this program"})
	err := p.close()
	p.watch.abandon()
	p.watch.mail.close()
	return err
}

// URL returns the page's address without secrets.
func (p *Page) URL(context.Context) (string, error) {
	return CleanURL(p.watch.address()), nil
}

// Alive asks the page to run a script that needs nothing of it, also of a page that is
// still coming in. It returns the errors of every operation.
func (p *Page) Alive(ctx context.Context) error {
	return p.operate(ctx, "ask whether the browser answers", "", func(ctx context.Context, _ int) error {
		return p.perform(ctx, "alive", struct{}{}, "", nil)
	})
}

func now() time.Time { return time.Now() }
