package engine

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"lockedit/internal/kubectl"
	"lockedit/internal/kubectl/restart"
	"lockedit/internal/spec"
	"lockedit/recordings"
	"lockedit/steps"
)

// Plan logs in, walks the documented path, reads every value, and writes
// plan.json. It never clicks Lock & Edit.
func (e *Engine) Plan(ctx context.Context, r Request) (Result, error) {
	s, err := e.begin(ctx, "plan", r)
	if err != nil {
		return Result{}, err
	}
	plan, _, _, err := s.plan(ctx)
	if err != nil {
		return s.finish(failure(ctx, err), nil, err)
	}
	return s.finish(planned(plan, r.DetailedExitCode), &plan, nil)
}

func planned(plan recordings.Plan, detailed bool) recordings.Outcome {
	if len(plan.Changes) == 0 {
		return done(resultNothing, "everything is as wanted already: %d values read, none differs", len(plan.Unchanged))
	}
	code := codeDone
	if detailed {
		code = codeDifferences
	}
	return recordings.Outcome{Result: resultDifferences, ExitCode: code, Next: "have the plan approved, then run `lockedit apply`",
		Verdict: fmt.Sprintf("%d values differ from what is wanted, %d are as wanted; nothing was changed", len(plan.Changes), len(plan.Unchanged))}
}

// plan is the reading half of every verb that changes something.
func (s *session) plan(ctx context.Context) (recordings.Plan, *steps.Console, steps.Observed, error) {
	want := steps.WantedOf(s.request.Spec)
	report, err := s.preflight(ctx, false)
	if err != nil {
		return recordings.Plan{}, nil, steps.Observed{}, err
	}
	console, seen, err := s.observe(ctx, want)
	if err != nil {
		return recordings.Plan{}, nil, seen, err
	}
	plan, err := s.difference(seen, want, report)
	return plan, console, seen, err
}

// preflight refuses, before the first click, a domain that may not be restarted; one with
// an operator at work only if the restart that follows is not to wait for it.
func (s *session) preflight(ctx context.Context, patient bool) (restart.Report, error) {
	if !s.restarts() {
		return restart.Report{}, nil
	}
	domain, _ := s.domain()
	domain.Patient = patient
	report, err := s.runner.Preflight(ctx, domain)
	s.judged, s.current = report, domain.Client.Context()
	return report, err
}

// oneDomain warns where the domain of the console and that of the servers to be
// restarted do not have one name.
func (s *session) oneDomain(seen steps.Observed, report *restart.Report) {
	console, servers := seen.Console.Domain, report.DomainName
	if console == "" || servers == "" || console == servers {
		return
	}
	text := fmt.Sprintf("the console is that of domain %q, and the servers that are to be restarted say that they are of domain %q: make sure that it is one domain", console, servers)
	s.journal.Warn(recordings.Diagnostic{Summary: text})
	report.Warnings = append(report.Warnings, restart.Finding{Code: restart.CodeOtherDomain, Object: servers, Message: text})
}

func (s *session) observe(ctx context.Context, want steps.Wanted) (*steps.Console, steps.Observed, error) {
	console, err := s.open(ctx)
	if err != nil {
		return nil, steps.Observed{}, err
	}
	if err := console.Login(ctx); err != nil {
		return nil, steps.Observed{}, err
	}
	seen, err := console.Observe(ctx, want)
	return console, seen, s.explain(err)
}

