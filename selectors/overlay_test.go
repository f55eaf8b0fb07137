package selectors

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lockedit/internal/browser"
)

// userFile writes a user's catalogue file.
func userFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "mine.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func locator(t *testing.T, c *Catalogue, name string, vars Vars) browser.Locator {
	t.Helper()
	l, err := c.Locator(name, vars)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func ids(list []browser.Candidate) []string {
	var out []string
	for _, c := range list {
		out = append(out, c.ID)
	}
	return out
}

func TestOverlayReplaces(t *testing.T) {
	file := userFile(t, "elements:\n  change-center.undo:\n    candidates:\n      - {id: mine, css: 'button.undo'}\n")
	c := load(t, file)
	l := locator(t, c, "change-center.undo", nil)
	if diff := cmp.Diff([]string{"mine"}, ids(l.Candidates)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"release-text"}, ids(l.Forbid)); diff != "" {
		t.Errorf("what the built-in entry forbids has to stay: %s", diff)
	}
	if c.Origin("change-center.undo") != file || c.Origin("change-center.status") != BuiltIn || c.Origin("nothing") != "" {
		t.Errorf("origins %q, %q", c.Origin("change-center.undo"), c.Origin("change-center.status"))
	}
	if c.elements["change-center.undo"].Doc == "" {
		t.Error("the built-in doc is lost")
	}
}

func TestOverlayPrepends(t *testing.T) {
	first := userFile(t, "elements:\n  tab.migration:\n    prepend: true\n    candidates:\n      - {id: a, css: '#a'}\n")
	second := userFile(t, "elements:\n  tab.migration:\n    prepend: true\n    candidates:\n      - {id: b, title: ['$$odd']}\n")
	l := locator(t, load(t, first, second), "tab.migration", nil)
	want := []string{"b", "a", "text-in-book", "text", "title"}
	if diff := cmp.Diff(want, ids(l.Candidates)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"$odd"}, l.Candidates[0].Title); diff != "" {
		t.Errorf("a doubled dollar is one: %s", diff)
	}
}

func TestOverlayWords(t *testing.T) {
	c := load(t, userFile(t, "words:\n  migration: [Siirto]\n  policy-manual: [Vain käsin]\n  policy-exactly-once: [Täsmälleen kerran]\n"))
	l := locator(t, c, "tab.migration", nil)
	if l.Candidates[0].Text[0] != "Siirto" {
		t.Errorf("texts %q lack the user's word", l.Candidates[0].Text)
	}
	if policy, ok := c.ParsePolicy("Täsmälleen kerran", "x"); !ok || policy != "exactly-once" {
		t.Errorf("policy %q, %t", policy, ok)
	}
	options := locator(t, c, "target.policy", nil).Candidates
	last := options[len(options)-1]
	if diff := cmp.Diff([]string{"Vain käsin", "Täsmälleen kerran"}, last.Options); diff != "" {
		t.Error(diff)
	}
	if got := load(t).Words().All("migration")[0]; got != "Migration" {
		t.Errorf("one catalogue's words leak into the next: %q", got)
	}
}

