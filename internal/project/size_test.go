package project_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The limits of what somebody has to read at once, in lines.
const (
	maxFile     = 400
	maxFunction = 80
	// Of the functions that are no tests, half are at most usual, nine of ten at most long.
	usual, long = 10, 40
)

// goFiles calls visit with each file of Go of this repository and its text.
func goFiles(t *testing.T, visit func(path string, text []byte)) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if hidden := strings.HasPrefix(entry.Name(), "."); entry.IsDir() && (hidden && path != root || entry.Name() == "bin" || entry.Name() == "testdata") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		text, err := os.ReadFile(path)
		if err == nil {
			visit(path, text)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// functions calls visit with the name and the number of lines of each declared function.
func functions(t *testing.T, path string, text []byte, visit func(name string, lines int)) {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, text, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok {
			visit(f.Name.Name, files.Position(f.End()).Line-files.Position(f.Pos()).Line+1)
		}
	}
}

// TestFilesAndFunctionsStaySmall holds the lengths of files and functions, those of
// tests too.
func TestFilesAndFunctionsStaySmall(t *testing.T) {
	var lengths []int
	goFiles(t, func(path string, text []byte) {
		if lines := bytes.Count(text, []byte("\n")); lines > maxFile {
			t.Errorf("%s has %d lines", path, lines)
		}
		functions(t, path, text, func(name string, lines int) {
			if lines > maxFunction {
				t.Errorf("%s: %s has %d lines", path, name, lines)
			}
			if !strings.HasSuffix(path, "_test.go") {
				lengths = append(lengths, lines)
			}
		})
	})
	slices.Sort(lengths)
	if len(lengths) < 1000 {
		t.Fatalf("only %d functions were found", len(lengths))
	}
	half, most := lengths[len(lengths)/2], lengths[len(lengths)*9/10]
	t.Logf("%d functions, half of them of at most %d lines, nine of ten of at most %d", len(lengths), half, most)
	if half > usual || most > long {
		t.Errorf("half of the functions have up to %d lines, nine of ten up to %d", half, most)
	}
}

// TestLongFunctionsAreSeen holds that the length of a function is that of all its lines,
// and that methods and functions within others count.
func TestLongFunctionsAreSeen(t *testing.T) {
	text := "package p\n\n// f is told of here.\nfunc f() {\n\t_ = func() {\n\t}\n}\n\nfunc (t) m() {}\n"
	got := map[string]int{}
	functions(t, "p.go", []byte(text), func(name string, lines int) { got[name] = lines })
	if len(got) != 2 || got["f"] != 4 || got["m"] != 1 {
		t.Errorf("%v", got)
	}
}
