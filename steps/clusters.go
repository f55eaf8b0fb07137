package steps

import (
	"context"
	"fmt"
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
	return c.openSection(ctx, "nav.clusters", c.portal(labelClusters))
}

// openSection follows a link where one is in view; the tree may be collapsed,
// and then the page's own address is the way.
func (c *Console) openSection(ctx context.Context, link, address string) error {
	_, ok, err := c.there(ctx, link, nil)
	if err != nil {
		return err
	}
	if ok {
		return c.follow(ctx, link, nil)
	}
	return c.open(ctx, address)
}

// Cluster opens the cluster by its exact name. The table of clusters has to be in view.
func (c *Console) Cluster(ctx context.Context, name string) error {
	return c.run.Step(ctx, "cluster", "Settings for "+name, func(ctx context.Context) (string, error) {
		if err := c.openRow(ctx, typeCluster, name); err != nil {
			return "", err
		}
		return c.identify(ctx, typeCluster, name)
	})
}

func names(t table) []string {
	list := make([]string, 0, len(t.Rows))
	for _, r := range t.Rows {
		list = append(list, r.Name)
	}
	return list
}
