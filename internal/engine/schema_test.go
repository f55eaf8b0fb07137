package engine_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"lockedit/internal/engine"
)

// unrecorded is a file beside the recordings of a test that is to leave none.
const unrecorded = "unrecorded"

// wantNoRecording says that what is done with a request leaves no recording.
func wantNoRecording(t *testing.T, r engine.Request) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(filepath.Dir(r.Spec.Evidence.Dir), unrecorded), nil, 0o600); err != nil {
		t.Fatal(err)
	}
}

// expectValidRecordings holds every run and every event that a test has
// recorded below dir against its published schema, whatever became of the run.
func expectValidRecordings(t *testing.T, dir string) {
	t.Helper()
	run, event := compileSchema(t, "run"), compileSchema(t, "event")
	found := 0
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		switch filepath.Base(path) {
		case "run.json":
			found++
			expectMatch(t, run, path)
		case "events.jsonl":
			found++
			expectMatchingLines(t, event, path)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	_, err = os.Stat(filepath.Join(dir, unrecorded))
	if none := err == nil; none != (found == 0) {
		t.Errorf("%d files of recordings below %s; none is wanted: %v", found, dir, none)
	}
}

// expectMatchingLines holds each line against a schema. A last line without its
// end is what a full disk leaves, and what a reader takes no notice of.
func expectMatchingLines(t *testing.T, s *jsonschema.Schema, path string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(text) {
		if bytes.HasSuffix(line, []byte("\n")) {
			expectMatchOf(t, s, path, line)
		}
	}
}

func expectMatch(t *testing.T, s *jsonschema.Schema, path string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	expectMatchOf(t, s, path, text)
}

func expectMatchOf(t *testing.T, s *jsonschema.Schema, name string, text []byte) {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err == nil {
		err = s.Validate(value)
	}
	if err != nil {
		t.Errorf("%s: %v\n%.300s", name, err, text)
	}
}

// expectValid holds a text of a real run against its published schema.
func expectValid(t *testing.T, name string, text []byte) {
	t.Helper()
	expectMatchOf(t, compileSchema(t, name), name, text)
}

func compileSchema(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	schema, err := c.Compile(filepath.Join("..", "..", "docs", "schemas", name+".schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	return schema
}
