package recordings_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"lockedit/recordings"
)

var update = flag.Bool("update", false, "write the golden files and the schemas")

// TestSchemasSayWhatIsWritten compares the published schemas with the types.
func TestSchemasSayWhatIsWritten(t *testing.T) {
	src := readSource(t)
	for name, doc := range map[string]schema{
		"event": src.document("Event", "lockedit/events/v1", "One line of events.jsonl and of --json", false),
		"run":   src.document("Run", "lockedit/run/v1", "run.json of a recording of lockedit", false),
		"plan":  src.document("Plan", "lockedit/plan/v1", "plan.json of lockedit", true),
		"statement": src.document("SealStatement", "lockedit/recording/v1",
			"The statement over a recording, payload of statement.dsse.json", false),
		"approval": src.document("ApprovalStatement", "lockedit/approval/v1",
			"The approval of a plan, payload of one line of approvals.intoto.jsonl", false),
	} {
		var text bytes.Buffer
		enc := json.NewEncoder(&text)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		if err := enc.Encode(doc); err != nil {
			t.Fatal(err)
		}
		if *update {
			if err := os.WriteFile(schemaFile(name), text.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		published, err := os.ReadFile(schemaFile(name))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(published), text.String()); diff != "" {
			t.Errorf("%s (-published +types; write it with -update):\n%s", schemaFile(name), diff)
		}
	}
}

func compile(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	s, err := c.Compile(schemaFile(name))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func validate(t *testing.T, s *jsonschema.Schema, what string, text []byte) {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err == nil {
		err = s.Validate(value)
	}
	if err != nil {
		t.Errorf("%s: %v", what, err)
	}
}

// wholeRun tells every type of event as the program does.
func wholeRun(t *testing.T) string {
	t.Helper()
	j := newJournal(t, recordings.Options{Verb: "run", Cluster: "soa_cluster"})
	j.Browser(recordings.Browser{Product: "HeadlessChrome/156", Protocol: "1.3", Sandbox: "on"})
	j.Console(recordings.Console{URL: "http://h/console", Version: "14.1.1.0.0", Domain: "soa"})
	shortRun(t, j)
	j.Match(recordings.Match{Element: "change-center.lock-and-edit"})
	j.Value(recordings.Value{Object: "soa_cluster", Attribute: "MigrationBasis", How: "read", Value: "database"})
	j.Page(recordings.PageMessage{Kind: "success", Text: "saved"})
	j.Dialog(recordings.Dialog{Kind: "confirm", Text: "sure?", Answer: "dismissed"})
	j.Retry(recordings.Retry{What: "click", Attempt: 2, Why: "covered"})
	j.Request(recordings.Request{Method: "GET", URL: "http://h/", Status: 200, At: at(1), Millis: 1.5})
	if err := j.Aria([]byte("- text: x\n")); err != nil {
		t.Fatal(err)
	}
	if err := j.WritePlan(samplePlan(t)); err != nil {
		t.Fatal(err)
	}
	j.Lock(recordings.LockChange{What: "activated"})
	j.Untouched(recordings.Untouched{Object: "osb_cluster", Why: "not opened"})
	j.Question(recordings.Question{Text: "Apply?", Answer: "yes"})
	j.Approval(recordings.Approval{KeyID: "key"})
	j.Restart(recordings.RestartInfo{Strategy: "full", Phase: "started"})
	j.Command("kubectl patch")
	j.Server(recordings.Server{Name: "s1", Pod: "p1", UIDBefore: "a"})
	j.Server(recordings.Server{Name: "s1", UIDAfter: "b", ReadyAt: at(9)})
	if err := j.Emit(recordings.Event{Type: recordings.TypeDifference, Message: "text", Difference: &recordings.Difference{Kind: "value"}}); err != nil {
		t.Fatal(err)
	}
	j.Note("note")
	j.Recovery("logged in again")
	j.Warn(recordings.Diagnostic{Summary: "one replica"})
	j.Error(recordings.Diagnostic{Summary: "gone", Hint: "look"})
	if _, err := j.Picture("last", []byte("png2"), 1, 1, time.Unix(0, 0)); err != nil {
		t.Fatal(err)
	}
	if err := j.Finish(recordings.Outcome{Result: "done", Verdict: "in force"}); err != nil {
		t.Fatal(err)
	}
	return j.Dir()
}

func TestFilesAreValid(t *testing.T) {
	dir := wholeRun(t)
	file := func(name string) []byte {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	validate(t, compile(t, "run"), "run.json", file("run.json"))
	validate(t, compile(t, "plan"), "plan.json", file("plan.json"))
	event := compile(t, "event")
	types := map[string]bool{}
	for line := range bytes.Lines(file("events.jsonl")) {
		validate(t, event, string(line), line)
		if !bytes.HasPrefix(line, []byte(`{"type":"`)) {
			t.Errorf("line does not begin with its type: %s", line)
		}
		types[strings.Split(string(line), `"`)[3]] = true
	}
	for _, name := range readSource(t).consts["Type"] {
		if !types[name] {
			t.Errorf("no event of type %s was told", name)
		}
	}
}

func TestEmptyRunIsValid(t *testing.T) {
	j := newJournal(t, recordings.Options{})
	if err := j.Finish(recordings.Outcome{Result: "refused", ExitCode: 64, Verdict: "nothing was contacted"}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(j.Dir(), "run.json"))
	if err != nil {
		t.Fatal(err)
	}
	validate(t, compile(t, "run"), "run.json", text)
}

func TestSchemaRefusesWhatIsNotOne(t *testing.T) {
	for _, test := range []struct{ schema, text string }{
		{"plan", `{}`},
		{"plan", `{"schema":"lockedit/plan/v2"}`},
		{"run", `{"schema":"lockedit/run/v1"}`},
		{"event", `{"type":"nonsense","@level":"info","@message":"","@timestamp":"2026-11-23T08:00:00Z","seq":1}`},
		{"event", `{"type":"note","@level":"info","@message":"","@timestamp":"yesterday","seq":1}`},
	} {
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(test.text))
		if err != nil {
			t.Fatal(err)
		}
		if compile(t, test.schema).Validate(value) == nil {
			t.Errorf("%s accepts %s", test.schema, test.text)
		}
	}
}
