package engine

import (
	"context"
	"fmt"
	"time"

	"lockedit/recordings"
	"lockedit/recordings/seal"
	"lockedit/steps"
)

// Approvals are what apply holds a plan against; how many it needs stands in
// the spec.
type Approvals struct {
	// Text is the content of approvals files.
	Text []byte
	// Keys are those whose approvals count.
	Keys []*seal.Key
}

// ExpiredError is a plan whose time has run out.
type ExpiredError struct{ At time.Time }

func (e *ExpiredError) Error() string {
	return "plan was valid until " + e.At.UTC().Format(time.RFC3339)
}

// approved refuses a plan that has grown too old, or that has not the approvals
// that it needs. The recording keeps all approvals that were given, and tells
// those that are valid.
func (s *session) approved(plan recordings.Plan) error {
	if err := s.young(plan); err != nil {
		return err
	}
	if given := s.request.Approvals; len(given.Text) > 0 {
		if err := s.journal.Keep("approvals", recordings.ApprovalsFile, given.Text); err != nil {
			return err
		}
	}
	valid, err := s.approvals(plan)
	for _, a := range valid {
		s.journal.Approval(a)
	}
	return err
}

// young refuses a plan whose time has run out.
func (s *session) young(plan recordings.Plan) error {
	if !plan.ValidUntil.IsZero() && s.engine.host.Now().After(plan.ValidUntil) {
		return &ExpiredError{At: plan.ValidUntil}
	}
	return nil
}

// approvals are those that are valid now, and an error if they are too few.
func (s *session) approvals(plan recordings.Plan) ([]recordings.Approval, error) {
	given := s.request.Approvals
	return seal.CheckApprovals(plan, given.Text, given.Keys, s.request.Spec.Approval.Required, s.engine.host.Now())
}

// stillApproved checks right before the lock what was checked at the beginning:
// logging in, reading and asking take their time. A plan that `run` made itself
// has the answer to its question instead of approvals.
func (s *session) stillApproved(plan recordings.Plan) error {
	if err := s.young(plan); err != nil || s.verb != "apply" {
		return err
	}
	_, err := s.approvals(plan)
	return err
}

// refused says whether a plan may not be applied, or not any more.
func refused(err error) bool { return kind[*ExpiredError](err) || kind[*seal.ApprovalError](err) }

// refusal is the outcome of a plan that may not be applied; that of any other
// error, and of one after the lock, is a failure.
func refusal(ctx context.Context, err error) recordings.Outcome {
	if !refused(err) || kind[*steps.LeftError](err) || kind[*steps.UndoneError](err) {
		return failure(ctx, err)
	}
	return recordings.Outcome{Result: resultRefused, ExitCode: codeFailed, Next: next(err),
		Verdict: fmt.Sprintf("refused; nothing was locked, nothing was changed: %v", err)}
}

// validUntil is the end of a plan that is made now.
func (s *session) validUntil() time.Time {
	if s.request.ValidFor <= 0 {
		return time.Time{}
	}
	return s.engine.host.Now().Add(s.request.ValidFor).UTC().Truncate(time.Second)
}
