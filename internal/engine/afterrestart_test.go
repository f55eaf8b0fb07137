package engine_test

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lockedit/internal/kubectl"
	"lockedit/internal/spec"
	"lockedit/recordings"
	"lockedit/steps"
	"lockedit/testenv/console"
	"lockedit/testenv/console/domain"
	"lockedit/testenv/operator"
	"lockedit/testenv/operator/crds"
)

// TestWhatComesAfterTheRestartDecides changes what the console shows, or how it
// answers, once the administration server is back: only values that are read back then
// are called in force.
func TestWhatComesAfterTheRestartDecides(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		fault console.Fault
		// moved sets a value back while the domain is down.
		moved bool
		code  int
		says  string
	}{
		{"a value is another", console.Fault{}, true, 3, "migrationPolicy of soa_server1 (migratable)"},
		{"the console fails for good", console.Fault{Name: "status", Status: 500, Times: -1}, false, 3, "the console did not come up again"},
		{"the session ends once", console.Fault{Name: "session-expired", Match: console.Match{Nth: 8}}, false, 0, ""},
	}
	for i, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := oneTarget(t, console.Options{})
			before := c.Control().Active()
			var armed atomic.Int64
			back := func() {
				_ = c.Control().StartAdmin()
				if test.moved {
					_ = c.Control().Overwrite(domain.KindTarget, "soa_server1 (migratable)", "migrationPolicy", "manual")
				}
				if test.fault.Name != "" {
					id, _ := c.Control().Inject(test.fault)
					armed.Store(int64(id))
				}
			}
			choice, d, _ := onKube(t, c, operator.Domain{Namespace: fmt.Sprintf("after-%d", i), UID: "soainfra", Version: crds.V9},
				operator.Options{Hooks: operator.Hooks{OnAdminPodReady: back}})
			r := matrixRequest(t, c)
			r.Timeout, r.Kubectl = 30*time.Second, choice
			r.Spec.Domain = spec.Domain{Namespace: d.Namespace, UID: d.UID}
			r.Spec.Restart = spec.Restart{Strategy: spec.StrategyFull, Timeout: patience}
			result, err := engineWith(shareBlank).Run(t.Context(), r)
			if err != nil || result.Outcome.ExitCode != test.code || !strings.Contains(result.Outcome.Verdict, test.says) {
				t.Errorf("outcome %+v, error %v, %v", result.Outcome, err, result.Err)
			}
			if test.fault.Name != "" {
				expectMet(t, c, int(armed.Load()))
			}
			if !test.moved {
				expectConfiguration(t, c, before, "soa_cluster")
			} else {
				expectNotInForce(t, result.Dir, "soa_server1 (migratable)", "manual")
			}
			expectUntouched(t, c)
		})
	}
}

// expectNotInForce holds that a recording keeps the value that an object came back with.
func expectNotInForce(t *testing.T, dir, object, value string) {
	t.Helper()
	run, err := recordings.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	kept := func(c recordings.Change) bool {
		return c.Object == object && c.InForce == value && c.ReadBack == c.After && c.After != value
	}
	if !slices.ContainsFunc(run.Changes, kept) {
		t.Errorf("recorded: %+v", run.Changes)
	}
}

// calmed lets the operator come to an end of its work when the restart says that it waits.
type calmed struct {
	op   *operator.Operator
	once sync.Once
}

// Event is a [recordings.Sink].
func (c *calmed) Event(e recordings.Event) {
	if strings.Contains(e.Message, "waiting for what may pass by itself") {
		c.once.Do(func() { c.op.SetFaults(operator.Faults{}) })
	}
}

// TestARestartAloneWaitsForAnOperatorAtWork has the domain roll when lockedit restart is
// called, and come to an end when it says that it waits.
func TestARestartAloneWaitsForAnOperatorAtWork(t *testing.T) {
	t.Parallel()
	c := oneTarget(t, console.Options{})
	r, op := kubeRequest(t, c, "at-work")
	rolls := kubeFault{faults: operator.Faults{Rolling: true}}
	op.SetFaults(rolls.faults)
	awaitFault(t, r.Kubectl, r, rolls)
	r.Sinks = []recordings.Sink{&calmed{op: op}}
	result, err := engineWith(shareBlank).Restart(t.Context(), r)
	if err != nil || result.Outcome.ExitCode != 0 {
		t.Errorf("outcome %+v, error %v, %v", result.Outcome, err, result.Err)
	}
}

// killedOnServer ends the program, once, when it hears of a server.
type killedOnServer struct{ once sync.Once }

func (k *killedOnServer) Event(e recordings.Event) {
	if e.Type == recordings.TypeServer {
		k.once.Do(runtime.Goexit)
	}
}

