package app

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"

	"github.com/rs/zerolog"

	"lockedit/internal/app/view"
	"lockedit/internal/engine"
	"lockedit/internal/spec"
	"lockedit/recordings"
)

// job is what a verb asks of the engine.
type job struct {
	verb  string
	needs spec.Needs
	// plan is that of apply: console and cluster default to its.
	plan    *recordings.Plan
	request engine.Request
	// asks puts the question before anything is locked.
	asks bool
	act  func(Engine, context.Context, engine.Request) (engine.Result, error)
}

// drive is what all verbs of the engine have in common: it reads and checks
// what was asked, contacts nothing until all of it is right, and shows what
// the engine tells.
func (a *app) drive(ctx context.Context, o *options, j job) error {
	if err := o.check(); err != nil {
		return err
	}
	a.view = view.New(a.viewOptions(o.out))
	loaded, err := a.load(o, j)
	if err != nil {
		return err
	}
	if j.asks && a.Ask == nil {
		usage := spec.Usagef("there is no terminal to ask whether to go on")
		usage.Hint = "look at the changes with lockedit plan, then give --yes"
		return usage
	}
	keys, err := a.authority(ctx, o, j, loaded.Spec)
	if err != nil {
		return err
	}
	j.request.Signers, j.request.Approvals = keys.signers, keys.approvals
	account, err := a.account(ctx, loaded.Spec, j)
	if err != nil {
		return err
	}
	return a.engage(ctx, o, j, loaded.Spec, account)
}

// load reads the spec and validates it for the verb.
func (a *app) load(o *options, j job) (*spec.Loaded, error) {
	var file *spec.Source
	if o.file != "" {
		text, err := a.env.ReadFile(o.file)
		if err != nil {
			usage := spec.Usagef("spec: %s", err)
			usage.Hint = "give the name of a file that can be read with -f"
			return nil, usage
		}
		file = &spec.Source{Name: o.file, Text: text}
	}
	loaded, err := spec.Load(file, o.keys)
	if err == nil && j.plan != nil {
		err = adoptPlan(loaded, *j.plan)
	}
	if err == nil {
		err = loaded.Validate(j.needs)
	}
	if err == nil {
		err = unsupported(loaded.Spec, j)
	}
	if err == nil {
		err = a.checkAuthority(o.browser.CAFile, loaded.Console)
	}
	if err == nil && j.verb != "restart" { // which forwards nothing
		err = checkReach(o.browser.URL, loaded.Console)
	}
	return loaded, hinted(err, j.verb)
}

// checkAuthority finds an authority of the console that cannot be used before
// anything is contacted.
func (a *app) checkAuthority(file string, console spec.Console) error {
	if file == "" {
		return nil
	}
	if console.PortForward != nil || strings.HasPrefix(console.URL, "http:") {
		return spec.Usagef("--ca-file: the console is reached by http, which shows no certificate")
	}
	text, err := a.env.ReadFile(file)
	if err != nil {
		return spec.Usagef("--ca-file: %s", err)
	}
	if !x509.NewCertPool().AppendCertsFromPEM(text) {
		return spec.Usagef("--ca-file: %s holds no certificate in PEM form", file)
	}
	return nil
}

// checkReach refuses a browser that cannot reach what kubectl forwards: the forward
// listens on this machine's loopback address only, and at another machine the same
// address is something else.
func checkReach(browser string, console spec.Console) error {
	if browser == "" || console.PortForward == nil {
		return nil
	}
	at, err := url.Parse(browser)
	if err != nil {
		return spec.Usagef("--chrome-url: %s", err)
	}
	host := at.Hostname()
	if ip := net.ParseIP(host); host == "localhost" || ip != nil && ip.IsLoopback() {
		return nil
	}
	return spec.Usagef("--chrome-url: a browser at %s does not reach what --port-forward opens on this machine's loopback address", host)
}

func hinted(err error, verb string) error {
	var usage *spec.UsageError
	if errors.As(err, &usage) && usage.Hint == "" {
		usage.Hint = "mend what is named above; lockedit " + verb + " --help lists the flags. Nothing was contacted"
	}
	return err
}

// adoptPlan takes console, cluster and the restart from a plan, and
// refuses to apply it to others. A console behind a port forward has another
// address each time; the plan's domain is compared when it has been read.
func adoptPlan(l *spec.Loaded, plan recordings.Plan) error {
	if l.Cluster == "" {
		l.Cluster = plan.Cluster
	}
	if l.Cluster != plan.Cluster {
		return spec.Usagef("the plan is for cluster %q, not %q", plan.Cluster, l.Cluster)
	}
	if s := spec.Strategy(plan.Restart.Strategy); s != "" && !l.Given("restart.strategy") {
		l.Restart.Strategy = s
	}
	if l.Console.PortForward != nil {
		return nil
	}
	if l.Console.URL == "" {
		if l.Console.PortForward = spec.ForwardAddress(plan.Console.URL); l.Console.PortForward == nil {
			l.Console.URL = plan.Console.URL
		}
		return nil
	}
	if l.Console.URL != plan.Console.URL {
		return spec.Usagef("the plan is for the console %s, not %s", recordings.CleanURL(plan.Console.URL), recordings.CleanURL(l.Console.URL))
	}
	return nil
}

