package browser

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/remote"
)

// closeLimit is how long Close waits for the browser to end by itself.
const closeLimit = 10 * time.Second

// Browser is one running Chrome.
type Browser struct {
	options Options
	fence   fence
	info    Info
	tether  tether
	profile string
	// claim is the profile's locked file.
	claim *os.File
	// pid is the browser's process; 0 for a browser that was running already.
	pid int
	// owner is whose process it is, for a user of it; see Share.
	owner *Browser
	// ending lets one end it at a time; ended says that it was, and buried that none of
	// its processes is left, so that their group's number may be another's.
	ending sync.Mutex
	ended  bool
	buried bool
}

// tether is the one place where contexts are stored: chromedp binds the life
// of a browser to a context and finds the browser by it.
type tether struct {
	root   context.Context
	cancel []context.CancelFunc
}

func (t *tether) keep(ctx context.Context, cancel context.CancelFunc) context.Context {
	t.root = ctx
	t.cancel = append(t.cancel, cancel)
	return ctx
}

// letGo cancels the contexts, the youngest first.
func (t *tether) letGo() {
	for _, cancel := range slices.Backward(t.cancel) {
		cancel()
	}
}

// SandboxError says that Chrome refuses to start because it cannot build its sandbox.
type SandboxError struct {
	// Root says that the program runs as root, where Chrome has no sandbox.
	Root bool
	// Output is what Chrome said.
	Output string
}

// Error is a sentence for people.
func (e *SandboxError) Error() string {
	if e.Root {
		return "chrome does not start as root with its sandbox: run as an ordinary user, or choose --no-sandbox"
	}
	return "chrome cannot build its sandbox, because this system allows no user namespaces to it " +
		"(on Ubuntu 23.10 and later see \"AppArmor unprivileged user namespace restrictions\"): allow them, or choose --no-sandbox"
}

// StartError says that the browser did not start.
type StartError struct {
	Path string
	Err  error
}

// Error is a sentence for people.
func (e *StartError) Error() string { return fmt.Sprintf("starting %s: %v", e.Path, e.Err) }

// Unwrap returns the reason.
func (e *StartError) Unwrap() error { return e.Err }

// Launch starts a browser, or connects to the one at Options.URL. The end of
// ctx stops the launch, not the browser: only [Browser.Close] does, so that an
// interrupted run can still tidy up. It returns a [*SandboxError] or a
// [*StartError].
func Launch(ctx context.Context, o Options) (*Browser, error) {
	o = o.withDefaults()
	b := &Browser{options: o}
	var err error
	if b.fence, err = newFence(o.Origins); err != nil {
		return nil, err
	}
	if o.URL != "" && len(o.PinnedKeys) > 0 {
		return nil, errors.New("a browser that already runs cannot be told which keys to trust: start it with the authority installed")
	}
	if err := b.start(ctx); err != nil {
		return nil, errors.Join(b.startFailure(err), b.Close())
	}
	return b, nil
}

func (b *Browser) start(ctx context.Context) error {
	if err := b.tie(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, b.tether.letGo)
	defer stop()
	version, err := chromedp.CallBrowser(b.tether.root, browser.GetVersion, cdp.Empty{})
	if err != nil {
		return errors.Join(context.Cause(ctx), err)
	}
	running := chromedp.FromContext(b.tether.root).Browser
	if process := running.Process(); process != nil {
		b.pid = process.Pid
		go b.bury(process, running.LostConnection)
	}
	b.info = Info{Product: version.Product, Protocol: version.ProtocolVersion, UserAgent: version.UserAgent}
	b.info.CommandLine = b.commandLine()
	b.info.Sandbox = sandboxState(b.info.CommandLine)
	return nil
}

// tie prepares chromedp's contexts; nothing is started yet.
func (b *Browser) tie(ctx context.Context) error {
	if b.options.URL != "" {
		ctx = b.tether.keep(remote.NewAllocator(ctx, b.options.URL))
	} else {
		var err error
		if b.profile, b.claim, err = makeProfile(b.options.TempDir); err != nil {
			return err
		}
		list := append(flags(b.options, b.profile), chromedp.NoInheritEnv,
			chromedp.Env(environment(b.options.Env, b.profile)...), chromedp.ModifyCmdFunc(ownGroup))
		ctx = b.tether.keep(chromedp.NewExecAllocator(ctx, list...))
	}
	log := b.options.Log
	say := func(format string, args ...any) { log.Debug().Msgf(format, args...) }
	b.tether.keep(chromedp.NewContext(ctx, chromedp.WithLogf(say), chromedp.WithErrorf(say)))
	return nil
}

