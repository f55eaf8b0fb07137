package steps

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"slices"

	"lockedit/internal/spec"
	"lockedit/recordings"
)

// labelMigratableTargets is the page label of the table of migratable targets,
// seen in a crawl of a real console together with the domain's handle.
const labelMigratableTargets = "MigratableTargetsConfigTablePage"

// target is one row of the table of migratable targets.
type target struct {
	Name, Cluster string
	// Cells are the texts of the row's cells.
	Cells []string
}

// MigratableTargets opens Environment > Clusters > Migratable Targets, reads all
// pages of the table, and returns the targets of this cluster and of no other,
// or those of them that are named.
//
// Source: console help, "Migratable Targets"; columns as seen in 12.1.1.
func (c *Console) MigratableTargets(ctx context.Context, cluster string, wanted spec.Targets) ([]string, error) {
	var chosen []string
	err := c.run.Step(ctx, "migratable-targets", "Summary of Migratable Targets", func(ctx context.Context) (string, error) {
		if err := c.openMigratableTargets(ctx); err != nil {
			return "", err
		}
		all, err := c.listTargets(ctx, cluster)
		if err != nil {
			return "", err
		}
		chosen, err = chooseTargets(all, cluster, wanted)
		c.leaveAlone(all, chosen)
		c.missTargets(all, wanted)
		return fmt.Sprintf("%d of the %d migratable targets belong to %s and are wanted: %s", len(chosen), len(all), cluster, quoted(chosen)), err
	})
	return chosen, err
}

// leaveAlone records, once a run, the targets that were seen and are not changed.
func (c *Console) leaveAlone(all []target, chosen []string) {
	if c.own.listed {
		return
	}
	c.own.listed = true
	for _, t := range all {
		if !slices.Contains(chosen, t.Name) {
			c.journal.Untouched(recordings.Untouched{
				Object: "migratable target " + t.Name, Why: "of cluster " + t.Cluster + "; seen in the table, not opened",
			})
		}
	}
}

// missTargets warns, once a run, of servers of the cluster that no target in the
// table is about: a table with a filter of its own does not say that it hides
// rows. It is no error, because a server need not have a migratable target.
func (c *Console) missTargets(all []target, wanted spec.Targets) {
	if !wanted.All || c.own.missed {
		return
	}
	c.own.missed = true
	var without []string
	for _, server := range c.servers {
		if !slices.ContainsFunc(all, func(t target) bool { return t.about(server) }) {
			without = append(without, server)
		}
	}
	if len(without) > 0 {
		c.journal.Warn(recordings.Diagnostic{Summary: fmt.Sprintf(
			"the table of migratable targets has none for server %s of this cluster; if a filter hides it, remove the filter with \"Customize this table\" in the console and plan again", quoted(without))})
	}
}

// about says whether a row of the table is about a server: by its name, or by
// any of its cells.
func (t target) about(server string) bool {
	return slices.ContainsFunc(append([]string{t.Name}, t.Cells...), func(text string) bool { return mentions(text, server) })
}

// openMigratableTargets follows the link in the tree, which stands below
// Clusters or beside it, else opens the page by its proven label.
func (c *Console) openMigratableTargets(ctx context.Context) error {
	return c.openSection(ctx, typeTarget, "nav.migratable-targets", c.migratableTargetsAddress())
}

func (c *Console) migratableTargetsAddress() string {
	handle := fmt.Sprintf("com.bea.console.handles.JMXHandle(\"com.bea:Name=%s,Type=Domain\")", c.seen.Domain)
	return c.portal(labelMigratableTargets) + "&" + url.Values{"handle": {handle}}.Encode()
}

