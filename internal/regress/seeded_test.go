package regress_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"lockedit/recordings/compare"
	"lockedit/testenv/console"
)

// seed is one change of the console and how it must be named.
type seed struct {
	name string
	m    console.Mutation
	kind compare.Kind
	text string
}

// seeds are changes as a patch set, a theme or an upgrade brings them.
func seeds() []seed {
	at := func(name, page string) console.Mutation { return console.Mutation{Name: name, Page: page} }
	named := func(name, page, text string) console.Mutation {
		return console.Mutation{Name: name, Page: page, Text: text}
	}
	const form, table, home = "cluster.migration", "targets", "home"
	return []seed{
		{"label", named("label", form, "autoMigrationTableName"), compare.KindStructure, "Auto the Migration Table Name"},
		{"label of a choice", named("label", form, "migrationBasis"), compare.KindStructure, "Migration the Basis"},
		{"help", at("help", form), compare.KindStructure, "link is called “Learn more”"},
		{"field missing", named("field-missing", form, "memberDeathDetectorEnabled"), compare.KindStructure, "is gone"},
		{"field added", at("field-added", form), compare.KindStructure, "Patch Level:"},
		{"field order", named("field-order", form, "additionalAutoMigrationAttempts"), compare.KindStructure, "order changed"},
		{"field became text", named("read-only", form, "autoMigrationTableName"), compare.KindStructure, "textbox “Auto Migration Table Name:” is gone"},
		{"field enabled", named("enabled", form, "additionalAutoMigrationAttempts"), compare.KindStructure, "in no special state, was disabled"},
		{"value", named("value", form, "additionalAutoMigrationAttempts"), compare.KindValue, "holds “42”"},
		{"check box", named("checked", form, "memberDeathDetectorEnabled"), compare.KindStructure, "checked"},
		{"option", named("option", form, "migrationBasis"), compare.KindStructure, "option"},
		{"option missing", named("option-missing", form, "migrationBasis"), compare.KindStructure, "is gone"},
		{"option added", named("option-added", "target.migration", "migrationPolicy"), compare.KindStructure, "option “Quorum” is new"},
		{"option order", named("option-order", "target.migration", "migrationPolicy"), compare.KindStructure, "order changed"},
		{"option chosen", named("option-chosen", form, "migrationBasis"), compare.KindValue, "combobox “Migration Basis:” holds"},
		{"restart icon", named("restart-icon", form, "migrationBasis"), compare.KindStructure, "A restart is needed"},
		{"restart icon hidden", at("hidden-picture", form), compare.KindStructure, "is gone"},
		{"save missing", at("save-missing", form), compare.KindStructure, "button “Save” is gone"},
		{"save enabled", at("save-enabled", form), compare.KindStructure, "button “Save” is in no special state"},
		{"intro", at("intro", form), compare.KindStructure, "“On the this page"},
		{"note about the lock", at("band", form), compare.KindStructure, "Take the lock"},
		{"tab missing", named("tab-missing", form, "Messaging"), compare.KindStructure, "link “Messaging” is gone"},
		{"tab renamed", named("tab-renamed", form, "Overload"), compare.KindStructure, "Advanced Overload"},
		{"tab added", at("tab-added", form), compare.KindStructure, "link “Insights” is new"},
		{"tab order", named("tab-order", form, "Servers"), compare.KindStructure, "order changed"},
		{"tab leads elsewhere", named("tab-target", form, "Servers"), compare.KindLink, "link “Servers” leads elsewhere"},
		{"row missing", named("row-missing", table, "soa_server2 (migratable)"), compare.KindStructure, "soa_server2 (migratable)” is gone"},
		{"row added", at("row-added", table), compare.KindStructure, "is new"},
		{"rows in another order", at("row-order", table), compare.KindStructure, "order changed"},
		{"column missing", at("column-missing", table), compare.KindStructure, "columnheader “Migration Policy” is gone"},
		{"column order", at("column-order", table), compare.KindStructure, "order changed"},
		{"column renamed", named("column-renamed", table, "Cluster"), compare.KindStructure, "New Cluster"},
		{"cell", at("cell", table), compare.KindStructure, "“changed”"},
		{"caption", at("caption", table), compare.KindStructure, "Migratable the Targets"},
		{"sorted", at("sorted", table), compare.KindStructure, "order changed"},
		{"number of rows", at("showing", table), compare.KindStructure, "Showing the"},
		{"row leads elsewhere", at("row-link", table), compare.KindLink, "leads elsewhere"},
		{"button renamed", at("button-renamed", table), compare.KindStructure, "button is called “Create”"},
		{"button missing", at("button-missing", table), compare.KindStructure, "button “New” is gone"},
		{"button enabled", at("button-enabled", table), compare.KindStructure, "button “New” is in no special state"},
		{"heading", at("heading", table), compare.KindStructure, "heading is called “Summary the of"},
		{"text", at("text", table), compare.KindStructure, "the text of the paragraph is “This the page"},
		{"home link", named("home-link", home, "Machines"), compare.KindStructure, "My Machines"},
		{"home link missing", named("home-link-missing", home, "Data Sources"), compare.KindStructure, "“Data Sources” is gone"},
		{"home link leads elsewhere", at("home-link-target", home), compare.KindLink, "leads elsewhere"},
		{"home groups", at("home-group", home), compare.KindStructure, "moved"},
		{"tree node", named("tree-renamed", home, "Machines"), compare.KindStructure, "New Machines"},
		{"tree node missing", named("tree-missing", home, "Virtual Hosts"), compare.KindStructure, "“Virtual Hosts” is gone"},
		{"tree order", named("tree-order", home, "Machines"), compare.KindStructure, "order changed"},
		{"change center", at("status-text", table), compare.KindStructure, "Lock this domain"},
		{"lock button", at("lock-renamed", table), compare.KindStructure, "button is called “Edit”"},
		{"version", at("version", home), compare.KindStructure, ".1"},
		{"breadcrumbs", at("crumbs", table), compare.KindStructure, "is gone"},
		{"error message", at("error-message", table), compare.KindStructure, "could not be read"},
		{"button's colour", at("colour-button", form), compare.KindPicture, "differs"},
		{"links' colour", at("colour-link", table), compare.KindPicture, "differs"},
		{"heading's colour", at("colour-heading", form), compare.KindPicture, "differs"},
		{"font size", at("font-size", form), compare.KindPicture, "differs"},
		{"font style", at("font-style", form), compare.KindPicture, "differs"},
		{"moved button", at("moved-button", table), compare.KindPicture, "differs"},
		{"moved content", at("moved-box", form), compare.KindPicture, "differs"},
		{"wide field", at("wide-field", form), compare.KindPicture, "differs"},
		{"border", at("border", table), compare.KindPicture, "differs"},
		{"banner", at("banner", home), compare.KindPicture, "differs"},
		{"theme", at("theme", home), compare.KindPicture, "differs"},
		{"JavaScript error", at("script-error", table), compare.KindScript, "Error: mutated"},
		{"error on the browser's console", at("script-console", table), compare.KindScript, "mutated"},
		{"alert", at("script-dialog", table), compare.KindMessage, "alert"},
		{"script missing", at("script-missing", table), compare.KindHTTP, "404 for GET /console/js/missing.js"},
		{"picture missing", at("picture-missing", table), compare.KindHTTP, "missing.svg"},
		{"slow page", at("slow-page", "clusters"), compare.KindTime, "times as long"},
	}
}

