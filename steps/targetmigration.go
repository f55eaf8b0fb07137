package steps

import (
	"context"
	"fmt"
	"slices"

	"lockedit/internal/browser"
	"lockedit/internal/spec"
	"lockedit/recordings"
)

// fieldPolicy is Service Migration Policy on a migratable target's Migration tab.
const fieldPolicy = "target.policy"

// TargetMigration opens one migratable target's Migration tab, from the table,
// and reads its Service Migration Policy.
//
// Source: console help, migratable target > Configuration > Migration.
func (c *Console) TargetMigration(ctx context.Context, name, cluster string) (TargetSettings, error) {
	return c.targetMigration(ctx, name, cluster, func(TargetSettings) error { return nil })
}

// targetMigration is TargetMigration with a judge of what was read.
func (c *Console) targetMigration(ctx context.Context, name, cluster string, judge func(TargetSettings) error) (TargetSettings, error) {
	settings := TargetSettings{Name: name, Cluster: cluster}
	err := c.run.Step(ctx, "target-migration", "Settings for "+name+": Migration", func(ctx context.Context) (string, error) {
		if err := c.openTarget(ctx, name); err != nil {
			return "", err
		}
		if err := c.readTarget(ctx, &settings); err != nil {
			return "", err
		}
		return "Service Migration Policy = " + settings.PolicyText, judge(settings)
	})
	return settings, err
}

// openTarget opens a target's Migration tab afresh and checks that it is the
// target's own.
func (c *Console) openTarget(ctx context.Context, name string) error {
	if err := c.openMigratableTargets(ctx); err != nil {
		return err
	}
	if _, err := c.openRow(ctx, typeTarget, name); err != nil {
		return err
	}
	if _, err := c.identify(ctx, typeTarget, name); err != nil {
		return err
	}
	if err := c.openMigrationTab(ctx, name, fieldPolicy); err != nil {
		return err
	}
	_, err := c.identify(ctx, typeTarget, name)
	return err
}

func (c *Console) readTarget(ctx context.Context, s *TargetSettings) error {
	found, err := c.find(ctx, fieldPolicy)
	if err != nil {
		return err
	}
	option, set, err := selected(found)
	if err != nil {
		return err
	}
	policy, ok := c.cat.ParsePolicy(option.Text, option.Value)
	if !ok || !set {
		return &NotUnderstoodError{Field: "Service Migration Policy of " + s.Name, Text: option.Text, Value: option.Value, Unmarked: !set,
			Offered: optionTexts(found), Words: wordsPolicy}
	}
	s.Policy, s.PolicyText, s.Editable = policy, option.Text, found.Enabled
	s.Policies = optionTexts(found)
	for _, o := range found.Options {
		if offered, ok := c.cat.ParsePolicy(o.Text, o.Value); ok {
			s.Offered = append(s.Offered, offered)
		}
	}
	c.value("read", s.Name, attrPolicy, string(policy), option.Text)
	return nil
}

// UnknownPolicyError says that a target does not offer the wanted policy, or
// that none of the texts it offers is known to mean it.
type UnknownPolicyError struct {
	Target    string
	Policy    spec.Policy
	Available []string
}

func (e *UnknownPolicyError) Error() string {
	return fmt.Sprintf("no option of Service Migration Policy of %q is known to mean %q; the console offers %s; their meaning can be given as the words %s",
		e.Target, e.Policy, quoted(e.Available), wordsPolicy)
}

// choosePolicy selects the one option that means the wanted policy.
func (c *Console) choosePolicy(ctx context.Context, change recordings.PlannedChange) error {
	found, err := c.find(ctx, fieldPolicy)
	if err != nil {
		return err
	}
	for _, option := range found.Options {
		if policy, ok := c.cat.ParsePolicy(option.Text, option.Value); ok && string(policy) == change.After {
			return c.choose(ctx, fieldPolicy, change, browser.OptionMatch{Exact: option.Text})
		}
	}
	return &UnknownPolicyError{Target: change.Object, Policy: spec.Policy(change.After), Available: optionTexts(found)}
}

// checkPolicyOffered refuses, before anything is locked, a policy that a target
// does not offer.
func checkPolicyOffered(s TargetSettings, want spec.Policy) error {
	if slices.Contains(s.Offered, want) {
		return nil
	}
	return &UnknownPolicyError{Target: s.Name, Policy: want, Available: s.Policies}
}

// SetTargetMigration changes a target's policy on its Migration tab in view.
func (c *Console) SetTargetMigration(ctx context.Context, change recordings.PlannedChange) error {
	title := "Settings for " + change.Object + ": change Service Migration Policy"
	return c.run.Step(ctx, "set-target-migration", title, func(ctx context.Context) (string, error) {
		if err := c.openTarget(ctx, change.Object); err != nil {
			return "", err
		}
		return c.edit(ctx, []recordings.PlannedChange{change})
	})
}
