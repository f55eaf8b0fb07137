package alien

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lockedit/testenv/console/domain"
)

// cellView is one cell: text, perhaps a link.
type cellView struct {
	Text, Href string
	Name       bool
}

// rowView is one row of a table.
type rowView struct {
	Cells         []cellView
	Name, Handle  string
	Portlet, Icon string
}

// tableView is a table with its pages.
type tableView struct {
	Caption, Portlet, Paging string
	Headers                  []string
	Rows                     []rowView
	Previous, Next           string
	Frozen, Checks           bool
}

const (
	textBasis  = "Migration Basis"
	textName   = "Name"
	textPolicy = "Migration Policy"
)

// clusters makes the clusters' table, its hidden twin, and a table before it.
func (c *Console) clusters(s *session) (shown, hidden, health *tableView) {
	tree := c.dom.View()
	t := tableView{Caption: "Clusters (Filtered - More Columns Exist)", Portlet: c.salt + "ClusterTablePortlet",
		Headers: []string{textName, "Cluster Address", "Cluster Messaging Mode", textBasis, "Default Load Algorithm", "Servers"}}
	for _, b := range c.named(tree.Of(domain.KindCluster)) {
		o := object{domain.KindCluster, b.Name}
		t.add(o, c.rowLink(o), b.Get("clusterAddress"), "Unicast", basisText(b.Get(domain.MigrationBasis)), "Round Robin",
			strings.Join(tree.Members(b.Name), ", "))
	}
	return c.finish(s, t)
}

// targets makes the table of all migratable targets of the domain.
func (c *Console) targets(s *session) (shown, hidden, health *tableView) {
	t := tableView{Caption: "Migratable Targets (Filtered - More Columns Exist)", Portlet: c.salt + "TargetTablePortlet",
		Headers: []string{textName, textPolicy, "Cluster", "User Preferred Server"}}
	if c.opt.has(NoClusterColumn) {
		t.Headers = []string{textName, textPolicy, "Number Of Restart Attempts", "User Preferred Server"}
	}
	for _, b := range c.named(c.dom.View().Of(domain.KindTarget)) {
		if c.hidden(b) {
			continue
		}
		o := object{domain.KindTarget, b.Name}
		t.add(o, c.rowLink(o), c.policyText(b.Get(domain.MigrationPolicy)), b.Get("cluster"), b.Get("userPreferredServer"))
		cells := t.Rows[len(t.Rows)-1].Cells
		if c.opt.has(NoClusterColumn) {
			cells[2].Text = "6"
		} else if c.opt.has(LinkedCells) {
			cells[2].Href = c.rowLink(object{domain.KindCluster, b.Get("cluster")})
		}
		if c.opt.has(LinkedCells) {
			cells[3].Href = c.rowLink(object{domain.KindServer, b.Get("userPreferredServer")})
		}
	}
	return c.finish(s, t)
}

func (c *Console) named(beans []domain.Bean) []domain.Bean {
	out := slices.Clone(beans)
	slices.SortFunc(out, func(a, b domain.Bean) int { return strings.Compare(a.Name, b.Name) })
	return out
}

func (t *tableView) add(o object, href string, cells ...string) {
	row := rowView{Name: o.name, Handle: o.handle(), Portlet: t.Portlet, Cells: []cellView{{Text: o.name, Href: href, Name: true}}}
	for _, text := range cells {
		row.Cells = append(row.Cells, cellView{Text: text})
	}
	t.Rows = append(t.Rows, row)
}

// finish orders the columns, cuts the page out and makes the other tables.
func (c *Console) finish(s *session, t tableView) (shown, hidden, health *tableView) {
	lock := c.dom.LockHolder()
	t.Frozen = lock == nil || lock.Owner != s.user
	t.Checks = !c.opt.has(NoCheckboxes)
	if c.opt.has(OtherOrder) {
		t.swap()
	}
	if c.opt.has(HiddenTable) {
		whole := t
		hidden = &whole
	}
	if c.opt.has(HealthTable) {
		health = &tableView{Caption: "Recently Used", Portlet: t.Portlet + "Recent", Headers: t.Headers, Rows: t.Rows[len(t.Rows)-1:]}
	}
	c.cut(s, &t)
	return &t, hidden, health
}

// swap puts the first column third.
func (t *tableView) swap() {
	t.Headers = slices.Clone(t.Headers)
	t.Headers[0], t.Headers[2] = t.Headers[2], t.Headers[0]
	for _, r := range t.Rows {
		r.Cells[0], r.Cells[2] = r.Cells[2], r.Cells[0]
	}
}

func (c *Console) cut(s *session, t *tableView) {
	size, total := c.opt.PageSize, len(t.Rows)
	pages := max(1, (total+size-1)/size)
	at := min(s.page[s.label], pages-1)
	from, to := at*size, min((at+1)*size, total)
	t.Rows = t.Rows[from:to]
	link := "console.portal?_nfpb=true&_pageLabel=" + s.label + "&TablePortletpage="
	if at > 0 {
		t.Previous = link + strconv.Itoa(at-1)
	}
	if at+1 < pages {
		t.Next = link + strconv.Itoa(at+1)
	}
	t.Paging = c.pagingText(from+1, to, total, at+1, pages)
}

func (c *Console) pagingText(from, to, total, page, pages int) string {
	switch c.opt.Paging {
	case TotalFirst:
		return fmt.Sprintf("Total %s: %s to %s", grouped(total), grouped(from), grouped(to))
	case Dashes:
		return fmt.Sprintf("%s-%s of %s", grouped(from), grouped(to), grouped(total))
	case PageOf:
		return fmt.Sprintf("Page %d of %d", page, pages)
	case Silent:
		return ""
	case Showing:
	}
	return fmt.Sprintf("Showing %s to %s of %s", c.number(from), c.number(to), c.number(total))
}

// number writes a number of rows.
func (c *Console) number(n int) string {
	if !c.opt.quirk(OddNumbers) {
		return grouped(n)
	}
	return strings.Map(func(r rune) rune {
		if r == ',' {
			return '\u00a0'
		}
		return r - '0' + '０'
	}, grouped(n))
}

// grouped writes a number with thousands separators.
func grouped(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return fmt.Sprintf("%s,%03d", grouped(n/1000), n%1000)
}

func basisText(value string) string {
	return map[string]string{"database": "Database", "consensus": "Consensus"}[value]
}

// policyText is the policy in this console's words.
func (c *Console) policyText(value string) string {
	gap := " "
	if c.opt.has(HyphenPolicies) {
		gap = "-"
	}
	return map[string]string{"manual": "Manual Service Migration Only", "exactly-once": "Auto-Migrate Exactly-Once" + gap + "Services",
		"failure-recovery": "Auto-Migrate Failure Recovery" + gap + "Services", "shutdown-recovery": "Auto-Migrate Shutdown-Recovery Services"}[value]
}
