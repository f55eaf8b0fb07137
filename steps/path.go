package steps

import (
	"context"
	"fmt"

	"lockedit/recordings"
	"lockedit/selectors"
)

// The documented path, in the order of Oracle's page:
//
//	Login                → login.go
//	Clusters, Cluster    → clusters.go
//	ClusterMigration     → clustermigration.go
//	LockAndEdit          → changecenter.go
//	SetClusterMigration  → clustermigration.go
//	Save                 → save.go
//	MigratableTargets    → migratabletargets.go
//	TargetMigration      → targetmigration.go
//	SetTargetMigration   → targetmigration.go
//	ActivateChanges      → changecenter.go
//	Restart              → restart.go
//	Verify               → verify.go
//
// Observe walks it without a click that changes anything; Apply walks it with.

// Observe walks the documented path and reads every value it passes. It clicks
// nothing but links. It refuses a domain that somebody is editing, because the
// values in view may then be pending ones.
func (c *Console) Observe(ctx context.Context, want Wanted) (Observed, error) {
	seen := Observed{}
	err := c.part(ctx, func(ctx context.Context) (err error) {
		seen.ChangeCenter, err = c.lookAtChangeCenter(ctx)
		return err
	})
	if err != nil {
		return seen, err
	}
	err = c.part(ctx, func(ctx context.Context) (err error) {
		seen.Cluster, err = c.observeCluster(ctx, want)
		return err
	})
	if err != nil {
		return seen, err
	}
	c.settleMode(seen)
	if seen.Targets, err = c.observeTargets(ctx, want); err != nil {
		return seen, err
	}
	seen.Console = c.seen
	return seen, nil
}

// lookAtChangeCenter reads the Change Center of the home page, tells it apart
// from a read-only account, and refuses one that is in use.
func (c *Console) lookAtChangeCenter(ctx context.Context) (ChangeCenter, error) {
	var seen ChangeCenter
	err := c.run.Step(ctx, "change-center", "Change Center", func(ctx context.Context) (string, error) {
		var err error
		if seen, err = c.ChangeCenter(ctx); err != nil {
			return "", err
		}
		c.seen.Mode = mode(seen.State)
		c.journal.Console(c.seen)
		if seen.State == selectors.StateAbsent {
			return "no buttons are shown; the fields of the Migration tab will tell why", nil
		}
		return "the change center is " + string(seen.State), RequireUntouched(seen)
	})
	return seen, err
}

// mode is how changes come into force here; nothing where a Change Center without
// buttons leaves it open.
func mode(state selectors.State) string {
	switch state {
	case selectors.StateAutoActivate:
		return "automatic activation"
	case selectors.StateAbsent:
		return ""
	}
	return "locked editing"
}

// settleMode says what the fields of the Migration tab tell of a Change Center
// without buttons: what can be changed without a lock is live at once.
func (c *Console) settleMode(seen Observed) {
	if seen.ChangeCenter.State == selectors.StateAbsent && !seen.ReadOnly() {
		c.seen.Mode = mode(selectors.StateAutoActivate)
		c.journal.Console(c.seen)
	}
}

func (c *Console) observeCluster(ctx context.Context, want Wanted) (ClusterSettings, error) {
	if err := c.Clusters(ctx); err != nil {
		return ClusterSettings{}, err
	}
	if err := c.Cluster(ctx, want.Cluster); err != nil {
		return ClusterSettings{}, err
	}
	return c.clusterMigration(ctx, want.Cluster, func(s ClusterSettings) error {
		if err := checkBasisOffered(s, want.Basis); err != nil {
			return err
		}
		return checkOffered(s, want)
	})
}

func (c *Console) observeTargets(ctx context.Context, want Wanted) ([]TargetSettings, error) {
	var names []string
	err := c.part(ctx, func(ctx context.Context) (err error) {
		names, err = c.MigratableTargets(ctx, want.Cluster, want.Targets)
		return err
	})
	if err != nil {
		return nil, err
	}
	targets := make([]TargetSettings, 0, len(names))
	for _, name := range names {
		var settings TargetSettings
		err := c.part(ctx, func(ctx context.Context) (err error) {
			settings, err = c.targetMigration(ctx, name, want.Cluster, func(s TargetSettings) error {
				return checkPolicyOffered(s, want.Policy)
			})
			return err
		})
		if err != nil {
			return nil, err
		}
		targets = append(targets, settings)
	}
	return targets, nil
}

// Permission says what a user allowed beyond the default.
type Permission struct {
	// AutoActivate allows a domain in which each Save is live at once.
	AutoActivate bool
	// Still is asked right before Lock & Edit, and before the first Save of a
	// domain that has no lock: an approval may have run out since it was checked.
	// A flow asks before each of its deeds. Without it nothing is asked.
	Still func() error
	// Listed, if given, is told what the list of changes shows before anything was
	// changed under the lock, row by row: none of it is this run's.
	Listed func(rows [][]string)
}

// granted asks once more whether the plan may be applied.
func (p Permission) granted() error {
	if p.Still == nil {
		return nil
	}
	return p.Still()
}

// AutoActivateError says that every Save would be live at once.
type AutoActivateError struct{}

func (e *AutoActivateError) Error() string {
	return "this domain locks and activates automatically: each Save would be live at once, one by one"
}

