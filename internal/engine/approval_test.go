package engine_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lockedit/internal/engine"
	"lockedit/recordings"
	"lockedit/recordings/seal"
	"lockedit/testenv/console"
)

func newApprover(t *testing.T, kind string) *seal.Signer {
	t.Helper()
	s, err := seal.Generate(kind)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func approval(t *testing.T, plan recordings.Plan, name string, s *seal.Signer) []byte {
	t.Helper()
	line, err := seal.Approve(seal.Approval{Plan: plan, Approver: name, At: time.Now(), Lockedit: "test"}, s)
	if err != nil {
		t.Fatal(err)
	}
	return line
}

// planOf is a plan for a console that cannot be reached.
func planOf(t *testing.T, validUntil time.Time) (recordings.Plan, string) {
	t.Helper()
	plan := recordings.Plan{
		Console: recordings.Console{URL: "http://127.0.0.1:1/console", Domain: "soainfra"}, Cluster: "soa_cluster", ValidUntil: validUntil,
		Changes: []recordings.PlannedChange{{Type: "Cluster", Object: "soa_cluster", Attribute: "migrationBasis", Before: "consensus", After: "database"}},
	}
	if err := plan.Seal(); err != nil {
		t.Fatal(err)
	}
	text, err := plan.Text()
	path := filepath.Join(t.TempDir(), "plan.json")
	if err == nil {
		err = os.WriteFile(path, text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return plan, path
}

// TestApplyRefusesWhatIsNotApproved holds that nothing is contacted for a plan
// that may not be applied, and that the refusal is recorded. Nobody listens at
// the plan's console, so a run that went on would end with another error.
func TestApplyRefusesWhatIsNotApproved(t *testing.T) {
	t.Parallel()
	ann, bob := newApprover(t, "ed25519"), newApprover(t, "ecdsa")
	for _, tt := range []struct {
		name     string
		until    time.Time
		by       []*seal.Signer
		required int
		want     string
		approved int
	}{
		{"none", time.Time{}, nil, 1, "plan has 0 of 1 valid approvals", 0},
		{"one of two", time.Time{}, []*seal.Signer{ann}, 2, "plan has 1 of 2 valid approvals", 1},
		{"one twice", time.Time{}, []*seal.Signer{bob, bob}, 2, "approval 2 is a second one by the same key", 1},
		{"a stranger", time.Time{}, []*seal.Signer{newApprover(t, "ed25519")}, 1, "is not signed by a listed key", 0},
		{"an old plan", time.Now().Add(-time.Minute).UTC().Truncate(time.Second), []*seal.Signer{ann}, 1, "plan was valid until", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			plan, path := planOf(t, tt.until)
			r := engine.Request{PlanFile: path, Minimal: true, Timeout: time.Minute}
			r.Spec.Evidence.Dir, r.Spec.Approval.Required = evidenceDir(t), tt.required
			r.Approvals.Keys = []*seal.Key{ann.Public(), bob.Public()}
			for _, by := range tt.by {
				r.Approvals.Text = append(r.Approvals.Text, approval(t, plan, "x", by)...)
			}
			result, err := engineWith(share).Apply(t.Context(), r)
			if err != nil {
				t.Fatal(err)
			}
			if result.Outcome.Result != "refused" || result.Outcome.ExitCode != 1 || !strings.Contains(result.Outcome.Verdict, tt.want) {
				t.Errorf("outcome is %+v, want %q", result.Outcome, tt.want)
			}
			run, err := recordings.Load(result.Dir)
			if err != nil || len(run.Approvals) != tt.approved {
				t.Errorf("%d approvals, %v", len(run.Approvals), err)
			}
			if report, err := seal.Verify(result.Dir, seal.Checks{}); err != nil || !report.Intact {
				t.Errorf("%+v %v", report, err)
			}
		})
	}
}

// TestApprovedPlanIsApplied walks plan, approve and apply, and holds that the
// recording shows who approved and that the same plan is stale afterwards.
func TestApprovedPlanIsApplied(t *testing.T) {
	t.Parallel()
	c := oneTarget(t, console.Options{Seed: 11})
	ann, bob, operator := newApprover(t, "ed25519"), newApprover(t, "ecdsa"), newApprover(t, "ed25519")
	r := request(t, c)
	dir := r.Spec.Evidence.Dir
	r.Spec.Evidence.Dir, r.ValidFor, r.Signers = filepath.Join(dir, "plan"), time.Hour, []*seal.Signer{operator}
	planned, err := newEngine(false).Plan(t.Context(), r)
	if err != nil || planned.Outcome.ExitCode != 0 || planned.Plan.ValidUntil.IsZero() {
		t.Fatalf("%+v %v", planned.Outcome, err)
	}
	r.PlanFile = filepath.Join(planned.Dir, "plan.json")
	plan, err := recordings.ReadPlan(r.PlanFile)
	if err != nil {
		t.Fatal(err)
	}
	r.Spec.Approval.Required = 2
	r.Approvals = engine.Approvals{Keys: []*seal.Key{ann.Public(), bob.Public()},
		Text: append(approval(t, plan, "Ann of the board", ann), approval(t, plan, "Bob of the board", bob)...)}
	r.Spec.Evidence.Dir = filepath.Join(dir, "apply")
	applied, err := engineWith(share).Apply(t.Context(), r)
	if err != nil || applied.Outcome.ExitCode != 3 {
		t.Fatalf("%+v %v", applied.Outcome, err)
	}
	expectApproved(t, applied.Dir, r.PlanFile, r.Approvals.Text, operator)

	r.Spec.Evidence.Dir = filepath.Join(dir, "again")
	again, err := newEngine(false).Apply(t.Context(), r)
	if err != nil || again.Outcome.ExitCode != 1 {
		t.Fatalf("%+v %v", again.Outcome, err)
	}
	for _, want := range []string{"plan is stale", `migrationBasis of soa_cluster was "consensus" and is "database"`} {
		if !strings.Contains(again.Outcome.Verdict, want) {
			t.Errorf("does not say %q: %s", want, again.Outcome.Verdict)
		}
	}
	expectUntouched(t, c)
}

// expectApproved holds that a recording keeps its plan and the approvals byte by
// byte, shows the approvers, and is sealed by the operator.
func expectApproved(t *testing.T, dir, plan string, approvals []byte, operator *seal.Signer) {
	t.Helper()
	read := func(name string) []byte {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	if !bytes.Equal(read(filepath.Join(dir, "plan.json")), read(plan)) {
		t.Error("the recording has another plan than was approved")
	}
	if !bytes.Equal(read(filepath.Join(dir, recordings.ApprovalsFile)), approvals) {
		t.Error("the recording has other approvals")
	}
	for _, want := range []string{"Ann of the board", "Bob of the board"} {
		if !bytes.Contains(read(filepath.Join(dir, "report.html")), []byte(want)) {
			t.Errorf("the report does not show %q", want)
		}
	}
	expectValid(t, "plan", read(filepath.Join(dir, "plan.json")))
	envelope, err := seal.ParseEnvelope(read(filepath.Join(dir, recordings.StatementFile)))
	if err != nil {
		t.Fatal(err)
	}
	expectValid(t, "statement", envelope.Body)
	report, err := seal.Verify(dir, seal.Checks{Keys: []*seal.Key{operator.Public()}})
	if err != nil || !report.Intact || !report.Sealed.Complete {
		t.Errorf("%+v %v", report, err)
	}
}
