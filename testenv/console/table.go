package console

import (
	"cmp"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"lockedit/testenv/console/domain"
)

// tableState is what a session has chosen for one table.
type tableState struct {
	page, rows int
	sortBy     string
	down       bool
	advanced   bool
}

// column is one column: its property, and how its cell ids are written.
type column struct{ prop, word string }

// tableRow is one object of a table before it is paged.
type tableRow struct {
	handle handle
	cells  []string
}

// table is what a summary page fills in.
type table struct {
	caption string
	columns []column
	rows    []tableRow
	buttons []string // words
	newPage string
	menus   bool // Control pages: menus that wait for a chosen row
	control bool // read only: no checkboxes, no buttons
}

type headerView struct {
	Title, Hint, URL string
	Sorted, Down     bool
}

type cellView struct {
	ID, Text, URL string
}

type rowView struct {
	Class, Value, Select string
	Cells                []cellView
}

type tableView struct {
	Page                             *page
	Caption, Summary, All, Action    string
	Headers                          []headerView
	Rows                             []rowView
	Buttons                          []tableButton
	Showing, PrevURL, NextURL        string
	CustomizeURL                     string
	Advanced, Selectable, CanSelect  bool
	Band                             []string
	Columns                          int
	RowsChoices                      []int
	RowsParam, RowsAction, EmptyText string
}

type tableButton struct {
	Text, URL string
	Enabled   bool
	Menu      []string
}

func (x *exchange) tableState(p *page) *tableState {
	st := x.s.tables[p.key]
	if st == nil {
		st = &tableState{rows: x.c.opt.PageSize, sortBy: "name"}
		x.s.tables[p.key] = st
	}
	get := func(name string) string { return x.r.Form.Get(p.portlet + name) }
	if v := get("sortby"); v != "" {
		st.sortBy, st.down, st.page = v, get("sortdir") == "-1", 0
	}
	if v := get("advanced"); v != "" {
		st.advanced = v == "true"
	}
	if n, err := strconv.Atoi(get("rowsperpage")); err == nil && n > 0 {
		st.rows, st.page = n, 0
	}
	if n, err := strconv.Atoi(get(x.c.pageParam())); err == nil && n > 0 {
		st.page = n - 1
	} else if x.r.Method == http.MethodGet && x.r.Form.Get("_pageLabel") == p.label && get("sortby")+get("advanced") == "" {
		st.page = 0
		if x.hits.get("last-page-first") != nil {
			st.page = math.MaxInt
		}
	}
	return st
}

// pageParam is the query parameter of Previous and Next, which is not published.
func (c *Console) pageParam() string { return c.names.pick("currentpage", "pageparam", "", "") }

// tableContent sorts, pages and draws a table.
func (x *exchange) tableContent(v *pageView, p *page, t table) {
	st := x.tableState(p)
	x.changeTable(&t)
	t.sort(st)
	total := len(t.rows)
	from, to, showing := x.pageOf(st, total)
	tv := &tableView{Page: p, Caption: x.lang.text("table.filtered", x.lang.text(t.caption)), Summary: x.lang.text(t.caption),
		All: x.lang.text("table.all"), Action: x.c.opt.ContextPath + "/console.portal", Advanced: st.advanced,
		Selectable: !t.control, CanSelect: v.edit.editable(), Columns: len(t.columns) + 1,
		RowsChoices: []int{10, 25, 50, 100}, RowsParam: p.portlet + "rowsperpage", EmptyText: x.lang.text("table.empty")}
	tv.Showing = showing
	x.tableLinks(tv, p, st, total)
	x.tableHeaders(tv, p, t, st)
	x.tableRows(tv, t.rows[from:to], t)
	if !t.control {
		x.tableButtons(tv, v, t)
	}
	v.Table = tv
}

func (t *table) sort(st *tableState) {
	i := max(0, slices.IndexFunc(t.columns, func(c column) bool { return c.prop == st.sortBy }))
	slices.SortStableFunc(t.rows, func(a, b tableRow) int {
		n := cmp.Compare(a.cells[i], b.cells[i])
		if st.down {
			return -n
		}
		return n
	})
}

