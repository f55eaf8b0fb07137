package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lockedit/recordings"
	"lockedit/recordings/seal"
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
	now, given := s.engine.host.Now(), s.request.Approvals
	if !plan.ValidUntil.IsZero() && now.After(plan.ValidUntil) {
		return &ExpiredError{At: plan.ValidUntil}
	}
	if len(given.Text) > 0 {
		if err := s.journal.Keep("approvals", recordings.ApprovalsFile, given.Text); err != nil {
			return err
		}
	}
	valid, err := seal.CheckApprovals(plan, given.Text, given.Keys, s.request.Spec.Approval.Required, now)
	for _, a := range valid {
		s.journal.Approval(a)
	}
	return err
}

// refusal is the outcome of a plan that may not be applied.
func refusal(ctx context.Context, err error) recordings.Outcome {
	var expired *ExpiredError
	var missing *seal.ApprovalError
	outcome := recordings.Outcome{Result: resultRefused, ExitCode: codeFailed,
		Verdict: fmt.Sprintf("refused; nothing was locked, nothing was changed: %v", err)}
	switch {
	case errors.As(err, &expired):
		outcome.Next = "make a new plan and have it approved again"
	case errors.As(err, &missing):
		outcome.Next = "have the approvers run `lockedit approve PLAN --key KEY`, and name their public keys with --approver-key"
	default:
		return failure(ctx, err)
	}
	return outcome
}

// validUntil is the end of a plan that is made now.
func (s *session) validUntil() time.Time {
	if s.request.ValidFor <= 0 {
		return time.Time{}
	}
	return s.engine.host.Now().Add(s.request.ValidFor).UTC().Truncate(time.Second)
}
