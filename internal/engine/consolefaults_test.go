package engine_test

import (
	"bytes"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lockedit/steps"
	"lockedit/testenv/console"
	"lockedit/testenv/console/domain"
)

// TestBetweenPlanAndApply has something happen to the domain after it was
// planned: the plan is stale, or the domain is in use, and nothing is touched.
func TestBetweenPlanAndApply(t *testing.T) {
	t.Parallel()
	const target = "soa_server1 (migratable)"
	tests := []struct {
		name    string
		happens func(*console.Control) error
		is      func(error) bool
	}{
		{"another account takes the lock", func(k *console.Control) error { return k.LockAs(thief) }, is[*steps.ChangeCenterError]},
		{"another account has edits pending", func(k *console.Control) error {
			return k.Stage(thief, domain.KindCluster, "soa_cluster", "notes", "theirs")
		}, is[*steps.ChangeCenterError]},
		{"the same account has edits pending", func(k *console.Control) error {
			return k.Stage(account, domain.KindCluster, "soa_cluster", "notes", "by hand")
		}, is[*steps.ChangeCenterError]},
		{"a value of the cluster moves", func(k *console.Control) error {
			return k.Overwrite(domain.KindCluster, "soa_cluster", "autoMigrationTableName", "OTHER")
		}, is[*steps.StaleError]},
		{"a policy moves", func(k *console.Control) error {
			return k.Overwrite(domain.KindTarget, target, "migrationPolicy", "failure-recovery")
		}, is[*steps.StaleError]},
		{"a target appears", func(k *console.Control) error { k.AddTarget("soa_cluster", "soa_server9"); return nil }, is[*steps.StaleError]},
		{"a target vanishes", func(k *console.Control) error { k.RemoveTarget(target); return nil }, is[*steps.NoTargetsError]},
		{"the password changes", func(k *console.Control) error { k.Domain().SetPassword(account, "another-password"); return nil }, is[*steps.LoginRefusedError]},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := oneTarget(t, console.Options{})
			r := matrixRequest(t, c)
			planned, err := engineWith(shareBlank).Plan(t.Context(), r)
			if err != nil || planned.Outcome.ExitCode != 0 {
				t.Fatalf("plan: %+v, error %v, %v", planned.Outcome, err, planned.Err)
			}
			k := c.Control()
			if err := test.happens(k); err != nil {
				t.Fatal(err)
			}
			before, pending, lock := k.Active(), k.Pending(), k.Lock()
			r.PlanFile = filepath.Join(planned.Dir, "plan.json")
			r.Spec.Evidence.Dir += "-apply"
			result, err := engineWith(shareBlank).Apply(t.Context(), r)
			if err != nil || result.Outcome.ExitCode != 1 || !test.is(result.Err) {
				t.Errorf("outcome %+v, error %v, %v", result.Outcome, err, result.Err)
			}
			if diff := cmp.Diff(pending, k.Pending()); diff != "" || len(domain.Diff(before, k.Active())) > 0 {
				t.Errorf("the domain changed; pending edits: %s", diff)
			}
			if diff := cmp.Diff(lock, k.Lock()); diff != "" {
				t.Errorf("the lock changed: %s", diff)
			}
		})
	}
}

// TestAPlanOfAMonitorIsAppliedByAnAdministrator plans with an account that sees no
// buttons in the Change Center.
func TestAPlanOfAMonitorIsAppliedByAnAdministrator(t *testing.T) {
	t.Parallel()
	c := oneTarget(t, console.Options{})
	before := c.Control().Active()
	r := matrixRequest(t, c)
	planned, err := engineAs(shareBlank, "mon").Plan(t.Context(), r)
	if err != nil || planned.Outcome.ExitCode != 0 {
		t.Fatalf("plan: %+v, error %v, %v", planned.Outcome, err, planned.Err)
	}
	r.PlanFile = filepath.Join(planned.Dir, "plan.json")
	r.Spec.Evidence.Dir += "-apply"
	result, err := engineWith(shareBlank).Apply(t.Context(), r)
	if err != nil || result.Outcome.ExitCode != 3 {
		t.Errorf("outcome %+v, error %v, %v", result.Outcome, err, result.Err)
	}
	expectConfiguration(t, c, before, "soa_cluster")
}

