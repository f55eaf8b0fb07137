package app

import (
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"lockedit/internal/app/view"
	"lockedit/internal/engine"
	"lockedit/internal/spec"
)

// Headings of help pages for the flags that are no keys of a spec.
const (
	groupSpec    spec.Group = "Spec"
	groupVerb    spec.Group = "This verb"
	groupPages   spec.Group = "Pages"
	groupBrowser spec.Group = "Browser"
	groupKube    spec.Group = "Kubernetes"
	groupOutput  spec.Group = "Output"
)

// defaultTimeout bounds one step.
const defaultTimeout = 2 * time.Minute

// minCleanUp is the least that clearing up may take, however impatient the steps are: a
// dozen pages of a console that answers slowly.
const minCleanUp = 90 * time.Second

// options are the flags of a verb that drives the engine.
type options struct {
	file     string
	keys     *spec.Flags
	browser  engine.BrowserChoice
	kubectl  engine.KubectlChoice
	pages    []string
	evidence string
	auto     bool
	timeout  time.Duration
	out      output
	// keyPassword is the file with the signing key's password, approvals the
	// files of apply besides the one beside the plan.
	keyPassword string
	approvals   []string
}

// output are the flags that shape what is shown.
type output struct {
	json, quiet         bool
	logLevel, logFormat string
}

// flags gives every group of flags a flag set of its own, in the order in
// which help pages show them.
type flags struct {
	cmd *cobra.Command
	// codes are the verb's exit codes; more is a last section of its help page.
	codes  []int
	more   func() string
	groups []spec.Group
	sets   map[spec.Group]*pflag.FlagSet
}

func newFlags(cmd *cobra.Command, codes ...int) *flags {
	cmd.Flags().SortFlags = false
	return &flags{cmd: cmd, codes: codes, sets: map[spec.Group]*pflag.FlagSet{}}
}

// group returns the flag set of a group, made at its first use.
func (f *flags) group(g spec.Group) *pflag.FlagSet {
	if f.sets[g] == nil {
		f.sets[g] = pflag.NewFlagSet(string(g), pflag.ContinueOnError)
		f.sets[g].SortFlags = false
		f.groups = append(f.groups, g)
	}
	return f.sets[g]
}

// add puts all groups into the command, and sets its help page.
func (f *flags) add() {
	for _, g := range f.groups {
		f.cmd.Flags().AddFlagSet(f.sets[g])
	}
	f.cmd.SetUsageFunc(func(*cobra.Command) error {
		_, err := io.WriteString(f.cmd.OutOrStdout(), f.usage())
		return err
	})
}

// bindOptions defines the flags of a verb: the spec's keys in some groups, and
// the others that suit it.
func bindOptions(f *flags, groups ...spec.Group) *options {
	o := &options{}
	f.group(groupSpec).StringVarP(&o.file, "file", "f", "", "spec `FILE` in YAML; flags win over it")
	o.keys = spec.Bind(f.group, groups...)
	evidence := f.group(spec.GroupEvidence)
	evidence.StringVar(&o.evidence, "evidence", "full", "`AMOUNT` of evidence: full, or minimal (one picture a step)")
	evidence.StringVar(&o.keyPassword, "key-password-file", "", "`FILE` with the signing key's password, - for standard input (default LOCKEDIT_KEY_PASSWORD, or a question)")
	if slices.Contains(groups, spec.GroupWhere) {
		o.bindPages(f)
		o.bindBrowser(f)
		o.bindConsole(f)
	} else {
		o.bindBrowser(f) // the report is printed with it
	}
	kube := f.group(groupKube)
	kube.StringVar(&o.kubectl.Path, "kubectl", "", "kubectl's `PATH` (default kubectl on the PATH)")
	kube.StringVar(&o.kubectl.Kubeconfig, "kubeconfig", "", "kubeconfig `FILE`")
	kube.StringVar(&o.kubectl.Context, "context", "", "`NAME` of the context in the kubeconfig")
	f.group(groupOutput).DurationVar(&o.timeout, "timeout", defaultTimeout, "limit of one step, as a `DURATION`")
	o.out.bind(f.group(groupOutput))
	return o
}

func (o *options) bindPages(f *flags) {
	pages := f.group(groupPages)
	pages.StringArrayVar(&o.pages, "selectors", nil, "catalogue `FILE` to lay over the built-in one, repeatable")
	pages.BoolVar(&o.auto, "allow-auto-activate", false, "accept a console where each Save is live at once")
}

