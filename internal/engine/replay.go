package engine

import (
	"context"

	"lockedit/internal/browser"
	"lockedit/internal/kubectl/restart"
	"lockedit/internal/replay"
	"lockedit/recordings/flow"
	"lockedit/steps"
)

// The variables that every flow has: the console's address, and its account.
const (
	VarConsole  = "console"
	VarUsername = "username"
	VarPassword = "password"
)

// subject is what a recording's directory is named after.
func (r Request) subject() string {
	if r.FlowName != "" {
		return r.FlowName
	}
	return r.Spec.Cluster
}

// asked is what the recording keeps of the request.
func (r Request) asked() any {
	if r.Flow != "" {
		return map[string]string{"flow": r.Flow}
	}
	return r.Spec
}

// Replay plays one flow of Chrome's Recorder panel.
func (e *Engine) Replay(ctx context.Context, r Request, o replay.Options) (Result, error) {
	r.Spec.Cluster = "" // a flow is of no one cluster, whatever a spec file says
	s, err := e.begin(ctx, "replay", r)
	if err != nil {
		return Result{}, err
	}
	if err := s.replay(ctx, o); err != nil {
		return s.finish(failure(ctx, err), nil, err)
	}
	return s.finish(done(resultDone, "flow %q was replayed: %d steps", r.Flow, len(o.Flow.Steps)), nil, nil)
}

func (s *session) replay(ctx context.Context, o replay.Options) error {
	if s.accountErr != nil && replay.NeedsAccount(o.Flow) {
		return s.accountErr
	}
	if err := s.reach(ctx); err != nil {
		return err
	}
	o.Vars = o.Vars.Copy()
	o.Vars.Default(VarConsole, s.url)
	if s.accountErr == nil {
		o.Vars.Default(VarUsername, s.account.Name)
		o.Vars.DefaultSecret(VarPassword, s.account.Password)
	}
	var err error
	if o.Flow, err = replay.Retarget(o.Flow, s.url); err != nil {
		return err
	}
	if err := o.Flow.Check(o.Vars.Lookup); err != nil {
		return err
	}
	if err := s.launch(ctx); err != nil {
		return err
	}
	console, err := s.newConsole(ctx)
	if err != nil {
		return err
	}
	turn := &flowLease{s: s, held: map[string]*lease{}}
	o.Restart, o.Lease = s.restarter(), turn.take
	player, err := replay.NewPlayer(o, s.page, console, s.runner, s.journal)
	if err != nil {
		return err
	}
	return turn.during(func() error { return player.Play(ctx) })
}

// restarter restarts the domain for a flow; nil where none is named.
func (s *session) restarter() func(context.Context) error {
	if !s.restarts() {
		return nil
	}
	return func(ctx context.Context) error {
		if _, err := s.preflight(ctx, true); err != nil {
			return err
		}
		domain, _ := s.domain()
		choice, err := restart.Choose(restart.Strategy(domain.Strategy), restart.Changes{Unknown: true})
		if err != nil {
			return err
		}
		if err := s.judged.Allows(choice.Strategy); err != nil {
			return err
		}
		if err := s.restart(ctx, domain, choice); err != nil {
			return err
		}
		return s.reconnect(ctx)
	}
}

// unmet says whether a step of a flow did not find its element.
func unmet(err error) bool {
	return kind[*replay.FaultError](err) && (kind[*browser.NotFoundError](err) || kind[*browser.AmbiguousError](err))
}

// flowAdvices say what to do next about errors of flows.
func flowAdvices() []advice {
	return []advice{
		{kind[*flow.MissingError], "give the variables with --set, --vars or the environment"},
		{kind[*replay.ReadOnlyError], "leave --read-only out if the flow may edit, or take the step out of the flow"},
		{kind[*replay.AloneError], "replay this flow by itself"},
		{unmet, "look at the step's picture: either the console has changed, or the step's selectors have to be mended at its place in the flow"},
		{kind[*replay.ExpectationError], "look at the step's picture: either the console has changed, or the flow expects the wrong thing"},
	}
}

// ExportPath walks the documented path without a click that changes anything,
// and returns it as a flow of Chrome's Recorder.
func (e *Engine) ExportPath(ctx context.Context, r Request) (Result, []byte, error) {
	s, err := e.begin(ctx, "export", r)
	if err != nil {
		return Result{}, nil, err
	}
	text, err := s.export(ctx)
	if err != nil {
		result, err := s.finish(failure(ctx, err), nil, err)
		return result, nil, err
	}
	result, err := s.finish(done(resultDone, "the documented path for cluster %s was exported; nothing was changed", r.Spec.Cluster), nil, nil)
	return result, text, err
}

func (s *session) export(ctx context.Context) ([]byte, error) {
	console, err := s.open(ctx)
	if err != nil {
		return nil, err
	}
	f, err := replay.NewExporter(s.page, console).Export(ctx, s.url, steps.WantedOf(s.request.Spec))
	if err != nil {
		return nil, err
	}
	if err := console.Logout(ctx); err != nil {
		return nil, err
	}
	return flow.Encode(f)
}
