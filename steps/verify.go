package steps

import (
	"context"
	"fmt"
	"strings"

	"lockedit/recordings"
)

// ReadBackError says that a freshly opened page shows other values than those
// that were to be there.
type ReadBackError struct {
	// Differences lists each as a sentence.
	Differences []string
}

func (e *ReadBackError) Error() string {
	return "read back from a freshly opened page: " + strings.Join(e.Differences, "; ")
}

// ActivatedError is a failure after the configuration has been activated.
type ActivatedError struct{ Err error }

func (e *ActivatedError) Error() string { return "activated, but not proved: " + e.Err.Error() }

func (e *ActivatedError) Unwrap() error { return e.Err }

// ReadBackCluster opens the cluster's Migration tab afresh, by way of the table,
// and compares what it shows with what was saved.
func (c *Console) ReadBackCluster(ctx context.Context, name string, changes []recordings.PlannedChange) error {
	return c.run.Step(ctx, "read-back-cluster", "Settings for "+name+": read back", func(ctx context.Context) (string, error) {
		if err := c.reopenCluster(ctx, name); err != nil {
			return "", err
		}
		settings, err := c.readCluster(ctx, name)
		if err != nil {
			return "", err
		}
		return settings.proof(), c.prove(Observed{Cluster: settings}, changes)
	})
}

// reopenCluster goes to the cluster's Migration tab by links and addresses
// only, so that what it shows has just been read by the server.
func (c *Console) reopenCluster(ctx context.Context, name string) error {
	if err := c.openClusters(ctx); err != nil {
		return err
	}
	if _, err := c.openRow(ctx, typeCluster, name); err != nil {
		return err
	}
	if _, err := c.identify(ctx, typeCluster, name); err != nil {
		return err
	}
	if err := c.openMigrationTab(ctx, name, fieldBasis); err != nil {
		return err
	}
	_, err := c.identify(ctx, typeCluster, name)
	return err
}

// ReadBackTarget opens a target's Migration tab afresh and compares its policy.
func (c *Console) ReadBackTarget(ctx context.Context, change recordings.PlannedChange) error {
	title := "Settings for " + change.Object + ": read back"
	return c.run.Step(ctx, "read-back-target", title, func(ctx context.Context) (string, error) {
		if err := c.openTarget(ctx, change.Object); err != nil {
			return "", err
		}
		settings := TargetSettings{Name: change.Object}
		if err := c.readTarget(ctx, &settings); err != nil {
			return "", err
		}
		proof := "Service Migration Policy = " + settings.PolicyText
		return proof, c.prove(Observed{Targets: []TargetSettings{settings}}, []recordings.PlannedChange{change})
	})
}

// prove compares what was read back, and remembers that something is pending now.
func (c *Console) prove(seen Observed, changes []recordings.PlannedChange) error {
	err := c.compare(seen, changes)
	c.own.proved = c.own.proved || err == nil
	return err
}

// compare holds what was read against what was to be there, and records each value.
func (c *Console) compare(seen Observed, changes []recordings.PlannedChange) error {
	now := currentValues(seen)
	var differences []string
	for _, change := range changes {
		value, ok := now[valueKey{change.Type, change.Object, change.Attribute}]
		if !ok || value != change.After {
			differences = append(differences, fmt.Sprintf("%s of %s is %q, expected %q", change.Attribute, change.Object, value, change.After))
			continue
		}
		c.value("read back", change.Object, change.Attribute, value, value)
	}
	if len(differences) > 0 {
		return &ReadBackError{Differences: differences}
	}
	return nil
}

// readBackAll reads every value that a plan speaks of, after activation.
func (c *Console) readBackAll(ctx context.Context, plan recordings.Plan) error {
	seen, err := c.Observe(ctx, WantedBy(plan))
	if err == nil {
		c.recordRead(plan, seen)
		err = Compare(plan, seen)
		if err != nil && CheckFresh(plan, seen) == nil {
			err = fmt.Errorf("the change center showed the activation's end, and every value is still as before it: %w", err)
		}
	}
	if err != nil {
		return &ActivatedError{Err: err}
	}
	return nil
}

// recordRead records each value of a plan with what the console shows of it.
func (c *Console) recordRead(plan recordings.Plan, seen Observed) {
	for _, change := range ReadBack(plan, seen) {
		c.journal.Change(change)
	}
}

// ReadBack is each value of a plan with what the console shows of it:
// [recordings.EmptyValue] for one that is empty, and nothing for one of an object that
// is not there.
func ReadBack(plan recordings.Plan, seen Observed) []recordings.Change {
	now := currentValues(seen)
	var all []recordings.Change
	for _, want := range allValues(plan) {
		value, ok := now[valueKey{want.Type, want.Object, want.Attribute}]
		if ok {
			value = recordings.Shown(value)
		}
		all = append(all, recordings.Change{
			Type: want.Type, Object: want.Object, Attribute: want.Attribute,
			Before: want.Before, After: want.After, ReadBack: value,
		})
	}
	return all
}

// Compare holds what the console shows against every value that a plan wants.
// It returns a *ReadBackError that lists the differences.
func Compare(plan recordings.Plan, seen Observed) error {
	now := currentValues(seen)
	var differences []string
	for _, want := range allValues(plan) {
		value, ok := now[valueKey{want.Type, want.Object, want.Attribute}]
		if !ok {
			differences = append(differences, fmt.Sprintf("%s %s is not there any more", want.Type, want.Object))
		} else if value != want.After {
			differences = append(differences, fmt.Sprintf("%s of %s is %q, expected %q", want.Attribute, want.Object, value, want.After))
		}
	}
	differences = append(differences, newTargets(plan, seen)...)
	if len(differences) > 0 {
		return &ReadBackError{Differences: differences}
	}
	return nil
}