// difference makes the plan, with the restart that it announces, and writes it.
func (s *session) difference(seen steps.Observed, want steps.Wanted, report restart.Report) (recordings.Plan, error) {
	plan := steps.Difference(seen, want)
	s.oneDomain(seen, &report)
	if seen.ReadOnly() {
		s.journal.Warn(recordings.Diagnostic{Summary: "the change center shows no buttons and no field can be changed: this account cannot edit, or another one holds the lock"})
	}
	choice, err := s.choose(plan)
	if err != nil {
		return plan, err
	}
	plan.Restart = recordings.PlannedRestart{Strategy: string(choice.Strategy), Reason: choice.Reason}
	for _, warning := range report.Warnings {
		plan.Restart.Warnings = append(plan.Restart.Warnings, warning.Message)
	}
	plan.ValidUntil = s.validUntil()
	if err := plan.Seal(); err != nil {
		return plan, err
	}
	s.journal.Restart(recordings.RestartInfo{Strategy: plan.Restart.Strategy, Reason: plan.Restart.Reason, Phase: "chosen"})
	return plan, s.journal.WritePlan(plan)
}

// mayRestart refuses changes whose restart the API server would refuse.
func (s *session) mayRestart(plan recordings.Plan) error {
	choice, err := s.choose(plan)
	if err != nil {
		return err
	}
	return s.judged.Allows(choice.Strategy)
}

func (s *session) choose(plan recordings.Plan) (restart.Choice, error) {
	domain, ok := s.domain()
	if !ok {
		return restart.Choose(restart.StrategyNone, restart.Changes{})
	}
	if len(plan.Changes) == 0 {
		return restart.Choice{Strategy: restart.StrategyNone, Reason: "nothing changes"}, nil
	}
	return domain.ChooseRestart(plan)
}

// Apply makes a plan's changes, and nothing else.
func (e *Engine) Apply(ctx context.Context, r Request) (Result, error) {
	plan, err := recordings.ReadPlan(r.PlanFile)
	if err != nil {
		return Result{}, err
	}
	r = forPlan(r, plan)
	s, err := e.begin(ctx, "apply", r)
	if err != nil {
		return Result{}, err
	}
	if err := s.journal.WritePlan(plan); err != nil {
		return s.finish(failure(ctx, err), &plan, err)
	}
	if err := s.approved(plan); err != nil {
		return s.finish(refusal(ctx, err), &plan, err)
	}
	if err := s.applyFresh(ctx, plan); err != nil {
		return s.finish(refusal(ctx, err), &plan, err)
	}
	return s.finish(s.applied(plan), &plan, nil)
}

// applyFresh reads everything that a plan speaks of, and applies it.
func (s *session) applyFresh(ctx context.Context, plan recordings.Plan) error {
	report, err := s.preflight(ctx, false)
	if err == nil {
		err = s.mayRestart(plan)
	}
	if err != nil {
		return err
	}
	console, seen, err := s.observe(ctx, steps.WantedBy(plan))
	if err != nil {
		return err
	}
	s.oneDomain(seen, &report)
	return s.apply(ctx, console, plan, seen)
}

// forPlan takes from a plan what the user need not say again.
func forPlan(r Request, plan recordings.Plan) Request {
	r.Spec.Cluster = plan.Cluster
	if r.Spec.Console.URL == "" && r.Spec.Console.PortForward == nil {
		r.Spec.Console.URL = plan.Console.URL
	}
	return r
}

// apply changes what the plan says, when it says anything, and logs out.
func (s *session) apply(ctx context.Context, console *steps.Console, plan recordings.Plan, seen steps.Observed) error {
	if len(plan.Changes) == 0 {
		if err := steps.CheckFresh(plan, seen); err != nil {
			return err
		}
		return console.Logout(ctx)
	}
	if err := s.leased(ctx, console, plan, seen); err != nil {
		return err
	}
	if err := console.Logout(ctx); err != nil {
		s.journal.Note("logging out: " + err.Error())
	}
	return nil
}

func (s *session) applied(plan recordings.Plan) recordings.Outcome {
	if len(plan.Changes) == 0 {
		return done(resultNothing, "everything is as wanted already: nothing was locked, nothing was changed; it is in force if every server was restarted after it was activated")
	}
	return recordings.Outcome{Result: resultActivated, ExitCode: codeActivated,
		Verdict: fmt.Sprintf("%d changes activated and read back; they are in force only after a restart", len(plan.Changes)),
		Next:    "run `" + s.restartCommand(plan) + "`, then `lockedit verify`"}
}

