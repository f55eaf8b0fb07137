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
	path := filepath.Join(dir, eventsFile)
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("recording: %w", err)
	}
	var events []Event
	lines := bytes.SplitAfter(text, []byte("\n"))
	for i, line := range lines {
		if !bytes.HasSuffix(line, []byte("\n")) {
			break // torn, or the empty rest behind the last line
		}
		var e Event
		if err := json.Unmarshal(line, &e); err != nil {
			return nil, &ForeignError{Path: path, What: "recording", Err: fmt.Errorf("line %d: %w", i+1, err)}
		}
		events = append(events, e)
	}
	return events, checkFirst(path, events)
}

func checkFirst(path string, events []Event) error {
	if len(events) == 0 || events[0].Version == nil {
		return &ForeignError{Path: path, What: "recording", Err: errors.New("its first line names no version")}
	}
	return checkSchema(path, "recording", events[0].Version.Schema, EventsSchema)
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

// checkSchema tells a newer version of the same schema from a foreign one.
func checkSchema(path, what, schema, known string) error {
	if schema == known {
		return nil
	}
	name, version := splitSchema(schema)
	knownName, knownVersion := splitSchema(known)
	if name == knownName && version > knownVersion {
		return &NewerSchemaError{Path: path, Schema: schema, Known: known}
	}
	return &ForeignError{Path: path, What: what, Err: fmt.Errorf("schema is %q", schema)}
}

func splitSchema(schema string) (string, int) {
	name, version, _ := strings.Cut(schema, "/v")
	n, err := strconv.Atoi(version)
	if err != nil {
		return schema, 0
	}
	return name, n
}
