package restart

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"lockedit/internal/kubectl"
)

// clock is a time that passes only while somebody waits for it.
type clock struct{ now time.Time }

func (c *clock) Now() time.Time { return c.now }

func (c *clock) After(d time.Duration) <-chan time.Time {
	c.now = c.now.Add(d)
	passed := make(chan time.Time, 1)
	passed <- c.now
	return passed
}

// script is a Kubernetes that shows one snapshot after the other, the last one
// for ever, and takes every patch.
type script struct {
	snapshots []func(*kubectl.Snapshot) error
	reads     int
	patches   []string
	domain    kubectl.Domain
}

func newScript(version string, steps ...func(*kubectl.Snapshot) error) *script {
	return &script{snapshots: steps, domain: sound(version).Domain}
}

func (s *script) Snapshot(context.Context) (kubectl.Snapshot, error) {
	snapshot := sound(s.domain.Version())
	snapshot.Domain = s.domain
	step := s.snapshots[min(s.reads, len(s.snapshots)-1)]
	s.reads++
	err := step(&snapshot)
	return snapshot, err
}

func (s *script) Domain(context.Context, string) (kubectl.Domain, error) { return s.domain, nil }

func (s *script) PatchDomain(_ context.Context, _ kubectl.Domain, patch string) (kubectl.Domain, error) {
	s.patches = append(s.patches, patch)
	s.domain.Meta.Generation++
	s.domain.Status.ObservedGeneration = s.domain.Meta.Generation // a quick operator
	s.domain.Spec.ServerStartPolicy = nil
	if strings.Contains(strings.ToLower(patch), `"never"`) {
		never := "Never"
		s.domain.Spec.ServerStartPolicy = &never
	}
	return s.domain, nil
}

func (s *script) CommandLine(_ string, args ...string) string { return strings.Join(args, " ") }

func asIs(*kubectl.Snapshot) error { return nil }

func noPods(s *kubectl.Snapshot) error {
	s.Servers = nil
	return nil
}

func newPods(s *kubectl.Snapshot) error {
	s.Servers = []kubectl.Pod{serverPod("adminserver", "a-2", true), serverPod("soa_server1", "s-2", true)}
	return nil
}

func unreachable(*kubectl.Snapshot) error {
	return &kubectl.UnreachableError{Command: &kubectl.CommandError{Stderr: "refused"}}
}

func notFound(*kubectl.Snapshot) error {
	return &kubectl.NotFoundError{Command: &kubectl.CommandError{Stderr: "no such domain"}}
}

func (s *script) run(strategy Strategy, timeout time.Duration) (Result, error) {
	options := Options{Strategy: strategy, Timeout: timeout, Clock: &clock{now: time.Unix(0, 0)}}
	return Run(context.Background(), s, options)
}

func TestScripts(t *testing.T) {
	failedWith := func(severity string) func(*kubectl.Snapshot) error {
		return func(s *kubectl.Snapshot) error {
			s.Domain.Status.Conditions = append(s.Domain.Status.Conditions, failedCondition(severity))
			return noPods(s)
		}
	}
	rollingStill := func(s *kubectl.Snapshot) error {
		s.Domain.Status.Conditions = append(s.Domain.Status.Conditions, kubectl.Condition{Type: "Rolling", Status: "True"})
		return newPods(s)
	}
	late := func(s *kubectl.Snapshot) error {
		s.Domain.Status.ObservedGeneration--
		return newPods(s)
	}
	tests := []struct {
		name     string
		strategy Strategy
		version  string
		steps    []func(*kubectl.Snapshot) error
		reads    int // 0: not counted
		want     any // target of errors.As, nil for success
	}{
		{"full", StrategyFull, "v9", steps(asIs, asIs, noPods, noPods, newPods), 5, nil},
		{"full v8", StrategyFull, "v8", steps(asIs, asIs, noPods, noPods, newPods), 5, nil},
		{"reads fail for a while", StrategyFull, "v9", steps(asIs, unreachable, noPods, unreachable, unreachable, newPods), 6, nil},
		{"not found for a moment", StrategyFull, "v9", steps(asIs, notFound, noPods, notFound, newPods), 5, nil},
		{"not found at last", StrategyFull, "v9", steps(asIs, notFound), 0, new(*kubectl.NotFoundError)},
		{"never readable", StrategyRolling, "v9", steps(asIs, unreachable), 0, new(*TimeoutError)},
		{"old pods still", StrategyRolling, "v9", steps(asIs, asIs), 0, new(*TimeoutError)},
		{"late generation", StrategyRolling, "v9", steps(asIs, late, late, newPods), 4, nil},
		{"rolling to the end", StrategyRolling, "v9", steps(asIs, rollingStill, rollingStill, newPods), 4, nil},
		{"rolling for ever", StrategyRolling, "v9", steps(asIs, rollingStill), 0, new(*TimeoutError)},
		{"severe passes", StrategyFull, "v9", steps(asIs, noPods, failedWith("Severe"), failedWith("Severe"), newPods), 5, nil},
		{"severe stays", StrategyFull, "v9", steps(asIs, noPods, failedWith("Severe")), 0, new(*FailedError)},
		{"failed v8 stays", StrategyFull, "v8", steps(asIs, noPods, failedWith("")), 0, new(*FailedError)},
		{"fatal", StrategyFull, "v9", steps(asIs, noPods, failedWith("Fatal")), 3, new(*FailedError)},
		{"warning stays", StrategyFull, "v9", steps(asIs, noPods, failedWith("Warning")), 0, new(*TimeoutError)},
		{"not found after the patch", StrategyRolling, "v9", steps(asIs, notFound), 0, new(*kubectl.NotFoundError)},
		{"refused", StrategyFull, "v9", steps(failedWith("Severe")), 1, new(*RefusedError)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			script := newScript(test.version, test.steps...)
			_, err := script.run(test.strategy, 20*time.Minute)
			expectEnd(t, err, test.want)
			var begun *BegunError
			if errors.As(err, &begun) != (err != nil && len(script.patches) > 0) {
				t.Errorf("after %d patches the error is %T: %v", len(script.patches), err, err)
			}
			if test.reads > 0 && script.reads != test.reads {
				t.Errorf("%d reads, want %d", script.reads, test.reads)
			}
			if script.domain.Policy() != kubectl.PolicyIfNeeded {
				t.Errorf("policy at the end: %s", script.domain.Policy())
			}
		})
	}
}

