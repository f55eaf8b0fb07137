package engine_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"lockedit/internal/engine"
	"lockedit/testenv/console"
)

// handbookExample is the file of words that the handbook shows.
func handbookExample(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "handbook.md"))
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile("(?s)```yaml\n(# console-de.yaml.*?)```").FindSubmatch(text)
	if found == nil {
		t.Fatal("the handbook shows no console-de.yaml")
	}
	file := filepath.Join(t.TempDir(), "console-de.yaml")
	if err := os.WriteFile(file, found[1], 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestHandbookWords runs against a console in German whose option values say
// nothing, with the words that the handbook shows.
func TestHandbookWords(t *testing.T) {
	t.Parallel()
	c := start(t, console.Options{Language: "de", OptionValues: console.OpaqueValues})
	before := c.Control().Active()
	result := runOne(t, c, func(r *engine.Request) { r.Selectors = []string{handbookExample(t)} })
	if result.Outcome.ExitCode != 3 {
		t.Fatalf("outcome %+v, %v", result.Outcome, result.Err)
	}
	expectConfiguration(t, c, before, "soa_cluster")
}
