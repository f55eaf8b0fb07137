package testenv_test

import (
	"context"
	"io"
	"net/http"
	"os/exec"
	"strings"
	"testing"

	"lockedit/internal/app/testenv"
	"lockedit/testenv/console"
)

// options are a console and a control on free ports.
func options() testenv.Options {
	return testenv.Options{
		Console: console.Options{Addr: "127.0.0.1:0", Password: "p-for-a-test"},
		Control: "127.0.0.1:0", Targets: 2, Operator: "v9", KubeBin: "../../../bin/kube",
	}
}

// get reads an address and returns the body.
func get(t *testing.T, url string) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s %v", url, response.Status, err)
	}
	return string(body)
}

func TestConsoleAndControl(t *testing.T) {
	o := options()
	o.Faults = []console.Fault{{Name: "activate-ignored"}}
	ctx, cancel := context.WithCancel(t.Context())
	err := testenv.Run(ctx, o, func(i testenv.Info) error {
		defer cancel()
		if body := get(t, i.Console); !strings.Contains(body, "j_password") {
			t.Error("the console shows no login page")
		}
		if faults := get(t, i.Control+"/faults"); !strings.Contains(faults, "activate-ignored") {
			t.Errorf("faults: %s", faults)
		}
		want := "LOCKEDIT_USERNAME=weblogic LOCKEDIT_PASSWORD=p-for-a-test '/a b/lockedit' run --console-url " + i.Console +
			" --cluster soa_cluster --data-source WLSSchemaDataSource --restart none --no-sandbox"
		if got := i.Command("/a b/lockedit", true); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// TestKube starts the real API server; "make kube" builds it.
func TestKube(t *testing.T) {
	for _, version := range []string{"v9", "v8"} {
		t.Run(version, func(t *testing.T) {
			o := options()
			o.Kube, o.Operator = true, version
			ctx, cancel := context.WithCancel(t.Context())
			err := testenv.Run(ctx, o, func(i testenv.Info) error {
				defer cancel()
				checkDomain(ctx, t, i)
				return nil
			})
			if err != nil {
				t.Fatalf("%v (the programs come from: make kube)", err)
			}
		})
	}
}

// checkDomain reads the domain as the least-privilege account.
func checkDomain(ctx context.Context, t *testing.T, i testenv.Info) {
	t.Helper()
	out, err := exec.CommandContext(ctx, i.Kubectl, "--kubeconfig", i.Kubeconfig, "-n", i.Namespace, "get", "pods",
		"-l", "weblogic.domainUID="+i.DomainUID, "-o", "name").CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	want := []string{"pod/soainfra-adminserver", "pod/soainfra-osb-server1", "pod/soainfra-osb-server2",
		"pod/soainfra-soa-server1", "pod/soainfra-soa-server2"}
	if got := strings.Fields(string(out)); strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("got %v, want %v", got, want)
	}
	if !strings.Contains(i.Command("lockedit", false), "--namespace soans --domain-uid soainfra --kubeconfig ") {
		t.Errorf("got %s", i.Command("lockedit", false))
	}
}

func TestStartErrors(t *testing.T) {
	never := func(testenv.Info) error { t.Error("it said that it is ready"); return nil }
	o := options()
	o.Console.Version = "9.2"
	if err := testenv.Run(t.Context(), o, never); err == nil {
		t.Error("a version that is not there was accepted")
	}
	o = options()
	o.Control = "nowhere.invalid:1"
	if err := testenv.Run(t.Context(), o, never); err == nil {
		t.Error("an address that is not there was accepted")
	}
}
