package recordings

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Load reads what a recording says: from run.json if the run ended, else folded
// from its events up to the last whole line, with Complete false. It returns a
// *[ForeignError] or a *[NewerSchemaError] for what it cannot read.
func Load(dir string) (Run, error) {
	path := filepath.Join(dir, runFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return loadDead(dir)
	}
	if err != nil {
		return Run{}, fmt.Errorf("recording: %w", err)
	}
	var run Run
	if err := readJSON(path, "recording", RunSchema, text, &run); err != nil {
		return Run{}, err
	}
	return run, nil
}

func loadDead(dir string) (Run, error) {
	events, err := LoadEvents(dir)
	if err != nil {
		return Run{}, err
	}
	run := Fold(events)
	run.Complete = false
	return run, nil
}

// Open reads a recording with its events and files, for example to make its
// report again. Errors are those of [Load].
func Open(dir string) (Recording, error) {
	run, err := Load(dir)
	if err != nil {
		return Recording{}, err
	}
	events, err := LoadEvents(dir)
	if err != nil {
		return Recording{}, err
	}
	files, err := listFiles(dir)
	if err != nil {
		return Recording{}, err
	}
	return Recording{Run: run, Events: events, Files: files, FS: os.DirFS(dir)}, nil
}

// LoadEvents reads events.jsonl. A last line that was not written to its end is
// left out; any other line that is no event is a *[ForeignError].
func LoadEvents(dir string) ([]Event, error) {
	events, _, err := readEvents(dir)
	return events, err
}

// readEvents also counts the bytes of a torn last line.
func readEvents(dir string) (events []Event, torn int, err error) {
	path := filepath.Join(dir, eventsFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, &ForeignError{Path: dir, What: "recording", Err: errors.New("it has no " + eventsFile)}
	}
	if err != nil {
		return nil, 0, fmt.Errorf("recording: %w", err)
	}
	return parseEvents(path, text)
}

// parseEvents reads the lines of an events file; torn is the length of a last line
// without its end.
func parseEvents(path string, text []byte) (events []Event, torn int, err error) {
	for i, line := range bytes.SplitAfter(text, []byte("\n")) {
		if !bytes.HasSuffix(line, []byte("\n")) {
			torn = len(line) // or 0, behind the last line
			break
		}
		var e Event
		if err := json.Unmarshal(line, &e); err != nil {
			return nil, 0, &ForeignError{Path: path, What: "recording", Err: fmt.Errorf("line %d: %w", i+1, err)}
		}
		if events = append(events, e); i == 0 { // a newer one may have other lines
			err = checkFirst(path, e)
		}
		if err != nil {
			return nil, 0, err
		}
	}
	if len(events) == 0 {
		err = checkFirst(path, Event{})
	}
	return events, torn, err
}

func checkFirst(path string, e Event) error {
	if e.Version == nil {
		return &ForeignError{Path: path, What: "recording", Err: errors.New("its first line names no version")}
	}
	return checkSchema(path, "recording", e.Version.Schema, EventsSchema)
}

// readJSON reads a file whose "schema" this program has to know.
func readJSON(path, what, known string, text []byte, into any) error {
	var head struct {
		Schema string `json:"schema"`
	}
	if err := json.Unmarshal(text, &head); err != nil {
		return &ForeignError{Path: path, What: what, Err: err}
	}
	if err := checkSchema(path, what, head.Schema, known); err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return &ForeignError{Path: path, What: what, Err: err}
	}
	return nil
}

// checkSchema accepts the schema that this program writes and the version before
// it, so that a recording outlives one change of format: whoever makes version N
// converts N-1 where it is read. It tells a newer version from a foreign schema.
func checkSchema(path, what, schema, known string) error {
	name, version := splitSchema(schema)
	knownName, knownVersion := splitSchema(known)
	switch {
	case name != knownName || version < max(1, knownVersion-1):
		return &ForeignError{Path: path, What: what, Err: fmt.Errorf("schema is %q", schema)}
	case version > knownVersion:
		return &NewerSchemaError{Path: path, Schema: schema, Known: known}
	}
	return nil
}

// splitSchema cuts "lockedit/run/v1" into name and version; what has no version
// has version 0.
func splitSchema(schema string) (string, int) {
	name, version, _ := strings.Cut(schema, "/v")
	n, err := strconv.Atoi(version)
	if err != nil || strconv.Itoa(n) != version {
		return schema, 0
	}
	return name, n
}

// CheckPredicate is the check of a schema for the predicate types of statements,
// such as [SealType]. Errors are those of [Load].
func CheckPredicate(path, what, predicate, known string) error {
	schema := func(uri string) string {
		return strings.ReplaceAll(strings.TrimPrefix(uri, "urn:"), ":", "/")
	}
	if !strings.HasPrefix(predicate, "urn:") {
		return &ForeignError{Path: path, What: what, Err: fmt.Errorf("its predicate is %q", predicate)}
	}
	return checkSchema(path, what, schema(predicate), schema(known))
}
