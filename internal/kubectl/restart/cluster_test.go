package restart_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lockedit/internal/kubectl"
	"lockedit/internal/kubectl/restart"
	"lockedit/testenv/cluster"
	"lockedit/testenv/operator"
	"lockedit/testenv/operator/crds"
)

// patience bounds every wait; no test passes or fails by how long it took.
const patience = 2 * time.Minute

// running has one cluster for each Domain API version.
var running = map[crds.APIVersion]*cluster.Cluster{}

// home is the kubectls' HOME, in which they keep what the API server serves.
var home string

func TestMain(m *testing.M) { os.Exit(withClusters(m)) }

func withClusters(m *testing.M) int {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	for _, version := range []crds.APIVersion{crds.V9, crds.V8} {
		options := cluster.Options{Bin: filepath.Join("..", "..", "..", "bin", "kube"), APIVersion: version}
		c, err := cluster.Start(ctx, options)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer c.Stop(context.WithoutCancel(ctx))
		running[version] = c
	}
	var err error
	if home, err = os.MkdirTemp("", "lockedit-home-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(home)
	return m.Run()
}

// kubectls are the programs to test with: those of LOCKEDIT_TEST_KUBECTLS
// (separated by colons), or the one built with the API server and whatever of
// kubectl 1.20 and the system's is there.
func kubectls(t *testing.T) []string {
	t.Helper()
	if list := os.Getenv("LOCKEDIT_TEST_KUBECTLS"); list != "" {
		return filepath.SplitList(list)
	}
	paths := []string{running[crds.V9].Kubectl()}
	if system, err := exec.LookPath("kubectl"); err == nil {
		paths = append(paths, system)
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return paths
	}
	more, _ := filepath.Glob(filepath.Join(cache, "lockedit", "kubectl-*", "kubectl"))
	return append(paths, more...)
}

// setup is a domain at rest, and a least-privilege client for it.
type setup struct {
	cluster *cluster.Cluster
	op      *operator.Operator
	domain  operator.Domain
	client  *kubectl.Client
}

// bringUp creates a domain in a namespace of its own, with pods running.
func bringUp(t *testing.T, d operator.Domain, path string) setup {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if d.Version == "" {
		d.Version = crds.V9
	}
	c := running[d.Version]
	if d.Namespace == "" {
		d.Namespace = strings.ToLower(strings.NewReplacer("/", "-", "_", "-", ".", "-", "#", "-").Replace(t.Name()))
	}
	if d.UID == "" {
		d.UID = "prod-soa" // not the resource's name
	}
	if d.Clusters == nil {
		d.Clusters = []operator.Cluster{{Name: "soa_cluster", Servers: operator.Numbered("soa_server", 3), Replicas: 2}}
	}
	d, err := operator.Sample(ctx, c.API, d)
	if err != nil {
		t.Fatal(err)
	}
	config, err := c.Account(ctx, d.Namespace, d.Name)
	if err != nil {
		t.Fatal(err)
	}
	op := operator.Start(context.Background(), c.API, d, operator.Options{})
	t.Cleanup(op.Stop)
	if err := op.Settle(ctx); err != nil {
		t.Fatal(err)
	}
	if path == "" {
		path = c.Kubectl()
	}
	client := kubectl.New(kubectl.Options{
		Path: path, Kubeconfig: config, Namespace: d.Namespace, Env: []string{"HOME=" + home, "PATH=" + os.Getenv("PATH")},
	})
	return setup{cluster: c, op: op, domain: d, client: client}
}

// reader finds the Domain as the product does, and reads it.
func (s setup) reader() *kubectl.Reader { return s.client.Reader(s.domain.Name) }

// diary collects events; it may be read while the restart runs.
type diary struct {
	t  *testing.T
	mu sync.Mutex
	ev []restart.Event
	on func(restart.Event) // may be nil

	stall func() bool // says, after an event, that nothing more is to come; may be nil
	clock jumpClock
}

// jumpClock is the real time, until the test lets every timeout pass at once:
// so no test depends on how long anything takes.
type jumpClock struct{ ahead atomic.Int64 }

func (c *jumpClock) Now() time.Time                         { return time.Now().Add(time.Duration(c.ahead.Load())) }
func (c *jumpClock) After(d time.Duration) <-chan time.Time { return time.After(d) }
func (c *jumpClock) jump()                                  { c.ahead.Store(int64(time.Hour)) }

func (d *diary) write(e restart.Event) {
	d.mu.Lock()
	d.ev = append(d.ev, e)
	d.mu.Unlock()
	d.t.Logf("%s %s %s", e.Kind, e.Server, e.Message)
	if d.on != nil {
		d.on(e)
	}
	if d.stall != nil && d.stall() {
		d.clock.jump()
	}
}

// of returns the servers of the events of one kind, in order.
func (d *diary) of(kind restart.Kind) []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	var servers []string
	for _, e := range d.ev {
		if e.Kind == kind {
			servers = append(servers, e.Server)
		}
	}
	return servers
}

func (d *diary) has(kind restart.Kind) bool { return len(d.of(kind)) > 0 }

// saw says whether there was an event of a kind for each of the servers.
func (d *diary) saw(kind restart.Kind, servers ...string) bool {
	seen := d.of(kind)
	return !slices.ContainsFunc(servers, func(s string) bool { return !slices.Contains(seen, s) })
}

// tick suits the double's speed; each look is two processes, which cost more than
// the wait.
const tick = 150 * time.Millisecond

// run restarts with a tick that suits the double's speed.
func (s setup) run(ctx context.Context, d *diary, options restart.Options) (restart.Result, error) {
	options.Tick = tick
	options.Progress = d.write
	options.Clock = &d.clock
	if options.Timeout == 0 {
		options.Timeout = patience
	}
	if options.Settle == 0 {
		options.Settle = time.Second
	}
	return restart.Run(ctx, s.reader(), options)
}

// get reads the Domain as the administrator.
func (s setup) get(t *testing.T) kubectl.Domain {
	t.Helper()
	path := fmt.Sprintf("/apis/weblogic.oracle/%s/namespaces/%s/domains/%s", s.domain.Version, s.domain.Namespace, s.domain.Name)
	var d kubectl.Domain
	if err := s.cluster.API.Get(t.Context(), path, &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// patch changes the Domain as somebody else.
func (s setup) patch(t *testing.T, patch cluster.Object) {
	t.Helper()
	path := fmt.Sprintf("/apis/weblogic.oracle/%s/namespaces/%s/domains/%s", s.domain.Version, s.domain.Namespace, s.domain.Name)
	if err := s.cluster.API.Patch(t.Context(), path, patch, nil); err != nil {
		t.Error(err)
	}
}

// checkResult holds what every successful restart must report.
func checkResult(t *testing.T, result restart.Result, want []string) {
	t.Helper()
	var names []string
	for _, server := range result.Servers {
		names = append(names, server.Name)
		if server.UIDBefore == "" || server.UIDAfter == "" || server.UIDBefore == server.UIDAfter || server.ReadyAt.IsZero() {
			t.Errorf("server %s: %+v", server.Name, server)
		}
	}
	if !slices.Equal(names, want) {
		t.Errorf("servers %v, want %v", names, want)
	}
}

func sortStrings() cmp.Option {
	return cmp.Transformer("sorted", func(list []string) []string { return slices.Sorted(slices.Values(list)) })
}
