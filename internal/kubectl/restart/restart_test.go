package restart_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lockedit/internal/kubectl/restart"
	"lockedit/testenv/operator"
	"lockedit/testenv/operator/crds"
)

var three = []string{"adminserver", "soa_server1", "soa_server2"}

// TestFull restarts domains of both API versions with every kubectl there is,
// as the account of the Role that the repository ships.
func TestFull(t *testing.T) {
	for _, path := range kubectls(t) {
		for _, version := range []crds.APIVersion{crds.V9, crds.V8} {
			t.Run(nameOf(path)+"-"+string(version), func(t *testing.T) {
				s := bringUp(t, operator.Domain{Version: version}, path)
				checkPermission(t, s)
				diary := &diary{t: t}
				result, err := s.run(t.Context(), diary, restart.Options{Strategy: restart.StrategyFull})
				if err != nil {
					t.Fatal(err)
				}
				checkResult(t, result, three)
				if got := s.get(t).Spec.ServerStartPolicy; got != nil {
					t.Errorf("policy after: %q, want none, as before", *got)
				}
				checkCommands(t, result, `{"serverStartPolicy":"`+s.get(t).StopValue()+`"}`, `{"serverStartPolicy":null}`)
				if diff := cmp.Diff(three, diary.of(restart.KindPodGone), sortStrings()); diff != "" {
					t.Errorf("pods gone (-want +got):\n%s", diff)
				}
			})
		}
	}
}

// TestRolling does the same with a rolling restart.
func TestRolling(t *testing.T) {
	for _, path := range kubectls(t) {
		for _, version := range []crds.APIVersion{crds.V9, crds.V8} {
			t.Run(nameOf(path)+"-"+string(version), func(t *testing.T) {
				s := bringUp(t, operator.Domain{Version: version, RestartVersion: "9"}, path)
				diary := &diary{t: t}
				result, err := s.run(t.Context(), diary, restart.Options{Strategy: restart.StrategyRolling})
				if err != nil {
					t.Fatal(err)
				}
				checkResult(t, result, three)
				checkCommands(t, result, `{"restartVersion":"10"}`)
				if got := s.get(t).Spec.RestartVersion; got == nil || *got != "10" {
					t.Errorf("restart version after: %v, want 10", got)
				}
				if diff := cmp.Diff(three, diary.of(restart.KindPodReady)); diff != "" {
					t.Errorf("order of the roll (-want +got):\n%s", diff)
				}
			})
		}
	}
}

// TestPolicyWritten puts a policy back as it was written.
func TestPolicyWritten(t *testing.T) {
	for version, policy := range map[crds.APIVersion]string{crds.V9: "IfNeeded", crds.V8: "IF_NEEDED"} {
		t.Run(string(version), func(t *testing.T) {
			s := bringUp(t, operator.Domain{Version: version, Policy: policy}, "")
			if _, err := s.run(t.Context(), &diary{t: t}, restart.Options{Strategy: restart.StrategyFull}); err != nil {
				t.Fatal(err)
			}
			if got := s.get(t).Spec.ServerStartPolicy; got == nil || *got != policy {
				t.Errorf("policy after: %v, want %s", got, policy)
			}
		})
	}
}

// TestShippedRole uses docs/kubernetes/role.yaml word for word: its namespace
// and its Domain.
func TestShippedRole(t *testing.T) {
	s := bringUp(t, operator.Domain{Namespace: "soans", UID: "soainfra"}, "")
	result, err := s.run(t.Context(), &diary{t: t}, restart.Options{Strategy: restart.StrategyFull})
	if err != nil {
		t.Fatal(err)
	}
	checkResult(t, result, three)
}

// nameOf names a kubectl by its file, or by its folder if that is "kubectl".
func nameOf(path string) string {
	if base := filepath.Base(path); base != "kubectl" {
		return base
	}
	return filepath.Base(filepath.Dir(path))
}

func checkPermission(t *testing.T, s setup) {
	t.Helper()
	for name, want := range map[string]bool{s.domain.Name: true, "other": false} {
		if got, err := s.client.CanPatchDomain(t.Context(), name); err != nil || got != want {
			t.Errorf("may patch %s: %v, %v, want %v", name, got, err, want)
		}
	}
}

// checkCommands looks for one patch in each command, in order.
func checkCommands(t *testing.T, result restart.Result, patches ...string) {
	t.Helper()
	if len(result.Commands) != len(patches) {
		t.Fatalf("commands %q, want %d", result.Commands, len(patches))
	}
	for i, patch := range patches {
		if !strings.Contains(result.Commands[i], patch) || !strings.Contains(result.Commands[i], "--type=merge") {
			t.Errorf("command %q does not have %s", result.Commands[i], patch)
		}
	}
}
