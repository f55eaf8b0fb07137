package restart

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"lockedit/internal/kubectl"
)

func rolling(s *kubectl.Snapshot) error {
	s.Domain.Status.Conditions = append(s.Domain.Status.Conditions, kubectl.Condition{Type: "Rolling", Status: "True"})
	return nil
}

// another is the Domain of the same name in another cluster.
func another(s *kubectl.Snapshot) error {
	s.Domain.Meta.UID = "d-2"
	return nil
}

// wanting makes the operator say which servers are to run.
func wanting(then func(*kubectl.Snapshot) error) func(*kubectl.Snapshot) error {
	return func(s *kubectl.Snapshot) error {
		s.Domain.Status.Servers = []kubectl.ServerStatus{
			{Name: "adminserver", Desired: "RUNNING"}, {Name: "soa_server1", Desired: "RUNNING"},
			{Name: "soa_server2", Desired: "RUNNING"}, {Name: "soa_server3", Desired: "SHUTDOWN"},
		}
		if s.Domain.HasGenerations() {
			for i, server := range s.Domain.Status.Servers {
				s.Domain.Status.Servers[i].StateGoal, s.Domain.Status.Servers[i].Desired = server.Desired, ""
			}
		}
		return then(s)
	}
}

func newPodsOfAll(s *kubectl.Snapshot) error {
	err := newPods(s)
	s.Servers = append(s.Servers, serverPod("soa_server2", "t-2", true))
	return err
}

// warned is a domain that carries a warning, and so is never completed.
func warned(then func(*kubectl.Snapshot) error) func(*kubectl.Snapshot) error {
	return func(s *kubectl.Snapshot) error {
		s.Domain.Status.Conditions = kubectl.Conditions{
			{Type: "Available", Status: "True"}, {Type: "Completed", Status: "False"}, failedCondition(kubectl.SeverityWarning),
		}
		return then(s)
	}
}

// clustered gives the second server its cluster, which has this many replicas.
func clustered(replicas int, then func(*kubectl.Snapshot) error) func(*kubectl.Snapshot) error {
	return func(s *kubectl.Snapshot) error {
		err := then(s)
		s.Clusters[0].Spec.Replicas = &replicas
		for _, pod := range s.Servers {
			if pod.Server() != "adminserver" {
				pod.Meta.Labels["weblogic.clusterName"] = "soa_cluster"
			}
		}
		return err
	}
}

func adminAlone(s *kubectl.Snapshot) error {
	s.Servers = []kubectl.Pod{serverPod("adminserver", "a-2", true)}
	return nil
}

// TestBeforeAndAfter holds what is waited for before a restart, and what is not taken
// for its end.
func TestBeforeAndAfter(t *testing.T) {
	tests := []struct {
		name     string
		strategy Strategy
		version  string
		steps    []func(*kubectl.Snapshot) error
		patches  int
		want     any // target of errors.As, nil for success
	}{
		{"unreachable at first", StrategyFull, "v9", steps(unreachable, unreachable, asIs, noPods, newPods), 2, nil},
		{"unreachable for good", StrategyFull, "v9", steps(unreachable), 0, new(*kubectl.UnreachableError)},
		{"a roll comes to its end", StrategyFull, "v9", steps(rolling, rolling, asIs, noPods, newPods), 2, nil},
		{"a roll comes to no end", StrategyFull, "v9", steps(rolling), 0, new(*RefusedError)},
		{"not there", StrategyFull, "v9", steps(notFound), 0, new(*kubectl.NotFoundError)},
		{"v8 wants a server that has no pod yet", StrategyRolling, "v8", steps(wanting(asIs), wanting(newPods), wanting(newPods), wanting(newPodsOfAll)), 1, nil},
		{"v8 wants a server that never comes", StrategyRolling, "v8", steps(wanting(asIs), wanting(newPods)), 1, new(*TimeoutError)},
		{"a warning stays", StrategyFull, "v9", steps(warned(asIs), warned(noPods), warned(newPods)), 2, nil},
		{"a warning stays, and a server has no pod yet", StrategyRolling, "v9", steps(warned(wanting(asIs)), warned(wanting(newPods))), 1, new(*TimeoutError)},
		{"a warning comes meanwhile", StrategyRolling, "v9", steps(asIs, warned(newPods)), 1, new(*TimeoutError)},
		{"a warning stays, and a pod is old", StrategyRolling, "v9", steps(warned(asIs), warned(asIs)), 1, new(*TimeoutError)},
		{"scaled in", StrategyFull, "v9", steps(clustered(1, asIs), noPods, clustered(0, adminAlone)), 2, nil},
		{"not scaled in", StrategyFull, "v9", steps(clustered(1, asIs), noPods, clustered(1, adminAlone)), 2, new(*TimeoutError)},
		{"few replicas from the start", StrategyFull, "v9", steps(clustered(0, asIs), noPods, clustered(0, adminAlone)), 2, new(*TimeoutError)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			script := newScript(test.version, test.steps...)
			_, err := script.run(test.strategy, 20*time.Minute)
			expectEnd(t, err, test.want)
			if len(script.patches) != test.patches {
				t.Errorf("patches: %q", script.patches)
			}
		})
	}
}

