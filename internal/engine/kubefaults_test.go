package engine_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"lockedit/internal/engine"
	"lockedit/internal/kubectl"
	"lockedit/internal/kubectl/restart"
	"lockedit/internal/spec"
	"lockedit/recordings"
	"lockedit/steps"
	"lockedit/testenv/cluster"
	"lockedit/testenv/console"
	"lockedit/testenv/operator"
	"lockedit/testenv/operator/crds"
)

// restartLimit is what a restart that cannot end is given here.
const restartLimit = 20 * time.Second

// kubeFault is what goes wrong with the domain, and how a run may end then.
type kubeFault struct {
	name   string
	faults operator.Faults
	// change may alter what is asked for.
	change func(*engine.Request)
	codes  []int
	policy kubectl.Policy
	is     func(error) bool
	// says is a part of how the outcome is told, or of what is next.
	says string
}

func kubeFaults() []kubeFault {
	up := kubectl.PolicyIfNeeded
	return []kubeFault{
		{"a failure is reported before", operator.Faults{Failed: &operator.Failure{Severity: "Severe", Reason: "Kubernetes"}}, nil, []int{1}, up, is[*restart.RefusedError], "carries the condition Failed"},
		{"a roll is under way", operator.Faults{Rolling: true}, nil, []int{1}, up, is[*restart.RefusedError], "a rolling restart is under way"},
		{"the introspection fails after the stop", operator.Faults{IntrospectionFails: true}, nil, []int{3}, up, is[*restart.TimeoutError], "introspection of the domain failed: the data source cannot be reached; every server was stopped, the server start policy is (none, which is IfNeeded) again"},
		{"a server never becomes ready", operator.Faults{NeverReady: "soa_server1"}, nil, []int{3}, up, is[*restart.TimeoutError], "pod soainfra-soa-server1: Ready is False"},
		{"a managed server does not come back", operator.Faults{NeverBack: "soa_server1"}, nil, []int{3}, up, is[*restart.TimeoutError], "soa_server1"},
		{"the admin server does not come back", operator.Faults{NeverReady: "adminserver"}, nil, []int{3}, up, is[*restart.TimeoutError], "adminserver"},
		{"a pod is stuck in termination", operator.Faults{StuckTerminating: "soa_server1"}, nil, []int{3}, up, is[*restart.TimeoutError], "pod soainfra-soa-server1: terminating"},
		{"somebody else sets the policy", operator.Faults{Meddle: cluster.Object{"spec": cluster.Object{"serverStartPolicy": "AdminOnly"}}}, nil, []int{4}, kubectl.PolicyAdminOnly, is[*restart.InterferenceError], "change nothing over theirs"},
		{"kubectl is missing", operator.Faults{}, func(r *engine.Request) { r.Kubectl.Path = "/nonexistent/kubectl" }, []int{1}, up, is[*kubectl.MissingError], "install kubectl"},
		{"the kubeconfig asks for a password", operator.Faults{}, asksForPassword, []int{1}, up, nil, "getting credentials"},
		{"kubectl is too old", operator.Faults{}, wrapped(`case "$*" in *version*) echo '{"clientVersion":{"gitVersion":"v1.18.20"}}'; exit 0;; esac`), []int{1}, up, is[*kubectl.TooOldError], "install a current kubectl"},
		{"kubectl hangs", operator.Faults{}, wrapped("sleep 600"), []int{1}, up, is[*steps.StepTimeoutError], ""},
		{"kubectl hangs when it is to patch", operator.Faults{}, wrapped(`case "$*" in *can-i*|*--dry-run*) ;; *" patch "*) sleep 600;; esac`), []int{3}, up, is[*restart.AbortedError], ""},
		{"kubectl hangs when a patch is tried", operator.Faults{}, wrapped(`case "$*" in *--dry-run*) sleep 600;; esac`), []int{1}, up, is[*steps.StepTimeoutError], ""},
		{"the account may not patch", operator.Faults{}, wrapped(`case "$*" in *can-i*) echo no; exit 1;; esac`), []int{1}, up, is[*restart.RefusedError], "docs/kubernetes/role.yaml"},
		{"kubectl prints warnings", operator.Faults{}, patient(wrapped(`echo "Warning: weblogic.oracle/v8 Domain is deprecated" >&2`)), []int{0}, up, nil, ""},
	}
}

