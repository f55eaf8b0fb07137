package restart

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lockedit/internal/kubectl"
)

// policyField is the Domain's field that a full restart writes.
const policyField = "serverStartPolicy"

// full stops every server, and starts them again.
func (r *run) full(ctx context.Context) error {
	// Said before it is done, so that whoever is cut off in between knows.
	r.emit(Event{Kind: KindStopping, Message: r.byHand()})
	if err := r.firstPatch(ctx, policyField, r.before.Domain.StopValue()); err != nil {
		if uncertain(err) {
			return r.abort(ctx, err)
		}
		return err
	}
	if err := r.await(ctx, "every server to stop", r.allGone); err != nil {
		return r.abort(ctx, err)
	}
	outcome, err := r.putBack(ctx)
	switch {
	case ctx.Err() != nil:
		err = context.Cause(ctx)
	case err == nil:
		err = r.meddled
	}
	if err != nil || outcome != Restored {
		return r.abort(ctx, err)
	}
	if err := r.await(ctx, "every server to be back", r.allBack); err != nil {
		return fmt.Errorf("%w; every server was stopped, the server start policy is %s again, and what is not back is the operator's to start", err, r.policyText())
	}
	return nil
}

// allGone says whether no server's pod is left.
func (r *run) allGone(s kubectl.Snapshot) (bool, error) {
	return len(s.Servers) == 0, nil
}

// abort ends a full restart after its first step: it puts the previous policy
// back, even when the caller's context has ended.
func (r *run) abort(ctx context.Context, cause error) error {
	r.patched = true
	fresh, cancel := context.WithTimeout(context.WithoutCancel(ctx), r.options.PutBack)
	defer cancel()
	r.deadline = r.clock.Now().Add(r.options.PutBack)
	outcome, err := r.putBack(fresh)
	if cause == nil { // somebody else's policy was found where ours was to be replaced
		cause = &InterferenceError{Domain: r.before.Domain.Meta.Name, What: "its server start policy was changed"}
	}
	return &AbortedError{
		Cause: cause, Outcome: outcome, PutBackErr: err,
		Policy: r.policyText(), Command: r.byHand(),
	}
}

// PutBackOutcome says what became of the previous policy.
type PutBackOutcome string

// The outcomes of putting the policy back.
const (
	Restored     PutBackOutcome = "restored"       // it is in force, put back or never changed
	LeftToOthers PutBackOutcome = "left to others" // somebody else has set another one
	NotRestored  PutBackOutcome = "not restored"   // the domain may be down
)

// putBack writes the previous policy over this run's own, and over no other. It
// tries until the context or the deadline ends.
func (r *run) putBack(ctx context.Context) (PutBackOutcome, error) {
	for {
		outcome, err := r.putBackOnce(ctx)
		if err == nil {
			r.readable()
			r.emit(Event{Kind: KindStarting})
			return outcome, nil
		}
		var conflict *kubectl.ConflictError // the operator wrote its status meanwhile
		if !errors.As(err, &conflict) {
			r.failedRead(err)
		}
		if r.pause(ctx) != nil {
			return NotRestored, err
		}
	}
}

func (r *run) putBackOnce(ctx context.Context) (PutBackOutcome, error) {
	previous := r.before.Domain
	now, err := r.kube.Domain(ctx, previous.Meta.Name)
	if err != nil {
		return NotRestored, err
	}
	r.suspect(now)
	switch {
	case now.Meta.UID != previous.Meta.UID:
		return LeftToOthers, nil
	case samePolicy(now, previous):
		r.generation = now.Meta.Generation
		return Restored, nil
	case now.Policy() != kubectl.PolicyNever:
		return LeftToOthers, nil
	}
	if err := r.patch(ctx, now, policyField, previous.Spec.ServerStartPolicy); err != nil {
		r.unanswered = r.unanswered || uncertain(err)
		return NotRestored, err
	}
	return Restored, nil
}

// suspect notes a change by somebody else that came after the last tick, so that
// it is not taken for this run's own once the policy is put back. After a patch
// without an answer nobody can tell whose the change is.
func (r *run) suspect(now kubectl.Domain) {
	if r.meddled == nil && !r.unanswered {
		r.meddled = r.interference(now)
	}
}

// samePolicy compares what two Domains mean by their start policy: an absent
// field is the operator's default, which the API server may write out.
func samePolicy(a, b kubectl.Domain) bool {
	return a.Policy() == b.Policy()
}

// byHand is the command that puts the previous policy back by hand.
func (r *run) byHand() string {
	domain := r.before.Domain
	text := patchText("", policyField, domain.Spec.ServerStartPolicy)
	return r.kube.CommandLine(domain.Meta.Namespace, kubectl.PatchArgs(domain, text)...)
}

func (r *run) policyText() string {
	if raw := r.before.Domain.Spec.ServerStartPolicy; raw != nil {
		return *raw
	}
	return "(none, which is " + r.before.Domain.StartValue() + ")"
}

// systemClock is the real one.
type systemClock struct{}

func (systemClock) Now() time.Time                         { return time.Now() }
func (systemClock) After(d time.Duration) <-chan time.Time { return time.After(d) }
