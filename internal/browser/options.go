package browser

import (
	"time"

	"github.com/rs/zerolog"
)

// DefaultTimeout ends an operation whose context has no deadline.
const DefaultTimeout = 2 * time.Minute

// DefaultOpenLimit is how long a browser that answers may need to open a page on a
// machine that is busy with others.
const DefaultOpenLimit = 30 * time.Second

// Default values of [Options].
const (
	DefaultAcceptLanguage = "en-US,en"
	DefaultWidth          = 1280
	DefaultHeight         = 900
)

// Options says which browser to use and how.
type Options struct {
	// ExecPath is the browser's program; see [Locate]. Not used with URL.
	ExecPath string
	// URL is the WebSocket address of a browser that already runs; that
	// browser is left running at Close.
	URL string
	// Headful shows the browser's window.
	Headful bool
	// NoSandbox switches Chrome's sandbox off. It is never done silently.
	NoSandbox bool
	// AcceptLanguage is the header of the same name.
	AcceptLanguage string
	// Width and Height are the viewport's size in CSS pixels.
	Width, Height int
	// Blank makes every picture one white pixel: for tests of many runs whose
	// pictures nobody looks at.
	Blank bool
	// Origins are the only origins that pages may reach, such as
	// "https://wls.example.com:9002". An empty list lets nothing out.
	Origins []string
	// PinnedKeys are base64 SHA-256 hashes of public keys whose certificates
	// are accepted whatever signed them; see [PinCA].
	PinnedKeys []string
	// InsecureTLS accepts every certificate.
	InsecureTLS bool
	// Env is the environment of the program; only the variables that a browser
	// needs are handed on to it, so that no secret is.
	Env []string
	// Log gets what chromedp and the browser have to say, at debug level.
	Log zerolog.Logger
	// OpenLimit is how long a page may take to be opened; 0 is [DefaultOpenLimit].
	OpenLimit time.Duration
	// TempDir is where the browser's private profile is made.
	TempDir string
}

func (o Options) withDefaults() Options {
	if o.AcceptLanguage == "" {
		o.AcceptLanguage = DefaultAcceptLanguage
	}
	if o.Width <= 0 {
		o.Width = DefaultWidth
	}
	if o.Height <= 0 {
		o.Height = DefaultHeight
	}
	if o.OpenLimit <= 0 {
		o.OpenLimit = DefaultOpenLimit
	}
	return o
}

// Info describes the browser that runs, for the record.
type Info struct {
	// Product is name and version, for example "HeadlessChrome/156.0.1.2".
	Product string `json:"product"`
	// Protocol is the version of the DevTools protocol.
	Protocol  string `json:"protocol"`
	UserAgent string `json:"userAgent"`
	// CommandLine is how the browser was really started; empty if it does not tell.
	CommandLine []string `json:"commandLine,omitempty"`
	// Sandbox is "on", "off" or "unknown".
	Sandbox string `json:"sandbox"`
}
