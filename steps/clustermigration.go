package steps

import (
	"context"
	"fmt"
	"slices"

	"lockedit/internal/browser"
	"lockedit/internal/spec"
	"lockedit/recordings"
)

// Fields of the cluster's Migration tab, by their names in the catalogue.
const (
	fieldBasis      = "cluster.migration.basis"
	fieldTableName  = "cluster.migration.table-name"
	fieldDataSource = "cluster.migration.data-source"
)

// NotUnderstoodError is a text of the console that the program cannot take for
// any value it knows.
type NotUnderstoodError struct {
	Field, Text, Value string
	// Unmarked says that the text may only be shown because it stands first in the
	// list, so that no words can say what is set.
	Unmarked bool
	// Offered are the texts of the field's options.
	Offered []string
	// Words are the keys of the words that say in a user's file what they mean.
	Words string
}

func (e *NotUnderstoodError) Error() string {
	if e.Unmarked {
		return fmt.Sprintf("%s shows %q, the first that its list offers, but the page marks none of the list as chosen, so that it is not known what is set: nothing, or a value that the list lacks; the console offers %s",
			e.Field, e.Text, quoted(e.Offered))
	}
	return fmt.Sprintf("%s shows %q (value %q), which is not a value this program knows; the console offers %s; their meaning can be given as the words %s",
		e.Field, e.Text, e.Value, quoted(e.Offered), e.Words)
}

// The words whose texts are the options of the two selects.
const (
	wordsBasis  = "basis-database, basis-consensus"
	wordsPolicy = "policy-manual, policy-exactly-once, policy-failure-recovery, policy-shutdown-recovery"
)

// UnknownBasisError says that none of the texts that a cluster offers is known
// to mean the wanted basis.
type UnknownBasisError struct {
	Basis     string
	Available []string
}

func (e *UnknownBasisError) Error() string {
	return fmt.Sprintf("no option of Migration Basis is known to mean %q; the console offers %s; their meaning can be given as the words %s",
		e.Basis, quoted(e.Available), wordsBasis)
}

// UnknownDataSourceError says that the wanted data source is not offered.
type UnknownDataSourceError struct {
	Name      string
	Available []string
}

func (e *UnknownDataSourceError) Error() string {
	return fmt.Sprintf("data source %q is not in the list; the console offers %s", e.Name, quoted(e.Available))
}

// ClusterMigration opens the cluster's Migration tab and reads Migration Basis,
// Data Source For Automatic Migration and Auto Migration Table Name. The
// cluster's page has to be in view.
//
// Source: console help, cluster > Configuration > Migration.
func (c *Console) ClusterMigration(ctx context.Context, name string) (ClusterSettings, error) {
	return c.clusterMigration(ctx, name, func(ClusterSettings) error { return nil })
}

// clusterMigration is ClusterMigration with a judge of what was read, so that
// what is refused is refused with the page in view.
func (c *Console) clusterMigration(ctx context.Context, name string, judge func(ClusterSettings) error) (ClusterSettings, error) {
	var settings ClusterSettings
	err := c.run.Step(ctx, "cluster-migration", "Settings for "+name+": Migration", func(ctx context.Context) (string, error) {
		if err := c.openMigrationTab(ctx, name, fieldBasis); err != nil {
			return "", err
		}
		if _, err := c.identify(ctx, typeCluster, name); err != nil {
			return "", err
		}
		var err error
		if settings, err = c.readCluster(ctx, name); err != nil {
			return settings.proof(), err
		}
		return settings.proof(), judge(settings)
	})
	return settings, err
}

func (s ClusterSettings) proof() string {
	source := s.DataSource
	if source == "" {
		source = "(none)"
	}
	return fmt.Sprintf("Migration Basis = %s, Data Source For Automatic Migration = %s, Auto Migration Table Name = %s",
		s.BasisText, source, s.TableName)
}

// readCluster reads the three values of the Migration tab in view.
func (c *Console) readCluster(ctx context.Context, name string) (ClusterSettings, error) {
	s := ClusterSettings{Name: name}
	if err := c.readBasis(ctx, &s); err != nil {
		return s, err
	}
	if err := c.readDataSource(ctx, &s); err != nil {
		return s, err
	}
	table, err := c.find(ctx, fieldTableName)
	if err != nil {
		return s, err
	}
	s.TableName = table.Value
	c.value("read", name, attrBasis, string(s.Basis), s.BasisText)
	c.value("read", name, attrDataSource, s.DataSource, s.DataSource)
	c.value("read", name, attrTableName, s.TableName, s.TableName)
	return s, nil
}

