package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/rs/zerolog"

	"lockedit/internal/app/view"
	"lockedit/internal/browser"
	"lockedit/internal/engine"
	"lockedit/internal/replay"
	"lockedit/internal/spec"
	"lockedit/recordings"
	"lockedit/recordings/flow"
	"lockedit/selectors"
)

// suiteRun is one invocation of replay.
type suiteRun struct {
	app     *app
	options *options
	flags   *replayFlags
	vars    *replay.Vars
	spec    spec.Spec
	account account
	keys    authority
	chrome  chromeShare
	// dir holds the recordings of a suite; empty for a single flow.
	dir string
	mu  sync.Mutex
}

// replay reads the flows and everything they need before anything is
// contacted, and plays them.
func (a *app) replay(ctx context.Context, o *options, r *replayFlags, args []string) error {
	if err := o.check(); err != nil {
		return err
	}
	a.view = view.New(a.viewOptions(o.out))
	n, of, err := r.check()
	if err != nil {
		return err
	}
	jobs, suite, err := a.jobs(args)
	if err != nil {
		return err
	}
	if jobs, err = choose(jobs, r, n, of); err != nil {
		return err
	}
	run := &suiteRun{app: a, options: o, flags: r}
	if run.vars, err = a.variables(r); err != nil {
		return err
	}
	if err := run.prepare(ctx, jobs); err != nil {
		return err
	}
	if !suite && len(jobs) == 1 && r.retries == 0 {
		return run.single(ctx, jobs[0])
	}
	return run.many(ctx, jobs, args)
}

// jobs reads the flows that the arguments name; suite says that one is a folder.
func (a *app) jobs(args []string) (jobs []replay.Job, suite bool, err error) {
	if len(args) == 0 {
		usage := spec.Usagef("replay needs at least one flow: a JSON file of Chrome's Recorder, or a folder of them")
		usage.Hint = "lockedit replay --help shows how it is used"
		return nil, false, usage
	}
	var faults []spec.Problem
	for _, arg := range args {
		found, folder, err := replay.Find(arg)
		suite = suite || folder
		if err != nil {
			faults = append(faults, spec.Problem{Text: err.Error()})
		}
		jobs = append(jobs, found...)
	}
	if name := replay.Twice(jobs); name != "" {
		faults = append(faults, spec.Problem{Text: fmt.Sprintf("two flows are called %s: their recordings would have the same name", name)})
	}
	if len(faults) > 0 {
		return nil, suite, &spec.UsageError{Problems: faults, Hint: "mend the flow at the place named; nothing was contacted"}
	}
	return jobs, suite, nil
}

// choose applies --only and --shard.
func choose(jobs []replay.Job, r *replayFlags, n, of int) ([]replay.Job, error) {
	if len(r.only) > 0 {
		var names []string
		kept := slices.DeleteFunc(slices.Clone(jobs), func(j replay.Job) bool {
			names = append(names, j.Name)
			return !slices.ContainsFunc(r.only, func(pattern string) bool {
				ok, err := filepath.Match(pattern, j.Name)
				return err == nil && ok
			})
		})
		if len(kept) == 0 {
			return nil, spec.Usagef("--only: no flow matches; there are %s", strings.Join(names, ", "))
		}
		jobs = kept
	}
	if of > 1 {
		jobs = replay.Shard(jobs, n, of)
	}
	return jobs, nil
}

// prepare resolves the console and the account, and checks the variables.
func (s *suiteRun) prepare(ctx context.Context, jobs []replay.Job) error {
	loaded, err := s.app.load(s.options, job{verb: "replay"})
	if err != nil {
		return err
	}
	if _, err := selectors.Load(s.options.pages...); err != nil {
		return spec.Usagef("--selectors: %v", err)
	}
	s.spec = loaded.Spec
	if err := s.checkVariables(jobs); err != nil {
		return err
	}
	if s.spec.Console.URL == "" && s.spec.Console.PortForward == nil {
		if err := s.consoleOfFlows(jobs); err != nil {
			return err
		}
	}
	j := job{verb: "replay"}
	if s.keys, err = s.app.authority(ctx, s.options, j, s.spec); err != nil {
		return err
	}
	j.needs.Console = slices.ContainsFunc(jobs, func(j replay.Job) bool { return replay.NeedsAccount(j.Flow) })
	s.account, err = s.app.account(ctx, s.spec, j)
	return err
}

// consoleOfFlows takes the console from the flows themselves.
func (s *suiteRun) consoleOfFlows(jobs []replay.Job) error {
	for _, j := range jobs {
		address, err := replay.ConsoleOf(j.Flow)
		switch {
		case err != nil:
			return spec.Usagef("%s: %s", j.File, err)
		case address == "":
			usage := spec.Usagef("%s names no console", j.File)
			usage.Hint = "give it with --console-url"
			return usage
		case s.spec.Console.URL != "" && s.spec.Console.URL != address:
			return spec.Usagef("the flows were recorded at several consoles (%s, %s): give one with --console-url", s.spec.Console.URL, address)
		}
		s.spec.Console.URL = address
	}
	return nil
}

