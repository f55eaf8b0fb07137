package engine

import (
	"testing"

	"lockedit/internal/spec"
	"lockedit/recordings"
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