// restartCommand restarts as the plan says, where it says that and the domain is
// known: alone, lockedit restart knows neither.
func (s *session) restartCommand(plan recordings.Plan) string {
	domain := s.request.Spec.Domain
	if domain.UID == "" || plan.Restart.Strategy == "" || plan.Restart.Strategy == string(spec.StrategyNone) {
		return "lockedit restart"
	}
	words := []string{"lockedit", "restart", "--restart", plan.Restart.Strategy, "--namespace", domain.Namespace, "--domain-uid", domain.UID}
	kube := s.request.Kubectl
	for _, flag := range [][2]string{{"--kubectl", kube.Path}, {"--kubeconfig", kube.Kubeconfig}, {"--context", s.kubeContext()}} {
		if flag[1] != "" {
			words = append(words, flag[:]...)
		}
	}
	return kubectl.ShellWords(words)
}

// restartFailure is the outcome of a restart alone that ended with an error: there is no
// doing without one.
func restartFailure(ctx context.Context, err error) recordings.Outcome {
	outcome := failure(ctx, err)
	for _, clause := range []string{doWithout, planWithout} {
		outcome.Next = strings.TrimSuffix(outcome.Next, clause)
	}
	return outcome
}

// Restart restarts the whole domain with kubectl.
func (e *Engine) Restart(ctx context.Context, r Request) (Result, error) {
	s, err := e.begin(ctx, "restart", r)
	if err != nil {
		return Result{}, err
	}
	if !s.restarts() {
		err := errors.New("no domain is named, or its restart strategy is none")
		return s.finish(failure(ctx, err), nil, err)
	}
	if _, err := s.preflight(ctx, true); err != nil {
		return s.finish(restartFailure(ctx, err), nil, err)
	}
	domain, _ := s.domain()
	choice, err := restart.Choose(restart.Strategy(domain.Strategy), restart.Changes{Unknown: true})
	if err == nil {
		err = s.judged.Allows(choice.Strategy)
	}
	if err == nil {
		err = s.restart(ctx, domain, choice)
	}
	if err != nil {
		return s.finish(restartFailure(ctx, err), nil, err)
	}
	return s.finish(done(resultDone, "domain %s was restarted (%s); every server that is to run is back in a new pod", domain.UID, choice.Strategy), nil, nil)
}

func (s *session) restart(ctx context.Context, domain steps.Domain, choice restart.Choice) error {
	s.journal.Restart(recordings.RestartInfo{Strategy: string(choice.Strategy), Reason: choice.Reason, Phase: "chosen"})
	return s.runner.Restart(ctx, domain, choice)
}

// Verify logs in, reads every value back and compares it with what was asked.
func (e *Engine) Verify(ctx context.Context, r Request) (Result, error) {
	s, err := e.begin(ctx, "verify", r)
	if err != nil {
		return Result{}, err
	}
	want := steps.WantedOf(r.Spec)
	console, seen, err := s.observe(ctx, want)
	if err != nil {
		return s.finish(failure(ctx, err), nil, err)
	}
	plan := steps.Difference(seen, want)
	s.recordRead(plan, seen)
	if err := steps.Compare(plan, seen); err != nil {
		return s.finish(notAsAsked(err), nil, err)
	}
	if err := console.Logout(ctx); err != nil {
		return s.finish(failure(ctx, err), nil, err)
	}
	return s.finish(done(resultDone, "%d values read back, all as asked for; they are in force if every server was restarted after they were activated",
		len(plan.Unchanged)), nil, nil)
}

// notAsAsked is the outcome of a verification that read other values.
func notAsAsked(err error) recordings.Outcome {
	return recordings.Outcome{Result: resultDifferences, ExitCode: codeFailed,
		Verdict: "not as asked for; nothing was changed: " + err.Error(),
		Next:    "run `lockedit plan` to see what would have to be changed, and ask who changed it meanwhile"}
}
