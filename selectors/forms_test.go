package selectors_test

import (
	"regexp"
	"strings"
	"testing"
)

// clusterForm is the cluster's Migration page.
func clusterForm(save string, enabled bool) string {
	return formPage(save, enabled,
		field{portlet + "migrationBasis", "Migration Basis:", choice("basis", portlet+"migrationBasis", "Database", "Consensus")},
		field{portlet + "dataSourceForAutomaticMigration", "Data Source For Automatic Migration:",
			choice("source", portlet+"dataSourceForAutomaticMigration", "(none)", "WLSSchemaDataSource") + ` <input type="button" data-t="new" class="formButton" name="New" value="New">`},
		field{portlet + "autoMigrationTableName", "Auto Migration Table Name:", text("table", portlet+"autoMigrationTableName")},
		field{portlet + "memberDeathDetectorEnabled", "Member Death Detector Enabled", `<input type="checkbox" id="x">`},
		field{portlet + "memberDiscoveryTimeout", "Member Discovery Timeout:", text("timeout", portlet+"memberDiscoveryTimeout")})
}

func targetForm(label string, options ...string) string {
	return formPage("Save", true,
		field{portlet + "name", "Name:", `<span id="` + portlet + `name">soa_server1 (migratable)</span>`},
		field{portlet + "migrationPolicy", label, choice("policy", portlet+"migrationPolicy", options...)},
		field{portlet + "userPreferredServer", "User-Preferred Server:", `<span>soa_server1</span>`})
}

func clusterFields() []sighting {
	return []sighting{
		{"cluster.migration.basis", nil, "basis"}, {"cluster.migration.data-source", nil, "source"},
		{"cluster.migration.table-name", nil, "table"},
		{"target.policy", nil, ""},
	}
}

func TestClusterMigrationPage(t *testing.T) {
	saves := []sighting{{"page.save", nil, "save-upper"}}
	for _, test := range []struct {
		name, html string
		sightings  []sighting
	}{
		{"english, locked", document(clusterForm("Save", true), lockedCenter()+expandedTree()), saves},
		{"english, unlocked", document(clusterForm("Save", false), unlockedCenter()+expandedTree()), saves},
		{"chinese save", document(clusterForm("保存", true), lockedCenter()+expandedTree()), saves},
		{"save of an unknown language", document(clusterForm("Spara", true), lockedCenter()+expandedTree()), saves},
		{"bean name in another case", document(strings.ReplaceAll(clusterForm("Save", true), "autoMigrationTableName", "AutoMigrationTableName"), ""), saves},
	} {
		t.Run(test.name, func(t *testing.T) { see(t, test.html, append(clusterFields(), test.sightings...)) })
	}
}

// TestFieldsWithoutKnownIds finds the fields by label and options alone.
func TestFieldsWithoutKnownIds(t *testing.T) {
	strange := strings.NewReplacer("migrationBasis", "mb", "dataSourceForAutomaticMigration", "ds", "autoMigrationTableName", "tn", "memberDiscoveryTimeout", "to", "migrationPolicy", "mp")
	t.Run("cluster", func(t *testing.T) {
		see(t, document(strange.Replace(clusterForm("Save", true)), lockedCenter()), []sighting{
			{"cluster.migration.basis", nil, "basis"}, {"cluster.migration.data-source", nil, "source"}, {"cluster.migration.table-name", nil, "table"},
		})
	})
	t.Run("target by options", func(t *testing.T) {
		html := targetForm("Richtlinie:", "Manual Service Migration Only", "Auto-Migrate Exactly-Once Services", "Auto-Migrate Failure Recovery Services")
		see(t, document(strange.Replace(html), lockedCenter()), []sighting{{"target.policy", nil, "policy"}})
	})
	t.Run("japanese cluster", func(t *testing.T) {
		html := formPage("保存", true,
			field{"a", "移行基盤:", choice("basis", "a", "データベース", "コンセンサス")},
			field{"b", "自動移行に使用するデータ・ソース:", choice("source", "b", "なし", "x")},
			field{"c", "自動移行表名:", text("table", "c")})
		see(t, document(html, lockedCenter()), []sighting{
			{"cluster.migration.basis", nil, "basis"}, {"cluster.migration.data-source", nil, "source"}, {"cluster.migration.table-name", nil, "table"},
		})
	})
}

func TestTargetMigrationPage(t *testing.T) {
	for _, label := range []string{"Service Migration Policy:", "服务迁移策略:"} {
		html := targetForm(label, "Manual Service Migration Only", "Auto-Migrate Exactly-Once Services")
		see(t, document(html, lockedCenter()+expandedTree()), []sighting{
			{"target.policy", nil, "policy"},
			{"cluster.migration.basis", nil, ""},
		})
	}
}

