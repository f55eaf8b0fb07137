package engine_test

import (
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"lockedit/internal/engine"
	"lockedit/recordings"
	"lockedit/recordings/seal"
	"lockedit/testenv/console"
)

// lateClock jumps by two hours when the step Lock & Edit begins.
type lateClock struct{ late atomic.Bool }

func (c *lateClock) now() time.Time {
	if c.late.Load() {
		return time.Now().Add(2 * time.Hour)
	}
	return time.Now()
}

func (c *lateClock) Event(e recordings.Event) {
	if e.Type == recordings.TypeStepStart && strings.Contains(e.Message, "Lock & Edit") {
		c.late.Store(true)
	}
}

// TestWhatRanOutBeforeTheLockIsRefused holds that a plan or an approval that was
// valid when apply began, and is not any more when Lock & Edit is to be clicked,
// is refused with nothing locked.
func TestWhatRanOutBeforeTheLockIsRefused(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name              string
		planFor, approval time.Duration
		want              string
	}{
		{"the plan", time.Hour, 3 * time.Hour, "plan was valid until"},
		{"the approval", 3 * time.Hour, time.Hour, "plan has 0 of 1 valid approvals"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := oneTarget(t, console.Options{})
			ann := newApprover(t, "ed25519")
			r := request(t, c)
			dir := r.Spec.Evidence.Dir
			r.Spec.Evidence.Dir, r.ValidFor, r.Minimal = filepath.Join(dir, "plan"), test.planFor, true
			planned, err := engineWith(shareBlank).Plan(t.Context(), r)
			if err != nil || planned.Outcome.ExitCode != 0 {
				t.Fatalf("%+v %v", planned.Outcome, err)
			}
			r.PlanFile = filepath.Join(planned.Dir, "plan.json")
			line, err := seal.Approve(seal.Approval{Plan: *planned.Plan, Approver: "Ann", At: time.Now(),
				ValidUntil: time.Now().Add(test.approval), Lockedit: "test"}, ann)
			if err != nil {
				t.Fatal(err)
			}
			clock := &lateClock{}
			r.Spec.Approval.Required, r.Spec.Evidence.Dir = 1, filepath.Join(dir, "apply")
			r.Approvals, r.Sinks = engine.Approvals{Keys: []*seal.Key{ann.Public()}, Text: line}, append(r.Sinks, clock)
			expectRefusedUnlocked(t, c, r, clock, test.want)
		})
	}
}

func expectRefusedUnlocked(t *testing.T, c *console.Console, r engine.Request, clock *lateClock, want string) {
	t.Helper()
	result, err := engineAt(share, account, clock.now).Apply(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	if o := result.Outcome; o.Result != "refused" || o.ExitCode != 1 || !strings.Contains(o.Verdict, want) {
		t.Errorf("outcome is %+v, want %q", o, want)
	}
	run, err := recordings.Load(result.Dir)
	if err != nil || !run.Lock.AcquiredAt.IsZero() || len(run.Approvals) != 1 || !clock.late.Load() {
		t.Errorf("lock %+v, approvals %+v, %v", run.Lock, run.Approvals, err)
	}
	expectUntouched(t, c)
}