// TestAKillWhileStoppedIsToldByTheNextRun kills a run when the first pod is gone: the
// next one refuses the stopped domain, and the command that it prints starts it.
func TestAKillWhileStoppedIsToldByTheNextRun(t *testing.T) {
	t.Parallel()
	c := oneTarget(t, console.Options{})
	before := c.Control().Active()
	r, op := kubeRequest(t, c, "killed")
	dir := filepath.Dir(r.Spec.Evidence.Dir)
	dead := r
	dead.Spec.Evidence.Dir, dead.Sinks = filepath.Join(dir, "dead"), []recordings.Sink{&killedOnServer{}}
	ended := false
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = engineWith(shareBlank).Run(t.Context(), dead)
		ended = true
	}()
	<-done
	if ended {
		t.Fatal("the run was not killed")
	}
	expectConfiguration(t, c, before, "soa_cluster")
	expectPolicy(t, r.Kubectl, r, kubectl.PolicyNever)
	r.Spec.Evidence.Dir, r.Sinks = filepath.Join(dir, "restart"), nil
	next, err := engineWith(shareBlank).Restart(t.Context(), r)
	if err != nil || next.Outcome.ExitCode != 1 {
		t.Errorf("outcome %+v, error %v, %v", next.Outcome, err, next.Err)
	}
	_, command, ok := strings.Cut(next.Outcome.Verdict, "start it again with: ")
	if !ok {
		t.Fatalf("no command is told: %s", next.Outcome.Verdict)
	}
	command, _, _ = strings.Cut(command, "; ")
	if out, err := exec.CommandContext(t.Context(), "sh", "-c", command).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v: %s", command, err, out)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := op.Settle(ctx); err != nil {
		t.Error(err)
	}
	expectPolicy(t, r.Kubectl, r, kubectl.PolicyIfNeeded)
}

// TestARoleForAnotherDomainIsRefused has the account's right to patch be for a domain
// of another name, judged by the API server.
func TestARoleForAnotherDomainIsRefused(t *testing.T) {
	t.Parallel()
	c := oneTarget(t, console.Options{})
	before := c.Control().Active()
	r, _ := kubeRequest(t, c, "another-role")
	api := kube(t, crds.V9)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	// The account of the namespace is one; its role is written anew.
	config, err := api.Account(ctx, r.Spec.Domain.Namespace, "other")
	if err != nil {
		t.Fatal(err)
	}
	r.Kubectl.Kubeconfig = config
	result, err := engineWith(shareBlank).Run(t.Context(), r)
	told := result.Outcome.Verdict + "\n" + result.Outcome.Next
	if err != nil || result.Outcome.ExitCode != 1 || !strings.Contains(told, "docs/kubernetes/role.yaml") {
		t.Errorf("outcome %+v, error %v, %v", result.Outcome, err, result.Err)
	}
	expectAsBefore(t, c, before)
	expectUntouched(t, c)
}

// TestForeignEditsDuringARecoveryAreNotTouched lets the session end, or the browser
// die, in the moment in which another session of the account edits: what is found again
// then is not the run's alone.
func TestForeignEditsDuringARecoveryAreNotTouched(t *testing.T) {
	t.Parallel()
	for _, kill := range []bool{false, true} {
		t.Run(map[bool]string{false: "the session ends", true: "the browser dies"}[kill], func(t *testing.T) {
			t.Parallel()
			c := oneTarget(t, console.Options{})
			before := c.Control().Active()
			chrome := &ownChrome{}
			defer chrome.end()
			var once sync.Once
			c.Control().Before(func(r console.Request) {
				if r.Page != "target.migration" || len(c.Control().Pending()) == 0 {
					return
				}
				once.Do(func() {
					if err := c.Control().Stage(account, domain.KindCluster, "osb_cluster", "notes", "by hand"); err != nil {
						t.Error(err)
					}
					if kill {
						_ = chrome.last().Close() // kills it; what it says does not matter
					} else {
						c.Control().ExpireSessions(account)
					}
				})
			})
			r := matrixRequest(t, c)
			r.Timeout = 30 * time.Second
			result, err := engineWith(chrome.launch).Run(t.Context(), r)
			if err != nil || result.Outcome.ExitCode != 4 || !is[*steps.ForeignEditsError](result.Err) {
				t.Errorf("outcome %+v, error %v, %v", result.Outcome, err, result.Err)
			}
			expectAsBefore(t, c, before)
			if got := c.Control().Edit().Find(domain.KindCluster, "osb_cluster").Get("notes"); got != "by hand" {
				t.Errorf("the other edit is %q now", got)
			}
			if sent := slices.DeleteFunc(c.Control().Requests(), func(r console.Request) bool { return r.Action != "activate" && r.Action != "undo" }); len(sent) > 0 {
				t.Errorf("sent: %v", sent)
			}
		})
	}
}
