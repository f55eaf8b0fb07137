package engine

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/rs/zerolog"

	"lockedit/internal/browser"
	"lockedit/internal/kubectl"
	"lockedit/internal/kubectl/restart"
	"lockedit/internal/spec"
	"lockedit/recordings"
	"lockedit/recordings/seal"
	"lockedit/selectors"
	"lockedit/steps"
)

// Engine runs the verbs on one machine.
type Engine struct {
	host Host
	log  zerolog.Logger
}

// New makes an engine. Nothing is contacted.
func New(host Host, log zerolog.Logger) *Engine { return &Engine{host: host, log: log} }

// session is one run of one verb: its recording, its browser, its console.
type session struct {
	engine   *Engine
	request  Request
	verb     string
	journal  *recordings.Journal
	redactor *recordings.Redactor
	runner   *steps.Runner
	cat      *selectors.Catalogue
	account  steps.Account
	// accountErr is why there is no account; it ends the run when one is needed.
	accountErr error
	// current is the kubeconfig's current context when this run began to ask, and judged
	// what the preflight found.
	current string
	judged  restart.Report
	forward *kubectl.PortForward
	browser *browser.Browser
	page    *browser.Page
	// url is the console's address as the browser reaches it.
	url string
	// unprinted is why there is no report.pdf.
	unprinted error
	acted     acted
	noted     noted
}

// acted notes whether a run has changed something that it does not take back: it
// activated, or restarted the domain. It is a [recordings.Sink].
type acted struct{ yes atomic.Bool }

// Event is called from any goroutine.
func (a *acted) Event(e recordings.Event) {
	if e.Lock != nil && e.Lock.What == "activated" || e.Restart != nil && e.Restart.Phase == "started" {
		a.yes.Store(true)
	}
}

// begin opens the recording of a verb.
func (e *Engine) begin(ctx context.Context, verb string, r Request) (*session, error) {
	cat, err := selectors.Load(r.Selectors...)
	if err != nil {
		return nil, spec.Usagef("--selectors: %v", err)
	}
	redactor := recordings.NewRedactor()
	s := &session{engine: e, request: r, verb: verb, cat: cat, redactor: redactor, url: r.Spec.Console.URL}
	journal, err := recordings.Create(recordings.Options{
		Dir: r.Spec.Evidence.Dir, Verb: verb, Cluster: r.subject(), Now: e.host.Now,
		Redactor: redactor, Program: e.host.Version, Sinks: append(slices.Clip(r.Sinks), &s.acted),
		Seal:    seal.Format{Signers: r.Signers, Now: e.host.Now},
		Formats: s.formats(ctx),
	})
	if err != nil {
		return nil, err
	}
	s.journal = journal
	s.runner = steps.NewRunner(journal, r.Timeout, r.Minimal)
	s.runner.GiveCleanUp(r.CleanUp)
	if verb != "restart" {
		s.accountErr = s.resolveAccount(ctx)
	}
	journal.Start(recordings.Started{
		Verb: verb, Cluster: r.Spec.Cluster, URL: r.Spec.Console.URL, Asked: r.asked(), Flow: r.Flow,
		Operator: recordings.Operator{User: e.host.User, Host: e.host.Name, Account: s.account.Name},
	})
	return s, nil
}

// kubectl makes a client for a namespace.
func (s *session) kubectl(namespace string) *kubectl.Client {
	choice := s.request.Kubectl
	return kubectl.New(kubectl.Options{
		Path: choice.Path, Kubeconfig: choice.Kubeconfig, Context: s.kubeContext(),
		Namespace: namespace, Env: s.environ(),
		Warn: func(line string) {
			if s.noted.first(line) {
				s.journal.Note("kubectl: " + line)
			}
		},
	})
}

// environ is what children may choose their environment from. What an account came in
// is not for them, whatever the variable is called: a kubectl gets whole families of
// variables for its credential plugins.
func (s *session) environ() []string {
	asked := s.request.Spec
	names := []string{asked.Credentials.UsernameEnv, asked.Credentials.PasswordEnv}
	if created := asked.CreateDataSource; created != nil {
		names = append(names, created.Connection.PasswordEnv)
	}
	return slices.DeleteFunc(slices.Clone(s.engine.host.Environ), func(pair string) bool {
		name, _, _ := strings.Cut(pair, "=")
		return slices.Contains(names, name)
	})
}

// restarts says whether the specification names a domain and wants a restart.
func (s *session) restarts() bool {
	asked := s.request.Spec
	return asked.Restart.Strategy != spec.StrategyNone && asked.Domain.UID != ""
}

// domain is the Domain resource that the specification names; false when it
// names none or no restart is wanted.
func (s *session) domain() (steps.Domain, bool) {
	asked := s.request.Spec
	if !s.restarts() {
		return steps.Domain{}, false
	}
	return steps.Domain{
		Client: s.kubectl(asked.Domain.Namespace), UID: asked.Domain.UID,
		Strategy: asked.Restart.Strategy, Timeout: asked.Restart.Timeout, Tick: s.request.Kubectl.Tick,
		Judged: s.judged.Object,
	}, true
}

// kubeContext is the context that every kubectl of this run gets.
func (s *session) kubeContext() string {
	if s.request.Kubectl.Context != "" {
		return s.request.Kubectl.Context
	}
	return s.current
}

// holdContext makes the kubeconfig's current context that of this whole run.
func (s *session) holdContext(ctx context.Context) error {
	client := s.kubectl("")
	err := client.HoldContext(ctx)
	s.current = client.Context()
	return err
}

// open resolves the account, reaches the console, and starts the browser.
func (s *session) open(ctx context.Context) (*steps.Console, error) {
	if s.accountErr != nil {
		return nil, s.accountErr
	}
	if err := s.reach(ctx); err != nil {
		return nil, err
	}
	if err := s.launch(ctx); err != nil {
		return nil, err
	}
	return s.newConsole(ctx)
}