// asksForPassword makes the kubeconfig one whose plugin reads from a terminal.
func asksForPassword(r *engine.Request) {
	const config = `
apiVersion: v1
kind: Config
current-context: c
contexts: [{name: c, context: {cluster: c, user: u}}]
clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
users: [{name: u, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: /bin/sh, args: ["-c", "read -r answer"], interactiveMode: Always}}}]
`
	r.Kubectl.Kubeconfig += "-asks"
	_ = os.WriteFile(r.Kubectl.Kubeconfig, []byte(config), 0o600) // a missing file ends the run, too
}

// wrapped puts a script before the real kubectl.
func wrapped(script string) func(*engine.Request) {
	return func(r *engine.Request) {
		path := r.Kubectl.Kubeconfig + "-kubectl"
		text := "#!/bin/sh\n" + script + "\nexec " + r.Kubectl.Path + ` "$@"` + "\n"
		_ = os.WriteFile(path, []byte(text), 0o700) //nolint:gosec // it is run; a missing file ends the run, too
		r.Kubectl.Path = path
	}
}

// patient lets the restart take as long as it needs.
func patient(change func(*engine.Request)) func(*engine.Request) {
	return func(r *engine.Request) {
		change(r)
		r.Spec.Restart.Timeout = patience
	}
}

func TestKubernetesFaults(t *testing.T) {
	t.Parallel()
	for i, test := range kubeFaults() {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := oneTarget(t, console.Options{Seed: int64(i)})
			before := c.Control().Active()
			r, op := kubeRequest(t, c, fmt.Sprintf("fault-%d", i))
			config := r.Kubectl
			if test.change != nil {
				test.change(&r)
			}
			op.SetFaults(test.faults)
			awaitFault(t, config, r, test)
			result, err := engineWith(shareBlank).Run(t.Context(), r)
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("exit code %d: %s; next: %s", result.Outcome.ExitCode, result.Outcome.Verdict, result.Outcome.Next)
			if !slices.Contains(test.codes, result.Outcome.ExitCode) || test.is != nil && !test.is(result.Err) {
				t.Errorf("outcome %+v %v", result.Outcome, result.Err)
			}
			if told := result.Outcome.Verdict + "\n" + result.Outcome.Next; !strings.Contains(told, test.says) {
				t.Errorf("it is not told that %q: %s", test.says, told)
			}
			if result.Outcome.ExitCode == 1 {
				expectAsBefore(t, c, before)
			} else {
				expectConfiguration(t, c, before, "soa_cluster")
			}
			expectUntouched(t, c)
			expectPolicy(t, config, r, test.policy)
		})
	}
}

// kubeRequest puts a console's domain on Kubernetes and asks for a run on it.
func kubeRequest(t *testing.T, c *console.Console, namespace string) (engine.Request, *operator.Operator) {
	t.Helper()
	choice, d, op := onKube(t, c, operator.Domain{Namespace: namespace, UID: "soainfra", Version: crds.V9}, operator.Options{})
	r := matrixRequest(t, c)
	r.Timeout, r.Kubectl = 30*time.Second, choice
	r.Spec.Domain = spec.Domain{Namespace: d.Namespace, UID: d.UID}
	r.Spec.Restart = spec.Restart{Strategy: spec.StrategyFull, Timeout: restartLimit}
	return r, op
}

func domainOf(ctx context.Context, choice engine.KubectlChoice, r engine.Request) (kubectl.Domain, error) {
	client := kubectl.New(kubectl.Options{Path: choice.Path, Kubeconfig: choice.Kubeconfig, Namespace: r.Spec.Domain.Namespace, Env: os.Environ()})
	return client.FindDomain(ctx, r.Spec.Domain.UID)
}