func (c *Console) readBasis(ctx context.Context, s *ClusterSettings) error {
	found, err := c.find(ctx, fieldBasis)
	if err != nil {
		return err
	}
	s.Editable = found.Enabled
	option, set, err := selected(found)
	if err != nil {
		return err
	}
	basis, ok := c.cat.ParseBasis(option.Text, option.Value)
	if !ok || !set {
		return &NotUnderstoodError{Field: "Migration Basis", Text: option.Text, Value: option.Value, Unmarked: !set,
			Offered: optionTexts(found), Words: wordsBasis}
	}
	s.Basis, s.BasisText, s.Bases = basis, option.Text, optionTexts(found)
	for _, o := range found.Options {
		if offered, ok := c.cat.ParseBasis(o.Text, o.Value); ok {
			s.Offered = append(s.Offered, offered)
		}
	}
	return nil
}

// checkBasisOffered refuses, before anything is locked, a basis that no option
// is known to mean.
func checkBasisOffered(s ClusterSettings, want spec.Basis) error {
	if want == "" || slices.Contains(s.Offered, want) {
		return nil
	}
	return &UnknownBasisError{Basis: string(want), Available: s.Bases}
}

// readDataSource reads the data source. A list without an entry for none shows
// its first entry although none is set; only what is known to be set counts.
func (c *Console) readDataSource(ctx context.Context, s *ClusterSettings) error {
	found, err := c.find(ctx, fieldDataSource)
	if err != nil {
		return err
	}
	option, set, err := selected(found)
	if err != nil {
		return err
	}
	for _, o := range found.Options {
		if !c.none(o) {
			s.DataSources = append(s.DataSources, o.Text)
		}
	}
	if set && !c.none(option) {
		s.DataSource = option.Text
	}
	return nil
}

// none says whether an option stands for no data source at all.
func (c *Console) none(option browser.Option) bool {
	return option.Value == "" || c.cat.Words().Is(option.Text, "none")
}

// checkOffered refuses a data source that the page does not offer.
func checkOffered(s ClusterSettings, want Wanted) error {
	if want.DataSource == "" {
		return nil
	}
	for _, name := range s.DataSources {
		if name == want.DataSource {
			return nil
		}
	}
	return &UnknownDataSourceError{Name: want.DataSource, Available: s.DataSources}
}

// SetClusterMigration changes the fields of the Migration tab in view to what
// the plan says, and nothing else; the form is compared with itself before and
// after. Nothing is sent yet.
func (c *Console) SetClusterMigration(ctx context.Context, changes []recordings.PlannedChange) error {
	if len(changes) == 0 {
		return nil
	}
	name := changes[0].Object
	return c.run.Step(ctx, "set-cluster-migration", "Settings for "+name+": change the Migration tab", func(ctx context.Context) (string, error) {
		if _, err := c.identify(ctx, typeCluster, name); err != nil {
			return "", err
		}
		return c.edit(ctx, changes)
	})
}

// setField changes one field to a plan's value.
func (c *Console) setField(ctx context.Context, change recordings.PlannedChange) error {
	switch change.Attribute {
	case attrBasis:
		return c.chooseBasis(ctx, change)
	case attrDataSource:
		return c.choose(ctx, fieldDataSource, change, browser.OptionMatch{Exact: change.After})
	case attrPolicy:
		return c.choosePolicy(ctx, change)
	case attrTableName:
		return c.fill(ctx, fieldTableName, change)
	}
	return fmt.Errorf("attribute %s cannot be set by this program", change.Attribute)
}

// chooseBasis selects the one option that means the wanted migration basis.
func (c *Console) chooseBasis(ctx context.Context, change recordings.PlannedChange) error {
	found, err := c.find(ctx, fieldBasis)
	if err != nil {
		return err
	}
	for _, option := range found.Options {
		if basis, ok := c.cat.ParseBasis(option.Text, option.Value); ok && string(basis) == change.After {
			return c.choose(ctx, fieldBasis, change, browser.OptionMatch{Exact: option.Text})
		}
	}
	return &UnknownBasisError{Basis: change.After, Available: optionTexts(found)}
}

func (c *Console) fill(ctx context.Context, field string, change recordings.PlannedChange) error {
	loc, err := c.locator(field, nil)
	if err != nil {
		return err
	}
	if err := c.page.Fill(ctx, loc, change.After); err != nil {
		return err
	}
	c.value("set", change.Object, change.Attribute, change.After, change.After)
	return nil
}

func (c *Console) choose(ctx context.Context, field string, change recordings.PlannedChange, match browser.OptionMatch) error {
	loc, err := c.locator(field, nil)
	if err != nil {
		return err
	}
	option, err := c.page.Select(ctx, loc, match)
	if err != nil {
		return err
	}
	c.value("set", change.Object, change.Attribute, change.After, option.Text)
	return nil
}
