package engine_test

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"lockedit/internal/engine"
	"lockedit/internal/spec"
	"lockedit/recordings"
	"lockedit/testenv/cluster"
	"lockedit/testenv/console"
	"lockedit/testenv/operator"
	"lockedit/testenv/operator/crds"
)

// TestAPortForwardThatEndsIsRenewed reaches the console through its pod and ends the
// port forward under the lock, as a load balancer or an API server that restarts does:
// under a page that is only read the run goes on, under the answer to Lock & Edit it
// clears up.
func TestAPortForwardThatEndsIsRenewed(t *testing.T) {
	t.Parallel()
	c := oneTarget(t, console.Options{})
	forward := throughPod(t, c, "forwarded")
	for _, test := range []struct {
		action string
		code   int
	}{{"lock", 1}, {"view", 3}} { // one after the other: they share the pod
		before := c.Control().Active()
		var once sync.Once
		c.Control().After(func(r console.Request) {
			if r.Action == test.action && c.Control().Lock() != nil {
				once.Do(func() { endForwards(t, forward) })
			}
		})
		seen := &seenEvents{}
		r := request(t, c)
		r.Minimal, r.Timeout = true, patience
		r.Spec.Console = spec.Console{PortForward: &forward}
		r.Kubectl = engine.KubectlChoice{Path: kube(t, crds.V9).Kubectl(), Kubeconfig: kube(t, crds.V9).AdminKubeconfig}
		r.Sinks = []recordings.Sink{seen}
		result, err := engineWith(shareBlank).Run(t.Context(), r)
		if err != nil || result.Outcome.ExitCode != test.code {
			t.Errorf("%s: outcome %+v, error %v, %v", test.action, result.Outcome, err, result.Err)
		}
		expectPromise(t, c, before, result)
		if !seen.tells(recordings.TypeRecovery, "the port forward had ended") || seen.tells(recordings.TypeRecovery, "the browser does not answer") {
			t.Errorf("%s: the recording tells of something else", test.action)
		}
	}
}

// throughPod puts a console behind a pod of its own namespace.
func throughPod(t *testing.T, c *console.Console, namespace string) spec.PortForward {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	api := kube(t, crds.V9)
	d, err := operator.Sample(ctx, api.API, operator.Domain{Namespace: namespace, UID: "soainfra", Version: crds.V9})
	if err != nil {
		t.Fatal(err)
	}
	op := operator.Start(context.Background(), api.API, d, operator.Options{})
	t.Cleanup(op.Stop)
	if err := op.Settle(ctx); err != nil {
		t.Fatal(err)
	}
	pod := d.PodName("adminserver")
	address := strings.TrimPrefix(strings.TrimSuffix(c.URL(), "/console"), "http://")
	if err := api.StartKubelet(ctx, map[string]string{cluster.ForwardKey(namespace, pod, 7001): address}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { api.StopKubelet(context.Background()) })
	return spec.PortForward{Namespace: namespace, Pod: pod, Port: 7001}
}

// endForwards kills every kubectl of this process that forwards to a pod.
func endForwards(t *testing.T, forward spec.PortForward) {
	t.Helper()
	files, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Error(err)
	}
	ended := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil || !strings.Contains(string(text), "port-forward\x00") || !strings.Contains(string(text), forward.Namespace) {
			continue
		}
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(file)))
		if err == nil {
			err = syscall.Kill(pid, syscall.SIGKILL)
		}
		if err != nil {
			t.Error(err)
		}
		ended++
	}
	if ended != 1 {
		t.Errorf("%d port forwards were ended", ended)
	}
}
