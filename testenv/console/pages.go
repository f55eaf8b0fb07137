package console

import (
	"strings"

	"lockedit/testenv/console/domain"
)

// page is one page of the console: a stable key for tests, and the names that
// the browser sees.
type page struct {
	key     string
	label   string // _pageLabel
	portlet string
	bean    string // form bean of a form page
	action  string // _actionOverride of its Save
	kind    domain.Kind
	fields  []field
	intro   string
	title   string // word of a page without an object
	content func(*exchange, *pageView)
}

// Label, Portlet, Bean and Action are for the templates.
func (p *page) Label() string   { return p.label }
func (p *page) Portlet() string { return p.portlet }
func (p *page) Bean() string    { return p.bean }
func (p *page) Action() string  { return p.action }

// tab is one entry of a tab bar; a tab with subs leads to the first of them.
type tab struct {
	word string
	key  string
	subs []tab
}

// first is the key of the page a tab leads to.
func (t tab) first() string {
	if len(t.subs) > 0 {
		return t.subs[0].key
	}
	return t.key
}

func leaves(prefix string, wordKeys ...string) []tab {
	var out []tab
	for _, w := range wordKeys {
		out = append(out, tab{word: "tab." + w, key: prefix + w})
	}
	return out
}

// book returns the tabs of the settings pages of a kind, in the order of the
// console.
func book(kind domain.Kind) []tab {
	switch kind {
	case domain.KindCluster:
		return append([]tab{{word: "tab.configuration", subs: leaves("cluster.", "general", "messaging", "servers",
			"replication", "migration", "singleton", "scheduling", "overload", "health", "http")}},
			leaves("cluster.", "monitoring", "control", "deployments", "services", "notes")...)
	case domain.KindTarget:
		return append([]tab{{word: "tab.configuration", subs: leaves("target.", "general", "migration")}},
			leaves("target.", "control", "notes")...)
	case domain.KindServer:
		return append([]tab{{word: "tab.configuration", subs: leaves("server.", "general", "cluster", "services", "migration")}},
			leaves("server.", "protocols", "logging", "monitoring", "control", "deployments", "security", "notes")...)
	case domain.KindDataSource:
		return append([]tab{{word: "tab.configuration", subs: leaves("datasource.", "general", "pool")}},
			leaves("datasource.", "targets", "monitoring", "control", "security", "notes")...)
	case domain.KindDomain:
		return append([]tab{{word: "tab.configuration", subs: leaves("domain.", "general", "jta", "logging")}},
			leaves("domain.", "monitoring", "control", "security", "notes")...)
	case domain.KindMachine:
		return []tab{{word: "tab.configuration", subs: leaves("machine.", "general")}, {word: "tab.notes", key: "machine.notes"}}
	}
	return nil
}

// known are the names that public material shows (marks R and D of the fact
// sheet); everything else is random.
func known() map[string]string {
	return map[string]string{
		"home": "HomePage1", "clusters": "CoreClusterClusterTablePage", "targets": "MigratableTargetsConfigTablePage",
		"targets.control": "MigratableTargetsControlMigrationTablePage", "datasources": "GlobalJDBCDataSourceTablePage",
		"datasources.monitoring": "GlobalJDBCDataSourceMonitorTablePage", "wizard.datasource": "CreateGlobalJDBCDataSource",
		"changes": "ChangeManagementPage", "servers": "CoreServerServerTablePage", "machines": "CoreMachineMachineTablePage",
		"templates": "ServerTemplateTablePage", "environment": "EnvironmentsSummaryPage", "deployments": "AppDeploymentsControlPage",
		"preferences": "PreferencesPage", "realms": "SecurityRealmRealmTablePage", "server.general": "ServerConfigGeneralTabPage",
		"server.protocols": "ServerProtocolsTabprotocolsTabPage", "server.logging": "ServerLoggingTabloggingTabPage",
		"server.monitoring": "ServerMonitoringTabmonitoringTabPage", "domain.general": "DomainConfigGeneralPage",
		"domain.jta": "DomainConfigJtaPage", "domain.logging": "DomainConfigLoggingPage", "domain.control": "DomainControlPage",
		"domain.notes": "DomainNotesPage", "search": "MBeanSearchPage", "servers.control": "DomainControlServersPage",
	}
}

