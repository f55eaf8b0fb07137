package regress_test

import (
	"slices"

	"lockedit/recordings/compare"
	"lockedit/testenv/console"
)

// seed is one change of the console, the flow that meets it, and how it must be
// named.
type seed struct {
	name string
	m    console.Mutation
	flow string
	// part is what of the page changes; seeds of different parts of a page are
	// met in one play. Empty means the whole page.
	part string
	kind compare.Kind
	text string
}

// seeds are changes as a patch set, a theme or an upgrade brings them.
func seeds() []seed {
	return slices.Concat(formSeeds(), tabSeeds(), tableSeeds(), homeSeeds(), frameSeeds(), lookSeeds(), troubleSeeds())
}

func change(name, page, text string) console.Mutation {
	return console.Mutation{Name: name, Page: page, Text: text}
}

func formSeeds() []seed {
	const flow, structure, form = "clusters", compare.KindStructure, "cluster.migration"
	return []seed{
		{"label", change("label", form, "autoMigrationTableName"), flow, "table name", structure, "Auto the Migration Table Name"},
		{"label of a choice", change("label", form, "migrationBasis"), flow, "basis", structure, "Migration the Basis"},
		{"field missing", change("field-missing", form, "memberDeathDetectorEnabled"), flow, "detector", structure, "is gone"},
		{"field enabled", change("enabled", form, "additionalAutoMigrationAttempts"), flow, "attempts", structure, "in no special state, was disabled"},
		{"field became text", change("read-only", form, "autoMigrationTableName"), flow, "table name", structure, "textbox “Auto Migration Table Name:” is gone"},
		{"check box", change("checked", form, "memberDeathDetectorEnabled"), flow, "detector", structure, "checked"},
		{"option chosen", change("option-chosen", form, "migrationBasis"), flow, "basis", compare.KindValue, "combobox “Migration Basis:” holds"},
		{"field order", change("field-order", form, "additionalAutoMigrationAttempts"), flow, "", structure, "order changed"},
		{"help", change("help", "cluster.general", ""), flow, "help", structure, "link is called “Learn more”"},
		{"field added", change("field-added", "cluster.general", ""), flow, "added", structure, "Patch Level:"},
		{"save missing", change("save-missing", "cluster.general", ""), flow, "save", structure, "button “Save” is gone"},
		{"option", change("option", "cluster.general", "defaultLoadAlgorithm"), flow, "choice", structure, "option"},
		{"value", change("value", "cluster.messaging", "clusterBroadcastChannel"), flow, "value", compare.KindValue, "holds “42”"},
		{"intro", change("intro", "cluster.messaging", ""), flow, "intro", structure, " the "},
		{"option missing", change("option-missing", "cluster.messaging", "clusterMessagingMode"), flow, "choice", structure, "is gone"},
		{"restart icon hidden", change("hidden-picture", "cluster.messaging", ""), flow, "", structure, "is gone"},
		{"restart icon", change("restart-icon", "cluster.replication", "clusterType"), flow, "choice", structure, "is gone"},
		{"save enabled", change("save-enabled", "cluster.replication", ""), flow, "save", structure, "button “Save” is in no special state"},
		{"note about the lock", change("band", "cluster.notes", ""), flow, "band", structure, "Take the lock"},
		{"option added", change("option-added", "target.migration", "migrationPolicy"), "documented-path", "", structure, "option “Quorum” is new"},
		{"option order", change("option-order", "cluster.replication", "clusterType"), flow, "", structure, "order changed"},
	}
}

func tabSeeds() []seed {
	const flow, structure = "clusters", compare.KindStructure
	return []seed{
		{"tab missing", change("tab-missing", "cluster.singleton", "Messaging"), flow, "tabs", structure, "link “Messaging” is gone"},
		{"tab renamed", change("tab-renamed", "cluster.http", "Overload"), flow, "tabs", structure, "Advanced Overload"},
		{"tab added", change("tab-added", "cluster.control", ""), flow, "tabs", structure, "link “Insights” is new"},
		{"tab order", change("tab-order", "cluster.health", "Servers"), flow, "tabs", structure, "order changed"},
		{"tab leads elsewhere", change("tab-target", "cluster.scheduling", "Servers"), flow, "tabs", compare.KindLink, "link “Servers” leads elsewhere"},
	}
}