func (s *session) resolveAccount(ctx context.Context) error {
	name, password, err := s.engine.host.Credentials(ctx, s.request.Spec, func(ctx context.Context, namespace, secret string) (string, string, error) {
		if err := s.holdContext(ctx); err != nil {
			return "", "", err
		}
		return s.kubectl(namespace).Credentials(ctx, namespace, secret)
	})
	if err != nil {
		return err
	}
	if err := s.redactor.Add(password.Reveal()); err != nil {
		s.journal.Warn(recordings.Diagnostic{Summary: "the password is too short to be kept out of texts: " + err.Error()})
	}
	s.account = steps.Account{Name: name, Password: password}
	return nil
}

// reach forwards a local port to the console's pod where that is asked for.
func (s *session) reach(ctx context.Context) error {
	wanted := s.request.Spec.Console.PortForward
	if wanted == nil || s.forward != nil {
		return nil
	}
	if err := s.holdContext(ctx); err != nil {
		return err
	}
	forward, err := s.kubectl(wanted.Namespace).PortForward(context.WithoutCancel(ctx), kubectl.Forward{
		Namespace: wanted.Namespace, Pod: wanted.Pod, Port: wanted.Port,
	})
	if err != nil {
		return err
	}
	s.forward = forward
	s.url = "http://" + forward.Address() + "/console"
	return nil
}

// launch starts the browser, fenced to the console's origin.
func (s *session) launch(ctx context.Context) error {
	options, err := s.browserOptions(ctx)
	if err != nil {
		return err
	}
	if s.browser, err = s.start(ctx, options); err != nil {
		return err
	}
	info := s.browser.Info()
	s.journal.Browser(recordings.Browser{
		Product: info.Product, Protocol: info.Protocol, CommandLine: info.CommandLine, Sandbox: info.Sandbox,
		TLS: s.tls(),
	})
	return nil
}

// tls says in words how the console's certificate is checked.
func (s *session) tls() string {
	choice := s.request.Browser
	switch {
	case strings.HasPrefix(s.url, "http:"):
		return "none: the console is reached by http"
	case choice.InsecureTLS:
		return "not verified (--insecure-skip-tls-verify)"
	case choice.CAFile != "":
		return "verified against the authority of " + choice.CAFile + ", its key pinned"
	}
	return "verified by the browser"
}

func (s *session) browserOptions(ctx context.Context) (browser.Options, error) {
	choice := s.request.Browser
	origin, err := originOf(s.url)
	if err != nil {
		return browser.Options{}, err
	}
	options := s.baseOptions()
	options.InsecureTLS, options.Origins = choice.InsecureTLS, []string{origin}
	if choice.InsecureTLS {
		s.journal.Warn(recordings.Diagnostic{Summary: "TLS certificates are not verified in this run (--insecure-skip-tls-verify)"})
	}
	if options.PinnedKeys, err = s.pin(ctx); err != nil || choice.URL != "" {
		return options, err
	}
	options.ExecPath, err = locate(choice)
	return options, err
}

// baseOptions are those of a browser that may reach nothing.
func (s *session) baseOptions() browser.Options {
	choice := s.request.Browser
	return browser.Options{
		URL: choice.URL, Headful: choice.Headful, NoSandbox: choice.NoSandbox,
		Env: s.environ(), Log: s.engine.log, TempDir: s.engine.host.TempDir,
	}
}

// pin trusts the console's certificate when the given authority signed it.
func (s *session) pin(ctx context.Context) ([]string, error) {
	if s.request.Browser.CAFile == "" {
		return nil, nil
	}
	pem, err := s.engine.host.ReadFile(s.request.Browser.CAFile)
	if err != nil {
		return nil, fmt.Errorf("--ca-file: %w", err)
	}
	return browser.PinCA(ctx, s.url, pem)
}

func locate(choice BrowserChoice) (string, error) {
	if choice.Path != "" {
		return browser.Resolve(choice.Path, browser.Finder{Headful: choice.Headful})
	}
	return browser.Locate(browser.Finder{Headful: choice.Headful})
}

func originOf(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "", fmt.Errorf("console url %q has no host", address)
	}
	return u.Scheme + "://" + u.Host, nil
}

// newConsole opens an isolated page and the console's view on it.
func (s *session) newConsole(ctx context.Context) (*steps.Console, error) {
	if s.page != nil {
		if err := s.page.Close(); err != nil {
			s.journal.Note("closing the page: " + err.Error())
		}
	}
	page, err := s.newPage(ctx)
	if err != nil && ctx.Err() == nil {
		s.journal.Recovery("the browser opens no page (" + err.Error() + "); starting another")
		page, err = s.replace(ctx)
	}
	if err != nil {
		return nil, err
	}
	console, err := steps.NewConsole(s.url, s.account, page, s.cat, s.runner)
	if err == nil {
		console.Revive(s.revive)
		console.Relink(s.relink)
	}
	if forward := s.request.Spec.Console.PortForward; err == nil && forward != nil {
		console.KnownAs(forward.Address())
	}
	return console, err
}

// leave closes the console's page, which reports the requests under way.
func (s *session) leave() {
	if s.page == nil {
		return
	}
	if err := s.page.Close(); err != nil {
		s.journal.Note("closing the page: " + err.Error())
	}
}

// close ends the browser and the port forward. The recording is complete by
// then, so what goes wrong goes to the log.
func (s *session) close() {
	if s.browser != nil {
		if err := s.browser.Close(); err != nil {
			s.engine.log.Warn().Err(err).Msg("closing the browser")
		}
	}
	if s.forward != nil {
		s.forward.Stop()
	}
}
