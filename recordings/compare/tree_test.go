package compare_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lockedit/recordings/aria"
	"lockedit/recordings/compare"
)

var update = flag.Bool("update", false, "write the golden files")

// TestTreeDifferences reads pairs of trees from testdata/trees and compares
// what is told and shown of them.
func TestTreeDifferences(t *testing.T) {
	files, err := filepath.Glob("testdata/trees/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no trees: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			parts := strings.SplitN(string(text), "====\n", 3)
			if len(parts) < 2 {
				t.Fatal("the file has no two trees")
			}
			got := shownTrees(t, parts[0], parts[1])
			if *update {
				if err := os.WriteFile(file, []byte(parts[0]+"====\n"+parts[1]+"====\n"+got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(parts[2], got); diff != "" {
				t.Errorf("what is told (-want +got):\n%s", diff)
			}
		})
	}
}

func shownTrees(t *testing.T, a, b string) string {
	t.Helper()
	result := compared(t, one(page{tree: a}), one(page{tree: b}), compare.Options{})
	var out strings.Builder
	for _, d := range result.Steps[0].Differences {
		fmt.Fprintf(&out, "%s: %s", d.Kind, d.Text)
		if d.Where != "" {
			fmt.Fprintf(&out, " [%s]", d.Where)
		}
		out.WriteString("\n")
	}
	out.WriteString("\n")
	for _, line := range result.Steps[0].Tree {
		fmt.Fprintf(&out, "%-8s%s%s\n", line.Op, strings.Repeat("  ", line.Depth), line.Text)
	}
	return out.String()
}

// FuzzTree holds that every tree that package aria writes can be read, differs
// from another one, and does not differ from itself.
func FuzzTree(f *testing.F) {
	for _, s := range []string{"a", "", "x: y", "'", `"`, "- a", "a\nb", "#", "\u202e", "/url: x", "[checked]", `\`} {
		f.Add(s, s+"1")
	}
	f.Fuzz(func(t *testing.T, name, text string) {
		tree := func(name string) string {
			return string(aria.Encode(aria.Node{Role: "RootWebArea", Children: []aria.Node{
				{Role: "link", Name: name, URL: text, Children: []aria.Node{{Role: "StaticText", Name: text}}},
				{Role: "textbox", Name: name, Value: text}, {Role: "StaticText", Name: text},
				{Role: "list", Children: []aria.Node{{Role: "listitem", Name: name}, {Role: "cell", Name: text}}},
			}}))
		}
		if len(name)+len(text) > 400 {
			return
		}
		if got := told(compared(t, one(page{tree: tree(name)}), one(page{tree: tree(name)}), compare.Options{})); len(got) > 0 {
			t.Errorf("a tree differs from itself: %v", got)
		}
		if got := told(compared(t, one(page{tree: tree("first " + name)}), one(page{tree: tree("other " + name)}), compare.Options{})); len(got) == 0 {
			t.Errorf("two trees do not differ:\n%s", tree("first "+name))
		}
	})
}
