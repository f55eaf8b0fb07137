package alien

import (
	"html/template"
	"strings"

	"lockedit/testenv/console/domain"
)

// tab is one page of an object: its level-1 and level-2 names.
type tab struct{ top, sub string }

func clusterTabs() []tab {
	return []tab{{"Configuration", "General"}, {"Configuration", "Messaging"}, {"Configuration", "Servers"},
		{"Configuration", "Replication"}, {"Configuration", "Migration"}, {"Configuration", "Singleton Services"},
		{"Configuration", "Scheduling"}, {"Configuration", "HTTP"}, {"Monitoring", "Summary"},
		{"Monitoring", "Failover"}, {"Control", "Start/Stop"}, {"Control", "Migration"}, {"Deployments", ""}, {"Services", ""}, {"Notes", ""}}
}

func targetTabs() []tab {
	return []tab{{"Configuration", "General"}, {"Configuration", "Migration"}, {"Control", "Migration"}, {"Notes", ""}}
}

// tabsOf lists the tabs of a kind of object. The Migration page under Control
// is there with OpensAtControl only.
func (c *Console) tabsOf(kind domain.Kind) []tab {
	all := targetTabs()
	if kind == domain.KindCluster {
		all = clusterTabs()
	} else if kind != domain.KindTarget {
		all = []tab{{"Configuration", "General"}, {"Notes", ""}}
	}
	var out []tab
	for _, t := range all {
		if t.top == "Control" && t.sub == "Migration" && !c.opensAtControl(kind) {
			t.sub = ""
		}
		if len(out) > 0 && out[len(out)-1].top == t.top && t.sub == "" {
			continue
		}
		out = append(out, t)
	}
	return out
}

func squeeze(s string) string {
	return strings.NewReplacer(" ", "", "/", "", "(", "", ")", "").Replace(s)
}

func (c *Console) portlet(kind domain.Kind) string { return c.salt + string(kind) + "Portlet" }

func (c *Console) label(kind domain.Kind, t tab) string {
	return c.salt + string(kind) + squeeze(t.top+t.sub) + "Page"
}

// byLabel finds the tab a page label stands for.
func (c *Console) byLabel(label string) (domain.Kind, tab, bool) {
	for _, kind := range []domain.Kind{domain.KindCluster, domain.KindTarget, domain.KindServer} {
		for _, t := range c.tabsOf(kind) {
			if c.label(kind, t) == label {
				return kind, t, true
			}
		}
	}
	return "", tab{}, false
}

// opensAtControl says whether objects of a kind have the page Control >
// Migration and open there.
func (c *Console) opensAtControl(kind domain.Kind) bool {
	return c.opt.has(OpensAtControl) || c.opt.has(ControlPolicy) && kind == domain.KindTarget
}

// firstTab is where an object opens.
func (c *Console) firstTab(s *session, kind domain.Kind) tab {
	if last, ok := s.lastTab[kind]; ok && c.opt.has(RemembersTab) {
		return last
	}
	tabs := c.tabsOf(kind)
	if c.opensAtControl(kind) {
		for _, t := range tabs {
			if t.top == "Control" && t.sub == "Migration" {
				return t
			}
		}
	}
	return tabs[0]
}

// tabView is a tab as a template draws it.
type tabView struct {
	Label, Title, Href string
	// Script is what the link does.
	Script             template.JS
	Active, Text, Bare bool
}

// books makes the two rows of tabs.
func (c *Console) books(o object, at tab) (tops, subs []tabView) {
	seen := ""
	for _, t := range c.tabsOf(o.kind) {
		if t.top != seen {
			seen = t.top
			tops = append(tops, c.tabView(o, t, t.top, t.top == at.top, t.top+"- Tab"))
		}
		if t.top == at.top && t.sub != "" {
			title := t.sub + "- Tab"
			if c.opt.has(BothTabTitles) {
				title = t.top + "- " + t.sub + "- Tab"
			}
			subs = append(subs, c.tabView(o, t, t.sub, t == at, title))
		}
	}
	return tops, subs
}

func (c *Console) tabView(o object, t tab, label string, active bool, title string) tabView {
	if c.opt.has(NoTabTitles) {
		title = ""
	}
	v := tabView{Label: label, Title: title, Href: c.tabLink(c.label(o.kind, t), o),
		Active: active, Text: active && c.opt.has(ActiveTabText), Bare: active && c.opt.quirk(BareActiveTab)}
	switch {
	case active && c.opt.quirk(IdleActiveTab):
		v.Href, v.Script = "#", "return false"
	case active && c.opt.quirk(DeadActiveTab|ScriptedTabs):
		v.Href = "#"
	case c.opt.quirk(ScriptedTabs):
		v.Href, v.Script = "#", template.JS("location.href='"+v.Href+"'; return false")
	}
	return v
}
