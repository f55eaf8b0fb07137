package steps

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lockedit/internal/spec"
	"lockedit/recordings"
)

// seen is a domain of one cluster with two targets, nothing as wanted but the table.
func seen() Observed {
	return Observed{
		Console: recordings.Console{Domain: "soainfra", Version: "12.2.1.4.0", Mode: "locked editing"},
		Cluster: ClusterSettings{Name: "soa_cluster", Basis: spec.BasisConsensus, TableName: "ACTIVE"},
		Targets: []TargetSettings{
			{Name: "soa_server1 (migratable)", Policy: spec.PolicyManual},
			{Name: "soa_server2 (migratable)", Policy: spec.PolicyExactlyOnce},
		},
	}
}

func wanted() Wanted {
	return Wanted{
		Cluster: "soa_cluster", Basis: spec.BasisDatabase, TableName: "ACTIVE", DataSource: "WLSSchemaDataSource",
		Policy: spec.PolicyExactlyOnce, Targets: spec.Targets{All: true},
	}
}

func TestDifference(t *testing.T) {
	plan := Difference(seen(), wanted())
	want := []recordings.PlannedChange{
		{Type: "Cluster", Object: "soa_cluster", Attribute: "migrationBasis", Before: "consensus", After: "database"},
		{Type: "Cluster", Object: "soa_cluster", Attribute: "dataSourceForAutomaticMigration", After: "WLSSchemaDataSource"},
		{Type: "MigratableTarget", Object: "soa_server1 (migratable)", Attribute: "migrationPolicy", Before: "manual", After: "exactly-once"},
	}
	if diff := cmp.Diff(want, plan.Changes); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
	if len(plan.Unchanged) != 2 {
		t.Errorf("unchanged: %+v", plan.Unchanged)
	}
	if !LeasingChanged(plan) || !ManualToAutomatic(plan) {
		t.Error("the plan changes leasing and a manual target")
	}
	if diff := cmp.Diff(wanted(), Wanted{
		Cluster: plan.Cluster, Basis: WantedBy(plan).Basis, TableName: WantedBy(plan).TableName,
		DataSource: WantedBy(plan).DataSource, Policy: WantedBy(plan).Policy, Targets: spec.Targets{All: WantedBy(plan).Targets.All},
	}); diff != "" {
		t.Errorf("what the plan wants (-want +got):\n%s", diff)
	}
}

func TestCheckFresh(t *testing.T) {
	tests := []struct {
		name  string
		move  func(*Observed)
		moved string // what the error says, "" for none
	}{
		{"nothing moved", func(*Observed) {}, ""},
		{"a value that was to change", func(o *Observed) { o.Cluster.Basis = spec.BasisDatabase }, `migrationBasis of soa_cluster was "consensus" and is "database"`},
		{"a value that was as wanted", func(o *Observed) { o.Cluster.TableName = "OTHER" }, `autoMigrationTableName of soa_cluster was "ACTIVE" and is "OTHER"`},
		{"a policy", func(o *Observed) { o.Targets[0].Policy = spec.PolicyFailureRecovery }, `migrationPolicy of soa_server1 (migratable) was "manual" and is "failure-recovery"`},
		{"a target has gone", func(o *Observed) { o.Targets = o.Targets[:1] }, "MigratableTarget soa_server2 (migratable) is not there any more"},
		{"a target is new", func(o *Observed) {
			o.Targets = append(o.Targets, TargetSettings{Name: "soa_server3 (migratable)", Policy: spec.PolicyManual})
		}, "migratable target soa_server3 (migratable) is new"},
		{"the cluster", func(o *Observed) { o.Cluster.Name = "soa_cluster2" }, "Cluster soa_cluster is not there any more"},
		{"the domain", func(o *Observed) { o.Console.Domain = "other" }, `the plan is for domain "soainfra" and this is "other"`},
		{"the version", func(o *Observed) { o.Console.Version = "14.1.1.0.0" }, `the console's version was "12.2.1.4.0" and is "14.1.1.0.0"`},
		{"the mode", func(o *Observed) { o.Console.Mode = "automatic activation" }, `the console's mode was "locked editing" and is "automatic activation"`},
	}
	plan := Difference(seen(), wanted())
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			now := seen()
			test.move(&now)
			err := CheckFresh(plan, now)
			var stale *StaleError
			switch {
			case test.moved == "":
				if err != nil {
					t.Errorf("nothing moved, and it is refused: %v", err)
				}
			case !errors.As(err, &stale) || !slices.Contains(stale.Moved, test.moved):
				t.Errorf("it says %v, not %q", err, test.moved)
			}
		})
	}
}

// TestAPlanOfAReadOnlyAccountIsFresh compares plans of accounts that see no mode.
func TestAPlanOfAReadOnlyAccountIsFresh(t *testing.T) {
	for _, test := range []struct{ name, planned, now string }{
		{"planned without", "", "locked editing"},
		{"seen without", "locked editing", ""},
		{"both without", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			plan, now := Difference(seen(), wanted()), seen()
			plan.Console.Mode, now.Console.Mode = test.planned, test.now
			if err := CheckFresh(plan, now); err != nil {
				t.Errorf("nothing moved, and it is refused: %v", err)
			}
			plan.Console.Domain = "other"
			if err := CheckFresh(plan, now); err == nil {
				t.Error("another domain is taken for the plan's")
			}
		})
	}
}

func TestCompare(t *testing.T) {
	plan := Difference(seen(), wanted())
	now := seen()
	if err := Compare(plan, now); err == nil {
		t.Error("nothing was changed yet, and it compares as equal")
	}
	now.Cluster.Basis, now.Cluster.DataSource = spec.BasisDatabase, "WLSSchemaDataSource"
	now.Targets[0].Policy = spec.PolicyExactlyOnce
	if err := Compare(plan, now); err != nil {
		t.Errorf("everything is as wanted: %v", err)
	}
	now.Targets = now.Targets[:1]
	if err := Compare(plan, now); err == nil {
		t.Error("a target is missing, and it compares as equal")
	}
}

func TestEmptyWishesAreLeftAlone(t *testing.T) {
	want := wanted()
	want.Basis, want.DataSource, want.TableName = spec.BasisConsensus, "", ""
	plan := Difference(seen(), want)
	for _, c := range allValues(plan) {
		if c.Attribute == attrDataSource || c.Attribute == attrTableName {
			t.Errorf("the plan speaks of %s", c.Attribute)
		}
	}
}