// unsupported refuses what a spec can say and a verb cannot do: to ignore it in
// silence would be to pretend.
func unsupported(s spec.Spec, j job) error {
	for _, part := range []struct {
		asked bool
		what  string
	}{
		{s.CreateDataSource != nil && j.needs.Wanted && j.verb != "verify", "createDataSource: this version cannot create a data source; create it in the console first"},
		{s.Approval.Required > 0 && j.verb == "run", "approval.required: a run makes its own plan, which nobody can have approved: use lockedit plan, approve, apply, restart and verify"},
		{s.Evidence.TSAURL != "" && s.Evidence.Key == "", "evidence.tsaURL: a time stamp is over a signature: give --signing-key, too"},
	} {
		if part.asked {
			return spec.Usagef("%s", part.what)
		}
	}
	return nil
}

// account is a console account that was resolved before the engine began;
// known is false when that is left to the engine.
type account struct {
	username string
	password spec.Secret
	known    bool
}

// account resolves the console account as far as this machine has it, so that
// a password that is not there is found before anything is contacted.
func (a *app) account(ctx context.Context, s spec.Spec, j job) (account, error) {
	if !j.needs.Console || s.Credentials.Secret != "" {
		return account{}, nil
	}
	username, password, err := spec.ResolveCredentials(ctx, s.Credentials, a.sources())
	return account{username, password, err == nil}, err
}

// credentials is how the engine gets the account.
func (a *app) credentials(known account) func(context.Context, spec.Spec, engine.ReadSecret) (string, spec.Secret, error) {
	return func(ctx context.Context, s spec.Spec, read engine.ReadSecret) (string, spec.Secret, error) {
		if known.known {
			return known.username, known.password, nil
		}
		from := a.sources()
		from.ReadSecret = read
		return spec.ResolveCredentials(ctx, s.Credentials, from)
	}
}

// engage runs the engine and shows what came of it.
func (a *app) engage(ctx context.Context, o *options, j job, s spec.Spec, known account) error {
	driver := a.env.NewEngine(a.host(known), a.logger(o.out))
	r := j.request
	r.Spec, r.Browser, r.Kubectl = s, o.browser, o.kubectl
	r.Selectors, r.Minimal, r.AllowAutoActivate, r.Timeout, r.CleanUp = o.pages, o.evidence == "minimal", o.auto, o.timeout, minCleanUp
	r.Sinks = []recordings.Sink{a.left, &a.events, a.view}
	if j.asks {
		r.Confirm = a.confirm
	}
	result, err := j.act(driver, ctx, r)
	if err == nil {
		err = result.Err
	}
	a.result = &result
	a.show(j, result)
	a.warn(result)
	return err
}

// warn shows what a recording lacks.
func (a *app) warn(r engine.Result) {
	for _, warning := range r.Warnings {
		a.view.Warning(warning)
	}
}

// logger writes the log to standard error, in step with the view.
func (a *app) logger(o output) zerolog.Logger {
	level, err := zerolog.ParseLevel(o.logLevel)
	if err != nil || o.logLevel == "off" {
		return zerolog.Nop()
	}
	writer := a.view.Log()
	if o.logFormat == "text" {
		writer = zerolog.ConsoleWriter{Out: a.view.Log(), NoColor: true, TimeFormat: "15:04:05.000"}
	}
	return zerolog.New(writer).Level(level).With().Timestamp().Logger()
}

func (a *app) host(known account) engine.Host {
	getenv := func(name string) string {
		value, _ := a.env.Getenv(name)
		return value
	}
	return engine.Host{
		Now: a.env.Now, Environ: a.env.Environ, Getenv: getenv, ReadFile: a.env.ReadFile, TempDir: a.env.TempDir,
		User: a.env.User, Name: a.env.Host, Version: a.version().Lockedit, Credentials: a.credentials(known),
	}
}

// show prints the result of a verb that came to an end it can speak of.
func (a *app) show(j job, r engine.Result) {
	switch {
	case j.verb == "plan" && r.Plan != nil && (r.Outcome.ExitCode == CodeDone || r.Outcome.ExitCode == CodeDifferences):
		a.view.Plan(*r.Plan, r.Outcome, r.Dir)
	case j.verb == "release" && r.Err == nil && r.Outcome.ExitCode == CodePerson:
		a.view.Ended(recordings.Fold(a.events.events), r.Outcome, r.Dir)
	case r.Outcome.Result == "differences", r.Outcome.Result != "" && (r.Outcome.ExitCode == CodeDone || r.Outcome.ExitCode == CodeActivated):
		a.view.Ended(recordings.Fold(a.events.events), r.Outcome, r.Dir)
	}
}

// confirm shows the plan and asks. Only "yes" is accepted.
func (a *app) confirm(ctx context.Context, plan recordings.Plan) (bool, error) {
	text := a.view.Question(plan) + fmt.Sprintf("\nApply these changes to %s on %s? Only \"yes\" is accepted: ",
		recordings.Visible(plan.Cluster), recordings.Visible(recordings.CleanURL(plan.Console.URL)))
	answer, err := a.ask(ctx, text, false)
	return err == nil && answer == "yes", err
}
