package browser

import (
	"context"
	"fmt"

	"github.com/chromedp/cdproto/emulation"
)

// Screen is the size and kind of screen that a page believes in.
type Screen struct {
	// Width and Height are in CSS pixels.
	Width, Height int
	// Scale is the number of device pixels of a CSS pixel; 0 means 1.
	Scale         float64
	Mobile, Touch bool
	Landscape     bool
}

// SetScreen changes the page's size and kind of screen.
func (p *Page) SetScreen(ctx context.Context, s Screen) error {
	return p.operate(ctx, "set the viewport", "", func(ctx context.Context, _ int) error {
		p.screen.Store(&s)
		if _, err := call(ctx, p, emulation.SetDeviceMetricsOverride, p.metrics(s.Height)); err != nil {
			return p.callFailure(ctx, err)
		}
		_, err := call(ctx, p, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: s.Touch})
		if err != nil {
			return p.callFailure(ctx, err)
		}
		return nil
	})
}

// SetLanguage changes the languages that the page asks for, in the form of the
// header Accept-Language, from the next document on.
func (p *Page) SetLanguage(ctx context.Context, accept string) error {
	return p.operate(ctx, "set the language", "", func(ctx context.Context, _ int) error {
		_, err := call(ctx, p, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{
			UserAgent: p.browser.info.UserAgent, AcceptLanguage: accept,
		})
		if err != nil {
			return p.callFailure(ctx, err)
		}
		return nil
	})
}

// metrics are the page's screen with a height in CSS pixels of its own, which a
// picture may stretch.
func (p *Page) metrics(height int) emulation.SetDeviceMetricsOverrideParams {
	s := p.screen.Load()
	if s == nil {
		return metrics(p.browser.options.Width, height)
	}
	params := metrics(s.Width, height)
	params.Mobile = s.Mobile
	if s.Scale > 0 {
		params.DeviceScaleFactor = s.Scale
	}
	params.ScreenOrientation = &emulation.ScreenOrientation{Type: emulation.ScreenOrientationTypePortraitPrimary}
	if s.Landscape {
		params.ScreenOrientation = &emulation.ScreenOrientation{Type: emulation.ScreenOrientationTypeLandscapePrimary, Angle: 90}
	}
	return params
}

// height is that of the page's screen in CSS pixels.
func (p *Page) height() int {
	if s := p.screen.Load(); s != nil {
		return s.Height
	}
	return p.browser.options.Height
}

// network is the command of the protocol that slows a page's network down. The
// typed protocol of this version knows only its successor, which browsers older
// than that do not.
const networkCommand = "Network.emulateNetworkConditions"

// SlowNetwork makes the page's network slower: bytes a second, 0 for both means
// no network at all, and milliseconds of latency.
func (p *Page) SlowNetwork(ctx context.Context, download, upload, latency float64) error {
	return p.operate(ctx, "emulate network conditions", "", func(ctx context.Context, _ int) error {
		params := map[string]any{
			"offline": download == 0 && upload == 0, "latency": latency, "downloadThroughput": download, "uploadThroughput": upload,
		}
		if err := p.target.Call(ctx, networkCommand, params, nil); err != nil {
			return fmt.Errorf("%s: %w", networkCommand, p.callFailure(ctx, err))
		}
		return nil
	})
}
