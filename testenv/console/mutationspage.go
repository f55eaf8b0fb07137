package console

import (
	"slices"
)

// onTable makes a mutation that the table of a page suffers.
func onTable(name, doc string, apply func(t *tableView, m Mutation) bool) MutationInfo {
	return MutationInfo{name, doc, func(_ *exchange, v *pageView, m Mutation) bool {
		return v.Table != nil && len(v.Table.Rows) > 0 && apply(v.Table, m)
	}}
}

// column is the place of the column that a mutation names, or of the first.
func (t *tableView) column(m Mutation) int {
	return slices.IndexFunc(t.Headers[1:], func(h headerView) bool { return m.is(h.Title) }) + 1
}

// row is the place of the row that a mutation names, or of the first.
func (t *tableView) row(m Mutation) int {
	return max(0, slices.IndexFunc(t.Rows, func(r rowView) bool { return m.is(r.Cells[0].Text) }))
}

// tableMutations change a table.
func tableMutations() []MutationInfo {
	return slices.Concat(rowMutations(), columnMutations(), tableTextMutations(), tableButtonMutations())
}

// rowMutations change which rows a table has, and where they stand.
func rowMutations() []MutationInfo {
	return []MutationInfo{
		onTable("row-missing", "a row is gone", func(t *tableView, m Mutation) bool {
			at := t.row(m)
			t.Rows = slices.Delete(t.Rows, at, at+1)
			return true
		}),
		onTable("row-added", "a row is new", func(t *tableView, m Mutation) bool {
			added := rowView{Class: t.Rows[0].Class, Value: "new", Select: "Select new", Cells: slices.Clone(t.Rows[0].Cells)}
			added.Cells[0].Text = m.with("patched_object")
			t.Rows = append(t.Rows, added)
			return true
		}),
		onTable("row-order", "the rows stand the other way round", func(t *tableView, _ Mutation) bool {
			slices.Reverse(t.Rows)
			return len(t.Rows) > 1
		}),
	}
}

// columnMutations change which columns a table has, and where they stand.
func columnMutations() []MutationInfo {
	return []MutationInfo{
		onTable("column-missing", "a column is gone", func(t *tableView, m Mutation) bool {
			at := t.column(m)
			t.Headers = slices.Delete(t.Headers, at, at+1)
			for i := range t.Rows {
				t.Rows[i].Cells = slices.Delete(t.Rows[i].Cells, at, at+1)
			}
			return true
		}),
		onTable("column-order", "a column stands at the end", func(t *tableView, m Mutation) bool {
			at := t.column(m)
			t.Headers = append(slices.Delete(slices.Clone(t.Headers), at, at+1), t.Headers[at])
			for i, r := range t.Rows {
				t.Rows[i].Cells = append(slices.Delete(slices.Clone(r.Cells), at, at+1), r.Cells[at])
			}
			return true
		}),
		onTable("column-renamed", "a column has another name", func(t *tableView, m Mutation) bool {
			at := t.column(m)
			t.Headers[at].Title = m.with(reworded(t.Headers[at].Title))
			return true
		}),
	}
}

// tableTextMutations change what a table shows.
func tableTextMutations() []MutationInfo {
	return []MutationInfo{
		onTable("cell", "a cell shows another text", func(t *tableView, m Mutation) bool {
			cells := t.Rows[t.row(m)].Cells
			cells[len(cells)-1].Text = m.with("changed")
			return true
		}),
		onTable("caption", "the table has another caption", func(t *tableView, m Mutation) bool {
			t.Caption = m.with(reworded(t.Caption))
			return true
		}),
		onTable("sorted", "the table is sorted the other way", func(t *tableView, _ Mutation) bool {
			slices.Reverse(t.Rows)
			for i := range t.Headers {
				t.Headers[i].Down = !t.Headers[i].Down
			}
			return true
		}),
		onTable("showing", "the number of rows has other words", func(t *tableView, m Mutation) bool {
			t.Showing = m.with(reworded(t.Showing))
			return true
		}),
		onTable("row-link", "a row leads elsewhere", func(t *tableView, m Mutation) bool {
			t.Rows[t.row(m)].Cells[0].URL += "&view=basic"
			return true
		}),
	}
}

