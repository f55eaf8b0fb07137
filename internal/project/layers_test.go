package project_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// root is the module's folder, seen from this package's.
const root = "../.."

// imports maps every Go file of the module, by its path with slashes, to what
// it imports.
func imports(t *testing.T) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		name := entry.Name()
		if err != nil || entry.IsDir() && (name == "testdata" || name == "bin" || name == ".git" || path == filepath.Join(root, "testenv", "kube")) {
			return skip(entry, err)
		}
		if entry.IsDir() || !strings.HasSuffix(name, ".go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, path)
		for _, i := range file.Imports {
			imported, _ := strconv.Unquote(i.Path.Value) // the parser took it
			all[filepath.ToSlash(relative)] = append(all[filepath.ToSlash(relative)], imported)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func skip(entry fs.DirEntry, err error) error {
	if err != nil || !entry.IsDir() {
		return err
	}
	return filepath.SkipDir
}

// rule says which files may import what starts with one of the prefixes.
type rule struct {
	name     string
	prefixes []string
	// in limits the rule to files below these folders; empty means all.
	in []string
	// except are files or folders that may.
	except []string
	// tests may, too.
	tests bool
}

// rules are those of docs/architecture.md.
func rules() []rule {
	return []rule{
		{name: "only internal/browser knows chromedp", prefixes: []string{"github.com/chromedp/"},
			except: []string{"internal/browser/", "recordings/har/", "recordings/trace/"}},
		{name: "the archives know the protocol's plain types only", prefixes: []string{"github.com/chromedp/chromedp", "github.com/chromedp/cdproto/cdp"},
			in: []string{"recordings/"}},
		{name: "recordings know no steps", prefixes: []string{"lockedit/steps", "lockedit/internal/browser", "lockedit/selectors", "lockedit/internal/engine"},
			in: []string{"recordings/"}},
		{name: "the spec contacts nothing", prefixes: []string{"lockedit/", "net/http", "os/exec"}, in: []string{"internal/spec/"}, tests: true},
		{name: "only tests and the verb testenv start the test environment", prefixes: []string{"lockedit/testenv"},
			except: []string{"testenv/", "internal/app/testenv.go", "internal/app/testenv/"}, tests: true},
		{name: "main knows the application only", prefixes: []string{"lockedit/internal/engine", "lockedit/steps", "lockedit/recordings", "lockedit/internal/spec"},
			in: []string{"cmd/"}},
		{name: "only the application knows its library", prefixes: []string{"github.com/spf13/cobra"},
			except: []string{"internal/app/"}},
	}
}

func (r rule) broken(file string, imported string) bool {
	below := func(folders []string) bool {
		return slices.ContainsFunc(folders, func(f string) bool { return strings.HasPrefix(file, f) })
	}
	if len(r.in) > 0 && !below(r.in) || below(r.except) || r.tests && strings.HasSuffix(file, "_test.go") {
		return false
	}
	return slices.ContainsFunc(r.prefixes, func(p string) bool { return strings.HasPrefix(imported, p) })
}

func TestLayers(t *testing.T) {
	files := imports(t)
	if len(files) < 50 {
		t.Fatalf("only %d files were found", len(files))
	}
	for _, r := range rules() {
		t.Run(r.name, func(t *testing.T) {
			for file, all := range files {
				for _, imported := range all {
					if r.broken(file, imported) {
						t.Errorf("%s imports %s", file, imported)
					}
				}
			}
		})
	}
}

// TestRulesCanBreak holds that each rule refuses something.
func TestRulesCanBreak(t *testing.T) {
	for _, tt := range []struct{ file, imported string }{
		{"steps/login.go", "github.com/chromedp/chromedp"},
		{"recordings/report/report.go", "lockedit/steps"},
		{"recordings/har/har.go", "github.com/chromedp/chromedp"},
		{"internal/spec/load.go", "os/exec"},
		{"steps/login.go", "lockedit/testenv/console"},
		{"cmd/lockedit/main.go", "lockedit/steps"},
		{"steps/login.go", "github.com/spf13/cobra"},
	} {
		if !slices.ContainsFunc(rules(), func(r rule) bool { return r.broken(tt.file, tt.imported) }) {
			t.Errorf("no rule keeps %s from importing %s", tt.file, tt.imported)
		}
	}
}