func (b *Browser) startFailure(err error) error {
	text := err.Error()
	root := strings.Contains(text, "Running as root without --no-sandbox")
	if root || strings.Contains(text, "No usable sandbox") || strings.Contains(text, "setuid sandbox") {
		return &SandboxError{Root: root, Output: text}
	}
	path := b.options.ExecPath
	if b.options.URL != "" {
		path, err = CleanURL(b.options.URL), &addressError{err}
	}
	return &StartError{Path: path, Err: err}
}

// commandLine asks the system, else the browser, how it was started.
func (b *Browser) commandLine() []string {
	if b.pid != 0 {
		if list := processArgs(b.pid); len(list) > 0 {
			return list
		}
	}
	ctx, cancel := context.WithTimeout(b.tether.root, closeLimit)
	defer cancel()
	answer, err := chromedp.CallBrowser(ctx, browser.GetBrowserCommandLine, cdp.Empty{})
	if err != nil {
		return nil
	}
	return answer.Arguments
}

func sandboxState(args []string) string {
	switch {
	case len(args) == 0:
		return "unknown"
	case slices.Contains(args, "--no-sandbox"):
		return "off"
	}
	return "on"
}

// Info describes the browser.
func (b *Browser) Info() Info { return b.info }

// Close ends the browser, waits for its processes and removes its profile, once. A
// browser that was running already is only let go, and one of a [Browser.Share] is
// left to the others.
func (b *Browser) Close() error {
	if b.owner != nil {
		return nil
	}
	b.ending.Lock()
	defer b.ending.Unlock()
	if b.ended {
		return nil
	}
	err := b.end()
	b.ended = err == nil
	return err
}

func (b *Browser) end() error {
	if b.tether.root == nil {
		return b.removeProfile()
	}
	if b.pid != 0 && !b.buried {
		// Its profile is thrown away, so there is nothing to save: an orderly
		// end would only take longer.
		killLeft(b.pid, b.profile)
	}
	b.tether.letGo()
	return errors.Join(b.reap(), b.removeProfile())
}

// closeError drops the errors of a browser that is gone already.
func closeError(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return nil
	}
	return err
}

func (b *Browser) removeProfile() error {
	if b.profile == "" {
		return nil
	}
	dir := b.profile
	ctx, cancel := context.WithTimeout(context.Background(), closeLimit)
	defer cancel()
	err := Retry(ctx, func(context.Context) (bool, error) { return os.RemoveAll(dir) == nil, nil })
	if err != nil {
		return fmt.Errorf("removing the browser's profile %s: %w", dir, err)
	}
	b.profile = ""
	return b.claim.Close()
}

// bury ends what is left of a browser that ended by itself while the number of its
// group is still its own. chromedp ends one whose connection is lost.
func (b *Browser) bury(process *os.Process, lost <-chan struct{}) {
	<-lost
	ctx, cancel := context.WithTimeout(context.Background(), closeLimit)
	defer cancel()
	err := Retry(ctx, func(context.Context) (bool, error) {
		return errors.Is(process.Signal(syscall.Signal(0)), os.ErrProcessDone), nil
	})
	if err != nil {
		return // Close has to end it
	}
	b.ending.Lock()
	defer b.ending.Unlock()
	_ = b.reap() // what could not be ended, Close tries again and tells
}

// reap ends what is left of the browser's processes and waits until they are
// gone, once.
func (b *Browser) reap() error {
	if b.pid == 0 || b.buried {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), closeLimit)
	defer cancel()
	err := Retry(ctx, func(context.Context) (bool, error) { return killLeft(b.pid, b.profile) == 0, nil })
	if err != nil {
		return fmt.Errorf("ending the browser's processes: %w", err)
	}
	b.buried = true
	return nil
}