func (x *exchange) tableLinks(tv *tableView, p *page, st *tableState, total int) {
	tv.PrevURL, tv.NextURL = x.pageLinks(p, st, total)
	tv.CustomizeURL = fmt.Sprintf("%s&%sadvanced=%t#advanced", x.c.pageURL(p), p.portlet, !st.advanced)
}

// pageLinks are the addresses of Previous and Next, empty where they lead nowhere.
func (x *exchange) pageLinks(p *page, st *tableState, total int) (previous, next string) {
	link := func(n int) string {
		return fmt.Sprintf("%s&%s%s=%d", x.c.pageURL(p), p.portlet, x.c.pageParam(), n)
	}
	if st.page > 0 {
		previous = link(st.page)
	}
	switch last := (total - 1) / st.rows; {
	case st.page >= last:
	case x.hits.get("page-skipped") != nil:
		next = link(min(st.page+2, last) + 1)
	default:
		next = link(st.page + 2)
	}
	return previous, next
}

// pageOf cuts the rows of the page that a session is on out of all, and says which.
func (x *exchange) pageOf(st *tableState, total int) (from, to int, showing string) {
	st.page = max(0, min(st.page, (total-1)/st.rows))
	from = st.page * st.rows
	to = min(from+st.rows, total)
	return from, to, x.lang.text("table.showing", min(from+1, total), to, total)
}

func (x *exchange) tableHeaders(tv *tableView, p *page, t table, st *tableState) {
	for _, col := range t.columns {
		title := x.lang.text(col.word)
		sorted := col.prop == st.sortBy
		dir := "1"
		if sorted && !st.down {
			dir = "-1"
		}
		tv.Headers = append(tv.Headers, headerView{Title: title, Hint: x.lang.text("table.sort", title), Sorted: sorted, Down: st.down,
			URL: fmt.Sprintf("%s&%ssortby=%s&%ssortdir=%s", x.c.pageURL(p), p.portlet, col.prop, p.portlet, dir)})
	}
}

func (x *exchange) tableRows(tv *tableView, rows []tableRow, t table) {
	for i, r := range rows {
		rv := rowView{Class: []string{"rowEven", "rowOdd"}[i%2], Value: x.c.encoded(r.handle),
			Select: x.lang.text("table.select", r.handle.name)}
		for j, text := range r.cells {
			cell := cellView{ID: fmt.Sprintf("%s%d", t.columns[j].prop, i+1), Text: text}
			if j == 0 && r.handle.name != "" {
				cell.URL = x.c.dispatchURL(r.handle)
			}
			rv.Cells = append(rv.Cells, cell)
		}
		tv.Rows = append(tv.Rows, rv)
	}
}

func (x *exchange) tableButtons(tv *tableView, v *pageView, t table) {
	for _, word := range t.buttons {
		b := tableButton{Text: x.lang.text(word), Enabled: v.edit.editable()}
		if word == "button.new" {
			b.URL = x.c.pageURL(x.c.pages[t.newPage])
		} else {
			b.Enabled = false // they wait for a chosen row
		}
		if t.menus {
			b.Menu = x.texts("menu.now", "menu.later")
		}
		tv.Buttons = append(tv.Buttons, b)
	}
	if v.edit.band() {
		tv.Band = emphasis(x.lang.text("band.table", x.lang.text("cc.lock")))
	}
}

func tableButtonWords() []string { return []string{"button.new", "button.clone", "button.delete"} }

