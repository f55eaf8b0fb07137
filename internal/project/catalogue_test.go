package project_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lockedit/selectors"
)

// productText is the text of every Go file that is part of the program: no
// test, no test console, and none below the folders of some names.
func productText(t *testing.T, but ...string) string {
	t.Helper()
	but = append(but, "testdata", "testenv", "bin", ".git")
	var all strings.Builder
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		name := entry.Name()
		if err != nil || entry.IsDir() && slices.Contains(but, name) {
			return skip(entry, err)
		}
		if entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		data, err := os.ReadFile(path)
		all.Write(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}

// TestEveryElementIsUsed keeps out of the catalogue what no step looks for: a
// user's entry for it would be taken and do nothing.
func TestEveryElementIsUsed(t *testing.T) {
	catalogue, err := selectors.Load()
	if err != nil {
		t.Fatal(err)
	}
	text := productText(t, "selectors")
	for _, name := range catalogue.Names() {
		if !strings.Contains(text, `"`+name+`"`) {
			t.Errorf("element %s is used by no step", name)
		}
	}
}

// TestEveryWordIsUsed keeps out of the list of words what neither the catalogue nor
// the program asks for.
func TestEveryWordIsUsed(t *testing.T) {
	built, err := selectors.Load()
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := os.ReadFile(filepath.Join(root, "selectors", "catalogue.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	text := productText(t)
	keys := built.Words().Keys()
	if len(keys) < 20 {
		t.Fatalf("only %d words were found", len(keys))
	}
	for _, key := range keys {
		if !strings.Contains(text, `"`+key+`"`) && !regexp.MustCompile(`\$`+key+`[],}]`).Match(catalogue) {
			t.Errorf("the word %s is used nowhere", key)
		}
	}
}