// ReadOnlyError says that the account cannot edit the configuration.
type ReadOnlyError struct {
	Account string
	// Status is what the Change Center says instead.
	Status string
}

func (e *ReadOnlyError) Error() string {
	text := fmt.Sprintf("account %q sees no buttons in the change center and no field it can change: it has no right to edit the configuration, or another account holds the lock", e.Account)
	if e.Status != "" {
		text += fmt.Sprintf("; the change center says: %q", e.Status)
	}
	return text
}

// editing says how this account may edit the domain, judged from the Change
// Center and, where that shows no buttons, from the fields of the Migration tab.
func (c *Console) editing(seen Observed, allow Permission) (selectors.State, error) {
	state := seen.ChangeCenter.State
	if state == selectors.StateAbsent {
		if seen.ReadOnly() {
			return state, &ReadOnlyError{Account: c.account.Name, Status: seen.ChangeCenter.Status}
		}
		state = selectors.StateAutoActivate
	}
	if state == selectors.StateAutoActivate && !allow.AutoActivate {
		return state, &AutoActivateError{}
	}
	return state, nil
}

// Apply makes exactly a plan's changes: it compares what the console shows now
// with the plan, locks, writes, saves, reads each value back from a freshly
// opened page, activates, and reads all back again. When it fails before
// Activate Changes was clicked, its edits are undone and its lock released; the
// error is an *[Left] when that could not be shown.
func (c *Console) Apply(ctx context.Context, plan recordings.Plan, seen Observed, allow Permission) error {
	if err := CheckFresh(plan, seen); err != nil {
		return err
	}
	state, err := c.editing(seen, allow)
	if err != nil {
		return c.run.Step(ctx, "may-edit", "Change Center: may this account edit", func(context.Context) (string, error) { return "", err })
	}
	c.own.allowed, c.own.unchanged = allow, plan.Unchanged
	if state == selectors.StateAutoActivate {
		return c.applyLive(ctx, plan)
	}
	return c.applyLocked(ctx, plan)
}

func (c *Console) applyLocked(ctx context.Context, plan recordings.Plan) error {
	c.own.changes = plan.Changes
	if err := c.lockAndWrite(ctx, plan); err != nil {
		return c.cleanUp(ctx, err)
	}
	return c.activate(ctx, plan)
}

// lockAndWrite does all that can still be undone.
func (c *Console) lockAndWrite(ctx context.Context, plan recordings.Plan) error {
	if err := c.part(ctx, c.LockAndEdit); err != nil {
		return err
	}
	if err := c.part(ctx, c.notePending); err != nil {
		return err
	}
	if err := c.writeAll(ctx, plan, selectors.StateLocked, selectors.StatePending); err != nil {
		return err
	}
	return c.part(ctx, c.CheckPending)
}

// activate clicks Activate Changes, settles what became of it, and reads all
// values back.
func (c *Console) activate(ctx context.Context, plan recordings.Plan) error {
	if err := c.ActivateChanges(ctx); err != nil {
		return c.settleActivation(ctx, plan, err)
	}
	return c.readBackAll(ctx, plan)
}

// writeAll writes, saves and reads back every change of a plan.
func (c *Console) writeAll(ctx context.Context, plan recordings.Plan, states ...selectors.State) error {
	cluster, targets := split(plan.Changes)
	if len(cluster) > 0 {
		err := c.part(ctx, func(ctx context.Context) error { return c.writeCluster(ctx, cluster, states) })
		if err != nil {
			return err
		}
	}
	for _, change := range targets {
		err := c.part(ctx, func(ctx context.Context) error { return c.writeTarget(ctx, change, states) })
		if err != nil {
			return err
		}
	}
	return nil
}

// split separates the changes of the cluster from those of its targets.
func split(changes []recordings.PlannedChange) (cluster, targets []recordings.PlannedChange) {
	for _, change := range changes {
		if change.Type == typeCluster {
			cluster = append(cluster, change)
		} else {
			targets = append(targets, change)
		}
	}
	return cluster, targets
}

// writeCluster writes the cluster's values. When it is begun again after its
// Save was sent, the values of a fresh page decide; nothing is saved twice.
func (c *Console) writeCluster(ctx context.Context, changes []recordings.PlannedChange, states []selectors.State) error {
	name := changes[0].Object
	if c.own.unsettled[name] {
		return c.ReadBackCluster(ctx, name, changes)
	}
	if err := c.Clusters(ctx); err != nil {
		return err
	}
	if err := c.Cluster(ctx, name); err != nil {
		return err
	}
	if _, err := c.ClusterMigration(ctx, name); err != nil {
		return err
	}
	if err := c.SetClusterMigration(ctx, changes); err != nil {
		return err
	}
	if err := c.Save(ctx, name, fieldBasis, states...); err != nil {
		return err
	}
	return c.ReadBackCluster(ctx, name, changes)
}

func (c *Console) writeTarget(ctx context.Context, change recordings.PlannedChange, states []selectors.State) error {
	if c.own.unsettled[change.Object] {
		return c.ReadBackTarget(ctx, change)
	}
	if err := c.SetTargetMigration(ctx, change); err != nil {
		return err
	}
	if err := c.Save(ctx, change.Object, fieldPolicy, states...); err != nil {
		return err
	}
	return c.ReadBackTarget(ctx, change)
}
