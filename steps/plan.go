package steps

import (
	"fmt"
	"slices"
	"strings"

	"lockedit/internal/spec"
	"lockedit/recordings"
)

// Types of configuration objects, as the MBean server names them.
const (
	typeCluster = "Cluster"
	typeTarget  = "MigratableTarget"
)

// Attributes that the documented path sets, as the MBeans name them
// (ClusterMBean, MigratableTargetMBean).
const (
	attrBasis      = "migrationBasis"
	attrTableName  = "autoMigrationTableName"
	attrDataSource = "dataSourceForAutomaticMigration"
	attrPolicy     = "migrationPolicy"
)

// Wanted is what the configuration has to become.
type Wanted struct {
	Cluster    string
	Basis      spec.Basis
	TableName  string
	DataSource string
	Policy     spec.Policy
	Targets    spec.Targets
}

// WantedOf takes from a specification what concerns the console.
func WantedOf(s spec.Spec) Wanted {
	return Wanted{
		Cluster: s.Cluster, Basis: s.MigrationBasis, TableName: s.AutoMigrationTableName,
		DataSource: s.DataSource, Policy: s.Policy, Targets: s.Targets,
	}
}

// Difference is the plan that turns what was observed into what is wanted.
func Difference(seen Observed, want Wanted) recordings.Plan {
	plan := recordings.Plan{
		Schema: recordings.PlanSchema, Console: seen.Console, Cluster: want.Cluster, AllTargets: want.Targets.All,
		Changes: []recordings.PlannedChange{}, Unchanged: []recordings.PlannedChange{}, Targets: []string{},
	}
	add := func(c recordings.PlannedChange) {
		if c.Before == c.After {
			plan.Unchanged = append(plan.Unchanged, c)
			return
		}
		plan.Changes = append(plan.Changes, c)
	}
	for _, c := range clusterValues(seen.Cluster, want) {
		add(c)
	}
	for _, t := range seen.Targets {
		plan.Targets = append(plan.Targets, t.Name)
		add(recordings.PlannedChange{
			Type: typeTarget, Object: t.Name, Attribute: attrPolicy,
			Before: string(t.Policy), After: string(want.Policy),
		})
	}
	return plan
}

// clusterValues are the values of the Migration tab that the plan speaks of; a
// wanted value that is empty (consensus needs no data source) is left alone.
func clusterValues(seen ClusterSettings, want Wanted) []recordings.PlannedChange {
	value := func(attribute, before, after string) recordings.PlannedChange {
		return recordings.PlannedChange{
			Type: typeCluster, Object: seen.Name, Attribute: attribute, Before: before, After: after,
		}
	}
	values := []recordings.PlannedChange{value(attrBasis, string(seen.Basis), string(want.Basis))}
	if want.DataSource != "" {
		values = append(values, value(attrDataSource, seen.DataSource, want.DataSource))
	}
	if want.TableName != "" {
		values = append(values, value(attrTableName, seen.TableName, want.TableName))
	}
	return values
}

// LeasingChanged says whether a plan changes the cluster's leasing settings.
func LeasingChanged(p recordings.Plan) bool {
	return slices.ContainsFunc(p.Changes, func(c recordings.PlannedChange) bool { return c.Type == typeCluster })
}

// ManualToAutomatic says whether a plan moves a target from the manual policy to an automatic one.
func ManualToAutomatic(p recordings.Plan) bool {
	return slices.ContainsFunc(p.Changes, func(c recordings.PlannedChange) bool {
		return c.Type == typeTarget && c.Before == string(spec.PolicyManual)
	})
}

// StaleError says what moved between the plan and now.
type StaleError struct {
	// Moved lists each difference as a sentence.
	Moved []string
}

func (e *StaleError) Error() string {
	return "plan is stale: " + strings.Join(e.Moved, "; ")
}

// CheckFresh compares a plan with what the console shows now. It returns a
// *StaleError when anything the plan speaks of is not as the plan saw it.
func CheckFresh(plan recordings.Plan, seen Observed) error {
	moved := consoleMoved(plan.Console, seen.Console)
	now := currentValues(seen)
	for _, c := range allValues(plan) {
		key := valueKey{c.Type, c.Object, c.Attribute}
		switch value, ok := now[key]; {
		case !ok:
			moved = append(moved, fmt.Sprintf("%s %s is not there any more", c.Type, c.Object))
		case value != c.Before:
			moved = append(moved, fmt.Sprintf("%s of %s was %q and is %q", c.Attribute, c.Object, c.Before, value))
		}
	}
	moved = append(moved, newTargets(plan, seen)...)
	if len(moved) > 0 {
		return &StaleError{Moved: moved}
	}
	return nil
}

type valueKey struct{ kind, object, attribute string }

// currentValues are the observed values by object and attribute.
func currentValues(seen Observed) map[valueKey]string {
	values := map[valueKey]string{
		{typeCluster, seen.Cluster.Name, attrBasis}:      string(seen.Cluster.Basis),
		{typeCluster, seen.Cluster.Name, attrTableName}:  seen.Cluster.TableName,
		{typeCluster, seen.Cluster.Name, attrDataSource}: seen.Cluster.DataSource,
	}
	for _, t := range seen.Targets {
		values[valueKey{typeTarget, t.Name, attrPolicy}] = string(t.Policy)
	}
	return values
}

func allValues(p recordings.Plan) []recordings.PlannedChange {
	return append(slices.Clone(p.Changes), p.Unchanged...)
}

func consoleMoved(planned, seen recordings.Console) []string {
	var moved []string
	if planned.Domain != seen.Domain {
		moved = append(moved, fmt.Sprintf("the plan is for domain %q and this is %q", planned.Domain, seen.Domain))
	}
	if planned.Version != seen.Version {
		moved = append(moved, fmt.Sprintf("the console's version was %q and is %q", planned.Version, seen.Version))
	}
	// An account that may not edit sees no buttons to tell the mode by, and may plan.
	if planned.Mode != "" && seen.Mode != "" && planned.Mode != seen.Mode {
		moved = append(moved, fmt.Sprintf("the console's mode was %q and is %q", planned.Mode, seen.Mode))
	}
	return moved
}

// newTargets are the targets that the console shows and the plan does not know.
func newTargets(plan recordings.Plan, seen Observed) []string {
	var moved []string
	for _, t := range seen.Targets {
		if !slices.Contains(plan.Targets, t.Name) {
			moved = append(moved, fmt.Sprintf("migratable target %s is new", t.Name))
		}
	}
	return moved
}

// WantedBy is what a plan wants, value by value.
func WantedBy(p recordings.Plan) Wanted {
	want := Wanted{Cluster: p.Cluster, Targets: spec.Targets{All: p.AllTargets, Names: p.Targets}}
	for _, c := range allValues(p) {
		switch c.Attribute {
		case attrBasis:
			want.Basis = spec.Basis(c.After)
		case attrTableName:
			want.TableName = c.After
		case attrDataSource:
			want.DataSource = c.After
		case attrPolicy:
			want.Policy = spec.Policy(c.After)
		}
	}
	return want
}