// TestAccountsThatCannotEdit has accounts which may look and not edit, and one
// that is locked: none of them gets as far as a click.
func TestAccountsThatCannotEdit(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, user string
		locked     bool
		is         func(error) bool
	}{
		{"operator role", "oper", false, is[*steps.ReadOnlyError]},
		{"monitor role", "mon", false, is[*steps.ReadOnlyError]},
		{"locked account", account, true, is[*steps.LoginRefusedError]},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := oneTarget(t, console.Options{})
			before := c.Control().Active()
			if test.locked {
				lockOut(t, c, test.user)
			}
			r := matrixRequest(t, c)
			result, err := engineAs(shareBlank, test.user).Run(t.Context(), r)
			if err != nil || result.Outcome.ExitCode != 1 || !test.is(result.Err) {
				t.Errorf("outcome %+v, error %v, %v", result.Outcome, err, result.Err)
			}
			expectAsBefore(t, c, before)
			expectUntouched(t, c)
			expectNothingSent(t, c)
		})
	}
}

// lockOut has somebody guess an account's password until the domain locks it.
func lockOut(t *testing.T, c *console.Console, user string) {
	t.Helper()
	for range 5 {
		c.Control().Domain().Authenticate(user, "a guess")
	}
	if !c.Control().Domain().LockedOut(user) {
		t.Fatalf("%s is not locked", user)
	}
}

// arm injects a fault that has to come before the test is over.
func arm(t *testing.T, c *console.Console, f console.Fault) {
	t.Helper()
	id, err := c.Control().Inject(f)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { expectMet(t, c, id) })
}

// TestLastingFaultsEndAsTheyMust plays each of these for the whole run, or as
// often as it says.
func TestLastingFaultsEndAsTheyMust(t *testing.T) {
	t.Parallel()
	save := console.Match{Page: "cluster.migration"}
	tests := []struct {
		name  string
		fault console.Fault
		codes []int
	}{
		{"alert on every page", console.Fault{Name: "dialog-alert"}, []int{3}},
		{"confirm before each form", console.Fault{Name: "dialog-confirm"}, []int{1}},
		{"beforeunload on every page", console.Fault{Name: "dialog-beforeunload"}, []int{3}},
		{"overlay over Save", console.Fault{Name: "overlay", Match: save}, []int{1}},
		{"overlay that goes away", console.Fault{Name: "overlay", Delay: 500 * time.Millisecond}, []int{3}},
		{"buttons replaced by a late render", console.Fault{Name: "late-render"}, []int{3}},
		{"content comes late", console.Fault{Name: "late-content"}, []int{3}},
		{"the first click on a tab does nothing", console.Fault{Name: "dead-link", Times: 1, Match: console.Match{Page: "cluster.general"}}, []int{3}},
		{"the first click on Next does nothing", console.Fault{Name: "dead-link", Times: 1, Match: console.Match{Page: "targets"}}, []int{1}},
		{"every page is loaded twice", console.Fault{Name: "double-page"}, []int{3}},
		{"pages of 5 MB", console.Fault{Name: "large-page"}, []int{3}},
		{"window.open on load", console.Fault{Name: "window-open"}, []int{3}},
		{"window.open with each form", console.Fault{Name: "window-open-on-submit"}, []int{3}},
		{"a download on every page", console.Fault{Name: "download"}, []int{3}},
		{"Save is missing", console.Fault{Name: "missing-save"}, []int{1}},
		{"values are put back by a script", console.Fault{Name: "value-reset"}, []int{1, 3}},
		{"the table of targets changes while it is read", console.Fault{Name: "table-changing", Match: console.Match{Page: "targets"}, Text: "osb_cluster"}, []int{1, 3}},
		{"no page answers but with 502", console.Fault{Name: "status", Status: 502, Match: console.Match{Page: "cluster.migration"}}, []int{1}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := start(t, console.Options{Clusters: domain.Targets(1), PageSize: 1})
			before := c.Control().Active()
			if test.fault.Times == 0 {
				test.fault.Times = -1
			}
			arm(t, c, test.fault)
			r := matrixRequest(t, c)
			r.Timeout = limitFor(test.codes...)
			result, err := engineWith(shareBlank).Run(t.Context(), r)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Contains(test.codes, result.Outcome.ExitCode) {
				t.Errorf("outcome %+v %v", result.Outcome, result.Err)
			}
			expectPromise(t, c, before, result)
		})
	}
}

