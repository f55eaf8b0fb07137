package engine_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"lockedit/internal/engine"
	"lockedit/internal/kubectl"
	"lockedit/internal/spec"
	"lockedit/testenv/console"
	"lockedit/testenv/console/domain"
	"lockedit/testenv/operator"
	"lockedit/testenv/operator/crds"
)

// TestTheCurrentContextIsHeld has somebody switch the kubeconfig's current context to
// another cluster while the changes are activated: the restart is still that of the
// domain which was looked at before.
func TestTheCurrentContextIsHeld(t *testing.T) {
	t.Parallel()
	c := oneTarget(t, console.Options{})
	before := c.Control().Active()
	r, _ := kubeRequest(t, c, "context-held")
	r.Kubectl.Context = ""
	config := func(args ...string) {
		words := append([]string{"config", "--kubeconfig", r.Kubectl.Kubeconfig}, args...)
		if out, err := exec.Command(r.Kubectl.Path, words...).CombinedOutput(); err != nil {
			t.Errorf("kubectl %v: %v\n%s", words, err, out)
		}
	}
	config("set-cluster", "elsewhere", "--server=https://127.0.0.1:1")
	config("set-context", "elsewhere", "--cluster=elsewhere")
	var once sync.Once
	c.Control().Before(func(seen console.Request) {
		if seen.Action == "activate" {
			once.Do(func() { config("use-context", "elsewhere") })
		}
	})
	result, err := engineWith(shareBlank).Run(t.Context(), r)
	if err != nil || result.Outcome.ExitCode != 0 {
		t.Errorf("outcome %+v, error %v, %v", result.Outcome, err, result.Err)
	}
	expectConfiguration(t, c, before, "soa_cluster")
	if current, err := exec.Command(r.Kubectl.Path, "config", "--kubeconfig", r.Kubectl.Kubeconfig, "current-context").Output(); err != nil || strings.TrimSpace(string(current)) != "elsewhere" {
		t.Errorf("the context was not switched: %s, %v", current, err)
	}
}

// TestServersOfAnotherDomainAreWarnedOf names a Domain resource whose servers say that
// they are of another domain than the console's.
func TestServersOfAnotherDomainAreWarnedOf(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, weblogic string
		warns          bool
	}{{"one domain", "soainfra", false}, {"two domains", "oimdomain", true}} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := start(t, console.Options{Clusters: domain.Targets(1)})
			choice, d, _ := onKube(t, c, operator.Domain{Namespace: "names-" + test.weblogic, Name: "soa-prod", UID: "soa-prod", Version: crds.V9, WebLogic: test.weblogic}, operator.Options{})
			seen := &warnings{}
			r := matrixRequest(t, c)
			r.Kubectl, r.Spec.Domain = choice, spec.Domain{Namespace: d.Namespace, UID: d.UID}
			r.Spec.Restart = spec.Restart{Strategy: spec.StrategyAuto, Timeout: patience}
			r.Sinks = append(r.Sinks, seen)
			result, err := newEngine(false).Plan(t.Context(), r)
			if err != nil || result.Outcome.ExitCode != 0 {
				t.Fatalf("outcome %+v, error %v, %v", result.Outcome, err, result.Err)
			}
			if warned := strings.Contains(strings.Join(seen.said, "\n"), `say that they are of domain "oimdomain"`); warned != test.warns {
				t.Errorf("warnings: %q", seen.said)
			}
		})
	}
}

// frozen has the API server deny each change of a Domain in a namespace.
func frozen(t *testing.T, namespace string) {
	t.Helper()
	const group = "/apis/admissionregistration.k8s.io/v1/"
	type object = map[string]any
	name := "frozen-" + namespace
	policy := object{"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicy", "metadata": object{"name": name}, "spec": object{
		"failurePolicy": "Fail",
		"matchConstraints": object{
			"namespaceSelector": object{"matchLabels": object{"kubernetes.io/metadata.name": namespace}},
			"resourceRules": []any{object{"apiGroups": []string{"weblogic.oracle"}, "apiVersions": []string{"*"},
				"operations": []string{"UPDATE"}, "resources": []string{"domains"}}},
		},
		"validations": []any{object{"expression": "false", "message": "frozen until Monday"}},
	}}
	binding := object{"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicyBinding", "metadata": object{"name": name}, "spec": object{"policyName": name, "validationActions": []string{"Deny"}}}
	api := kube(t, crds.V9).API
	if err := errors.Join(api.Create(t.Context(), group+"validatingadmissionpolicies", policy, nil),
		api.Create(t.Context(), group+"validatingadmissionpolicybindings", binding, nil)); err != nil {
		t.Fatal(err)
	}
}

// TestADenialIsFoundBeforeTheFirstClick has a policy of the cluster stand against the
// patch of an account that may patch: that has to show before anything is activated.
func TestADenialIsFoundBeforeTheFirstClick(t *testing.T) {
	t.Parallel()
	c := oneTarget(t, console.Options{})
	before := c.Control().Active()
	r, _ := kubeRequest(t, c, "denied")
	frozen(t, "denied")
	awaitDenial(t, r)
	result, err := engineWith(shareBlank).Run(t.Context(), r)
	if err != nil || result.Outcome.ExitCode != 1 || !strings.Contains(result.Outcome.Verdict, "frozen until Monday") {
		t.Errorf("outcome %+v, error %v, %v", result.Outcome, err, result.Err)
	}
	expectAsBefore(t, c, before)
	for _, e := range c.Control().History() {
		if e.What != "login" && e.What != "logout" {
			t.Errorf("something was done: %+v", e)
		}
	}
	// A plan changes nothing, and so is not refused, but warns.
	seen := &warnings{}
	r.Spec.Evidence.Dir += "-plan"
	r.Sinks = append(r.Sinks, seen)
	result, err = newEngine(false).Plan(t.Context(), r)
	if err != nil || result.Outcome.ExitCode != 0 || !strings.Contains(strings.Join(seen.said, "\n"), "frozen until Monday") {
		t.Errorf("the plan: outcome %+v, error %v, %v, warnings %q", result.Outcome, err, result.Err, seen.said)
	}
}

// awaitDenial waits until the API server enforces what it was told to.
func awaitDenial(t *testing.T, r engine.Request) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	d, err := domainOf(ctx, r.Kubectl, r)
	client := kubectl.New(kubectl.Options{Path: r.Kubectl.Path, Kubeconfig: r.Kubectl.Kubeconfig, Namespace: r.Spec.Domain.Namespace, Env: os.Environ()})
	var denied *kubectl.DeniedError
	for err == nil || ctx.Err() == nil && !errors.As(err, &denied) {
		err = client.TryPatch(ctx, d, `{"spec":{"serverStartPolicy":"Never"}}`)
	}
	if !errors.As(err, &denied) {
		t.Fatal(err)
	}
}
