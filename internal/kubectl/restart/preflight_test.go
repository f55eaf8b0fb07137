package restart

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lockedit/internal/kubectl"
)

// sound is a snapshot of a domain that can be restarted.
func sound(version string) kubectl.Snapshot {
	two := 2
	var s kubectl.Snapshot
	d := &s.Domain
	d.APIVersion = "weblogic.oracle/" + version
	d.Meta.Name, d.Meta.UID, d.Meta.Generation = "soainfra", "d-1", 3
	d.Spec.HomeSourceType = kubectl.HomePersistentVolume
	d.Status.Conditions = kubectl.Conditions{{Type: "Available", Status: "True"}}
	if version == "v9" {
		d.Status.ObservedGeneration = 3
		d.Status.Conditions = append(d.Status.Conditions, kubectl.Condition{Type: "Completed", Status: "True"})
		var c kubectl.Cluster
		c.Meta.Name, c.Meta.Generation, c.Status.ObservedGeneration = "soainfra-soa-cluster", 1, 1
		c.Spec.ClusterName, c.Spec.Replicas = "soa_cluster", &two
		s.Clusters = []kubectl.Cluster{c}
	} else {
		d.Spec.Clusters = []kubectl.ClusterEntry{{ClusterName: "soa_cluster", Replicas: &two}}
	}
	s.Servers = []kubectl.Pod{serverPod("adminserver", "a-1", true), serverPod("soa_server1", "s-1", true)}
	return s
}

func serverPod(server, uid string, ready bool) kubectl.Pod {
	var p kubectl.Pod
	p.Meta.Name, p.Meta.UID = "soainfra-"+server, uid
	p.Meta.Labels = map[string]string{"weblogic.serverName": server}
	status := "False"
	if ready {
		status = "True"
	}
	p.Status.Conditions = kubectl.Conditions{{Type: "Ready", Status: status}}
	return p
}

func failedCondition(severity string) kubectl.Condition {
	return kubectl.Condition{Type: "Failed", Status: "True", Severity: severity, Reason: "Internal", Message: "x"}
}

// typed is a command with its namespace before it.
func typed(namespace string, args ...string) string { return namespace + " " + strings.Join(args, " ") }

