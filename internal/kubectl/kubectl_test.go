package kubectl_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lockedit/internal/kubectl"
	"lockedit/testenv/cluster"
	"lockedit/testenv/operator"
)

// shared is the one cluster of this package's tests, and the domain in it: the
// resource soainfra in soans, with the domain UID prod-soa.
var shared struct {
	*cluster.Cluster
	domain operator.Domain
}

func TestMain(m *testing.M) { os.Exit(withCluster(m)) }

func withCluster(m *testing.M) int {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	fail := func(err error) int {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	c, err := cluster.Start(ctx, cluster.Options{Bin: filepath.Join("..", "..", "bin", "kube")})
	if err != nil {
		return fail(err)
	}
	defer c.Stop(context.WithoutCancel(ctx))
	shared.Cluster = c
	domain := operator.Domain{UID: "prod-soa", OverridesConfigMap: "overrides", Password: "p@ss 'wörd'"}
	if shared.domain, err = operator.Sample(ctx, c.API, domain); err != nil {
		return fail(err)
	}
	op := operator.Start(ctx, c.API, shared.domain, operator.Options{})
	err = op.Settle(ctx)
	op.Stop()
	if err != nil {
		return fail(err)
	}
	return m.Run()
}

// programs are the kubectls to test with: those of LOCKEDIT_TEST_KUBECTLS
// (separated by colons), or the one built with the API server, the system's,
// and any other version in the cache folder.
func programs() []string {
	if list := os.Getenv("LOCKEDIT_TEST_KUBECTLS"); list != "" {
		return filepath.SplitList(list)
	}
	paths := []string{shared.Kubectl()}
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

// each runs a test with every kubectl there is.
func each(t *testing.T, test func(t *testing.T, path string)) {
	for _, path := range programs() {
		t.Run(nameOf(path), func(t *testing.T) { test(t, path) })
	}
}

// nameOf names a kubectl by its file, or by its folder if that is "kubectl".
func nameOf(path string) string {
	if base := filepath.Base(path); base != "kubectl" {
		return base
	}
	return filepath.Base(filepath.Dir(path))
}

func options(t *testing.T, path, config string) kubectl.Options {
	return kubectl.Options{
		Path: path, Kubeconfig: config, Namespace: "soans",
		Env: []string{"HOME=" + t.TempDir(), "PATH=" + os.Getenv("PATH")},
	}
}

func TestSnapshot(t *testing.T) {
	each(t, func(t *testing.T, path string) {
		client := kubectl.New(options(t, path, shared.RestartKubeconfig))
		s, err := client.Reader("soainfra").Snapshot(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		d := s.Domain
		got := []any{
			d.Version(), d.DomainUID(), d.HomeSourceType(), d.Policy(), d.Spec.ServerStartPolicy == nil,
			d.Observed(), d.Spec.Configuration.OverridesConfigMap, d.Resource(), len(s.Introspectors),
		}
		want := []any{"v9", "prod-soa", "PersistentVolume", kubectl.PolicyIfNeeded, true,
			true, "overrides", "domains.v9.weblogic.oracle", 0}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("domain (-want +got):\n%s", diff)
		}
		checkServers(t, s)
	})
}

func checkServers(t *testing.T, s kubectl.Snapshot) {
	t.Helper()
	var servers, clusters []string
	for _, pod := range s.Servers {
		servers = append(servers, fmt.Sprint(pod.Server(), " ", pod.ClusterName(), " ", pod.Meta.Name, " ", pod.Ready()))
	}
	for _, c := range s.Clusters {
		clusters = append(clusters, fmt.Sprint(c.WebLogicName(), " ", *c.Spec.Replicas, " ", c.Observed()))
	}
	want := []string{
		"adminserver  prod-soa-adminserver true",
		"osb_server1 osb_cluster prod-soa-osb-server1 true",
		"soa_server1 soa_cluster prod-soa-soa-server1 true",
		"soa_server2 soa_cluster prod-soa-soa-server2 true",
		"soa_server3 soa_cluster prod-soa-soa-server3 true",
	}
	if diff := cmp.Diff(want, servers); diff != "" {
		t.Errorf("servers (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"soa_cluster 3 true", "osb_cluster 1 true"}, clusters); diff != "" {
		t.Errorf("clusters (-want +got):\n%s", diff)
	}
}

// TestFindDomain finds a domain by its UID, where that is the resource's name,
// and where it is not and the account may or may not list.
func TestFindDomain(t *testing.T) {
	tests := []struct {
		name, config, uid string
		want              string // resource, or "" for a UIDError
		found             string // the UID that the error names
	}{
		{"listed", shared.AdminKubeconfig, "prod-soa", "soainfra", ""},
		{"the resource's name is no UID", shared.AdminKubeconfig, "soainfra", "", "prod-soa"},
		{"unknown", shared.AdminKubeconfig, "nobody", "", "prod-soa"},
		{"the account may not list", shared.RestartKubeconfig, "soainfra", "", "prod-soa"},
		{"the account may not get it", shared.RestartKubeconfig, "prod-soa", "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			client := kubectl.New(options(t, shared.Kubectl(), test.config))
			d, err := client.FindDomain(t.Context(), test.uid)
			var none *kubectl.UIDError
			switch {
			case test.want == "" && !errors.As(err, &none):
				t.Errorf("got %s, %v; want a UIDError", d.Meta.Name, err)
			case test.want == "" && !strings.Contains(err.Error(), test.found):
				t.Errorf("%v does not name %s", err, test.found)
			case test.want != "" && (err != nil || d.Meta.Name != test.want):
				t.Errorf("got %s, %v; want %s", d.Meta.Name, err, test.want)
			}
		})
	}
}

// TestErrors provokes each kind of error in the real program.
func TestErrors(t *testing.T) {
	each(t, func(t *testing.T, path string) {
		admin := kubectl.New(options(t, path, shared.AdminKubeconfig))
		account := kubectl.New(options(t, path, shared.RestartKubeconfig))
		_, err := admin.Domain(t.Context(), "nobody")
		check[*kubectl.NotFoundError](t, "unknown domain", err)
		_, err = account.Domain(t.Context(), "other")
		check[*kubectl.ForbiddenError](t, "another domain", err)
		_, _, err = account.Credentials(t.Context(), "", shared.domain.SecretName())
		check[*kubectl.ForbiddenError](t, "secret", err)
		d, err := admin.Domain(t.Context(), "soainfra")
		if err != nil {
			t.Fatal(err)
		}
		_, err = admin.PatchDomain(t.Context(), d, `{"metadata":{"resourceVersion":"1"},"spec":{"image":"x"}}`)
		check[*kubectl.ConflictError](t, "old resource version", err)
		_, err = admin.PatchDomain(t.Context(), d, `{"spec":{"serverStartPolicy":"NEVER"}}`)
		check[*kubectl.DeniedError](t, "v8's spelling in v9", err)
		check[*kubectl.DeniedError](t, "v8's spelling in v9, tried", admin.TryPatch(t.Context(), d, `{"spec":{"serverStartPolicy":"NEVER"}}`))
		missing := kubectl.New(options(t, filepath.Join(t.TempDir(), "kubectl"), ""))
		_, err = missing.Domain(t.Context(), "soainfra")
		check[*kubectl.MissingError](t, "no program", err)
	})
}

func check[E error](t *testing.T, name string, err error) {
	t.Helper()
	var want E
	if !errors.As(err, &want) {
		t.Errorf("%s: got %T %v, want %T", name, err, err, want)
	}
}

// TestTryPatch has the least account try a patch, which changes nothing.
func TestTryPatch(t *testing.T) {
	each(t, func(t *testing.T, path string) {
		account := kubectl.New(options(t, path, shared.RestartKubeconfig))
		before, err := account.Domain(t.Context(), "soainfra")
		if err != nil {
			t.Fatal(err)
		}
		if err := account.TryPatch(t.Context(), before, `{"spec":{"serverStartPolicy":"Never"}}`); err != nil {
			t.Error(err)
		}
		after, err := account.Domain(t.Context(), "soainfra")
		if err != nil || after.Meta.Generation != before.Meta.Generation || after.Policy() != before.Policy() {
			t.Errorf("generation %d became %d, policy %s, %v", before.Meta.Generation, after.Meta.Generation, after.Policy(), err)
		}
	})
}

// TestCurrentContext reads the context of a kubeconfig, and none where there is none.
func TestCurrentContext(t *testing.T) {
	each(t, func(t *testing.T, path string) {
		for config, some := range map[string]bool{shared.RestartKubeconfig: true, "": false} {
			got, err := kubectl.New(options(t, path, config)).CurrentContext(t.Context())
			if err != nil || (got != "") != some {
				t.Errorf("kubeconfig %q: context %q, %v", config, got, err)
			}
		}
	})
}

// TestNoAPI has an API server that is not there, one that refuses the token, and
// one that takes the connection and says nothing.
func TestNoAPI(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	config := func(server, token string) string {
		file := filepath.Join(t.TempDir(), "config")
		text := fmt.Sprintf(`{"apiVersion":"v1","kind":"Config","current-context":"c",
"clusters":[{"name":"c","cluster":{"server":%q,"insecure-skip-tls-verify":true}}],
"users":[{"name":"u","user":{"token":%q}}],"contexts":[{"name":"c","context":{"cluster":"c","user":"u"}}]}`, server, token)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	each(t, func(t *testing.T, path string) {
		away := options(t, path, config("https://"+closed.Addr().String(), "x"))
		_, err := kubectl.New(away).Domain(t.Context(), "soainfra")
		check[*kubectl.UnreachableError](t, "closed port", err)
		_, err = kubectl.New(away).CanPatchDomain(t.Context(), "soainfra")
		check[*kubectl.UnreachableError](t, "closed port, can-i", err)

		stranger := options(t, path, config(shared.Server, "not-a-token"))
		_, err = kubectl.New(stranger).Domain(t.Context(), "soainfra")
		check[*kubectl.ForbiddenError](t, "unknown token", err)

		mute := options(t, path, config("https://"+silent.Addr().String(), "x"))
		mute.Timeout = 2 * time.Second
		_, err = kubectl.New(mute).Domain(t.Context(), "soainfra")
		var slow *kubectl.TimeoutError
		var unreachable *kubectl.UnreachableError
		if !errors.As(err, &slow) && !errors.As(err, &unreachable) {
			t.Errorf("silent server: got %T %v", err, err)
		}
	})
}

func TestCredentialsAndVersion(t *testing.T) {
	each(t, func(t *testing.T, path string) {
		o := options(t, path, shared.AdminKubeconfig)
		o.Namespace = "default" // the Secret's namespace is named
		client := kubectl.New(o)
		username, password, err := client.Credentials(t.Context(), "soans", shared.domain.SecretName())
		if err != nil || username != "weblogic" || password != shared.domain.Password {
			t.Errorf("got %q, %q, %v", username, password, err)
		}
		version, err := client.Version(t.Context())
		if err != nil || !strings.HasPrefix(version, "v1.") {
			t.Errorf("version %q, %v", version, err)
		}
		t.Log(version)
	})
}

func TestSecretWithoutPassword(t *testing.T) {
	secret := cluster.Object{"metadata": cluster.Object{"name": "half"}, "data": cluster.Object{"username": "eA=="}}
	if err := shared.API.Create(t.Context(), "/api/v1/namespaces/soans/secrets", secret, nil); err != nil {
		t.Fatal(err)
	}
	client := kubectl.New(options(t, shared.Kubectl(), shared.AdminKubeconfig))
	if _, _, err := client.Credentials(t.Context(), "", "half"); err == nil || !strings.Contains(err.Error(), `"password"`) {
		t.Errorf("got %v, want an error that names the missing key", err)
	}
}

func TestCanI(t *testing.T) {
	each(t, func(t *testing.T, path string) {
		client := kubectl.New(options(t, path, shared.RestartKubeconfig))
		for name, want := range map[string]bool{"soainfra": true, "other": false} {
			if got, err := client.CanPatchDomain(t.Context(), name); err != nil || got != want {
				t.Errorf("%s: %v, %v, want %v", name, got, err, want)
			}
		}
		if got, err := client.CanI(t.Context(), "default", "list", "pods"); err != nil || got {
			t.Errorf("pods of another namespace: %v, %v, want no", got, err)
		}
	})
}
