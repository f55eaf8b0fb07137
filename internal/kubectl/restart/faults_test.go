package restart_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"lockedit/internal/kubectl"
	"lockedit/internal/kubectl/restart"
	"lockedit/testenv/cluster"
	"lockedit/testenv/operator"
)

// policyIsBack fails the test unless the domain is under IfNeeded.
func policyIsBack(t *testing.T, s setup) {
	t.Helper()
	if got := s.get(t).Policy(); got != kubectl.PolicyIfNeeded {
		t.Errorf("policy after: %s, want %s", got, kubectl.PolicyIfNeeded)
	}
}

// aborted fails the test unless err is an AbortedError of this outcome.
func aborted(t *testing.T, err error, outcome restart.PutBackOutcome) *restart.AbortedError {
	t.Helper()
	var e *restart.AbortedError
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want an AbortedError", err)
	}
	t.Log(e)
	if e.Outcome != outcome {
		t.Errorf("outcome %q, want %q: %v", e.Outcome, outcome, err)
	}
	if !strings.Contains(e.Command, `patch domains.v9.weblogic.oracle soainfra --type=merge --patch '{"spec":{"serverStartPolicy":null}}'`) {
		t.Errorf("command %q does not put the policy back", e.Command)
	}
	return e
}

// recovers fails the test unless the domain comes up again by itself.
func recovers(t *testing.T, s setup) {
	t.Helper()
	s.op.SetFaults(operator.Faults{})
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := s.op.Settle(ctx); err != nil {
		t.Error(err)
	}
	snapshot, err := s.reader().Snapshot(ctx)
	if err != nil || len(snapshot.Servers) != len(three) {
		t.Errorf("servers at the end: %d, want %d; %v", len(snapshot.Servers), len(three), err)
	}
}

func TestStuckTerminating(t *testing.T) {
	s := bringUp(t, operator.Domain{}, "")
	s.op.SetFaults(operator.Faults{StuckTerminating: "soa_server2"})
	d := &diary{t: t}
	d.stall = func() bool {
		return d.saw(restart.KindPodGone, "adminserver", "soa_server1") && d.saw(restart.KindPodTerminating, "soa_server2")
	}
	_, err := s.run(t.Context(), d, restart.Options{Strategy: restart.StrategyFull})
	aborted(t, err, restart.Restored)
	var late *restart.TimeoutError
	if !errors.As(err, &late) || !strings.Contains(err.Error(), "prod-soa-soa-server2: terminating since") {
		t.Errorf("got %v, want a TimeoutError that names the pod", err)
	}
	policyIsBack(t, s)
	recovers(t, s)
}

// TestNotBack holds a domain whose server does not come back: the policy is back
// already, so the error is not an AbortedError.
func TestNotBack(t *testing.T) {
	tests := []struct {
		name     string
		strategy restart.Strategy
		faults   operator.Faults
		stall    func(*diary) bool
		says     string
	}{
		{"never ready", restart.StrategyFull, operator.Faults{NeverReady: "soa_server2"}, func(d *diary) bool {
			return d.saw(restart.KindPodReady, "adminserver", "soa_server1") && d.saw(restart.KindPodNew, "soa_server2")
		}, "pod prod-soa-soa-server2: "},
		{"never back", restart.StrategyFull, operator.Faults{NeverBack: "soa_server2"}, func(d *diary) bool {
			return d.saw(restart.KindPodReady, "adminserver", "soa_server1")
		}, "server soa_server2: no pod"},
		{"never ready in a roll", restart.StrategyRolling, operator.Faults{NeverReady: "soa_server1"}, func(d *diary) bool {
			return d.saw(restart.KindPodReady, "adminserver") && d.saw(restart.KindPodNew, "soa_server1")
		}, "pod prod-soa-soa-server1: "},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := bringUp(t, operator.Domain{Namespace: strings.ReplaceAll(test.name, " ", "-")}, "")
			s.op.SetFaults(test.faults)
			d := &diary{t: t}
			d.stall = func() bool { return test.stall(d) }
			result, err := s.run(t.Context(), d, restart.Options{Strategy: test.strategy})
			var late *restart.TimeoutError
			if !errors.As(err, &late) || !strings.Contains(err.Error(), test.says) {
				t.Fatalf("got %v, want a TimeoutError that says %q", err, test.says)
			}
			var abort *restart.AbortedError
			if errors.As(err, &abort) {
				t.Errorf("got an AbortedError although the policy was back: %v", err)
			}
			i := slices.IndexFunc(result.Servers, func(s restart.Server) bool { return s.UIDAfter == "" })
			if i < 0 || result.Servers[0].UIDAfter == "" {
				t.Errorf("servers %+v, want the first back and not all", result.Servers)
			}
			policyIsBack(t, s)
			recovers(t, s)
		})
	}
}

func TestIntrospectionFails(t *testing.T) {
	s := bringUp(t, operator.Domain{}, "")
	s.op.SetFaults(operator.Faults{IntrospectionFails: true})
	options := restart.Options{Strategy: restart.StrategyFull, SevereGrace: 300 * time.Millisecond}
	_, err := s.run(t.Context(), &diary{t: t}, options)
	var failed *restart.FailedError
	if !errors.As(err, &failed) || failed.Condition.Reason != "Introspection" {
		t.Fatalf("got %v, want a FailedError of the introspection", err)
	}
	policyIsBack(t, s)
	recovers(t, s)
}

