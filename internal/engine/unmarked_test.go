package engine_test

import (
	"errors"
	"net/http"
	"testing"

	"lockedit/internal/engine"
	"lockedit/internal/spec"
	"lockedit/selectors"
	"lockedit/steps"
	"lockedit/testenv/console"
	"lockedit/testenv/console/domain"
)

// targetOne is the migratable target of [oneTarget].
const targetOne = "soa_server1 (migratable)"

// asWanted makes a domain as the tests want it, but for one attribute.
func asWanted(t *testing.T, c *console.Console, but string) {
	t.Helper()
	for attr, value := range map[string]string{domain.MigrationBasis: "database", domain.DataSourceAuto: "WLSSchemaDataSource", domain.MigrationPolicy: "exactly-once"} {
		kind, name := domain.KindCluster, "soa_cluster"
		if attr == domain.MigrationPolicy {
			kind, name = domain.KindTarget, targetOne
		}
		if attr != but {
			overwrite(t, c, kind, name, attr, value)
		}
	}
}

// expectNothingSent says that the run sent no form but its login.
func expectNothingSent(t *testing.T, c *console.Console) {
	t.Helper()
	for _, r := range c.Control().Requests() {
		if r.Method == http.MethodPost && r.Action != "login" {
			t.Errorf("something was sent: %s %s", r.Action, r.URL)
		}
	}
}

// TestUnmarkedFirstOptionIsNoValue has the list lack what is set, mark nothing, and begin
// with what is wanted: that is no value, and nothing is as wanted.
func TestUnmarkedFirstOptionIsNoValue(t *testing.T) {
	t.Parallel()
	for _, attr := range []string{domain.MigrationBasis, domain.MigrationPolicy} {
		t.Run(attr, func(t *testing.T) {
			t.Parallel()
			c := oneTarget(t, console.Options{Marks: map[string]console.Marks{attr: console.MarksNone}})
			asWanted(t, c, attr)
			if attr == domain.MigrationPolicy { // the list lacks Manual, and so begins with Exactly-Once
				if err := c.Control().Mutate(console.Mutation{Name: "option-missing", Page: "target.migration", Text: attr}); err != nil {
					t.Fatal(err)
				}
			}
			before := c.Control().Active()
			result := runOne(t, c, nil)
			var unknown *steps.NotUnderstoodError
			if result.Outcome.ExitCode != 1 || !errors.As(result.Err, &unknown) || !unknown.Unmarked {
				t.Errorf("outcome %+v, %v", result.Outcome, result.Err)
			}
			expectAsBefore(t, c, before)
			expectNothingSent(t, c)
			expectUntouched(t, c)
		})
	}
}

// TestUnmarkedOptionsChosenByAScript has a script of the page choose what no mark says:
// that is a value, and read back. Only where it chose the first it cannot be told from a
// browser's own choice, and the run does not go on.
func TestUnmarkedOptionsChosenByAScript(t *testing.T) {
	t.Parallel()
	source, policy, basis := domain.DataSourceAuto, domain.MigrationPolicy, domain.MigrationBasis
	tests := []struct {
		name    string
		attrs   []string
		prepare func(*testing.T, *console.Console)
		code    int
	}{
		{"the source is none before", []string{source}, nil, 3},
		{"the source is another before", []string{source}, func(t *testing.T, c *console.Console) {
			overwrite(t, c, domain.KindCluster, "soa_cluster", source, "mds-soa")
		}, 3},
		{"the policy is another before", []string{source, policy}, func(t *testing.T, c *console.Console) {
			overwrite(t, c, domain.KindTarget, targetOne, policy, "failure-recovery")
		}, 3},
		{"all is as wanted", []string{source, policy}, func(t *testing.T, c *console.Console) { asWanted(t, c, "") }, 0},
		{"the policy is the first before", []string{policy}, nil, 1},
		{"the basis is the first when it is read back", []string{basis}, nil, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			o := console.Options{Marks: map[string]console.Marks{}}
			for _, attr := range test.attrs {
				o.Marks[attr] = console.MarksScript
			}
			c := oneTarget(t, o)
			if test.prepare != nil {
				test.prepare(t, c)
			}
			before := c.Control().Active()
			result := runOne(t, c, func(r *engine.Request) { r.Timeout = limitFor(test.code) })
			if result.Outcome.ExitCode != test.code {
				t.Errorf("outcome %+v, %v", result.Outcome, result.Err)
			}
			expectPromise(t, c, before, result)
		})
	}
}

