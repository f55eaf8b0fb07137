package engine

import (
	"errors"
	"strings"
	"testing"

	"lockedit/internal/kubectl/restart"
	"lockedit/internal/spec"
	"lockedit/recordings"
	"lockedit/steps"
)

// TestApplyNamesThePlansRestart holds that what is to be run after an apply is what
// the approved plan announced.
func TestApplyNamesThePlansRestart(t *testing.T) {
	domain := spec.Domain{Namespace: "soans", UID: "soainfra"}
	for _, test := range []struct {
		name, strategy string
		domain         spec.Domain
		want           string
	}{
		{"rolling", "rolling", domain, "lockedit restart --restart rolling --namespace soans --domain-uid soainfra"},
		{"full", "full", domain, "lockedit restart --restart full --namespace soans --domain-uid soainfra"},
		{"none", "none", domain, "lockedit restart"},
		{"no domain", "full", spec.Domain{}, "lockedit restart"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := &session{request: Request{Spec: spec.Spec{Domain: test.domain}}}
			plan := recordings.Plan{Restart: recordings.PlannedRestart{Strategy: test.strategy}}
			if got := s.restartCommand(plan); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// TestApplyNamesTheClusterInUse holds that the restart it names is of the same cluster.
func TestApplyNamesTheClusterInUse(t *testing.T) {
	s := &session{request: Request{
		Spec: spec.Spec{Domain: spec.Domain{Namespace: "soans", UID: "soainfra"}}, Kubectl: KubectlChoice{Kubeconfig: "/a b", Context: "prod"},
	}}
	got := s.restartCommand(recordings.Plan{Restart: recordings.PlannedRestart{Strategy: "full"}})
	if want := "--kubeconfig '/a b' --context prod"; !strings.HasSuffix(got, want) {
		t.Errorf("got %q, want it to end with %q", got, want)
	}
}

// TestARestartIsNotLeftOutWhereChangesAreLost holds what is advised for a refused domain.
func TestARestartIsNotLeftOutWhereChangesAreLost(t *testing.T) {
	for code, want := range map[restart.Code]bool{restart.CodeHome: false, restart.CodeRolling: true} {
		err := &restart.RefusedError{Refusals: []restart.Finding{{Code: code}}}
		if got := strings.Contains(next(err), "--restart none"); got != want {
			t.Errorf("%s: --restart none is advised: %v, want %v", code, got, want)
		}
	}
}

// TestADomainThatMayBeDownNeedsAPerson holds the exit code and the next step where the
// server start policy could not be put back, or is somebody else's by now.
func TestADomainThatMayBeDownNeedsAPerson(t *testing.T) {
	for _, test := range []struct {
		outcome restart.PutBackOutcome
		code    int
		next    string
	}{
		{restart.NotRestored, codePerson, "start it with: kubectl patch"},
		{restart.LeftToOthers, codePerson, "change nothing over theirs"},
		{restart.Restored, codeActivated, "`lockedit restart`"},
	} {
		t.Run(string(test.outcome), func(t *testing.T) {
			aborted := &restart.AbortedError{Cause: errors.New("gone"), Outcome: test.outcome, Command: "kubectl patch domain"}
			got := failure(t.Context(), &steps.ActivatedError{Err: aborted})
			if got.ExitCode != test.code || !strings.Contains(got.Next, test.next) {
				t.Errorf("got %+v", got)
			}
		})
	}
}