// TestIntrospectionFailsOnce is a Severe failure that the operator gets over.
func TestIntrospectionFailsOnce(t *testing.T) {
	s := bringUp(t, operator.Domain{}, "")
	s.op.SetFaults(operator.Faults{IntrospectionFails: true})
	d := &diary{t: t, on: func(e restart.Event) {
		if strings.HasPrefix(e.Message, "Failed Severe") {
			s.op.SetFaults(operator.Faults{})
		}
	}}
	result, err := s.run(t.Context(), d, restart.Options{Strategy: restart.StrategyFull})
	if err != nil {
		t.Fatal(err)
	}
	checkResult(t, result, three)
}

// TestStaleStatus has a status that lags: an end must not be seen before it is
// one. The last look shows every pod new, and the operator done.
func TestStaleStatus(t *testing.T) {
	for name, faults := range map[string]operator.Faults{
		"late-generation": {StatusDelay: 700 * time.Millisecond},
		"stale-completed": {StaleCompleted: 700 * time.Millisecond},
	} {
		for _, strategy := range []restart.Strategy{restart.StrategyFull, restart.StrategyRolling} {
			t.Run(name+"-"+string(strategy), func(t *testing.T) {
				s := bringUp(t, operator.Domain{}, "")
				s.op.SetFaults(faults)
				result, err := s.run(t.Context(), &diary{t: t}, restart.Options{Strategy: strategy})
				if err != nil {
					t.Fatal(err)
				}
				checkResult(t, result, three)
				if d := s.get(t); !d.Observed() {
					t.Errorf("ended with generation %d observed of %d", d.Status.ObservedGeneration, d.Meta.Generation)
				}
			})
		}
	}
}

// TestRefused holds what must not be restarted, and that nothing was changed.
// TestPreflight has every kind; these show that the real API reads like that.
func TestRefused(t *testing.T) {
	tests := []struct {
		name   string
		domain operator.Domain
		faults operator.Faults
		patch  cluster.Object
		code   restart.Code
	}{
		{"severe", operator.Domain{}, operator.Faults{Failed: &operator.Failure{Severity: "Severe", Reason: "Kubernetes"}}, nil, restart.CodeFailed},
		{"rolling", operator.Domain{}, operator.Faults{Rolling: true}, nil, restart.CodeRolling},
		{"introspecting", operator.Domain{}, operator.Faults{Introspecting: true}, nil, restart.CodeIntrospecting},
		{"never", operator.Domain{}, operator.Faults{}, cluster.Object{"serverStartPolicy": "Never"}, restart.CodeStopped},
		{"unseen", operator.Domain{}, operator.Faults{StatusDelay: time.Hour}, cluster.Object{"image": "other"}, restart.CodeNotObserved},
		{"home-absent", operator.Domain{HomeSourceType: "-"}, operator.Faults{}, nil, restart.CodeHome},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := bringUp(t, test.domain, "")
			s.op.SetFaults(test.faults)
			if test.patch != nil {
				s.patch(t, cluster.Object{"spec": test.patch})
			}
			eventually(t, s, test.code)
			before := s.get(t).Meta.Generation
			result, err := s.run(t.Context(), &diary{t: t}, restart.Options{Strategy: restart.StrategyFull})
			var refused *restart.RefusedError
			if !errors.As(err, &refused) || !hasCode(refused.Refusals, test.code) {
				t.Errorf("got %v, want a refusal %s", err, test.code)
			}
			if after := s.get(t).Meta.Generation; after != before || len(result.Commands) > 0 {
				t.Errorf("generation %d became %d, commands %q", before, after, result.Commands)
			}
		})
	}
}

// eventually waits until the operator's double shows what the test is about.
func eventually(t *testing.T, s setup, code restart.Code) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	reader := s.reader()
	for {
		snapshot, err := reader.Snapshot(ctx)
		if err != nil {
			t.Fatalf("waiting for %s: %v", code, err)
		}
		if hasCode(restart.Preflight(snapshot, true, func(string, ...string) string { return "" }).Refusals, code) {
			return
		}
	}
}

func hasCode(findings []restart.Finding, code restart.Code) bool {
	return slices.ContainsFunc(findings, func(f restart.Finding) bool { return f.Code == code })
}

// TestWarned restarts a domain that has something to warn of, and no more.
func TestWarned(t *testing.T) {
	domain := operator.Domain{
		OverridesConfigMap: "overrides",
		Clusters: []operator.Cluster{
			{Name: "soa_cluster", Servers: operator.Numbered("soa_server", 2), Replicas: 2},
			{Name: "osb_cluster", Servers: operator.Numbered("osb_server", 2), Replicas: 1},
		},
	}
	s := bringUp(t, domain, "")
	s.op.SetFaults(operator.Faults{Failed: &operator.Failure{Severity: "Warning", Reason: "ReplicasTooHigh"}})
	var report restart.Report
	for !hasCode(report.Warnings, restart.CodeWarning) {
		snapshot, err := s.reader().Snapshot(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		report = restart.Preflight(snapshot, true, func(string, ...string) string { return "" })
	}
	for _, code := range []restart.Code{restart.CodeOverrides, restart.CodeFewReplicas} {
		if !hasCode(report.Warnings, code) {
			t.Errorf("no warning %s in %v", code, report.Warnings)
		}
	}
	if report.Refused() {
		t.Errorf("refused: %v", report.Refusals)
	}
	if _, err := s.run(t.Context(), &diary{t: t}, restart.Options{Strategy: restart.StrategyFull}); err != nil {
		t.Fatal(err)
	}
}
