package cluster_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lockedit/testenv/cluster"
)

// root is the module's folder, seen from this package's.
const root = "../.."

func TestStartWithoutPrograms(t *testing.T) {
	_, err := cluster.Start(t.Context(), cluster.Options{Bin: t.TempDir()})
	var missing *cluster.MissingError
	if !errors.As(err, &missing) || !strings.Contains(err.Error(), "run make kube") {
		t.Fatalf("got %v, want a MissingError that names make kube", err)
	}
}

// TestCluster goes through a cluster's life: started, used by both accounts,
// its API stopped and started again with everything kept, and stopped.
func TestCluster(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	dir := t.TempDir()
	began := time.Now()
	c, err := cluster.Start(ctx, cluster.Options{Bin: filepath.Join(root, "bin", "kube"), Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("started in %v", time.Since(began))
	t.Cleanup(func() {
		if err := c.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	if out, err := kubectl(ctx, c, c.AdminKubeconfig, "get", "crd", "domains.weblogic.oracle"); err != nil {
		t.Fatalf("admin: %v: %s", err, out)
	}
	checkRole(ctx, t, c)

	c.StopAPI(ctx)
	if out, err := kubectl(ctx, c, c.AdminKubeconfig, "get", "namespaces", "--request-timeout=2s"); err == nil {
		t.Fatalf("the stopped API answered: %s", out)
	}
	began = time.Now()
	if err := c.StartAPI(ctx); err != nil {
		t.Fatal(err)
	}
	t.Logf("API back in %v", time.Since(began))
	checkRole(ctx, t, c)

	began = time.Now()
	if err := c.Stop(ctx); err != nil {
		t.Fatal(err)
	}
	t.Logf("stopped in %v", time.Since(began))
	if _, err := os.Stat(dir); err != nil {
		t.Errorf("a folder of the caller is not Stop's to remove: %v", err)
	}
}

// checkRole holds what the shipped Role allows, and what it does not.
func checkRole(ctx context.Context, t *testing.T, c *cluster.Cluster) {
	t.Helper()
	tests := []struct {
		name string
		args string
		want string
	}{
		{"patch the named domain", "patch domains.weblogic.oracle/soainfra", "yes"},
		{"patch another domain", "patch domains.weblogic.oracle/other", "no"},
		{"patch a status", "patch domains.weblogic.oracle/soainfra --subresource=status", "no"},
		{"list domains", "list domains.weblogic.oracle", "no"},
		{"list pods", "list pods", "yes"},
		{"delete pods", "delete pods", "no"},
		{"run in pods", "create pods/exec", "no"},
		{"read secrets", "get secrets", "no"},
		{"pods elsewhere", "list pods -n default", "no"},
	}
	for _, test := range tests {
		args := append([]string{"auth", "can-i"}, strings.Fields(test.args)...)
		out, _ := kubectl(ctx, c, c.RestartKubeconfig, args...) // "no" exits with 1
		lines := strings.Split(strings.TrimSpace(out), "\n")
		if got := lines[len(lines)-1]; got != test.want {
			t.Errorf("%s: can-i says %q, want %q", test.name, out, test.want)
		}
	}
}

func kubectl(ctx context.Context, c *cluster.Cluster, config string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, c.Kubectl(), append([]string{"--kubeconfig", config}, args...)...)
	out, err := cmd.CombinedOutput()
	return string(out), err
}