// expectEnd holds an error against the target of errors.As; nil is success.
func expectEnd(t *testing.T, err error, want any) {
	t.Helper()
	switch {
	case want == nil && err != nil:
		t.Fatal(err)
	case want != nil && !errors.As(err, want):
		t.Fatalf("got %v, want %T", err, want)
	}
}

func steps(list ...func(*kubectl.Snapshot) error) []func(*kubectl.Snapshot) error { return list }

func TestUnknownStrategy(t *testing.T) {
	script := newScript("v9", asIs)
	if _, err := script.run(StrategyAuto, time.Minute); err == nil || script.reads > 0 {
		t.Errorf("got %v after %d reads, want an error before any", err, script.reads)
	}
}

// TestInterruptedAfterThePatch ends a restart while it waits for the servers: they may
// be on their way, whether or not there is a policy to put back.
func TestInterruptedAfterThePatch(t *testing.T) {
	for _, strategy := range []Strategy{StrategyFull, StrategyRolling} {
		t.Run(string(strategy), func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			script := newScript("v9", asIs, noPods, func(s *kubectl.Snapshot) error {
				cancel()
				return noPods(s)
			})
			_, err := Run(ctx, script, Options{Strategy: strategy, Clock: &clock{now: time.Unix(0, 0)}})
			var begun *BegunError
			if !errors.As(err, &begun) || !errors.Is(err, context.Canceled) {
				t.Errorf("got %T: %v", err, err)
			}
		})
	}
}

// unanswered is a Kubernetes that makes a patch and does not say so.
type unanswered struct{ *script }

func (u unanswered) PatchDomain(context.Context, kubectl.Domain, string) (kubectl.Domain, error) {
	version := "1"
	u.domain.Spec.RestartVersion = &version
	return kubectl.Domain{}, &kubectl.TimeoutError{Command: &kubectl.CommandError{Stderr: "no answer"}}
}

// TestAPatchFoundToBeMadeHasBegun lets a roll that was begun by a patch without an
// answer come to no end.
func TestAPatchFoundToBeMadeHasBegun(t *testing.T) {
	var told []Kind
	options := Options{Strategy: StrategyRolling, Timeout: time.Minute, Clock: &clock{now: time.Unix(0, 0)},
		Progress: func(e Event) { told = append(told, e.Kind) }}
	result, err := Run(t.Context(), unanswered{newScript("v9", asIs)}, options)
	var begun *BegunError
	var late *TimeoutError
	if !errors.As(err, &begun) || !errors.As(err, &late) {
		t.Errorf("got %T: %v", err, err)
	}
	if want := []Kind{KindRolling, KindPatch, KindNote}; len(result.Commands) != 1 || !slices.Equal(told[:3], want) {
		t.Errorf("commands %q, told %q, want %q first", result.Commands, told, want)
	}
}

// deaf is a Kubernetes that neither makes a patch nor answers.
type deaf struct{ *script }

func (deaf) PatchDomain(context.Context, kubectl.Domain, string) (kubectl.Domain, error) {
	return kubectl.Domain{}, &kubectl.TimeoutError{Command: &kubectl.CommandError{Stderr: "no answer"}}
}

// TestAPatchFoundNotToBeMadeHasNotBegun has a roll's patch get no answer, and not be made.
func TestAPatchFoundNotToBeMadeHasNotBegun(t *testing.T) {
	var last Kind
	options := Options{Strategy: StrategyRolling, Timeout: time.Minute, Clock: &clock{now: time.Unix(0, 0)},
		Progress: func(e Event) { last = e.Kind }}
	_, err := Run(t.Context(), deaf{newScript("v9", asIs)}, options)
	var begun *BegunError
	var late *kubectl.TimeoutError
	if errors.As(err, &begun) || !errors.As(err, &late) || last != KindRefused {
		t.Errorf("got %T: %v, after %s", err, err, last)
	}
}

// TestReads says that a wait reads once a tick and no more.
func TestReads(t *testing.T) {
	script := newScript("v9", asIs, asIs)
	if _, err := script.run(StrategyRolling, time.Minute); err == nil {
		t.Fatal("pods that stay were taken for new ones")
	}
	if want := 32; script.reads != want { // before; then at 0, 2, … 60 s
		t.Errorf("%d reads in a minute of 2 s ticks, want %d", script.reads, want)
	}
}
