package engine

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"lockedit/recordings"
	"lockedit/selectors"
	"lockedit/steps"
)

// leased makes a plan's changes while this run holds the lease.
func (s *session) leased(ctx context.Context, console *steps.Console, plan recordings.Plan, seen steps.Observed) error {
	self := s.holder(plan)
	held, err := s.lease(self)
	if err != nil {
		return err
	}
	// What ends here without an answer has left something: the description stays.
	left := true
	defer func() { s.giveBack(held, left) }()
	err = console.Apply(ctx, plan, seen, steps.Permission{
		AutoActivate: s.request.AllowAutoActivate, Still: func() error { return s.stillApproved(plan) },
		Listed: func(rows [][]string) { s.describe(held, self, rows) },
	})
	left = kind[*steps.LeftError](err)
	return err
}

// lease takes the lease for a run; nil where this machine has none to give, of which
// the recording warns. It returns a *LeaseError when another run has it.
func (s *session) lease(self holder) (*lease, error) {
	held, err := takeLease(s.engine.host.TempDir, self)
	switch {
	case kind[*LeaseError](err):
		return nil, err
	case err != nil:
		s.journal.Warn(recordings.Diagnostic{Summary: "two runs at once on this machine are told apart by the console only: " + err.Error()})
	}
	return held, nil
}

// giveBack ends a lease, if there is one.
func (s *session) giveBack(held *lease, left bool) {
	if held == nil {
		return
	}
	if err := held.end(left); err != nil {
		s.journal.Note("giving the lease back: " + err.Error())
	}
}

// describe adds to a lease what the list of changes showed before this run.
func (s *session) describe(held *lease, self holder, listed [][]string) {
	if held == nil {
		return
	}
	self.Listed = listed
	if err := held.write(self); err != nil {
		s.journal.Note("describing the run for later ones: " + err.Error())
	}
}

// holder describes this run to others.
func (s *session) holder(plan recordings.Plan) holder {
	host := s.engine.host
	return holder{
		PID: os.Getpid(), User: host.User, Host: host.Name, Verb: s.verb, Console: s.known(), Account: s.account.Name,
		Started: host.Now(), Recording: s.journal.Dir(), Changes: plan.Changes,
	}
}

// known is the address under which the console is known, which a port forward
// does not change.
func (s *session) known() string {
	if forward := s.request.Spec.Console.PortForward; forward != nil {
		return forward.Address()
	}
	return s.url
}

// explain adds to the refusal of a domain in use which run of this account left
// it so, where that is known on this machine.
func (s *session) explain(err error) error {
	if !kind[*steps.ChangeCenterError](err) {
		return err
	}
	held, earlier, leased := openLease(s.engine.host.TempDir, s.known(), s.account.Name)
	if kind[*LeaseError](leased) {
		return errors.Join(err, leased)
	}
	if held == nil {
		return err
	}
	if closed := held.end(true); closed != nil || earlier.PID == 0 {
		return err
	}
	return fmt.Errorf("%w; a run that did not end may have left this: %s", err, earlier)
}

// Release shows what a run of this account left in the console and, when asked,
// undoes it.
func (e *Engine) Release(ctx context.Context, r Request) (Result, error) {
	s, err := e.begin(ctx, "release", r)
	if err != nil {
		return Result{}, err
	}
	console, err := s.open(ctx)
	if err == nil {
		err = console.Login(ctx)
	}
	if err != nil {
		return s.finish(failure(ctx, err), nil, err)
	}
	outcome, err := s.release(ctx, console)
	if err != nil {
		return s.finish(failure(ctx, err), nil, err)
	}
	return s.finish(outcome, nil, nil)
}

// release looks at what is left, and undoes it when asked.
func (s *session) release(ctx context.Context, console *steps.Console) (recordings.Outcome, error) {
	held, earlier, err := openLease(s.engine.host.TempDir, s.known(), s.account.Name)
	var other *LeaseError
	if errors.As(err, &other) {
		return recordings.Outcome{}, err
	}
	left := true
	if held != nil {
		defer func() { _ = held.end(left) }() // at worst it tells of edits that are gone
	}
	seen, err := console.Leftover(ctx)
	if err != nil {
		return recordings.Outcome{}, stillLeft(s.account.Name, seen, err)
	}
	switch seen.State {
	case selectors.StateUnlocked, selectors.StateAutoActivate:
		left = false
		return done(resultNothing, "nothing is left: the change center is %s", seen.State), console.Logout(ctx)
	case selectors.StateLocked, selectors.StatePending:
		s.journal.Lock(recordings.LockChange{What: "found", How: "the change center is " + string(seen.State)})
	default:
		return recordings.Outcome{}, &steps.ChangeCenterError{Seen: seen.ChangeCenter, Want: "this account's own"}
	}
	if !s.request.Undo {
		return leftOver(s.account.Name, seen, earlier), nil
	}
	if err := console.Release(ctx, earlier.Changes, earlier.Listed); err != nil {
		return recordings.Outcome{}, releaseFailed(s.account.Name, err)
	}
	left = false
	if err := console.Logout(ctx); err != nil {
		s.journal.Note("logging out: " + err.Error())
	}
	return done(resultDone, "own edits undone, own lock released; the change center is unlocked"), nil
}

// stillLeft is the error of a look at what is left, after the lock was seen.
func stillLeft(account string, seen steps.Leftover, err error) error {
	if seen.State == selectors.StateLocked || seen.State == selectors.StatePending {
		return releaseFailed(account, err)
	}
	return err
}

func releaseFailed(account string, err error) error {
	var foreign *steps.ForeignEditsError
	if errors.As(err, &foreign) {
		return &steps.LeftError{What: "more is pending than the run that was cut off was to change; nothing was undone", Foreign: true, Err: err}
	}
	return &steps.LeftError{What: "the lock of account " + account + " may still be there", Err: err}
}

// leftOver is the outcome of a release that only looks.
func leftOver(account string, seen steps.Leftover, earlier holder) recordings.Outcome {
	verdict := fmt.Sprintf("account %s holds the lock; the change center is %s", account, seen.State)
	if seen.State == selectors.StatePending && len(seen.Rows) > 0 {
		verdict += "; listed as pending: " + strings.Join(seen.Rows, ", ")
	}
	if earlier.PID != 0 {
		verdict += "; left by " + earlier.String()
		if len(earlier.Changes) == 0 {
			verdict += ", which did not say what it was to change: --undo undoes all that is pending"
		}
	}
	return recordings.Outcome{Result: resultPerson, ExitCode: codePerson, Verdict: verdict,
		Next: "account " + account + " holds the lock: if these edits are not somebody's work, run `lockedit release --undo`"}
}
