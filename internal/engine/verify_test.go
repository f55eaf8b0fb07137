package engine_test

import (
	"slices"
	"strings"
	"testing"

	"lockedit/internal/engine"
	"lockedit/recordings"
	"lockedit/testenv/console"
)

// TestVerifyAloneClaimsNoRestart holds that values are read back and not called in
// force: a console does not show whether a restart was made since. Other values are
// listed, and nothing is called changed.
func TestVerifyAloneClaimsNoRestart(t *testing.T) {
	t.Parallel()
	c := oneTarget(t, console.Options{})
	before := verifyOf(t, c)
	if before.Outcome.ExitCode != 1 || before.Outcome.Result != "differences" || !strings.Contains(before.Outcome.Verdict, "migrationBasis of soa_cluster") {
		t.Errorf("before: %+v, %v", before.Outcome, before.Err)
	}
	expectDifferencesKept(t, before.Dir)
	asWanted(t, c, "")
	after := verifyOf(t, c)
	if after.Outcome.ExitCode != 0 {
		t.Fatalf("after: %+v, %v", after.Outcome, after.Err)
	}
	run, err := recordings.Load(after.Dir)
	if err != nil {
		t.Fatal(err)
	}
	claims := func(c recordings.Change) bool { return c.InForce != "" || c.ReadBack != c.After }
	if len(run.Unchanged) != 4 || slices.ContainsFunc(slices.Concat(run.Changes, run.Unchanged), claims) {
		t.Errorf("recorded: %+v %+v", run.Changes, run.Unchanged)
	}
}

// expectDifferencesKept holds that a recording keeps the values that were read and are not
// as asked for, and those that are.
func expectDifferencesKept(t *testing.T, dir string) {
	t.Helper()
	run, err := recordings.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	asAsked := func(c recordings.Change) bool { return c.ReadBack == recordings.Shown(c.After) }
	for _, c := range run.Changes {
		if c.ReadBack != recordings.Shown(c.Before) || asAsked(c) {
			t.Errorf("recorded: %+v", c)
		}
	}
	if len(run.Changes) == 0 || len(run.Changes)+len(run.Unchanged) != 4 {
		t.Errorf("recorded: %+v and %+v", run.Changes, run.Unchanged)
	}
}

func verifyOf(t *testing.T, c *console.Console) engine.Result {
	t.Helper()
	r := matrixRequest(t, c)
	result, err := newEngine(false).Verify(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// TestAVerbThatChangedNothingIsNotActivated takes the disk away from a verb that only
// reads, after its last step: its end is a failure, and not that of an activation.
func TestAVerbThatChangedNothingIsNotActivated(t *testing.T) {
	t.Parallel()
	c := oneTarget(t, console.Options{})
	asWanted(t, c, "")
	r := matrixRequest(t, c)
	wantNoRecording(t, r)
	r.Sinks = []recordings.Sink{afterLogout(func() { replaceByFile(t, r.Spec.Evidence.Dir) })}
	result, err := newEngine(false).Verify(t.Context(), r)
	if err != nil || result.Outcome.ExitCode != 1 || !strings.Contains(result.Outcome.Verdict, "the recording is not complete") {
		t.Errorf("outcome %+v, error %v, %v", result.Outcome, err, result.Err)
	}
}

// TestAPlanWithoutItsRecordingIsNoDifference takes the disk away from a plan after it was
// written: code 2 says that there are differences, and not that the evidence is lacking.
func TestAPlanWithoutItsRecordingIsNoDifference(t *testing.T) {
	t.Parallel()
	c := oneTarget(t, console.Options{})
	r := matrixRequest(t, c)
	r.DetailedExitCode = true
	wantNoRecording(t, r)
	r.Sinks = []recordings.Sink{afterPlan(func() { replaceByFile(t, r.Spec.Evidence.Dir) })}
	result, err := newEngine(false).Plan(t.Context(), r)
	if err != nil || result.Outcome.ExitCode != 1 || !strings.Contains(result.Outcome.Verdict, "the recording is not complete") {
		t.Errorf("outcome %+v, error %v, %v", result.Outcome, err, result.Err)
	}
}

// afterPlan is what happens when plan.json was written.
type afterPlan func()

// Event is a [recordings.Sink].
func (do afterPlan) Event(e recordings.Event) {
	if e.File != nil && e.File.Name == "plan.json" {
		do()
	}
}

// afterLogout is what happens when the last step of a verb has ended.
type afterLogout func()

// Event is a [recordings.Sink].
func (do afterLogout) Event(e recordings.Event) {
	if e.Type == recordings.TypeStepEnd && strings.HasPrefix(e.Message, "Log Out") {
		do()
	}
}