// checkVariables finds variables without a value before anything is contacted.
func (s *suiteRun) checkVariables(jobs []replay.Job) error {
	known := []string{engine.VarConsole, engine.VarUsername, engine.VarPassword}
	var faults []spec.Problem
	for _, j := range jobs {
		err := j.Flow.Check(func(name string) (string, bool) {
			if slices.Contains(known, name) {
				return "", true
			}
			return s.vars.Lookup(name)
		})
		var missing *flow.MissingError
		if errors.As(err, &missing) {
			for _, p := range missing.Problems {
				faults = append(faults, spec.Problem{Text: j.File + ": " + p.String()})
			}
		}
	}
	if len(faults) > 0 {
		return &spec.UsageError{Problems: faults, Hint: "give the variables; nothing was contacted"}
	}
	return nil
}

// request is what the engine is asked for one flow.
func (s *suiteRun) request(j replay.Job, dir string, sinks ...recordings.Sink) engine.Request {
	o := s.options
	r := engine.Request{
		Spec: s.spec, Browser: o.browser, Kubectl: o.kubectl, Selectors: o.pages, Minimal: o.evidence == "minimal",
		AllowAutoActivate: o.auto, Timeout: o.timeout, CleanUp: minCleanUp, Flow: j.Flow.Title, FlowName: j.Name, Sinks: sinks,
		Signers: s.keys.signers,
	}
	if dir != "" {
		r.Spec.Evidence.Dir = dir
	}
	return r
}

func (s *suiteRun) engine(log zerolog.Logger) (replayer, error) {
	host := s.app.host(s.account)
	host.Launch = s.chrome.launch
	if !s.account.known && s.spec.Credentials.Secret == "" {
		host.Credentials = func(context.Context, spec.Spec, engine.ReadSecret) (string, spec.Secret, error) {
			return "", spec.Secret{}, &spec.CredentialsError{What: "account", Why: "the flow was taken to need none",
				Hint: "log in with a step lockedit/login, or use ${username} and ${password}"}
		}
	}
	driver, ok := s.app.env.NewEngine(host, log).(replayer)
	if !ok {
		return nil, errors.New("this engine cannot replay flows")
	}
	return driver, nil
}

func (s *suiteRun) play(ctx context.Context, j replay.Job, dir string, alone bool, sinks ...recordings.Sink) (engine.Result, error) {
	driver, err := s.engine(s.app.logger(s.options.out))
	if err != nil {
		return engine.Result{}, err
	}
	result, err := driver.Replay(ctx, s.request(j, dir, sinks...), replay.Options{
		Flow: j.Flow, Vars: s.vars, ReadOnly: s.flags.readOnly, AutoActivate: s.options.auto, Alone: alone,
	})
	s.app.warn(result)
	return result, err
}

// single plays one flow as every other verb runs.
func (s *suiteRun) single(ctx context.Context, j replay.Job) error {
	a := s.app
	result, err := s.play(ctx, j, "", true, a.left, &a.events, a.view)
	if err == nil {
		err = result.Err
	}
	a.result = &result
	err = errors.Join(err, s.chrome.close())
	if err == nil {
		err = s.keepBaseline(j, result.Dir)
	}
	a.show(job{verb: "replay"}, result)
	return err
}

func (s *suiteRun) keepBaseline(j replay.Job, dir string) error {
	if !s.flags.baseline {
		return nil
	}
	return replay.UpdateBaseline(replay.BaselineOf(j), dir)
}

// chromeShare is the one browser of all flows; each has contexts of its own. One that
// died or hangs is replaced.
type chromeShare struct {
	mu      sync.Mutex
	running *browser.Browser
	// ended is what went wrong at the end of those that were replaced.
	ended error
}

func (c *chromeShare) launch(ctx context.Context, o browser.Options) (*browser.Browser, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.forgetDead(ctx)
	if c.running == nil && len(o.Origins) == 0 {
		return browser.Launch(ctx, o) // to print with: it is not started as one for a console is
	}
	if c.running == nil {
		b, err := browser.Launch(ctx, o)
		if err != nil {
			return nil, err
		}
		c.running = b
	}
	return c.running.Share(o.Origins)
}

// forgetDead ends a browser that died or hangs, so that the next flow, and what is left
// to do of the one that had it, gets another.
func (c *chromeShare) forgetDead(ctx context.Context) {
	if c.running == nil || c.running.Answers(ctx) || ctx.Err() != nil {
		return
	}
	c.ended = errors.Join(c.ended, c.running.Close())
	c.running = nil
}

func (c *chromeShare) close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.running == nil {
		return c.ended
	}
	return errors.Join(c.ended, c.running.Close())
}