func tableSeeds() []seed {
	const flow, structure, targets, servers, sources = "tables", compare.KindStructure, "targets", "servers", "datasources"
	return []seed{
		{"row missing", change("row-missing", targets, "soa_server2 (migratable)"), flow, "rows", structure, "soa_server2 (migratable)” is gone"},
		{"caption", change("caption", targets, ""), flow, "caption", structure, "Migratable the Targets"},
		{"text", change("text", targets, ""), flow, "text", structure, "the text of the paragraph is “This the page"},
		{"column missing", change("column-missing", targets, ""), flow, "", structure, "columnheader “Migration Policy” is gone"},
		{"column renamed", change("column-renamed", targets, "Cluster"), flow, "", structure, "New Cluster"},
		{"row added", change("row-added", servers, ""), flow, "rows", structure, "is new"},
		{"button renamed", change("button-renamed", servers, ""), flow, "buttons", structure, "button is called “Create”"},
		{"heading", change("heading", servers, ""), flow, "heading", structure, "heading is called “Summary the of"},
		{"rows in another order", change("row-order", servers, ""), flow, "", structure, "order changed"},
		{"column order", change("column-order", servers, ""), flow, "", structure, "order changed"},
		{"button missing", change("button-missing", sources, ""), flow, "buttons", structure, "button “New” is gone"},
		{"number of rows", change("showing", sources, ""), flow, "showing", structure, "Showing the"},
		{"row leads elsewhere", change("row-link", sources, ""), flow, "rows", compare.KindLink, "leads elsewhere"},
		{"sorted", change("sorted", sources, ""), flow, "", structure, "order changed"},
		{"cell", change("cell", sources, ""), flow, "rows", structure, "“changed”"},
		{"button enabled", change("button-enabled", sources, ""), flow, "buttons", structure, "button “New” is in no special state"},
	}
}

func homeSeeds() []seed {
	const flow, structure = "lock-and-release", compare.KindStructure
	return []seed{
		{"home link", change("home-link", "home", "Machines"), flow, "renamed", structure, "My Machines"},
		{"home link missing", change("home-link-missing", "home", "Data Sources"), flow, "missing", structure, "“Data Sources” is gone"},
		{"home link leads elsewhere", change("home-link-target", "home", ""), flow, "target", compare.KindLink, "leads elsewhere"},
		{"home groups", change("home-group", "home", ""), flow, "", structure, "moved"},
	}
}

func frameSeeds() []seed {
	const flow, structure = "clusters", compare.KindStructure
	return []seed{
		{"tree node", change("tree-renamed", "cluster.scheduling", "Machines"), flow, "tree", structure, "New Machines"},
		{"tree node missing", change("tree-missing", "cluster.http", "Virtual Hosts"), flow, "tree", structure, "“Virtual Hosts” is gone"},
		{"tree order", change("tree-order", "cluster.singleton", "Machines"), flow, "", structure, "order changed"},
		{"change center", change("status-text", "cluster.servers", ""), flow, "status", structure, "Lock this domain"},
		{"lock button", change("lock-renamed", "cluster.monitoring", ""), flow, "lock", structure, "button is called “Edit”"},
		{"version", change("version", "cluster.overload", ""), flow, "version", structure, ".1"},
		{"breadcrumbs", change("crumbs", "cluster.health", ""), flow, "crumbs", structure, "is gone"},
	}
}

func lookSeeds() []seed {
	at := func(name, mutation, flow, page string) seed {
		return seed{name, change(mutation, page, ""), flow, "", compare.KindPicture, "differs"}
	}
	return []seed{
		at("button's colour", "colour-button", "clusters", "cluster.notes"),
		at("heading's colour", "colour-heading", "clusters", "cluster.deployments"),
		at("font size", "font-size", "clusters", "cluster.general"),
		at("font style", "font-style", "clusters", "cluster.notes"),
		at("moved content", "moved-box", "clusters", "cluster.deployments"),
		at("wide field", "wide-field", "clusters", "cluster.general"),
		at("banner", "banner", "clusters", "cluster.services"),
		at("theme", "theme", "clusters", "cluster.services"),
		at("links' colour", "colour-link", "clusters", "clusters"),
		at("moved button", "moved-button", "clusters", "clusters"),
		at("border", "border", "clusters", "clusters"),
	}
}

func troubleSeeds() []seed {
	const flow = "clusters"
	return []seed{
		{"JavaScript error", change("script-error", "cluster.overload", ""), flow, "error", compare.KindScript, "Error: mutated"},
		{"error on the browser's console", change("script-console", "cluster.servers", ""), flow, "console", compare.KindScript, "mutated"},
		{"alert", change("script-dialog", "cluster.monitoring", ""), flow, "alert", compare.KindMessage, "alert"},
		{"script missing", change("script-missing", "cluster.control", ""), flow, "script", compare.KindHTTP, "404 for GET /console/js/missing.js"},
		{"picture missing", change("picture-missing", "cluster.services", ""), flow, "", compare.KindHTTP, "missing.svg"},
		{"error message", change("error-message", "cluster.health", ""), flow, "message", compare.KindStructure, "could not be read"},
		{"slow page", change("slow-page", "clusters", ""), "documented-path", "", compare.KindTime, "times as long"},
	}
}