// listTargets reads all pages of the table in view.
func (c *Console) listTargets(ctx context.Context, cluster string) ([]target, error) {
	var rows []row
	var headers []string
	err := c.eachPage(ctx, typeTarget, func(page table) (bool, error) {
		if headers != nil && !slices.Equal(headers, page.Headers) {
			return false, &TableError{Table: typeTarget, Err: errPaging}
		}
		headers = page.Headers
		rows = append(rows, page.Rows...)
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	return c.targetsOf(rows, headers, cluster)
}

// targetsOf takes name and cluster out of the rows, and refuses a table that
// lists a target twice.
func (c *Console) targetsOf(rows []row, headers []string, cluster string) ([]target, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	column, err := c.clusterColumn(rows, headers, cluster)
	if err != nil {
		return nil, &TableError{Table: typeTarget, Err: err}
	}
	seen := map[string]bool{}
	targets := make([]target, 0, len(rows))
	for _, r := range rows {
		if seen[r.Name] || column >= len(r.Cells) {
			return nil, &TableError{Table: typeTarget, Err: fmt.Errorf("%w: %q", errPaging, r.Name)}
		}
		seen[r.Name] = true
		t := target{Name: r.Name, Cluster: r.Cells[column].Text}
		for _, cell := range r.Cells {
			t.Cells = append(t.Cells, cell.Text)
		}
		targets = append(targets, t)
	}
	return targets, nil
}

// clusterCell is the id of a cell in the column of clusters: the column's
// property and the row's number; upper and lower case differ by page.
var clusterCell = regexp.MustCompile(`(?i)^cluster\d+$`)

// clusterColumn finds the column that names each target's cluster: by the ids of
// its cells, by its header in a known language, else as the only column in which
// the cluster's name stands. Those that answer have to agree.
func (c *Console) clusterColumn(rows []row, headers []string, cluster string) (int, error) {
	byID := columnByID(rows)
	byHeader := slices.IndexFunc(headers, func(h string) bool { return c.cat.Words().Is(h, "cluster") })
	switch {
	case byID >= 0 && byHeader >= 0 && byID != byHeader:
		return 0, fmt.Errorf("its cells and its headers disagree on which column names the cluster (%d, %d)", byID+1, byHeader+1)
	case byID >= 0:
		return byID, nil
	case byHeader >= 0:
		return byHeader, nil
	}
	return columnByValue(rows, cluster)
}

func columnByID(rows []row) int {
	return slices.IndexFunc(rows[0].Cells, func(c cell) bool { return clusterCell.MatchString(c.ID) })
}

func columnByValue(rows []row, cluster string) (int, error) {
	columns := map[int]bool{}
	for _, r := range rows {
		for i, cell := range r.Cells {
			if cell.Text == blanks(cluster) && cell.Text != blanks(r.Name) {
				columns[i] = true
			}
		}
	}
	if len(columns) != 1 {
		return 0, fmt.Errorf("no column is recognised as the one that names each target's cluster; show the column Cluster with \"Customize this table\"")
	}
	for i := range columns {
		return i, nil
	}
	return 0, nil
}

// ForeignTargetError says that a named target belongs to another cluster.
type ForeignTargetError struct{ Name, Cluster, Wanted string }

func (e *ForeignTargetError) Error() string {
	return fmt.Sprintf("migratable target %q belongs to cluster %q, not to %q", e.Name, e.Cluster, e.Wanted)
}

// NoTargetsError says that a cluster has no migratable target.
type NoTargetsError struct{ Cluster string }

func (e *NoTargetsError) Error() string {
	return fmt.Sprintf("no migratable target of cluster %q is in the table", e.Cluster)
}

// chooseTargets keeps the targets of the cluster that are wanted, in table order.
func chooseTargets(all []target, cluster string, wanted spec.Targets) ([]string, error) {
	var chosen, listed []string
	for _, t := range all {
		listed = append(listed, t.Name)
		named := slices.Contains(wanted.Names, t.Name)
		if named && t.Cluster != blanks(cluster) {
			return nil, &ForeignTargetError{Name: t.Name, Cluster: t.Cluster, Wanted: cluster}
		}
		if t.Cluster == blanks(cluster) && (wanted.All || named) {
			chosen = append(chosen, t.Name)
		}
	}
	for _, name := range wanted.Names {
		if !wanted.All && !slices.Contains(listed, name) {
			return nil, &NotInTableError{Type: typeTarget, Name: name, Names: listed}
		}
	}
	if len(chosen) == 0 {
		return nil, &NoTargetsError{Cluster: cluster}
	}
	return chosen, nil
}
