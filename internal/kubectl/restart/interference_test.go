package restart_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"lockedit/internal/kubectl"
	"lockedit/internal/kubectl/restart"
	"lockedit/testenv/cluster"
	"lockedit/testenv/operator"
)

// TestInterference has somebody else change the Domain during the restart.
func TestInterference(t *testing.T) {
	tests := []struct {
		name     string
		strategy restart.Strategy
		meddle   cluster.Object
		outcome  restart.PutBackOutcome // "" when nothing is to be put back
		policy   kubectl.Policy
	}{
		{"another field", restart.StrategyFull, cluster.Object{"image": "other"}, restart.Restored, kubectl.PolicyIfNeeded},
		{"the policy back", restart.StrategyFull, cluster.Object{"serverStartPolicy": "IfNeeded"}, restart.Restored, kubectl.PolicyIfNeeded},
		{"another policy", restart.StrategyFull, cluster.Object{"serverStartPolicy": "AdminOnly"}, restart.LeftToOthers, kubectl.PolicyAdminOnly},
		{"in a roll", restart.StrategyRolling, cluster.Object{"image": "other"}, "", kubectl.PolicyIfNeeded},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := bringUp(t, operator.Domain{Namespace: strings.ReplaceAll(test.name, " ", "-")}, "")
			s.op.SetFaults(operator.Faults{Meddle: cluster.Object{"spec": test.meddle}})
			_, err := s.run(t.Context(), &diary{t: t}, restart.Options{Strategy: test.strategy})
			var other *restart.InterferenceError
			if !errors.As(err, &other) {
				t.Fatalf("got %v, want an InterferenceError", err)
			}
			if test.outcome != "" {
				aborted(t, err, test.outcome)
			}
			if got := s.get(t).Policy(); got != test.policy {
				t.Errorf("policy after: %s, want %s", got, test.policy)
			}
		})
	}
}

// TestInterrupted ends the context while the servers stop.
func TestInterrupted(t *testing.T) {
	s := bringUp(t, operator.Domain{}, "")
	s.op.SetFaults(operator.Faults{StuckTerminating: "soa_server1"})
	ctx, cancel := context.WithCancelCause(t.Context())
	interrupt := errors.New("interrupted")
	d := &diary{t: t, on: func(e restart.Event) {
		if e.Kind == restart.KindPodTerminating || e.Kind == restart.KindPodGone {
			cancel(interrupt)
		}
	}}
	_, err := s.run(ctx, d, restart.Options{Strategy: restart.StrategyFull})
	aborted(t, err, restart.Restored)
	if !errors.Is(err, interrupt) {
		t.Errorf("got %v, want the cause %v", err, interrupt)
	}
	policyIsBack(t, s)
	recovers(t, s)
}

// TestAPIAway stops the API server in the middle, and starts it again.
func TestAPIAway(t *testing.T) {
	s := bringUp(t, operator.Domain{}, "")
	away := false
	d := &diary{t: t}
	d.on = func(e restart.Event) {
		switch {
		case e.Kind == restart.KindPodGone && !away:
			away = true
			s.cluster.StopAPI(t.Context())
		case e.Kind == restart.KindReadFailed:
			if err := s.cluster.StartAPI(t.Context()); err != nil {
				t.Error(err)
			}
		}
	}
	result, err := s.run(t.Context(), d, restart.Options{Strategy: restart.StrategyFull})
	if err != nil {
		t.Fatal(err)
	}
	checkResult(t, result, three)
	if !d.has(restart.KindReadFailed) || !d.has(restart.KindReadBack) {
		t.Error("the outage was not reported")
	}
}

// TestByHand interrupts while the API server is away, so that nothing can be put
// back, and then does by hand what the error says.
func TestByHand(t *testing.T) {
	s := bringUp(t, operator.Domain{}, "")
	s.op.SetFaults(operator.Faults{StuckTerminating: "soa_server1"})
	ctx, cancel := context.WithCancel(t.Context())
	d := &diary{t: t, on: func(e restart.Event) {
		if e.Kind == restart.KindPatch {
			s.cluster.StopAPI(t.Context())
			cancel()
		}
	}}
	options := restart.Options{Strategy: restart.StrategyFull, PutBack: time.Second}
	_, err := s.run(ctx, d, options)
	if err := s.cluster.StartAPI(t.Context()); err != nil {
		t.Fatal(err)
	}
	e := aborted(t, err, restart.NotRestored)
	if got := s.get(t).Policy(); got != kubectl.PolicyNever {
		t.Fatalf("policy %s, want it still %s", got, kubectl.PolicyNever)
	}
	shell := exec.CommandContext(t.Context(), "sh", "-c", e.Command)
	shell.Env = []string{"HOME=" + t.TempDir(), "PATH=" + strings.TrimSuffix(s.cluster.Kubectl(), "/kubectl") + ":" + os.Getenv("PATH")}
	if out, err := shell.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v: %s", e.Command, err, out)
	}
	policyIsBack(t, s)
	recovers(t, s)
}

// between is a reader whose patches can be preceded by somebody else's act, or
// answered by an error although they were made. before and after act on the first
// patch, second before the Domain is read for another one, each after every patch.
type between struct {
	*kubectl.Reader
	before  func()
	after   func(error) error
	second  func()
	each    func(error) error
	patched bool
}

