package engine

import (
	"context"
	"errors"
	"fmt"

	"lockedit/recordings"
	"lockedit/steps"
)

// errDeclined is the answer "no" to the question before anything is locked.
var errDeclined = errors.New("not confirmed: nothing was locked, nothing was changed")

// Run is plan, question, apply, restart and verify, as one recording.
func (e *Engine) Run(ctx context.Context, r Request) (Result, error) {
	s, err := e.begin(ctx, "run", r)
	if err != nil {
		return Result{}, err
	}
	plan, console, seen, err := s.plan(ctx)
	if err != nil {
		return s.finish(failure(ctx, err), nil, err)
	}
	if len(plan.Changes) == 0 {
		return s.nothingToDo(ctx, console, plan)
	}
	if err := s.mayRestart(plan); err != nil {
		return s.finish(failure(ctx, err), &plan, err)
	}
	if err := s.confirm(ctx, plan); err != nil {
		return s.finish(failure(ctx, err), &plan, err)
	}
	if err := s.change(ctx, console, plan, seen); err != nil {
		return s.finish(refusal(ctx, err), &plan, err)
	}
	return s.inForce(ctx, plan)
}

func (s *session) nothingToDo(ctx context.Context, console *steps.Console, plan recordings.Plan) (Result, error) {
	if err := console.Logout(ctx); err != nil {
		return s.finish(failure(ctx, err), &plan, err)
	}
	return s.finish(s.applied(plan), &plan, nil)
}

// confirm asks, unless the answer was given beforehand.
func (s *session) confirm(ctx context.Context, plan recordings.Plan) error {
	if s.request.Confirm == nil {
		s.journal.Question(recordings.Question{Text: "apply these changes?", Answer: "yes, beforehand (--yes)"})
		return nil
	}
	yes, err := s.request.Confirm(ctx, plan)
	if err != nil {
		return err
	}
	if !yes {
		s.journal.Question(recordings.Question{Text: "apply these changes?", Answer: "no"})
		return errDeclined
	}
	s.journal.Question(recordings.Question{Text: "apply these changes?", Answer: "yes"})
	return nil
}

// change applies the plan. When a person was asked, time has passed, and
// everything is read again first. In any case each value is compared with the
// plan once more under the lock, right before it is changed.
func (s *session) change(ctx context.Context, console *steps.Console, plan recordings.Plan, seen steps.Observed) error {
	if err := console.Home(ctx); err != nil {
		return err
	}
	if s.request.Confirm == nil {
		return s.apply(ctx, console, plan, seen)
	}
	seen, err := console.Observe(ctx, steps.WantedBy(plan))
	if err != nil {
		return err
	}
	return s.apply(ctx, console, plan, seen)
}

// inForce restarts the domain and proves, in a new session, that the changes
// are in force.
func (s *session) inForce(ctx context.Context, plan recordings.Plan) (Result, error) {
	domain, ok := s.domain()
	if !ok {
		return s.finish(s.applied(plan), &plan, nil)
	}
	choice, err := s.choose(plan)
	if err == nil {
		err = s.runner.Restart(ctx, domain, choice)
	}
	if err != nil {
		return s.afterActivation(ctx, plan, fmt.Errorf("restart: %w", err))
	}
	if err := s.verify(ctx, plan); err != nil {
		return s.afterActivation(ctx, plan, fmt.Errorf("verify after the restart: %w", err))
	}
	return s.finish(done(resultDone, "in force: %d changes activated, domain %s restarted (%s), and every value read back in a new session",
		len(plan.Changes), domain.UID, choice.Strategy), &plan, nil)
}

func (s *session) afterActivation(ctx context.Context, plan recordings.Plan, err error) (Result, error) {
	err = &steps.ActivatedError{Err: err}
	return s.finish(failure(ctx, err), &plan, err)
}

// verify logs in again, because the session died with the administration
// server, and reads every value back.
func (s *session) verify(ctx context.Context, plan recordings.Plan) error {
	if err := s.reconnect(ctx); err != nil {
		return err
	}
	console, err := s.newConsole(ctx)
	if err != nil {
		return err
	}
	if err := console.LoginAgain(ctx); err != nil {
		return err
	}
	seen, err := console.Observe(ctx, steps.WantedBy(plan))
	if err != nil {
		return err
	}
	s.recordInForce(plan, seen)
	if err := steps.Compare(plan, seen); err != nil {
		return err
	}
	if err := console.Logout(ctx); err != nil {
		s.journal.Note("logging out: " + err.Error())
	}
	return nil
}

// relink renews a port forward that has ended by itself, with its pod or its connection.
func (s *session) relink(ctx context.Context) (string, error) {
	if s.forward == nil || s.forward.Err() == nil {
		return "", nil
	}
	why := s.forward.Err()
	if err := s.reconnect(ctx); err != nil {
		return "", err
	}
	return "the port forward had ended (" + why.Error() + "); it was started again", nil
}

// reconnect renews a port forward, which died with the pod.
func (s *session) reconnect(ctx context.Context) error {
	if s.forward == nil {
		return nil
	}
	forward, err := s.forward.Again(context.WithoutCancel(ctx))
	if err != nil {
		return err
	}
	s.forward = forward
	return nil
}

// recordInForce records each value as it was read after this run's restart.
func (s *session) recordInForce(plan recordings.Plan, seen steps.Observed) {
	for _, read := range steps.ReadBack(plan, seen) {
		read.ReadBack, read.InForce = "", read.ReadBack
		s.journal.Change(read)
	}
}

// recordRead records each value as it was read; whether a restart has put it in force
// since it was activated, a console does not show.
func (s *session) recordRead(plan recordings.Plan, seen steps.Observed) {
	for _, read := range steps.ReadBack(plan, seen) {
		s.journal.Change(read)
	}
}
