package console

import (
	"slices"
	"strings"
)

// node is one entry of the Domain Structure tree; only names from versions in
// which it exists are shown.
type node struct {
	key  string
	word string
	subs []node
	when string // "", "sibling", "child", "before12.2", "partitions", "from12.2"
}

// treeNodes is the Domain Structure of all versions.
func treeNodes() []node {
	return []node{
		{key: "partitions", word: "nav.partitions", when: "partitions"},
		{key: "environment", word: "nav.environment", subs: environmentNodes()},
		{key: "deployments", word: "nav.deployments"},
		{key: "services", word: "nav.services", subs: []node{
			{key: "messaging", word: "nav.messaging"},
			{key: "datasources", word: "nav.datasources"},
			{key: "stores", word: "nav.stores"},
		}},
		{key: "realms", word: "nav.realms"},
		{key: "interop", word: "nav.interop"},
		{key: "diagnostics", word: "nav.diagnostics"},
	}
}

func environmentNodes() []node {
	return []node{
		{key: "servers", word: "nav.servers"},
		{key: "clusters", word: "nav.clusters", subs: []node{
			{key: "templates", word: "nav.templates", when: "from12.2"},
			{key: "targets", word: "nav.targets", when: "child"},
		}},
		{key: "virtualhosts", word: "nav.virtualhosts"},
		{key: "targets", word: "nav.targets", when: "sibling"},
		{key: "coherenceservers", word: "nav.coherenceservers", when: "before12.2"},
		{key: "coherence", word: "nav.coherence"},
		{key: "groups", word: "nav.groups", when: "partitions"},
		{key: "grouptemplates", word: "nav.grouptemplates", when: "partitions"},
		{key: "machines", word: "nav.machines"},
		{key: "virtualtargets", word: "nav.virtualtargets", when: "from12.2"},
		{key: "work", word: "nav.work"},
		{key: "concurrent", word: "nav.concurrent", when: "from12.2"},
		{key: "resources", word: "nav.resources", when: "from12.2"},
		{key: "startup", word: "nav.startup"},
	}
}

// otherNodes flattens the tree: every node needs a page.
func otherNodes() []node { return flatten(treeNodes()) }

func flatten(nodes []node) []node {
	var out []node
	for _, n := range nodes {
		out = append(append(out, n), flatten(n.subs)...)
	}
	return out
}

// since says whether the flavour is that version or a later one.
func (c *Console) since(version string) bool {
	return slices.Index(Versions(), c.opt.Version) >= slices.Index(Versions(), version)
}

func (c *Console) shows(n node) bool {
	switch n.when {
	case "sibling", "child":
		where := c.opt.TargetsInTree
		if where == "" {
			where = "sibling"
			if c.since("12.2.1.3") {
				where = "child"
			}
		}
		return where == n.when
	case "before12.2":
		return !c.since("12.2.1.3")
	case "from12.2":
		return c.since("12.2.1.3")
	case "partitions":
		return strings.HasPrefix(c.opt.Version, "12.2.")
	}
	return true
}

// treeItem is a line of the tree as the template draws it.
type treeItem struct {
	Label, Text, URL string
	Level            int
	Toggle           string // "expand", "collapse" or empty
	Current          bool
}

func (x *exchange) treeItems() []treeItem {
	return x.appendNodes(nil, treeNodes(), 0)
}

func (x *exchange) appendNodes(items []treeItem, nodes []node, level int) []treeItem {
	for _, n := range nodes {
		if !x.c.shows(n) {
			continue
		}
		p := x.c.pages[n.key]
		it := treeItem{Label: p.label, Text: x.lang.text(n.word), URL: x.c.pageURL(p), Level: level, Current: x.ref.page == p}
		subs := slices.DeleteFunc(slices.Clone(n.subs), func(s node) bool { return !x.c.shows(s) })
		open := x.s.expanded[p.label]
		if len(subs) > 0 {
			it.Toggle = map[bool]string{true: "collapse", false: "expand"}[open]
		}
		items = append(items, it)
		if open {
			items = x.appendNodes(items, subs, level+1)
		}
	}
	return items
}
