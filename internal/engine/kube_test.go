package engine_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lockedit/internal/engine"
	"lockedit/internal/spec"
	"lockedit/testenv/cluster"
	"lockedit/testenv/console"
	"lockedit/testenv/console/domain"
	"lockedit/testenv/operator"
	"lockedit/testenv/operator/crds"
)

// patience bounds every wait; no test passes or fails by how long it took.
const patience = 3 * time.Minute

// kubes has at most one API server for each Domain version, started when the
// first test asks for it.
var kubes = struct {
	mu      sync.Mutex
	running map[crds.APIVersion]*cluster.Cluster
}{running: map[crds.APIVersion]*cluster.Cluster{}}

func TestMain(m *testing.M) { os.Exit(inOwnTemp(m)) }

// inOwnTemp runs the tests with a directory for temporary files of their own, which
// nothing else writes to and which ends with them.
func inOwnTemp(m *testing.M) int {
	temp, err := os.MkdirTemp("", "engine")
	if err == nil {
		err = os.Setenv("TMPDIR", temp)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	code := m.Run()
	for _, c := range kubes.running {
		if err := c.Stop(context.Background()); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
	if err := errors.Join(chrome.close(), blank.close(), os.RemoveAll(temp)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	return code
}

// kube is the API server for a Domain version.
func kube(t *testing.T, version crds.APIVersion) *cluster.Cluster {
	t.Helper()
	kubes.mu.Lock()
	defer kubes.mu.Unlock()
	if c := kubes.running[version]; c != nil {
		return c
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	c, err := cluster.Start(ctx, cluster.Options{Bin: filepath.Join("..", "..", "bin", "kube"), APIVersion: version})
	if err != nil {
		t.Fatal(err)
	}
	kubes.running[version] = c
	return c
}

// onKube puts a console's domain on Kubernetes: the console goes down and comes
// back with the pod of its administration server.
func onKube(t *testing.T, c *console.Console, d operator.Domain, o operator.Options) (engine.KubectlChoice, operator.Domain, *operator.Operator) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	api := kube(t, d.Version)
	d, err := operator.Sample(ctx, api.API, d)
	if err != nil {
		t.Fatal(err)
	}
	config, err := api.Account(ctx, d.Namespace, d.Name)
	if err != nil {
		t.Fatal(err)
	}
	ready := o.Hooks.OnAdminPodReady
	if ready == nil {
		ready = func() { _ = c.Control().StartAdmin() }
	}
	first := true // the first pod is that of the console which already runs
	o.Hooks = operator.Hooks{
		OnAdminPodGone: func() { _ = c.Control().StopAdmin(console.OutageRefused) },
		OnAdminPodReady: func() {
			if !first {
				ready()
			}
			first = false
		},
		OnServersRestarted: func([]string) { c.Control().RestartServers() },
	}
	op := operator.Start(context.Background(), api.API, d, o)
	t.Cleanup(op.Stop)
	if err := op.Settle(ctx); err != nil {
		t.Fatal(err)
	}
	return engine.KubectlChoice{Path: api.Kubectl(), Kubeconfig: config, Tick: 50 * time.Millisecond}, d, op
}

// backLate starts the administration server behind a router that only learns of it
// while the console is asked for.
func backLate(c *console.Console) {
	_ = c.Control().StartAdmin()
	_ = c.Control().StopAdmin(console.Outage404)
	var asked atomic.Int32
	c.Control().Before(func(console.Request) {
		if asked.Add(1) == 3 {
			_ = c.Control().StartAdmin()
		}
	})
}

func TestRunRestartsAndProvesInForce(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		version  crds.APIVersion
		strategy spec.Strategy
	}{
		{"v9 full", crds.V9, spec.StrategyAuto},
		{"v9 rolling", crds.V9, spec.StrategyRolling},
		{"v8 full", crds.V8, spec.StrategyFull},
		{"v8 rolling", crds.V8, spec.StrategyRolling},
	}
	for i, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			o := console.Options{Seed: int64(i)}
			if i > 0 {
				o.Clusters = domain.Targets(1)
			}
			c := start(t, o)
			choice, d, _ := onKube(t, c, operator.Domain{
				Namespace: fmt.Sprintf("run-%d", i), UID: "soainfra", Version: test.version,
			}, operator.Options{Hooks: operator.Hooks{OnAdminPodReady: func() { backLate(c) }}})
			r := request(t, c)
			r.Kubectl = choice
			r.Spec.Domain = spec.Domain{Namespace: d.Namespace, UID: d.UID}
			r.Spec.Restart = spec.Restart{Strategy: test.strategy, Timeout: patience}
			before := c.Control().Active()
			r.Minimal = i > 0
			result, err := newEngine(!r.Minimal).Run(t.Context(), r)
			if err != nil || result.Outcome.ExitCode != 0 || result.Outcome.Result != "done" {
				t.Fatalf("outcome %+v, error %v, %v", result.Outcome, err, result.Err)
			}
			expectConfiguration(t, c, before, "soa_cluster")
			if left := c.Control().RestartRequired(); len(left) > 0 {
				t.Errorf("not in force: %v", left)
			}
		})
	}
}