// route is the short flow that a change is met on: the page itself between two
// that must show nothing.
func route(page string) []string {
	if page == "home" {
		return []string{"home", "servers"}
	}
	return []string{"home", page, "servers"}
}

// baselines are made once a page.
type baselines struct {
	dir  string
	mu   sync.Mutex
	made map[string]string
}

func (b *baselines) of(t *testing.T, r *recorder, page string) string {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.made[page] == "" {
		b.made[page] = r.look(t, b.dir+"/"+page, route(page)...)
	}
	return b.made[page]
}

// workers is how many consoles are looked at at the same time.
const workers = 2

func TestSeededChangesAreFoundAtTheirStep(t *testing.T) {
	all := seeds()
	if len(all) < 40 {
		t.Fatalf("only %d changes are seeded", len(all))
	}
	base := &baselines{dir: t.TempDir(), made: map[string]string{}}
	for n := range workers {
		t.Run("console", func(t *testing.T) {
			t.Parallel()
			r := newRecorder(t)
			for i := n; i < len(all); i += workers {
				t.Run(all[i].name, func(t *testing.T) { findSeed(t, r, base, all[i]) })
			}
		})
	}
}

// findSeed makes one change and holds that it is found where it is, named as
// what it is, and nowhere else.
func findSeed(t *testing.T, r *recorder, base *baselines, s seed) {
	baseline := base.of(t, r, s.m.Page)
	control := r.console.Control()
	if err := control.Mutate(s.m); err != nil {
		t.Fatal(err)
	}
	defer control.ClearMutations()
	r.clock.Add(17)
	control.ClearRequests()
	recording := r.look(t, tempDir(t, "recording"), route(s.m.Page)...)
	if !slices.ContainsFunc(control.Requests(), func(q console.Request) bool { return slices.Contains(q.Mutations, s.m.Name) }) {
		t.Fatalf("%s changed no page", s.m.Name)
	}
	result, err := compare.Compare(t.Context(), baseline, recording, compare.Options{})
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, step := range result.Steps {
		for _, d := range step.Differences {
			t.Logf("%s: %s: %s", step.Name, d.Kind, d.Text)
			if step.Name != s.m.Page {
				t.Errorf("a difference in step %s, which did not change", step.Name)
			}
			found = found || d.Kind == s.kind && strings.Contains(d.Text, s.text)
		}
	}
	if !found {
		t.Errorf("no difference of kind %s says %q", s.kind, s.text)
	}
}