// registry builds every page of this console with its names.
func (c *Console) registry() {
	c.pages, c.labels = map[string]*page{}, map[string]*page{}
	for _, p := range c.summaries() {
		c.register(p)
	}
	for _, kind := range []domain.Kind{domain.KindCluster, domain.KindTarget, domain.KindServer,
		domain.KindDataSource, domain.KindDomain, domain.KindMachine} {
		for _, t := range book(kind) {
			c.registerTab(kind, t)
		}
	}
	for _, n := range otherNodes() {
		if c.pages[n.key] == nil {
			c.register(&page{key: n.key, title: n.word, content: otherContent})
		}
	}
}

func (c *Console) summaries() []*page {
	return []*page{
		{key: "home", title: "home.page", content: homeContent},
		{key: "clusters", title: "nav.clusters", intro: "intro.clusters", content: clustersContent},
		{key: "targets", title: "nav.targets", intro: "intro.targets", content: targetsContent},
		{key: "targets.control", title: "nav.targets", intro: "intro.targets", content: targetsControlContent},
		{key: "servers", title: "nav.servers", intro: "intro.servers", content: serversContent},
		{key: "servers.control", title: "nav.servers", intro: "intro.servers", content: serversContent},
		{key: "datasources", title: "nav.datasources", intro: "intro.datasources", content: dataSourcesContent},
		{key: "datasources.monitoring", title: "nav.datasources", content: otherContent},
		{key: "changes", title: "changes.title", content: changesContent},
		{key: "changes.restart", title: "changes.title", content: restartContent},
		{key: "wizard.datasource", title: "wizard.datasource", content: wizardContent, fields: wizardFields()},
		{key: "environment", title: "nav.environment", content: environmentContent},
		{key: "preferences", title: "bar.preferences", content: otherContent},
		{key: "search", title: "bar.search", content: otherContent},
		{key: "new", title: "button.new", content: stubContent},
	}
}

func (c *Console) registerTab(kind domain.Kind, t tab) {
	for _, s := range t.subs {
		c.registerTab(kind, s)
	}
	if t.key == "" {
		return
	}
	p := &page{key: t.key, kind: kind, fields: c.fieldsOf(t.key), intro: "intro." + t.key, content: otherContent}
	if len(p.fields) > 0 {
		p.content = formContent
	}
	c.register(p)
}

// register gives the page its names and makes it reachable.
func (c *Console) register(p *page) {
	analogue := camel(p.key)
	p.label = known()[p.key]
	if p.label == "" || c.opt.OtherLabels && (p.key == "clusters" || p.key == "targets") {
		p.label = c.names.pick(analogue+"TabPage", "label/"+p.key, "", "Page")
	}
	p.portlet = c.portletName(p.key, analogue)
	p.bean = c.names.pick(beanName(p.key), "bean/"+p.key, "x", "Form")
	p.action = "/core/" + c.names.pick(analogue+"Updated", "action/"+p.key, "", "Updated")
	if p.kind != "" {
		p.intro = c.introOf(p)
	}
	c.pages[p.key], c.labels[p.label] = p, p
}

func (c *Console) introOf(p *page) string {
	if !c.words("en").has(p.intro) {
		return "intro.settings"
	}
	return p.intro
}

func (c *Console) portletName(key, analogue string) string {
	switch key {
	case "targets":
		return "MigratableTargetsConfigTablePortlet"
	case "server.general":
		return "CoreServerServerConfigGeneralPortlet"
	}
	return c.names.pick("Core"+analogue+"Portlet", "portlet/"+key, "", "Portlet")
}

// camel writes a key as the console's names would: cluster.migration becomes
// ClusterClusterConfigMigration.
func camel(key string) string {
	first, rest, sub := strings.Cut(key, ".")
	up := func(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
	if !sub {
		return up(first)
	}
	return up(first) + up(first) + "Config" + up(rest)
}

// beanName is the form bean by analogy: clusterConfigMigration.
func beanName(key string) string {
	first, rest, sub := strings.Cut(key, ".")
	if !sub {
		return first
	}
	return first + "Config" + strings.ToUpper(rest[:1]) + rest[1:]
}
