package steps

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"lockedit/internal/browser"
)

// labelClusters is the page label of the table of clusters, seen in a crawl of
// a real console.
const labelClusters = "CoreClusterClusterTablePage"

// Clusters opens the table of clusters from the home page, as the documented
// path says, and proves itself by the table's rows.
func (c *Console) Clusters(ctx context.Context) error {
	return c.run.Step(ctx, "clusters", "Clusters", func(ctx context.Context) (string, error) {
		if err := c.openClusters(ctx); err != nil {
			return "", err
		}
		seen, part, err := c.readTable(ctx, typeCluster)
		if err != nil {
			return "", err
		}
		return fmt.Sprintf("the table lists %d to %d of %d clusters: %s", part.from, part.to, part.of, quoted(names(seen))), nil
	})
}

// openClusters follows the link to the table of clusters that stands on the
// page (home page or tree), else opens the page by its proven label.
func (c *Console) openClusters(ctx context.Context) error {
	return c.openSection(ctx, typeCluster, "nav.clusters", c.portal(labelClusters))
}

// openSection follows a link where one is in view; the tree may be collapsed,
// and then the page's own address is the way; so it is where links in view do
// not agree. A console that does not know the address has the link on its home page.
func (c *Console) openSection(ctx context.Context, kind, link, address string) error {
	followed, err := c.followSection(ctx, link)
	if followed || err != nil {
		return err
	}
	if err = c.open(ctx, address); err != nil {
		return err
	}
	if lists, err := c.lists(ctx, kind); lists || err != nil {
		return err
	}
	if err = c.open(ctx, c.base.String()); err != nil {
		return err
	}
	if followed, err = c.followSection(ctx, link); followed || err != nil {
		return err
	}
	return c.open(ctx, address)
}

// followSection follows a link if one is in view, and says whether it did.
func (c *Console) followSection(ctx context.Context, link string) (bool, error) {
	_, ok, err := c.there(ctx, link)
	var several *browser.AmbiguousError
	switch {
	case errors.As(err, &several):
		c.journal.Note(several.Error() + "; none is followed, the page is opened by its own address")
		return false, nil
	case err != nil || !ok:
		return false, err
	}
	return true, c.follow(ctx, link, nil)
}

// Cluster opens the cluster by its exact name. The table of clusters has to be in view.
func (c *Console) Cluster(ctx context.Context, name string) error {
	return c.run.Step(ctx, "cluster", "Settings for "+name, func(ctx context.Context) (string, error) {
		page, err := c.openRow(ctx, typeCluster, name)
		if err != nil {
			return "", err
		}
		c.servers = c.serversOf(page, name)
		return c.identify(ctx, typeCluster, name)
	})
}

// serversCell is the id of a cell in the column of a cluster's servers.
var serversCell = regexp.MustCompile(`(?i)^servers(?:string)?\d+$`)

// serversOf are the servers that the table of clusters shows for one; none
// where it has no such column.
func (c *Console) serversOf(page table, cluster string) []string {
	column := slices.IndexFunc(page.Headers, func(h string) bool { return c.cat.Words().Is(h, "servers") })
	for _, r := range page.Rows {
		for i, cell := range r.Cells {
			if r.Name == cluster && (i == column || serversCell.MatchString(cell.ID)) {
				return strings.FieldsFunc(cell.Text, func(r rune) bool { return r == ',' || r == ';' || r == ' ' || r == '\u3001' })
			}
		}
	}
	return nil
}

func names(t table) []string {
	list := make([]string, 0, len(t.Rows))
	for _, r := range t.Rows {
		list = append(list, r.Name)
	}
	return list
}