// TestAnotherDomainOfTheNameIsNotTouched runs where kubectl reaches another cluster than
// the one that was judged.
func TestAnotherDomainOfTheNameIsNotTouched(t *testing.T) {
	script := newScript("v9", another)
	_, err := Run(t.Context(), script, Options{Strategy: StrategyFull, Judged: "d-1", Clock: &clock{now: time.Unix(0, 0)}})
	var other *InterferenceError
	var begun *BegunError
	if !errors.As(err, &other) || errors.As(err, &begun) || len(script.patches) > 0 {
		t.Errorf("after the patches %q: %v", script.patches, err)
	}
}

// refusing is a Kubernetes that answers each patch with an error.
type refusing struct {
	*script
	err   error
	tried func()
}

func (r refusing) PatchDomain(context.Context, kubectl.Domain, string) (kubectl.Domain, error) {
	r.tried()
	return kubectl.Domain{}, r.err
}

// TestADefiniteRefusalHasNotBegun holds that a restart whose first patch was surely not
// made has changed nothing: denied, or given up while a conflict is waited out.
func TestADefiniteRefusalHasNotBegun(t *testing.T) {
	failed := &kubectl.CommandError{Stderr: "no"}
	for _, strategy := range []Strategy{StrategyFull, StrategyRolling} {
		for name, refusal := range map[string]error{"denied": &kubectl.DeniedError{Command: failed}, "conflict": &kubectl.ConflictError{Command: failed}} {
			t.Run(string(strategy)+" "+name, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				kube := refusing{script: newScript("v9", asIs), err: refusal, tried: func() {
					if name == "conflict" {
						cancel()
					}
				}}
				var last Kind
				result, err := Run(ctx, kube, Options{Strategy: strategy, Clock: halted{}, Progress: func(e Event) { last = e.Kind }})
				var begun *BegunError
				if err == nil || errors.As(err, &begun) || len(result.Commands) > 0 || last != KindRefused {
					t.Errorf("got %T: %v, after %s", err, err, last)
				}
			})
		}
	}
}

// halted is a clock on which nothing that is waited for ever comes.
type halted struct{}

func (halted) Now() time.Time                       { return time.Unix(0, 0) }
func (halted) After(time.Duration) <-chan time.Time { return nil }

// TestTheOldPodIsNotTheOneAfter holds that a pod which is Ready again is not recorded as
// the new one.
func TestTheOldPodIsNotTheOneAfter(t *testing.T) {
	before := sound("v9")
	track := newTracker(before)
	before.Servers[1] = serverPod("soa_server1", "s-1", false)
	events := track.observe(before, time.Unix(1, 0))
	before.Servers[1] = serverPod("soa_server1", "s-1", true)
	events = append(events, track.observe(before, time.Unix(2, 0))...)
	if slices.ContainsFunc(events, func(e Event) bool { return e.Kind == KindPodReady }) || len(events) != 1 {
		t.Errorf("events: %+v", events)
	}
}
