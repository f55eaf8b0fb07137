package selectors

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lockedit/internal/browser"
)

// load returns the catalogue with the users' files laid over it.
func load(t *testing.T, files ...string) *Catalogue {
	t.Helper()
	c, err := Load(files...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestCatalogueIsComplete names what the documented path needs.
func TestCatalogueIsComplete(t *testing.T) {
	names := load(t).Names()
	for _, name := range []string{
		"login.form", "login.username", "login.password", "login.submit", "login.failed-message", "login.deploying",
		"page.logged-in", "page.logout",
		"page.save",
		"change-center.form", "change-center.save-button", "change-center.cancel-button", "change-center.status",
		"change-center.lock-and-edit", "change-center.activate", "change-center.release", "change-center.undo", "change-center.view-changes",
		"nav.clusters", "nav.migratable-targets",
		"table.navigation", "table.next", "row.link",
		"tab.migration", "tab.configuration", "tab.general", "tab.named",
		"cluster.migration.basis", "cluster.migration.data-source",
		"cluster.migration.table-name",
		"target.policy",
	} {
		if !slices.Contains(names, name) {
			t.Errorf("no element %s", name)
		}
	}
}

func TestEveryElementIsMarked(t *testing.T) {
	c := load(t)
	mark := regexp.MustCompile(`\b[RDI]\b`)
	for _, name := range c.Names() {
		e := c.elements[name]
		if !mark.MatchString(e.Doc) {
			t.Errorf("%s: the doc %q has no mark of its source", name, e.Doc)
		}
		for _, candidate := range slices.Concat(e.Within, e.Candidates, e.Forbid) {
			if candidate.Confidence == "" {
				t.Errorf("%s: candidate %s has no confidence", name, candidate.ID)
			}
		}
	}
}

// TestNothingUnknownIsKnown keeps out of the catalogue what no public source
// shows: page labels, portlets, beans and option values of the Migration pages.
func TestNothingUnknownIsKnown(t *testing.T) {
	text := string(catalogueYAML)
	labels := []string{"HomePage1", "ChangeManagementPage", "CoreClusterClusterTablePage", "MigratableTargetsConfigTablePage", "GlobalJDBCDataSourceTablePage"}
	for _, m := range regexp.MustCompile(`_pageLabel=(\w+)`).FindAllStringSubmatch(text, -1) {
		if !slices.Contains(labels, m[1]) {
			t.Errorf("page label %s is not published", m[1])
		}
	}
	ids := append(slices.Clone(labels), "EnvironmentsSummaryPage")
	for _, m := range regexp.MustCompile(`#(?:link|join)(\w+)`).FindAllStringSubmatch(text, -1) {
		if !slices.Contains(ids, m[1]) {
			t.Errorf("tree id of %s is not published", m[1])
		}
	}
	for _, unknown := range []string{"Portlet", "ConfigMigration", "=exactly-once", "\"exactly-once", "option[", "[value"} {
		if strings.Contains(text, unknown) {
			t.Errorf("the catalogue mentions %q, which no public source shows for these pages", unknown)
		}
	}
}

// TestActsAreGuardedByState proves that no candidate of the change center's acts
// can match without the state in the same selector.
func TestActsAreGuardedByState(t *testing.T) {
	c := load(t)
	for name, guard := range map[string]string{
		"change-center.lock-and-edit": `form:has(button[name="save"]:enabled):has(button[name="cancel"]:disabled) `,
		"change-center.activate":      `form:has(button[name="save"]:enabled):has(button[name="cancel"]:enabled) `,
		"change-center.release":       `form:has(button[name="save"]:disabled):has(button[name="cancel"]:enabled) `,
		"change-center.undo":          `form:has(button[name="save"]:enabled):has(button[name="cancel"]:enabled) `,
	} {
		l := locator(t, c, name, nil)
		if len(l.Forbid) == 0 {
			t.Errorf("%s forbids nothing", name)
		}
		// Where the buttons are in no form, the body takes its place.
		outside := regexp.MustCompile(`^body:not\(:has\(form button\[name="(save|cancel)"\]\)\)`)
		for _, candidate := range l.Candidates {
			css := outside.ReplaceAllString(candidate.CSS, "form")
			if !strings.HasPrefix(css, guard) || candidate.Pick != "" {
				t.Errorf("%s: candidate %s is not guarded: %s", name, candidate.ID, candidate.CSS)
			}
		}
	}
}

func TestLocatorFillsPlaceholders(t *testing.T) {
	c := load(t)
	name := `soa "cluster" \ {type} $save <b>`
	got := locator(t, c, "row.link", Vars{"name": name, "type": "Cluster", "unused": "x"}).Candidates[0]
	want := browser.Candidate{
		ID: "table-class", Confidence: "R", CSS: "table.datatable a[href]", Exact: name,
		Handle: &browser.Handle{Name: name, Type: "Cluster"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestLocatorErrors(t *testing.T) {
	c := load(t)
	for _, test := range []struct {
		name, element string
		vars          Vars
		want          string
	}{
		{"unknown", "row.lnik", nil, `unknown element "row.lnik", did you mean "row.link"?`},
		{"nothing given", "row.link", nil, "element row.link needs a value for {name}, {type}"},
		{"one missing", "row.link", Vars{"name": "a"}, "element row.link needs a value for {type}"},
		{"one empty", "row.link", Vars{"name": "", "type": "Cluster"}, "element row.link needs a value for {name}"},
	} {
		t.Run(test.name, func(t *testing.T) {
			l, err := c.Locator(test.element, test.vars)
			if err == nil || err.Error() != test.want {
				t.Errorf("error %v, want %s", err, test.want)
			}
			if l.Name != "" || len(l.Candidates) > 0 {
				t.Errorf("a locator in spite of the error: %+v", l)
			}
		})
	}
	var missing *MissingVarsError
	if _, err := c.Locator("row.link", nil); !errors.As(err, &missing) {
		t.Errorf("%T is no MissingVarsError", err)
	}
}

func TestOptionsAreAskedForByLanguage(t *testing.T) {
	var got [][]string
	for _, candidate := range locator(t, load(t), "cluster.migration.basis", nil).Candidates {
		if len(candidate.Options) > 0 {
			got = append(got, candidate.Options)
		}
	}
	want := [][]string{{"Database", "Consensus"}, {"データベース", "コンセンサス"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestQuoteCSS(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"plain", "soa_cluster", "soa_cluster"},
		{"digits", "a1", `a\31 `},
		{"quotes and backslash", `"\'`, `\22 \5c \27 `},
		{"line break", "a\nb", `a\a b`},
		{"nul", "\x00", "\ufffd"},
		{"beyond ASCII", "é 集群", `é\20 集群`},
		{"brackets", "](){}", `\5d \28 \29 \7b \7d `},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := quoteCSS(test.text); got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}