// Domain reads the Domain alone, as is done before the policy is put back.
func (b *between) Domain(ctx context.Context, name string) (kubectl.Domain, error) {
	if act := b.second; act != nil && b.patched {
		b.second = nil
		act()
	}
	return b.Reader.Domain(ctx, name)
}

func (b *between) PatchDomain(ctx context.Context, d kubectl.Domain, patch string) (kubectl.Domain, error) {
	if act := b.before; act != nil {
		b.before = nil
		act()
	}
	patched, err := b.Reader.PatchDomain(ctx, d, patch)
	if act := b.after; act != nil {
		b.after = nil
		err = act(err)
	}
	if b.each != nil {
		err = b.each(err)
	}
	b.patched = true
	return patched, err
}

func (s setup) runBetween(t *testing.T, b *between, strategy restart.Strategy) (restart.Result, error) {
	b.Reader = s.reader()
	options := restart.Options{Strategy: strategy, Tick: tick, Timeout: patience, Progress: (&diary{t: t}).write}
	return restart.Run(t.Context(), b, options)
}

// TestConflict has the Domain change between the read and the first patch: by a
// label, which is no matter, and by a field, which is.
func TestConflict(t *testing.T) {
	s := bringUp(t, operator.Domain{}, "")
	label := &between{before: func() {
		s.patch(t, cluster.Object{"metadata": cluster.Object{"labels": cluster.Object{"x": "y"}}})
	}}
	result, err := s.runBetween(t, label, restart.StrategyFull)
	if err != nil {
		t.Fatal(err)
	}
	checkResult(t, result, three)

	field := &between{before: func() { s.patch(t, cluster.Object{"spec": cluster.Object{"image": "other"}}) }}
	result, err = s.runBetween(t, field, restart.StrategyFull)
	var other *restart.InterferenceError
	var abort *restart.AbortedError
	if !errors.As(err, &other) || errors.As(err, &abort) || len(result.Commands) > 0 {
		t.Errorf("got %v with commands %q, want an InterferenceError and nothing done", err, result.Commands)
	}
	policyIsBack(t, s)
}

// TestNoAnswer has the first patch made, and its answer lost.
func TestNoAnswer(t *testing.T) {
	lost := func(err error) error {
		return errors.Join(err, &kubectl.UnreachableError{Command: &kubectl.CommandError{Stderr: "lost"}})
	}
	t.Run("full", func(t *testing.T) {
		s := bringUp(t, operator.Domain{}, "")
		_, err := s.runBetween(t, &between{after: lost}, restart.StrategyFull)
		aborted(t, err, restart.Restored)
		policyIsBack(t, s)
		recovers(t, s)
	})
	t.Run("rolling", func(t *testing.T) {
		s := bringUp(t, operator.Domain{}, "")
		result, err := s.runBetween(t, &between{after: lost}, restart.StrategyRolling)
		if err != nil {
			t.Fatal(err)
		}
		checkResult(t, result, three)
	})
}

// TestMeddledWhilePutBack has the Domain change after the last server is gone and
// before the policy is put back: no tick shows it, and yet it is not this run's.
func TestMeddledWhilePutBack(t *testing.T) {
	s := bringUp(t, operator.Domain{}, "")
	b := &between{second: func() { s.patch(t, cluster.Object{"spec": cluster.Object{"image": "other"}}) }}
	_, err := s.runBetween(t, b, restart.StrategyFull)
	var other *restart.InterferenceError
	if !errors.As(err, &other) {
		t.Errorf("got %v, want an InterferenceError", err)
	}
	aborted(t, err, restart.Restored)
	policyIsBack(t, s)
}

// TestPutBackWithoutAnAnswer has the patch that puts the policy back made, and its
// answer lost: what is found then is this run's own change.
func TestPutBackWithoutAnAnswer(t *testing.T) {
	s := bringUp(t, operator.Domain{}, "")
	patches := 0
	lost := func(err error) error {
		if patches++; patches != 2 {
			return err
		}
		return errors.Join(err, &kubectl.UnreachableError{Command: &kubectl.CommandError{Stderr: "lost"}})
	}
	result, err := s.runBetween(t, &between{each: lost}, restart.StrategyFull)
	if err != nil {
		t.Fatal(err)
	}
	checkResult(t, result, three)
}

// TestForbidden is an account whose Role names another Domain.
func TestForbidden(t *testing.T) {
	s := bringUp(t, operator.Domain{}, "")
	if _, err := s.cluster.Account(t.Context(), s.domain.Namespace, "other"); err != nil {
		t.Fatal(err)
	}
	allowed, err := s.client.CanPatchDomain(t.Context(), s.domain.Name)
	if err != nil || allowed {
		t.Errorf("may patch: %v, %v; want no", allowed, err)
	}
	_, err = s.run(t.Context(), &diary{t: t}, restart.Options{Strategy: restart.StrategyFull})
	var forbidden *kubectl.ForbiddenError
	if !errors.As(err, &forbidden) {
		t.Errorf("got %v, want a ForbiddenError", err)
	}
}
