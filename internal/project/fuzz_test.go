package project_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// fuzzer is a function that fuzzes.
var fuzzer = regexp.MustCompile(`(?m)^func (Fuzz\w+)\(f \*testing\.F\)`)

// TestEachFuzzerHasACorpus holds what docs/reliability.md says of the fuzzers.
func TestEachFuzzerHasACorpus(t *testing.T) {
	t.Parallel()
	found := 0
	err := filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (strings.HasPrefix(entry.Name(), ".") && path != root || entry.Name() == "bin") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, "_test.go") {
			return nil
		}
		text, err := os.ReadFile(path)
		for _, match := range fuzzer.FindAllSubmatch(text, -1) {
			found++
			corpus := filepath.Join(filepath.Dir(path), "testdata", "fuzz", string(match[1]))
			if entries, _ := os.ReadDir(corpus); len(entries) < 3 {
				t.Errorf("%s has %d entries", corpus, len(entries))
			}
		}
		return err
	})
	if err != nil || found == 0 {
		t.Fatalf("%d fuzzers, %v", found, err)
	}
}
