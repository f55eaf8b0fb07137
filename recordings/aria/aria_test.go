package aria_test

import (
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"lockedit/recordings/aria"
)

var update = flag.Bool("update", false, "write the golden files")

func page(children ...aria.Node) aria.Node {
	return aria.Node{Role: "RootWebArea", Name: "Settings - soa_domain - WLS Console", Children: children}
}

func words(s string) aria.Node { return aria.Node{Role: "StaticText", Name: s} }

func TestEncodeMigrationPage(t *testing.T) {
	tree := page(
		aria.Node{Role: "heading", Name: "Settings for soa_cluster", Level: 1, Children: []aria.Node{words("Settings for soa_cluster")}},
		aria.Node{Role: "generic", Children: []aria.Node{
			{Role: "link", Name: "Configuration", Children: []aria.Node{words("Configuration")}},
			{Role: "link", Name: "a: b #c 'd' \"e\""},
			{Role: "link", Name: "Notes", URL: "http://h/console?a=1#b", Children: []aria.Node{words("Notes")}},
			{Role: "cell", Name: "no link", URL: "http://h/"},
		}},
		aria.Node{Role: "LayoutTable", Children: []aria.Node{words("Migration"), words(" Basis: "), {Role: "combobox", Name: "Migration Basis:", Value: "Consensus", Children: []aria.Node{
			{Role: "option", Name: "Database"}, {Role: "option", Name: "Consensus", Selected: true},
		}}}},
		aria.Node{Role: "textbox", Name: "Auto Migration Table Name:", Value: "ACTIVE", Children: []aria.Node{{Role: "generic", Children: []aria.Node{words("ACTIVE")}}}},
		aria.Node{Role: "textbox", Name: "Password:", Value: "hunter22", Children: []aria.Node{words("hunter22")}},
		aria.Node{Role: "textbox", Name: "Protected", Value: "hunter22", Protected: true},
		aria.Node{Role: "textbox", Name: "Field", Value: "0x" + strings.Repeat("ab", 24)},
		aria.Node{Role: "checkbox", Name: "Member Death Detector Enabled", Checked: "true", Disabled: true},
		aria.Node{Role: "checkbox", Checked: "mixed"},
		aria.Node{Role: "treeitem", Name: "Environment", Expanded: "true", Level: 2},
		aria.Node{Role: "LayoutTableCell", Name: "Showing 1 to 5 of 5"},
		aria.Node{Role: "image", Name: "Oracle"}, aria.Node{Role: "InlineTextBox", Name: "no"},
		words("- starts with a dash"), aria.Node{Role: "cell", Children: []aria.Node{words("true")}},
	)
	golden(t, "testdata/migration.yaml", aria.Encode(tree))
}

func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

func hostile() []string {
	return []string{
		"", " ", "yes", "NO", "null", "~", "1", "1.5", "0x1f", "1e3", "2001-01-01", "12:30:45", ".5", "-1", "- a", "a: b", "a:", "a #b", "#a",
		"&a", "*a", "!a", "|", ">", "%a", "@a", "`a`", "{a}", "[a]", "a]", "'a'", `"a"`, `a"b`, `a\b`, "a\nb", "a\x1b[31mb", "a\x00b", "a\x7fb",
		"\u202eabc", "a\u2028b", "\ufeffa", "<script>alert(1)</script>", "../../etc/passwd", "---", "...", "<<", "=", "/regex/", "\U000e0001x", "é世界", "a\xffb", "? a", ", a", "key: [x]",
	}
}

func TestHostileTextsRoundTrip(t *testing.T) {
	for _, s := range hostile() {
		checkRoundTrip(t, s)
	}
}

// checkRoundTrip reads what was written with a YAML reader of somebody else.
func checkRoundTrip(t *testing.T, s string) {
	t.Helper()
	out := aria.Encode(page(
		aria.Node{Role: "link", Name: s}, aria.Node{Role: "cell", Children: []aria.Node{words(s)}},
		aria.Node{Role: "row", Name: s, Children: []aria.Node{{Role: "cell"}, words(s)}}))
	var got []any
	if err := yaml.Unmarshal(out, &got); err != nil {
		t.Fatalf("%q: %v\n%s", s, err, out)
	}
	want := strings.Join(strings.Fields(strings.ToValidUTF8(s, "\ufffd")), " ")
	if want == "" {
		return
	}
	name := strings.TrimPrefix(got[0].(string), "link ")
	var plain string
	if err := json.Unmarshal([]byte(name), &plain); err != nil || plain != want {
		t.Errorf("name %q came back as %q (%v)\n%s", want, plain, err, out)
	}
	if value := got[1].(map[string]any)["cell"]; value != want {
		t.Errorf("text %q came back as %#v\n%s", want, value, out)
	}
}

func FuzzRoundTrip(f *testing.F) {
	for _, s := range hostile() {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) < 300 { // a longer name is left out
			checkRoundTrip(t, s)
		}
	})
}

func TestDeepTreeEnds(t *testing.T) {
	node := words("leaf")
	for range 100000 {
		node = aria.Node{Role: "group", Children: []aria.Node{node}}
	}
	if out := aria.Encode(node); strings.Contains(string(out), "leaf") {
		t.Error("a tree deeper than any page was written to its end")
	}
}