func TestPreflight(t *testing.T) {
	policy := func(value string) func(*kubectl.Snapshot) {
		return func(s *kubectl.Snapshot) { s.Domain.Spec.ServerStartPolicy = &value }
	}
	condition := func(c kubectl.Condition) func(*kubectl.Snapshot) {
		return func(s *kubectl.Snapshot) { s.Domain.Status.Conditions = append(s.Domain.Status.Conditions, c) }
	}
	one, two, gone := 1, 2, time.Now()
	unnamed := func(replicas *int) func(*kubectl.Snapshot) {
		return func(s *kubectl.Snapshot) {
			s.Clusters, s.Domain.Spec.Replicas = nil, replicas
			s.Servers[1].Meta.Labels["weblogic.clusterName"] = "soa_cluster"
		}
	}
	tests := []struct {
		name     string
		version  string
		change   func(*kubectl.Snapshot)
		refusals []Code
		warnings []Code
	}{
		{"sound v9", "v9", func(*kubectl.Snapshot) {}, nil, nil},
		{"sound v8", "v8", func(*kubectl.Snapshot) {}, nil, nil},
		{"policy written v9", "v9", policy("IfNeeded"), nil, nil},
		{"policy written v8", "v8", policy("IF_NEEDED"), nil, nil},
		{"never v9", "v9", policy("Never"), []Code{CodeStopped}, nil},
		{"never v8", "v8", policy("NEVER"), []Code{CodeStopped}, nil},
		{"admin only", "v8", policy("ADMIN_ONLY"), []Code{CodeStopped}, nil},
		{"unknown policy", "v9", policy("Sometimes"), []Code{CodeStopped}, nil},
		{"home absent", "v9", func(s *kubectl.Snapshot) { s.Domain.Spec.HomeSourceType = "" }, []Code{CodeHome}, nil},
		{"home from model", "v9", func(s *kubectl.Snapshot) { s.Domain.Spec.HomeSourceType = "FromModel" }, []Code{CodeHome}, nil},
		{"severe", "v9", condition(failedCondition("Severe")), []Code{CodeFailed}, nil},
		{"fatal", "v9", condition(failedCondition("Fatal")), []Code{CodeFailed}, nil},
		{"failed v8 has no severity", "v8", condition(failedCondition("")), []Code{CodeFailed}, nil},
		{"warning", "v9", condition(failedCondition("Warning")), nil, []Code{CodeWarning}},
		{"rolling", "v9", condition(kubectl.Condition{Type: "Rolling", Status: "True"}), []Code{CodeRolling}, nil},
		{"late", "v9", func(s *kubectl.Snapshot) { s.Domain.Meta.Generation++ }, []Code{CodeNotObserved}, nil},
		{"late cluster", "v9", func(s *kubectl.Snapshot) { s.Clusters[0].Meta.Generation++ }, []Code{CodeNotObserved}, nil},
		{"not completed", "v9", func(s *kubectl.Snapshot) { s.Domain.Status.Conditions[1].Status = "False" }, nil, []Code{CodeNotCompleted}},
		{"no status v8", "v8", func(s *kubectl.Snapshot) { s.Domain.Status.Conditions = nil }, nil, []Code{CodeOperatorQuiet}},
		{"introspecting", "v9", func(s *kubectl.Snapshot) { s.Introspectors = make([]kubectl.Pod, 1) }, []Code{CodeIntrospecting}, nil},
		{"introspected", "v9", func(s *kubectl.Snapshot) {
			s.Introspectors = make([]kubectl.Pod, 1)
			s.Introspectors[0].Status.Phase = "Succeeded"
		}, nil, nil},
		{"no servers", "v9", func(s *kubectl.Snapshot) { s.Servers = nil }, []Code{CodeNoServers}, nil},
		{"stopping", "v9", func(s *kubectl.Snapshot) { s.Servers[1].Meta.DeletionTimestamp = &gone }, []Code{CodeStopping}, nil},
		{"not ready", "v9", func(s *kubectl.Snapshot) { s.Servers[1] = serverPod("soa_server1", "s-1", false) }, nil, []Code{CodeNotReady}},
		{"few replicas v9", "v9", func(s *kubectl.Snapshot) { s.Clusters[0].Spec.Replicas = &one }, nil, []Code{CodeFewReplicas}},
		{"replicas absent v9", "v9", func(s *kubectl.Snapshot) { s.Clusters[0].Spec.Replicas = nil }, nil, []Code{CodeFewReplicas}},
		{"replicas absent v8", "v8", func(s *kubectl.Snapshot) { s.Domain.Spec.Clusters[0].Replicas = nil }, nil, []Code{CodeFewReplicas}},
		{"a cluster that is not named v9", "v9", unnamed(nil), nil, []Code{CodeFewReplicas}},
		{"a cluster that is not named, and many replicas v9", "v9", unnamed(&two), nil, nil},
		{"overrides", "v8", func(s *kubectl.Snapshot) { s.Domain.Spec.Configuration.OverridesConfigMap = "o" }, nil, []Code{CodeOverrides}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := sound(test.version)
			test.change(&s)
			report := Preflight(s, true, typed)
			if diff := cmp.Diff(test.refusals, codes(report.Refusals)); diff != "" {
				t.Errorf("refusals (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.warnings, codes(report.Warnings)); diff != "" {
				t.Errorf("warnings (-want +got):\n%s", diff)
			}
		})
	}
}

// TestPreflightOfACutOffRestart says how a domain is started that a killed program
// left stopped, in the spelling of its API version.
func TestPreflightOfACutOffRestart(t *testing.T) {
	for version, start := range map[string]string{"v8": "IF_NEEDED", "v9": "IfNeeded"} {
		s := sound(version)
		never := s.Domain.StopValue()
		s.Domain.Spec.ServerStartPolicy = &never
		message := Preflight(s, true, typed).Refusals[0].Message
		want := s.Domain.Meta.Namespace + " patch domains." + version + `.weblogic.oracle ` + s.Domain.Meta.Name + ` --type=merge --patch {"spec":{"serverStartPolicy":"` + start + `"}}`
		if !strings.Contains(message, want) {
			t.Errorf("%s: %s\nlacks %s", version, message, want)
		}
	}
}

func TestPreflightNotPermitted(t *testing.T) {
	if got := codes(Preflight(sound("v9"), false, typed).Refusals); !slices.Equal(got, []Code{CodeNotPermitted}) {
		t.Errorf("refusals %v, want %s", got, CodeNotPermitted)
	}
}

func codes(findings []Finding) []Code {
	var list []Code
	for _, f := range findings {
		list = append(list, f.Code)
	}
	return list
}
