package project_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lockedit/selectors"
)

// productText is the text of every Go file that is part of the program: no
// test, no test console, and not the catalogue's own package.
func productText(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		name := entry.Name()
		if err != nil || entry.IsDir() && (name == "testdata" || name == "testenv" || name == "selectors" || name == "bin" || name == ".git") {
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
	text := productText(t)
	for _, name := range catalogue.Names() {
		if !strings.Contains(text, `"`+name+`"`) {
			t.Errorf("element %s is used by no step", name)
		}
	}
}