// TestDisagreeingFieldsStop shows a page whose label and field id point at
// different controls: nothing may be touched.
func TestDisagreeingFieldsStop(t *testing.T) {
	html := formPage("Save", true,
		field{portlet + "migrationBasis", "Something else:", choice("one", portlet+"migrationBasis", "Yes", "No")},
		field{portlet + "other", "Migration Basis:", choice("two", portlet+"other", "Database", "Consensus")})
	see(t, document(html, lockedCenter()), []sighting{{"cluster.migration.basis", nil, "ambiguous"}})
}

// TestTwoFormsWithTheField shows the same field twice.
func TestTwoFormsWithTheField(t *testing.T) {
	see(t, document(clusterForm("Save", true)+clusterForm("Save", true), lockedCenter()), []sighting{
		{"cluster.migration.basis", nil, "ambiguous"}, {"cluster.migration.table-name", nil, "ambiguous"},
	})
}

func TestTabs(t *testing.T) {
	quick := `<ul class="quicklinks"><li class="quicklinksrowout"><a href="#">Configure server migration in a cluster</a></li></ul>`
	level1 := book("ClusterConfig", tab{"configuration", "Configuration", "Configuration- Tab"}, tab{"control", "Control", "Control- Tab"})
	level2 := book("ClusterSub", tab{"general", "General", "General- Tab"}, tab{"migration", "Migration", "Migration- Tab"}, tab{"singleton", "Singleton Services", "Singleton Services- Tab"})
	known := []sighting{
		{"tab.configuration", nil, "configuration"}, {"tab.general", nil, "general"}, {"tab.migration", nil, "migration"},
		{"tab.named", map[string]string{"text": "Singleton Services"}, "singleton"},
	}
	for _, test := range []struct {
		name, html string
		sightings  []sighting
	}{
		{"12.1.1", level1 + level2, known},
		{"no known book ids", strings.ReplaceAll(level1+level2, "Book", "Tabs"), known},
		{"texts beside icons", strings.ReplaceAll(level1+level2, "<span><span>", `<span><img alt="x" width="9" height="9"><span> `), known},
		{"japanese", book("A", tab{"configuration", "構成", "構成- タブ"}) + book("B", tab{"general", "一般", "一般- タブ"}, tab{"migration", "移行", "移行- タブ"}),
			known[:3]},
		{"unknown language", book("A", tab{"x", "Siirto", "Siirto- Välilehti"}), []sighting{{"tab.migration", nil, ""}, {"tab.named", map[string]string{"text": "Siirto"}, "x"}}},
		{"titles begin with the tab above, which is no link", book("B", tab{"general", "General", "Configuration- General- Tab"}, tab{"migration", "Migration", "Configuration- Migration- Tab"}),
			[]sighting{{"tab.configuration", nil, ""}, {"tab.general", nil, "general"}, {"tab.migration", nil, "migration"}}},
		{"two tabs of that name", level2 + level2, []sighting{{"tab.migration", nil, "ambiguous"}}},
		{"only a link elsewhere", `<div class="crumbs"><a href="#">Migration</a></div>`, []sighting{{"tab.migration", nil, ""}}},
		{"the tree has such a node", "", []sighting{{"tab.migration", nil, ""}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			see(t, document(test.html, unlockedCenter()+tree(node{"XPage", "Migration", false})+quick), test.sightings)
		})
	}
}

// TestTabsThatLeadNowhere finds a tab's link by what becomes of a click on it.
func TestTabsThatLeadNowhere(t *testing.T) {
	sub := book("ClusterSub", tab{"general", "General", "General- Tab"}, tab{"migration", "Migration", "Migration- Tab"})
	link := regexp.MustCompile(`(data-t="migration"[^>]*) href="[^"]*"`)
	for _, test := range []struct{ name, href, want string }{
		{"a fragment", `href="#"`, ""},
		{"no address", ``, ""},
		{"no script", `href="javascript:void(0)"`, ""},
		{"a fragment and a script", `href="#" onclick="go()"`, "migration"},
		{"a script", `href="javascript:go()"`, "migration"},
	} {
		t.Run(test.name, func(t *testing.T) {
			see(t, document(link.ReplaceAllString(sub, "$1 "+test.href), unlockedCenter()), []sighting{
				{"tab.general", nil, "general"}, {"tab.migration", nil, test.want}, {"tab.named", map[string]string{"text": "Migration"}, test.want},
			})
		})
	}
}