func (o *options) bindBrowser(f *flags) {
	b := f.group(groupBrowser)
	b.StringVar(&o.browser.Path, "chrome", "", "`PATH` of Chrome or Chromium (default: found on this machine)")
	b.StringVar(&o.browser.URL, "chrome-url", "", "WebSocket `URL` of a browser that already runs elsewhere")
	b.BoolVar(&o.browser.NoSandbox, "no-sandbox", false, "run Chrome without its sandbox (the report says so)")
}

func (o *options) bindConsole(f *flags) {
	b := f.group(groupBrowser)
	b.BoolVar(&o.browser.Headful, "headful", false, "show the browser's window")
	b.StringVar(&o.browser.CAFile, "ca-file", "", "PEM `FILE` with the authority of the console's certificate")
	b.BoolVar(&o.browser.InsecureTLS, "insecure-skip-tls-verify", false, "accept any certificate of the console (the report says so)")
}

func (o *output) bind(set *pflag.FlagSet) {
	set.BoolVar(&o.json, "json", false, "write each event as one line of JSON to standard output")
	set.BoolVarP(&o.quiet, "quiet", "q", false, "show only warnings and errors")
	set.StringVar(&o.logLevel, "log-level", "off", "`LEVEL` of the log on standard error: trace, debug, info, warn, error or off")
	set.StringVar(&o.logFormat, "log-format", "text", "`FORMAT` of the log: text or json")
}

// check holds that flags with a few legal words have one of them, and that
// flags that exclude one another do not stand together.
func (o *options) check() error {
	var p []spec.Problem
	wrong := func(flag, text string) { p = append(p, spec.Problem{Where: "--" + flag, Text: text}) }
	if words := evidenceWords(); !slices.Contains(words, o.evidence) {
		wrong("evidence", fmt.Sprintf("is %q, not one of %s", o.evidence, strings.Join(words, ", ")))
	}
	p = append(p, o.out.check()...)
	if o.timeout <= 0 {
		wrong("timeout", "is not longer than zero")
	}
	if text := wrongBrowserURL(o.browser.URL); text != "" {
		wrong("chrome-url", text)
	}
	if o.browser.URL != "" && (o.browser.Path != "" || o.browser.Headful || o.browser.NoSandbox) {
		wrong("chrome-url", "names a browser that runs already: --chrome, --headful and --no-sandbox are for one that is started")
	}
	if o.browser.CAFile != "" && o.browser.URL != "" {
		wrong("ca-file", "stands beside --chrome-url: a browser that runs already cannot be told whom to trust; give it the authority there")
	}
	if o.browser.CAFile != "" && o.browser.InsecureTLS {
		wrong("ca-file", "stands beside --insecure-skip-tls-verify: choose one of them")
	}
	if len(p) > 0 {
		return &spec.UsageError{Problems: p}
	}
	return nil
}

func evidenceWords() []string { return []string{"full", "minimal"} }

// wrongBrowserURL says what is wrong with the address of a browser, and "" where nothing
// is. It never repeats the address: it may hold a password.
func wrongBrowserURL(address string) string {
	if address == "" {
		return ""
	}
	switch u, err := url.Parse(address); {
	case err != nil || u.Hostname() == "" || !slices.Contains([]string{"ws", "wss", "http", "https"}, u.Scheme):
		return "is no address of a browser, such as ws://HOST:9222/"
	case u.User != nil:
		return "holds an account, which every user of the machine could read: give it without one"
	}
	return ""
}

// check says what is wrong with how the output is asked for.
func (o output) check() []spec.Problem {
	var p []spec.Problem
	for _, c := range []struct {
		flag, value string
		words       []string
	}{{"log-level", o.logLevel, logLevels()}, {"log-format", o.logFormat, logFormats()}} {
		if !slices.Contains(c.words, c.value) {
			p = append(p, spec.Problem{Where: "--" + c.flag, Text: fmt.Sprintf("is %q, not one of %s", c.value, strings.Join(c.words, ", "))})
		}
	}
	return p
}

func logLevels() []string  { return []string{"trace", "debug", "info", "warn", "error", "off"} }
func logFormats() []string { return []string{"text", "json"} }

// viewOptions shapes the view from the streams, the environment and the flags.
func (a *app) viewOptions(o output) view.Options {
	noColour, set := a.env.Getenv("NO_COLOR")
	kind, _ := a.env.Getenv("TERM")
	dumb := kind == "dumb"
	return view.Options{
		Out: a.outlets.laterOut, Err: a.outlets.laterErr, OutTerminal: a.OutTerminal, ErrTerminal: a.ErrTerminal, Width: a.Width,
		Colour: !dumb && (!set || noColour == ""), Live: !dumb,
		Quiet: o.quiet, JSON: o.json, Now: a.env.Now, Waiting: a.outlets.err.Waiting,
	}
}
