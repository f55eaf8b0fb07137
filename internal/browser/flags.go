package browser

import (
	"fmt"
	"slices"
	"strings"

	"github.com/chromedp/chromedp"
)

// quiet are switches that keep the browser to itself: no traffic of its own, no
// first-run pages, no throttling of pages that nobody looks at, no downgrade of
// what the console sends (its http addresses stay http).
var quiet = [...]string{
	"disable-background-networking", "disable-background-timer-throttling", "disable-backgrounding-occluded-windows",
	"disable-breakpad", "disable-client-side-phishing-detection", "disable-component-update", "disable-default-apps",
	"disable-dev-shm-usage", "disable-domain-reliability", "disable-extensions", "disable-field-trial-config",
	"disable-hang-monitor", "disable-lcd-text", "disable-prompt-on-repost", "disable-quic", "disable-renderer-backgrounding",
	"disable-search-engine-choice-screen", "disable-sync", "dns-prefetch-disable", "enable-automation",
	"block-new-web-contents", "metrics-recording-only", "mute-audio", "no-default-browser-check", "no-first-run", "no-pings",
	"use-mock-keychain",
}

// offFeatures are parts of Chrome that talk to others or change a page's life:
// pages kept for going back, http turned into https. RenderDocument gives each
// page of one site a frame of its own in the browser, which nothing here asks for
// and which costs a fifth of the processor time of a run.
var offFeatures = [...]string{
	"AutofillServerCommunication", "BackForwardCache", "CertificateTransparencyComponentUpdater", "DialMediaRouteProvider",
	"HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "InterestFeedContentSuggestions", "MediaRouter",
	"OptimizationHints", "RenderDocument", "Translate",
}

// flags are the command line of the browser.
func flags(o Options, profile string) []chromedp.ExecAllocatorOption {
	list := []chromedp.ExecAllocatorOption{chromedp.ExecPath(o.ExecPath), chromedp.UserDataDir(profile)}
	for _, name := range quiet {
		list = append(list, chromedp.Flag(name, true))
	}
	list = append(list,
		chromedp.Flag("disable-features", strings.Join(offFeatures[:], ",")),
		chromedp.Flag("force-color-profile", "srgb"),
		chromedp.Flag("font-render-hinting", "none"),
		chromedp.Flag("force-webrtc-ip-handling-policy", "disable_non_proxied_udp"),
		chromedp.Flag("password-store", "basic"),
		chromedp.Flag("lang", firstLanguage(o.AcceptLanguage)),
		chromedp.Flag("accept-lang", o.AcceptLanguage),
		chromedp.Flag("window-size", fmt.Sprintf("%d,%d", o.Width, o.Height)),
		// An explicit false keeps chromedp from adding the switch for root.
		chromedp.Flag("no-sandbox", o.NoSandbox),
	)
	if !o.Headful {
		list = append(list, chromedp.Flag("headless", true), chromedp.Flag("hide-scrollbars", true))
	}
	return append(list, trustFlags(o)...)
}

func trustFlags(o Options) []chromedp.ExecAllocatorOption {
	var list []chromedp.ExecAllocatorOption
	if len(o.PinnedKeys) > 0 {
		list = append(list, chromedp.Flag("ignore-certificate-errors-spki-list", strings.Join(o.PinnedKeys, ",")))
	}
	if o.InsecureTLS {
		list = append(list, chromedp.Flag("ignore-certificate-errors", true))
	}
	return list
}

func firstLanguage(accept string) string {
	first, _, _ := strings.Cut(accept, ",")
	first, _, _ = strings.Cut(first, ";")
	return strings.TrimSpace(first)
}

// handedOn are the variables that a browser needs; everything else, secrets
// above all, stays out of its environment.
var handedOn = [...]string{
	"PATH", "LANG", "LANGUAGE", "TZ", "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_RUNTIME_DIR", "LD_LIBRARY_PATH",
	"FONTCONFIG_FILE", "FONTCONFIG_PATH", "TMPDIR",
}

// environment picks the browser's variables and gives it the profile as home.
func environment(env []string, profile string) []string {
	list := []string{"HOME=" + profile}
	for _, entry := range env {
		name, _, _ := strings.Cut(entry, "=")
		if strings.HasPrefix(name, "LC_") || slices.Contains(handedOn[:], name) {
			list = append(list, entry)
		}
	}
	return list
}