// TestForeignHostsAreNeverContacted has pages that ask another host for
// everything a page can ask for, and redirects there; a listener counts.
func TestForeignHostsAreNeverContacted(t *testing.T) {
	t.Parallel()
	var contacts atomic.Int64
	foreign := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
	}))
	foreign.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			contacts.Add(1)
		}
	}
	foreign.Start()
	defer foreign.Close()
	tests := []struct {
		name  string
		fault console.Fault
		code  int
	}{
		{"requests of every kind", console.Fault{Name: "foreign-requests", Times: -1}, 3},
		{"window.open", console.Fault{Name: "window-open", Times: -1}, 3},
		{"window.open with each form", console.Fault{Name: "window-open-on-submit", Times: -1}, 3},
		{"download", console.Fault{Name: "download", Times: -1}, 1},
		{"redirect while reading", console.Fault{Name: "redirect-host", Match: console.Match{Page: "cluster.migration"}}, 1},
		{"redirect after Save", console.Fault{Name: "redirect-host", Match: console.Match{Action: "save"}}, 1},
		{"redirect after Activate Changes", console.Fault{Name: "redirect-host", Match: console.Match{Action: "activate"}}, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := oneTarget(t, console.Options{})
			before := c.Control().Active()
			test.fault.URL = foreign.URL
			arm(t, c, test.fault)
			r := matrixRequest(t, c)
			r.Timeout = limitFor(test.code)
			result, err := engineWith(shareBlank).Run(t.Context(), r)
			if err != nil {
				t.Fatal(err)
			}
			if result.Outcome.ExitCode != test.code {
				t.Errorf("outcome %+v %v", result.Outcome, result.Err)
			}
			expectPromise(t, c, before, result)
			if n := contacts.Load(); n > 0 {
				t.Errorf("%d connections to a foreign host", n)
			}
		})
	}
}

// TestHostileNames has a cluster named like markup, a path, YAML and a formula:
// it is handled like any other, and the report does not repeat it as markup.
func TestHostileNames(t *testing.T) {
	t.Parallel()
	// Quotes, commas and equal signs cannot stand in an object's handle as they
	// are: such names may be refused before anything is clicked.
	names := map[string][]int{
		`<script>alert(1)</script>`: {3}, `../../../etc/passwd`: {3}, "]]><!--": {3}, "{{.}} ${x} %s \\n": {3},
		`"><img src=x onerror=alert(1)>`: {1, 3}, `=cmd|'/C calc'!A0`: {1, 3},
		"a: [b, {c: d}] # e": {1, 3}, `&lt;b&gt; "quoted" 'single'`: {1, 3},
	}
	for i, name := range slices.Sorted(maps.Keys(names)) {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			clusters := domain.Targets(1)
			clusters[0].Name = name
			c := start(t, console.Options{Seed: int64(i), Clusters: clusters})
			before := c.Control().Active()
			r := matrixRequest(t, c)
			r.Spec.Cluster, r.Minimal, r.Timeout = name, false, patience
			result, err := engineWith(shareBlank).Run(t.Context(), r)
			code := result.Outcome.ExitCode
			if err != nil || !slices.Contains(names[name], code) {
				t.Errorf("cluster %q: outcome %+v, error %v, %v", name, result.Outcome, err, result.Err)
			}
			if code == 3 {
				expectConfiguration(t, c, before, name)
			} else {
				expectAsBefore(t, c, before)
				expectUntouched(t, c)
			}
			expectNoMarkup(t, filepath.Join(result.Dir, "report.html"), name)
		})
	}
}

func expectNoMarkup(t *testing.T, file, name string) {
	t.Helper()
	report, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(name, "<>") && bytes.Contains(report, []byte(name)) {
		t.Errorf("the report repeats %q as markup", name)
	}
}
