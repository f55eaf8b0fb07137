package seal

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"lockedit/recordings"
)

// Approval is what an approver says of a plan.
type Approval struct {
	Plan recordings.Plan
	// Approver is who approves, in their own words.
	Approver string
	// At is when, ValidUntil until when; the zero time is no end.
	At, ValidUntil time.Time
	// Lockedit is the version of this program.
	Lockedit string
}

// ApprovalsBeside is where the approvals of a plan are, unless told otherwise:
// beside the plan, or beside the recording that the plan is a part of, because
// nothing is written into that.
func ApprovalsBeside(plan string) string {
	dir, name := filepath.Split(plan)
	if recordings.Recorded(filepath.Clean(dir)) {
		if whole, err := filepath.Abs(dir); err == nil {
			return filepath.Join(filepath.Dir(whole), filepath.Base(whole)+"."+recordings.ApprovalsFile)
		}
	}
	return filepath.Join(dir, strings.TrimSuffix(name, ".json")+"."+recordings.ApprovalsFile)
}

// Approve signs a plan and returns the approval as one line of an approvals file.
func Approve(a Approval, s *Signer) ([]byte, error) {
	sum, err := planSum(a.Plan)
	if err != nil {
		return nil, err
	}
	e, err := newEnvelope(recordings.ApprovalStatement{
		Type: recordings.StatementType, PredicateType: recordings.ApprovalType,
		Subject: []recordings.Subject{{Name: planName, Digest: recordings.DigestSet{SHA256: sum}}},
		Predicate: recordings.ApprovedPlan{
			PlanDigest: a.Plan.Digest, Cluster: a.Plan.Cluster, Domain: a.Plan.Console.Domain, URL: a.Plan.Console.URL,
			Approver: a.Approver, ApprovedAt: a.At.UTC(), ValidUntil: a.ValidUntil.UTC(), Lockedit: a.Lockedit,
		},
	}, []*Signer{s})
	if err != nil {
		return nil, err
	}
	return e.line()
}

const planName = "plan.json"

// planSum is the SHA-256 of a plan's file.
func planSum(p recordings.Plan) (string, error) {
	text, err := p.Text()
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), err
}

// AppendApproval adds a line to an approvals file with a single write, so that
// approvers who sign at the same time do not tear one another's.
func AppendApproval(path string, line []byte) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = file.Write(line)
	return errors.Join(err, file.Sync(), file.Close())
}

// ReadApprovals reads approvals files. One that is not there is left out unless
// it was asked for by name. The content is theirs, one after the other.
func ReadApprovals(beside string, named []string) ([]byte, error) {
	var all bytes.Buffer
	for i, path := range append([]string{beside}, named...) {
		text, err := readLimited(path, maxEnvelope)
		if i == 0 && errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("approvals %s: %w", path, err)
		}
		all.Write(text)
		if len(text) > 0 && text[len(text)-1] != '\n' {
			all.WriteByte('\n')
		}
	}
	return all.Bytes(), nil
}

// CheckApprovals finds, in approvals files, the valid approvals of exactly this
// plan by different keys of a list, and returns them. It returns a
// *[ApprovalError] beside them if they are fewer than required.
func CheckApprovals(p recordings.Plan, approvals []byte, keys []*Key, required int, now time.Time) ([]recordings.Approval, error) {
	sum, err := planSum(p)
	if err != nil {
		return nil, err
	}
	var valid []recordings.Approval
	var refused []string
	number := 0
	for line := range bytes.Lines(approvals) {
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		number++
		a, err := checkApproval(sum, p, line, keys, now)
		switch {
		case err != nil:
			refused = append(refused, fmt.Sprintf("approval %d %v", number, err))
		case slices.ContainsFunc(valid, func(v recordings.Approval) bool { return v.KeyID == a.KeyID }):
			refused = append(refused, fmt.Sprintf("approval %d is a second one by the same key", number))
		default:
			valid = append(valid, a)
		}
	}
	if len(valid) < required {
		return valid, &ApprovalError{Valid: len(valid), Required: required, Refused: refused}
	}
	return valid, nil
}

// checkApproval holds one approval against a plan.
func checkApproval(sum string, p recordings.Plan, line []byte, keys []*Key, now time.Time) (recordings.Approval, error) {
	e, s, err := parseApproval(line)
	if err != nil {
		return recordings.Approval{}, err
	}
	i := slices.IndexFunc(keys, func(k *Key) bool { return len(e.signedBy(k)) > 0 })
	said := s.Predicate
	by := fmt.Sprintf("(%s, %s)", recordings.Visible(said.Approver), said.ApprovedAt.UTC().Format(time.RFC3339))
	switch {
	case i < 0:
		return recordings.Approval{}, fmt.Errorf("is not signed by a listed key: %s", signers(e))
	case s.Subject[0].Digest.SHA256 != sum || said.PlanDigest != p.Digest:
		return recordings.Approval{}, fmt.Errorf("%s is of another plan, %s", by, recordings.Visible(said.PlanDigest))
	case !said.ValidUntil.IsZero() && now.After(said.ValidUntil):
		return recordings.Approval{}, fmt.Errorf("%s ended at %s", by, said.ValidUntil.UTC().Format(time.RFC3339))
	}
	return recordings.Approval{KeyID: keys[i].ID(), Name: said.Approver, At: said.ApprovedAt, ValidUntil: said.ValidUntil}, nil
}

// parseApproval reads one line of an approvals file.
func parseApproval(line []byte) (*Envelope, *recordings.ApprovalStatement, error) {
	e, err := ParseEnvelope(line)
	if err != nil {
		return nil, nil, err
	}
	var s recordings.ApprovalStatement
	if err := json.Unmarshal(e.Body, &s); err != nil {
		return nil, nil, fmt.Errorf("holds no statement: %w", err)
	}
	if s.Type != recordings.StatementType || len(s.Subject) != 1 {
		return nil, nil, errors.New("holds no statement over one plan")
	}
	return e, &s, recordings.CheckPredicate("it", "approval", s.PredicateType, recordings.ApprovalType)
}

// signers names the keys that an envelope says it is signed with.
func signers(e *Envelope) string {
	var ids []string
	for _, s := range e.Signatures {
		ids = append(ids, recordings.Visible(shortID(s.KeyID)))
	}
	if len(ids) == 0 {
		return "it is not signed at all"
	}
	return "it says it is by " + strings.Join(ids, ", ")
}
