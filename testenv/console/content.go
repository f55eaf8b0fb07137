package console

import (
	"fmt"
	"strings"

	"lockedit/testenv/console/domain"
)

// group is a list of links under a heading: a part of the home page.
type group struct {
	Title string
	Links []link
}

type link struct{ Text, URL string }

// listView is a plain table of texts: the change list and restart checklist.
type listView struct {
	Headers []string
	Rows    [][]string
	// Showing is empty where all rows are on one page.
	Showing, PrevURL, NextURL string
}

// tabView is one tab as drawn.
type tabView struct {
	Text, Title, URL string
	Active           bool
}

func (x *exchange) linkTo(key, word string) link {
	return link{x.lang.text(word), x.c.pageURL(x.c.pages[key])}
}

func (x *exchange) links(pairs ...string) []link {
	var out []link
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, x.linkTo(pairs[i], pairs[i+1]))
	}
	return out
}

func homeContent(x *exchange, v *pageView) {
	t := x.lang.text
	v.Home = [][]group{
		{{t("home.tools"), x.links("deployments", "home.tool1", "preferences", "home.tool2")}},
		{
			{t("nav.domain"), []link{{t("nav.domain"), x.c.objectURL(x.c.pages["domain.general"], handle{domain.KindDomain, x.c.dom.Name()})}}},
			{t("nav.environment"), x.links("servers", "nav.servers", "clusters", "nav.clusters", "virtualhosts", "nav.virtualhosts",
				"targets", "nav.targets", "machines", "nav.machines", "work", "nav.work", "startup", "nav.startup")},
			{t("home.deployed"), x.links("deployments", "nav.deployments")},
			{t("home.security"), x.links("realms", "nav.realms")},
		},
		{
			{t("nav.services"), x.links("messaging", "nav.messaging", "datasources", "nav.datasources", "stores", "nav.stores")},
		},
		{
			{t("nav.interop"), x.links("interop", "nav.interop")},
			{t("nav.diagnostics"), x.links("diagnostics", "nav.diagnostics")},
		},
	}
}

func environmentContent(x *exchange, v *pageView) {
	var pairs []string
	for _, n := range environmentNodes() {
		if x.c.shows(n) {
			pairs = append(pairs, n.key, n.word)
		}
	}
	v.Home = [][]group{nil, {{x.lang.text("nav.environment"), x.links(pairs...)}}}
}

func otherContent(x *exchange, v *pageView) { v.Text = x.lang.text("intro.other") }

func stubContent(x *exchange, v *pageView) {
	v.Text = x.lang.text("message.stub")
	v.BackURL = x.c.pageURL(x.c.pages["home"])
}

func (x *exchange) changeTabs() [][]tabView {
	return x.pageTabs([][2]string{{"changes.list", "changes"}, {"changes.restart", "changes.restart"}})
}

func changesContent(x *exchange, v *pageView) {
	v.Tabs = x.changeTabs()
	v.Text = x.lang.text("changes.intro")
	v.List = &listView{Headers: x.texts("changes.object", "changes.attribute", "changes.before", "changes.after")}
	if note := x.c.opt.ChangesNote; note != "" {
		v.List.Rows = append(v.List.Rows, []string{note})
	}
	for _, c := range x.c.dom.Pending() {
		row := []string{c.Name, c.Attr, c.Before, c.After}
		if x.c.opt.ChangesDated {
			row = append(row, "2026-01-28")
		}
		v.List.Rows = append(v.List.Rows, row)
	}
	if x.c.opt.ChangesPaged {
		x.pageList(v.List)
	}
}

// pageList shows one page of a list, as of a table.
func (x *exchange) pageList(l *listView) {
	st, total := x.tableState(x.ref.page), len(l.Rows)
	from, to, showing := x.pageOf(st, total)
	l.Rows, l.Showing = l.Rows[from:to], showing
	l.PrevURL, l.NextURL = x.pageLinks(x.ref.page, st, total)
}

func restartContent(x *exchange, v *pageView) {
	v.Tabs = x.changeTabs()
	v.Text = x.lang.text("changes.restartintro")
	v.List = &listView{Headers: x.texts("changes.object", "changes.attribute", "changes.server")}
	for _, it := range x.c.dom.RestartRequired() {
		v.List.Rows = append(v.List.Rows, []string{it.Name, it.Attr, strings.Join(it.Servers, ", ")})
	}
}

func (x *exchange) texts(keys ...string) []string {
	var out []string
	for _, k := range keys {
		out = append(out, x.lang.text(k))
	}
	return out
}

// pageTabs is the tab bar of a summary page.
func (x *exchange) pageTabs(tabs [][2]string) [][]tabView {
	var bar []tabView
	for _, t := range tabs {
		p := x.c.pages[t[1]]
		text := x.lang.text(t[0])
		bar = append(bar, tabView{text, x.lang.text("tab.suffix", text), x.c.pageURL(p), p == x.ref.page})
	}
	return [][]tabView{bar}
}

// bookTabs are the two tab bars of a settings page.
func (x *exchange) bookTabs() [][]tabView {
	var top, sub []tabView
	for _, t := range book(x.ref.page.kind) {
		active := x.under(t)
		text := x.lang.text(t.word)
		top = append(top, tabView{text, x.lang.text("tab.suffix", text), x.tabURL(t), active})
		if active {
			sub = x.subTabs(t)
		}
	}
	if sub == nil {
		return [][]tabView{top}
	}
	return [][]tabView{top, sub}
}

func (x *exchange) under(t tab) bool {
	for _, s := range t.subs {
		if s.key == x.ref.page.key {
			return true
		}
	}
	return t.key == x.ref.page.key
}

func (x *exchange) subTabs(t tab) []tabView {
	var out []tabView
	for _, s := range t.subs {
		text := x.lang.text(s.word)
		title := x.lang.text("tab.suffix", text)
		switch x.c.opt.TabTitle {
		case TabBoth:
			title = x.lang.text("tab.suffix", fmt.Sprintf("%s- %s", x.lang.text(t.word), text))
		case TabNone:
			title = ""
		case TabOwn:
		}
		out = append(out, tabView{text, title, x.tabURL(s), s.key == x.ref.page.key})
	}
	return out
}

func (x *exchange) tabURL(t tab) string { return x.c.objectURL(x.c.pages[t.first()], x.ref.handle) }