func TestOverlayErrors(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"unknown element", "elements:\n  change-center.actvate:\n    candidates: [{id: a, css: b}]\n",
			`:2:3: unknown element "change-center.actvate", did you mean "change-center.activate"?`},
		{"nothing near", "elements:\n  zzz:\n    candidates: [{id: a, css: b}]\n", `:2:3: unknown element "zzz"`},
		{"unknown key", "elements:\n  page.save:\n    candidate: []\n", `:3:5: unknown field "candidate"`},
		{"unknown condition", "elements:\n  page.save:\n    candidates:\n      - {id: a, xpath: //a}\n", `:4:17: unknown field "xpath"`},
		{"no candidates", "elements:\n  page.save:\n    prepend: true\n", ":2:3: page.save: the element needs at least one candidate"},
		{"no id", "elements:\n  page.save:\n    candidates:\n      - css: a\n", "a candidate needs an id"},
		{"no condition", "elements:\n  page.save:\n    candidates:\n      - id: a\n        pick: first\n", "candidate a has no condition"},
		{"twice the same id", "elements:\n  page.save:\n    candidates:\n      - {id: a, css: b}\n      - {id: a, css: c}\n", ":5:"},
		{"id of a built-in candidate", "elements:\n  page.save:\n    prepend: true\n    candidates: [{id: name, css: c}]\n", "two candidates have the id name"},
		{"wrong pick", "elements:\n  page.save:\n    candidates: [{id: a, css: b, pick: third}]\n", `pick "third" is neither first nor last`},
		{"wrong confidence", "elements:\n  page.save:\n    candidates: [{id: a, css: b, confidence: X}]\n", `confidence "X" is none of R, D, I`},
		{"half a handle", "elements:\n  row.link:\n    candidates: [{id: a, handle: {name: x}}]\n", "a handle needs a name and a type"},
		{"empty text", "elements:\n  page.save:\n    candidates: [{id: a, text: ['']}]\n", "candidate a has"},
		{"unknown word", "elements:\n  page.save:\n    candidates: [{id: a, text: [$saves]}]\n", ":2:3: page.save: unknown word $saves, did you mean $save?"},
		{"unknown placeholder", "elements:\n  row.link:\n    candidates: [{id: a, exact: '{nam}'}]\n", "unknown placeholder {nam}, it has {name}, {type}"},
		{"placeholder where there is none", "elements:\n  page.save:\n    candidates: [{id: a, exact: '{name}'}]\n", "unknown placeholder {name}, it has none"},
		{"unknown word key", "words:\n  migratoin: [Siirto]\n", ":2:3: unknown word $migratoin, did you mean $migration?"},
		{"empty word", "words:\n  migration: ['-']\n", ":2:3: word migration has an empty text"},
		{"twice the same element", "elements:\n  page.save:\n    candidates: [{id: a, css: b}]\n  page.save:\n    candidates: [{id: a, css: b}]\n", ":4:3:"},
		{"not YAML", "elements: [\n", "mine.yaml"},
		{"empty", "", "mine.yaml: is empty"},
		{"a list", "- a\n", "mine.yaml:1:1:"},
		{"too large", strings.Repeat("#", maxFile+1), "is larger than"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Load(userFile(t, test.text))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("error %v, want %q in it", err, test.want)
			}
			var located *FileError
			if !errors.As(err, &located) {
				t.Errorf("%T is no FileError", err)
			}
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("more than one line: %q", err)
			}
		})
	}
}

func TestLoadMissingFile(t *testing.T) {
	if _, err := Load(filepath.Join(t.TempDir(), "no.yaml")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("error %v", err)
	}
}

func FuzzOverlay(f *testing.F) {
	f.Add("elements:\n  page.save:\n    prepend: true\n    candidates:\n      - {id: a, css: 'b', text: [$save, x]}\n")
	f.Add("words:\n  migration: [a]\n")
	f.Add("elements: {row.link: {candidates: [{id: a, exact: '{name}', handle: {name: '{name}', type: T}}]}}")
	words, err := newWords(wordsYAML)
	if err != nil {
		f.Fatal(err)
	}
	base := loader{words: words, elements: map[string]*entry{}}
	if err := base.builtIn(catalogueYAML); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(words.extra) > 0 { // what the text before added
			clear(words.extra)
			words.index()
		}
		l := loader{words: words, elements: maps.Clone(base.elements)}
		if err := l.overlay("mine.yaml", []byte(text)); err != nil {
			var located *FileError
			if !errors.As(err, &located) {
				t.Errorf("%T is no FileError", err)
			}
			return
		}
		checkFuzzed(t, l)
	})
}

// checkFuzzed proves that what was accepted gives locators with conditions only.
func checkFuzzed(t *testing.T, l loader) {
	c, err := l.finish()
	if err != nil {
		return
	}
	for _, name := range c.Names() {
		l, err := c.Locator(name, Vars{"name": "n", "type": "t", "text": "x"})
		if err != nil {
			t.Fatal(err)
		}
		for _, candidate := range l.Candidates {
			if candidate.ID == "" || !conditioned(candidate) {
				t.Errorf("%s: candidate %+v matches everything", name, candidate)
			}
		}
	}
}

func conditioned(c browser.Candidate) bool {
	lists := len(c.Text) + len(c.TextPrefix) + len(c.Title) + len(c.Label) + len(c.HrefHas) + len(c.Options)
	return lists > 0 || c.CSS != "" || c.Exact != "" || c.Handle != nil
}
