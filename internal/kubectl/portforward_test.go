package kubectl_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"lockedit/internal/kubectl"
	"lockedit/testenv/cluster"
)

// TestPortForward forwards the administration server's port with every kubectl
// through the real API server, as an account that may do only that.
func TestPortForward(t *testing.T) {
	console := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "console ", r.URL.Path)
	}))
	defer console.Close()
	pod := shared.domain.PodName("adminserver")
	forwards := map[string]string{cluster.ForwardKey("soans", pod, 7001): console.Listener.Addr().String()}
	if err := shared.StartKubelet(t.Context(), forwards); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { shared.StopKubelet(context.Background()) })
	if err := shared.Apply(t.Context(), portForwardRole); err != nil {
		t.Fatal(err)
	}
	each(t, func(t *testing.T, path string) {
		client := kubectl.New(options(t, path, shared.RestartKubeconfig))
		forward, err := client.PortForward(t.Context(), kubectl.Forward{Pod: pod, Port: 7001})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { forward.Stop() }()
		checkConsole(t, forward)
		checkConsole(t, forward)
		address := forward.Address()
		if forward, err = forward.Again(t.Context()); err != nil {
			t.Fatal(err)
		}
		if forward.Address() != address {
			t.Errorf("again at %s, want %s", forward.Address(), address)
		}
		checkConsole(t, forward)
		forward.Stop()
		if _, err := http.Get("http://" + address); err == nil {
			t.Error("a stopped port forward answers")
		}
	})
}

// portForwardRole is what the comments at the end of role.yaml tell to add.
const portForwardRole = `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: console, namespace: soans}
rules:
- {apiGroups: [""], resources: [pods/portforward], verbs: [create, get]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: console, namespace: soans}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: console}
subjects:
- {kind: ServiceAccount, name: lockedit-restart, namespace: soans}
`

func checkConsole(t *testing.T, forward *kubectl.PortForward) {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Get("http://" + forward.Address() + "/x")
	if err != nil {
		t.Fatalf("%v; the port forward: %v", err, forward.Err())
	}
	defer response.Body.Close()
	if text, err := io.ReadAll(response.Body); err != nil || string(text) != "console /x" {
		t.Errorf("got %q, %v", text, err)
	}
}

// TestPortForwardRefused has no pod, and a port forward whose kubelet goes.
func TestPortForwardRefused(t *testing.T) {
	client := kubectl.New(options(t, shared.Kubectl(), shared.AdminKubeconfig))
	_, err := client.PortForward(t.Context(), kubectl.Forward{Pod: "nobody", Port: 7001})
	check[*kubectl.NotFoundError](t, "no such pod", err)

	pod := shared.domain.PodName("adminserver")
	if err := shared.StartKubelet(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	forward, err := client.PortForward(t.Context(), kubectl.Forward{Pod: pod, Port: 7001})
	if err != nil {
		t.Fatal(err)
	}
	if forward.Err() != nil {
		t.Errorf("a running port forward has ended: %v", forward.Err())
	}
	shared.StopKubelet(t.Context())
	<-forward.Done()
	if err := forward.Err(); err == nil || !strings.Contains(err.Error(), "lost connection to pod") {
		t.Errorf("ended with %v, want the lost connection", err)
	}
}