// TestASaveSetsNothingUnsaid changes the basis alone, where the list of data sources marks
// none: the console would take what it shows first for what is wanted. Where that is no
// source, or the list is not sent, nothing keeps the run from saving.
func TestASaveSetsNothingUnsaid(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		// follows says that the console greys the list with the basis, bare that the list
		// has no entry for none.
		follows, bare bool
		code          int
	}{
		{"the first is a source", false, true, 1},
		{"the first is none", false, false, 3},
		{"the list is greyed", true, true, 3},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := oneTarget(t, console.Options{TimeoutOnly: !test.follows, Marks: map[string]console.Marks{domain.DataSourceAuto: console.MarksNone}})
			overwrite(t, c, domain.KindCluster, "soa_cluster", domain.MigrationBasis, "database")
			if test.bare { // the first that is not chosen goes
				if err := c.Control().Mutate(console.Mutation{Name: "option-missing", Page: "cluster.migration", Text: domain.DataSourceAuto}); err != nil {
					t.Fatal(err)
				}
			}
			result := runOne(t, c, func(r *engine.Request) {
				r.Spec.MigrationBasis, r.Spec.DataSource, r.Spec.AutoMigrationTableName = spec.BasisConsensus, "", ""
				r.Timeout = limitFor(test.code)
			})
			var unset *steps.UnsetFieldError
			if result.Outcome.ExitCode != test.code || errors.As(result.Err, &unset) != (test.code == 1) {
				t.Errorf("outcome %+v, %v", result.Outcome, result.Err)
			}
			if n := posts(c, "save", "cluster.migration"); (n > 0) != (test.code == 3) {
				t.Errorf("%d forms saved the cluster", n)
			}
			if source := c.Control().Active().Find(domain.KindCluster, "soa_cluster").Get(domain.DataSourceAuto); source != "" {
				t.Errorf("the data source is %q now", source)
			}
			expectUntouched(t, c)
		})
	}
}

// TestStatusInOtherWordsIsUnderstood runs on consoles whose sentences begin as usual.
func TestStatusInOtherWordsIsUnderstood(t *testing.T) {
	t.Parallel()
	for version, status := range map[string]console.StatusTexts{
		"10.3.6": {Locked: "No pending changes exist. Click the *Release Configuration* button to allow other users to edit the domain."},
		"12.1.3": {Locked: "No pending changes exist.", Unlocked: "Click the *Lock & Edit* button to add, change or delete objects in this domain."},
		"14.1.1": {Locked: "No pending changes exist. Press *Release Configuration* when you are done.", Pending: "Pending changes exist. Click the *Activate Changes* button to activate them."},
	} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			c := oneTarget(t, console.Options{Version: version, Status: status})
			before := c.Control().Active()
			result := runOne(t, c, func(r *engine.Request) { r.Timeout = patience })
			if result.Outcome.ExitCode != 3 {
				t.Errorf("outcome %+v, %v", result.Outcome, result.Err)
			}
			expectPromise(t, c, before, result)
		})
	}
}

// TestStatusThatIsNotKnownLeavesNoLock stops a run behind its own lock by a sentence that
// no version is known to say: the buttons decide, and nothing is left.
func TestStatusThatIsNotKnownLeavesNoLock(t *testing.T) {
	t.Parallel()
	for name, status := range map[string]console.StatusTexts{
		"locked":  {Locked: "You are editing this domain, and nothing is modified yet."},
		"pending": {Pending: "Your edits are yet to be activated."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := oneTarget(t, console.Options{Status: status})
			before := c.Control().Active()
			result := runOne(t, c, func(r *engine.Request) { r.Timeout = limitFor(1) })
			var seen *steps.ChangeCenterError
			if result.Outcome.ExitCode != 1 || !errors.As(result.Err, &seen) || seen.Seen.State != selectors.StateOther {
				t.Errorf("outcome %+v, %v", result.Outcome, result.Err)
			}
			expectPromise(t, c, before, result)
			expectUntouched(t, c)
			if n := posts(c, "lock", ""); n != 1 {
				t.Errorf("it was locked %d times", n)
			}
		})
	}
}

// TestStatusThatNamesSomebodyStops reads sentences that begin as usual, or as none does,
// and say that somebody else has the lock: nothing is clicked on their account.
func TestStatusThatNamesSomebodyStops(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		status console.StatusTexts
		code   int
	}{
		{"before the lock", console.StatusTexts{Unlocked: "Click the *Lock & Edit* button to take over the lock of jane."}, 1},
		{"after the lock", console.StatusTexts{Locked: "No pending changes exist. The domain is being edited by jane.roe."}, 4},
		{"after the lock, in its own words", console.StatusTexts{Locked: "User jane holds the lock."}, 4},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := oneTarget(t, console.Options{Status: test.status})
			before := c.Control().Active()
			result := runOne(t, c, func(r *engine.Request) { r.Timeout = limitFor(test.code) })
			if result.Outcome.ExitCode != test.code {
				t.Errorf("outcome %+v, %v", result.Outcome, result.Err)
			}
			expectPromise(t, c, before, result)
			expectAsBefore(t, c, before)
			if n := posts(c, "release", "") + posts(c, "undo", "") + posts(c, "save", ""); n != 0 {
				t.Errorf("%d forms released, undid or saved something", n)
			}
			if test.code == 1 {
				expectNothingSent(t, c)
			}
		})
	}
}