// awaitFault waits until a fault that stands from the start shows.
func awaitFault(t *testing.T, choice engine.KubectlChoice, r engine.Request, test kubeFault) {
	t.Helper()
	if test.faults.Failed == nil && !test.faults.Rolling {
		return
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for ctx.Err() == nil {
		d, err := domainOf(ctx, choice, r)
		if err != nil {
			t.Fatal(err)
		}
		for _, condition := range d.Status.Conditions {
			if (condition.Type == "Failed" || condition.Type == "Rolling") && condition.Status == "True" {
				return
			}
		}
	}
	t.Error("the fault does not show")
}

func expectPolicy(t *testing.T, choice engine.KubectlChoice, r engine.Request, want kubectl.Policy) {
	t.Helper()
	d, err := domainOf(t.Context(), choice, r)
	if err != nil || d.Policy() != want {
		t.Errorf("policy %s, error %v, want %s", d.Policy(), err, want)
	}
}

// TestAnInterruptWhileStoppedStartsTheDomainAgain cancels a run when the first
// pod is gone: the policy is put back, and the exit code says that the changes
// are activated and not in force.
func TestAnInterruptWhileStoppedStartsTheDomainAgain(t *testing.T) {
	t.Parallel()
	c := oneTarget(t, console.Options{})
	before := c.Control().Active()
	r, op := kubeRequest(t, c, "interrupt")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	seen := &seenEvents{}
	r.Sinks = []recordings.Sink{seen, cancelOnServer{cancel}}
	result, err := engineWith(shareBlank).Run(ctx, r)
	if err != nil || result.Outcome.ExitCode != 3 {
		t.Errorf("outcome %+v, error %v, %v", result.Outcome, err, result.Err)
	}
	up, stop := context.WithTimeout(t.Context(), patience)
	defer stop()
	if err := op.Settle(up); err != nil {
		t.Errorf("the domain does not come back: %v", err)
	}
	t.Logf("exit code %d: %s; next: %s", result.Outcome.ExitCode, result.Outcome.Verdict, result.Outcome.Next)
	expectConfiguration(t, c, before, "soa_cluster")
	expectPolicy(t, r.Kubectl, r, kubectl.PolicyIfNeeded)
	if way := seen.phases(); len(way) != 2 || !strings.Contains(way[0], "stopping: "+r.Kubectl.Path+" --kubeconfig ") || !strings.Contains(way[0], " patch ") || way[1] != "starting: " {
		t.Errorf("how the domain is started again was told as %q", way)
	}
}

// phases are what was said of the domain's stop and start, with the command that
// undoes it.
func (s *seenEvents) phases() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []string
	for _, e := range s.list {
		if e.Restart != nil && (e.Restart.Phase == "stopping" || e.Restart.Phase == "starting") {
			list = append(list, e.Restart.Phase+": "+e.Restart.Undo)
		}
	}
	return list
}

// cancelOnServer interrupts a run when it hears of a server.
type cancelOnServer struct{ cancel func() }

func (c cancelOnServer) Event(e recordings.Event) {
	if e.Type == recordings.TypeServer {
		c.cancel()
	}
}

// TestABrowserThatDiesDuringTheRestartIsReplaced kills the browser while the
// domain is stopped: the values are read back with another.
func TestABrowserThatDiesDuringTheRestartIsReplaced(t *testing.T) {
	t.Parallel()
	c := oneTarget(t, console.Options{})
	before := c.Control().Active()
	r, _ := kubeRequest(t, c, "browser")
	r.Spec.Restart.Timeout = patience
	chrome, seen := &ownChrome{}, &seenEvents{}
	defer chrome.end()
	r.Sinks = []recordings.Sink{seen, killOnServer{chrome}}
	result, err := engineWith(chrome.launch).Run(t.Context(), r)
	if err != nil || result.Outcome.ExitCode != 0 {
		t.Errorf("outcome %+v, error %v, %v", result.Outcome, err, result.Err)
	}
	if !seen.tells(recordings.TypeRecovery, "starting another") {
		t.Error("the recovery is not in the recording")
	}
	expectConfiguration(t, c, before, "soa_cluster")
}

// killOnServer kills the first browser when it hears of a server.
type killOnServer struct{ chrome *ownChrome }

func (k killOnServer) Event(e recordings.Event) {
	if e.Type == recordings.TypeServer && k.chrome.count() == 1 {
		_ = k.chrome.last().Close() // kills it; what it says does not matter
	}
}