func clustersContent(x *exchange, v *pageView) {
	t := table{caption: "nav.clusters", newPage: "new", buttons: tableButtonWords(), columns: []column{
		{"name", "col.name"}, {"clusterAddress", "col.address"}, {"clusterMessagingModeString", "col.mode"},
		{"migrationBasisString", "col.basis"}, {"defaultLoadAlgorithmString", "col.load"},
		{"clusterTypeString", "col.replication"}, {"clusterBroadcastChannel", "col.channel"}, {"serversString", "col.servers"}}}
	tree := x.tree()
	for _, b := range tree.Of(domain.KindCluster) {
		t.rows = append(t.rows, tableRow{handle{b.Kind, b.Name}, []string{b.Name, b.Get("clusterAddress"),
			x.value(b.Get("clusterMessagingMode")), x.value(b.Get(domain.MigrationBasis)),
			x.value(b.Get("defaultLoadAlgorithm")), x.value(b.Get("clusterType")),
			b.Get("clusterBroadcastChannel"), strings.Join(tree.Members(b.Name), ", ")}})
	}
	x.tableContent(v, x.ref.page, t)
}

func targetsContent(x *exchange, v *pageView) {
	v.Tabs = x.pageTabs([][2]string{{"tab.configuration", "targets"}, {"tab.control", "targets.control"}})
	t := table{caption: "nav.targets", newPage: "new", buttons: tableButtonWords(), columns: []column{
		{"name", "col.name"}, {"migrationPolicy", "col.policy"}, {"cluster", "col.cluster"}, {"userPreferredServer", "col.preferred"}}}
	for _, b := range x.tree().Of(domain.KindTarget) {
		t.rows = append(t.rows, tableRow{handle{b.Kind, b.Name}, []string{b.Name, x.value(b.Get(domain.MigrationPolicy)),
			b.Get("cluster"), b.Get("userPreferredServer")}})
	}
	x.tableContent(v, x.ref.page, t)
}

func targetsControlContent(x *exchange, v *pageView) {
	v.Tabs = x.pageTabs([][2]string{{"tab.configuration", "targets"}, {"tab.control", "targets.control"}})
	t := table{caption: "nav.targets", control: true, columns: []column{
		{"name", "col.name"}, {"cluster", "col.cluster"}, {"currentServer", "col.current"}}}
	for _, b := range x.tree().Of(domain.KindTarget) {
		t.rows = append(t.rows, tableRow{handle{b.Kind, b.Name},
			[]string{b.Name, b.Get("cluster"), b.Get("userPreferredServer")}})
	}
	x.tableContent(v, x.ref.page, t)
}

func serversContent(x *exchange, v *pageView) {
	v.Tabs = x.pageTabs([][2]string{{"tab.configuration", "servers"}, {"tab.control", "servers.control"}})
	t := table{caption: "nav.servers", newPage: "new", buttons: tableButtonWords(), columns: []column{
		{"name", "col.name"}, {"type", "col.type"}, {"cluster", "col.cluster"}, {"machine", "col.machine"},
		{"state", "col.state"}, {"health", "col.health"}, {"listenPort", "col.port"}}}
	if x.ref.page.key == "servers.control" {
		t.buttons, t.menus = []string{"button.start", "button.shutdown"}, true
	}
	admin := x.c.dom.AdminServer()
	for _, b := range x.tree().Of(domain.KindServer) {
		name := b.Name
		if name == admin {
			name += "(admin)"
		}
		t.rows = append(t.rows, tableRow{handle{b.Kind, b.Name}, []string{name, "Configured", b.Get("cluster"),
			b.Get("machine"), "RUNNING", "OK", b.Get("listenPort")}})
	}
	x.tableContent(v, x.ref.page, t)
}

func dataSourcesContent(x *exchange, v *pageView) {
	v.Tabs = x.pageTabs([][2]string{{"tab.configuration", "datasources"}, {"tab.monitoring", "datasources.monitoring"}})
	t := table{caption: "nav.datasources", newPage: "wizard.datasource", buttons: []string{"button.new", "button.delete"},
		columns: []column{{"Name", "col.name"}, {"Type", "col.type"}, {"JndiName", "col.jndi"}, {"Targets", "col.targets"}}}
	for _, b := range x.tree().Of(domain.KindDataSource) {
		t.rows = append(t.rows, tableRow{handle{b.Kind, b.Name}, []string{b.Name, "Generic", b.Get("jndiName"), b.Get("targets")}})
	}
	x.tableContent(v, x.ref.page, t)
}