// tableButtonMutations change the buttons of a table.
func tableButtonMutations() []MutationInfo {
	return []MutationInfo{
		onTable("button-renamed", "a button has another name", func(t *tableView, m Mutation) bool {
			if len(t.Buttons) == 0 {
				return false
			}
			t.Buttons[0].Text = m.with("Create")
			return true
		}),
		onTable("button-missing", "a button is gone", func(t *tableView, _ Mutation) bool {
			if len(t.Buttons) == 0 {
				return false
			}
			t.Buttons = t.Buttons[1:]
			return true
		}),
		onTable("button-enabled", "a button can be pressed without the lock", func(t *tableView, _ Mutation) bool {
			if len(t.Buttons) == 0 {
				return false
			}
			t.Buttons[0].Enabled = !t.Buttons[0].Enabled
			return true
		}),
	}
}

// pageMutations change what every kind of page has.
func pageMutations() []MutationInfo {
	return []MutationInfo{
		{"heading", "the page has another heading", func(_ *exchange, v *pageView, m Mutation) bool {
			v.Heading = m.with(reworded(v.Heading))
			return true
		}},
		{"text", "the page's text has other words", func(_ *exchange, v *pageView, m Mutation) bool {
			v.Text = m.with(reworded(v.Text))
			return true
		}},
		{"home-link", "a link of the page has another name", func(_ *exchange, v *pageView, m Mutation) bool {
			return onLink(v, m, func(g *group, at int) { g.Links[at].Text = m.with("My " + g.Links[at].Text) })
		}},
		{"home-link-missing", "a link of the page is gone", func(_ *exchange, v *pageView, m Mutation) bool {
			return onLink(v, m, func(g *group, at int) { g.Links = slices.Delete(slices.Clone(g.Links), at, at+1) })
		}},
		{"home-link-target", "a link of the page leads elsewhere", func(_ *exchange, v *pageView, m Mutation) bool {
			return onLink(v, m, func(g *group, at int) { g.Links[at].URL += "&from=home" })
		}},
		{"home-group", "the page's groups stand the other way round", func(_ *exchange, v *pageView, _ Mutation) bool {
			for _, column := range v.Home {
				if len(column) > 1 {
					slices.Reverse(column)
					return true
				}
			}
			return false
		}},
	}
}

// onLink changes the first link of the home page that fits.
func onLink(v *pageView, m Mutation, change func(g *group, at int)) bool {
	for _, column := range v.Home {
		for i := range column {
			if at := slices.IndexFunc(column[i].Links, func(l link) bool { return m.is(l.Text) }); at >= 0 {
				change(&column[i], at)
				return true
			}
		}
	}
	return false
}

// frameMutations change what stands around the content.
func frameMutations() []MutationInfo {
	node := func(v *pageView, m Mutation) int {
		return slices.IndexFunc(v.Tree, func(t treeItem) bool { return m.is(t.Text) && t.Level > 0 })
	}
	onNode := func(name, doc string, change func(v *pageView, at int, m Mutation)) MutationInfo {
		return MutationInfo{name, doc, func(_ *exchange, v *pageView, m Mutation) bool {
			at := node(v, m)
			if at >= 0 {
				change(v, at, m)
			}
			return at >= 0
		}}
	}
	return []MutationInfo{
		onNode("tree-renamed", "a node of the tree has another name", func(v *pageView, at int, m Mutation) {
			v.Tree[at].Text = m.with(reworded(v.Tree[at].Text))
		}),
		onNode("tree-missing", "a node of the tree is gone", func(v *pageView, at int, _ Mutation) { v.Tree = slices.Delete(v.Tree, at, at+1) }),
		onNode("tree-order", "two nodes of the tree changed places", func(v *pageView, at int, _ Mutation) {
			v.Tree[at], v.Tree[at+1] = v.Tree[at+1], v.Tree[at]
		}),
		{"status-text", "the Change Center has other words", func(_ *exchange, v *pageView, m Mutation) bool {
			v.CC.Status = []string{m.with("Lock this domain before you change it.")}
			return true
		}},
		{"lock-renamed", "a button of the Change Center has another name", func(_ *exchange, v *pageView, m Mutation) bool {
			if len(v.CC.Buttons) == 0 {
				return false
			}
			v.CC.Buttons[0].Text = m.with("Edit")
			return true
		}},
		{"version", "the footer names another version", func(_ *exchange, v *pageView, m Mutation) bool {
			v.Version = m.with(v.Version + ".1")
			return true
		}},
		{"crumbs", "the breadcrumbs are gone", func(_ *exchange, v *pageView, _ Mutation) bool {
			v.Crumbs = nil
			return true
		}},
	}
}
