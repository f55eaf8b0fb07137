package operator_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lockedit/testenv/cluster"
	"lockedit/testenv/operator"
	"lockedit/testenv/operator/crds"
)

// patience bounds every wait; no test passes or fails by how long it took.
const patience = time.Minute

// clusters has one cluster for each Domain API version: without the operator's
// webhook, both definitions cannot live in one.
type clusters map[crds.APIVersion]*cluster.Cluster

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

var running clusters

func run(m *testing.M) int {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	running = clusters{}
	for _, version := range []crds.APIVersion{crds.V8, crds.V9} {
		options := cluster.Options{Bin: filepath.Join("..", "..", "bin", "kube"), APIVersion: version}
		c, err := cluster.Start(ctx, options)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer c.Stop(context.WithoutCancel(ctx))
		running[version] = c
	}
	return m.Run()
}

// start creates a domain in a namespace of its own and brings it up.
func start(t *testing.T, version crds.APIVersion, options operator.Options) (*operator.Operator, operator.Domain, *cluster.API) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	api := running[version].API
	namespace := strings.ToLower(strings.NewReplacer("/", "-", "_", "-").Replace(t.Name()))
	d, err := operator.Sample(ctx, api, operator.Domain{Namespace: namespace, UID: "prod-soa", Version: version})
	if err != nil {
		t.Fatal(err)
	}
	op := operator.Start(context.Background(), api, d, options)
	t.Cleanup(op.Stop)
	settle(t, op)
	return op, d, api
}

func settle(t *testing.T, op *operator.Operator) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := op.Settle(ctx); err != nil {
		t.Fatal(err)
	}
}

// pods returns UIDs by pod name.
func pods(t *testing.T, api *cluster.API, d operator.Domain) map[string]string {
	t.Helper()
	var list struct {
		Items []struct {
			Metadata struct{ Name, UID string }
		}
	}
	if err := api.Get(t.Context(), "/api/v1/namespaces/"+d.Namespace+"/pods", &list); err != nil {
		t.Fatal(err)
	}
	uids := map[string]string{}
	for _, item := range list.Items {
		uids[item.Metadata.Name] = item.Metadata.UID
	}
	return uids
}

func patch(t *testing.T, api *cluster.API, d operator.Domain, spec cluster.Object) {
	t.Helper()
	path := fmt.Sprintf("/apis/weblogic.oracle/%s/namespaces/%s/domains/%s", d.Version, d.Namespace, d.Name)
	if err := api.Patch(t.Context(), path, cluster.Object{"spec": spec}, nil); err != nil {
		t.Fatal(err)
	}
}

// diary collects what the hooks say, in order.
type diary struct {
	mu    sync.Mutex
	lines []string
}

func (d *diary) write(line string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lines = append(d.lines, line)
}

func (d *diary) hooks() operator.Hooks {
	return operator.Hooks{
		OnAdminPodGone:     func() { d.write("gone") },
		OnAdminPodReady:    func() { d.write("ready") },
		OnServersRestarted: func(servers []string) { d.write("restarted " + strings.Join(servers, " ")) },
	}
}

var everyPod = []string{
	"prod-soa-adminserver", "prod-soa-osb-server1",
	"prod-soa-soa-server1", "prod-soa-soa-server2", "prod-soa-soa-server3",
}

func TestStopAndStart(t *testing.T) {
	tests := []struct {
		version     crds.APIVersion
		stop, start any
	}{
		{crds.V9, "Never", "IfNeeded"},
		{crds.V9, "Never", nil},
		{crds.V8, "NEVER", "IF_NEEDED"},
	}
	for _, test := range tests {
		t.Run(fmt.Sprint(test.version, "-", test.start != nil), func(t *testing.T) {
			var diary diary
			op, d, api := start(t, test.version, operator.Options{Hooks: diary.hooks()})
			before := pods(t, api, d)
			if diff := cmp.Diff(everyPod, sorted(before)); diff != "" {
				t.Fatalf("pods of the sample (-want +got):\n%s", diff)
			}
			patch(t, api, d, cluster.Object{"serverStartPolicy": test.stop})
			settle(t, op)
			if left := pods(t, api, d); len(left) > 0 {
				t.Fatalf("pods of the stopped domain: %v", left)
			}
			patch(t, api, d, cluster.Object{"serverStartPolicy": test.start})
			settle(t, op)
			allNew(t, before, pods(t, api, d))
			want := []string{"ready", "gone", "ready",
				"restarted adminserver osb_server1 soa_server1 soa_server2 soa_server3"}
			if diff := cmp.Diff(want, diary.lines); diff != "" {
				t.Errorf("hooks (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRoll(t *testing.T) {
	for _, version := range []crds.APIVersion{crds.V9, crds.V8} {
		t.Run(string(version), func(t *testing.T) {
			op, d, api := start(t, version, operator.Options{})
			for _, value := range []any{"1", "two", nil} { // a change, another, and the field's removal
				before := pods(t, api, d)
				patch(t, api, d, cluster.Object{"restartVersion": value})
				settle(t, op)
				allNew(t, before, pods(t, api, d))
			}
		})
	}
}

// TestRest says that a Domain at rest is left alone.
func TestRest(t *testing.T) {
	op, d, api := start(t, crds.V9, operator.Options{})
	before := pods(t, api, d)
	patch(t, api, d, cluster.Object{"introspectVersion": "2"})
	settle(t, op)
	if diff := cmp.Diff(before, pods(t, api, d)); diff != "" {
		t.Errorf("pods (-before +after):\n%s", diff)
	}
}

func allNew(t *testing.T, before, after map[string]string) {
	t.Helper()
	if diff := cmp.Diff(sorted(before), sorted(after)); diff != "" {
		t.Errorf("pods (-before +after):\n%s", diff)
	}
	for name, uid := range after {
		if before[name] == uid {
			t.Errorf("%s still has its UID %s", name, uid)
		}
	}
}

func sorted(pods map[string]string) []string {
	var names []string
	for name := range pods {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
