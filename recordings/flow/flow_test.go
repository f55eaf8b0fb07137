package flow_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lockedit/recordings/flow"
)

func read(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestRoundTrip holds that every kind of step is read, and written as it was.
func TestRoundTrip(t *testing.T) {
	text := read(t, "every.json")
	f, err := flow.Parse("every.json", text)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[flow.Type]bool{}
	for _, s := range f.Steps {
		seen[s.Type] = true
	}
	for _, kind := range flow.Types() {
		if !seen[kind] {
			t.Errorf("no step of type %s in the test's flow", kind)
		}
	}
	out, err := flow.Encode(f)
	if err != nil {
		t.Fatal(err)
	}
	var want, got any
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("written (+) is not what was read (-):\n%s", diff)
	}
}

// TestIdentities holds the names that recordings and baselines are matched by.
func TestIdentities(t *testing.T) {
	f, err := flow.Parse("every.json", read(t, "every.json"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, id := range f.Identities() {
		got = append(got, id.Name+" | "+id.Title)
	}
	if *update {
		if err := os.WriteFile(filepath.Join("testdata", "identities.txt"), []byte(strings.Join(got, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want := strings.Split(strings.TrimSpace(string(read(t, "identities.txt"))), "\n")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("identities (-want +got):\n%s", diff)
	}
}

func TestFaults(t *testing.T) {
	step := func(s string) string { return `{"title":"t","steps":[` + s + `]}` }
	for _, tt := range []struct{ name, text, want string }{
		{"no json", `{"title":`, "no JSON: the file ends too early"},
		{"other text", "hello", "the whole flow (line 1, column 1): no JSON: invalid character 'h'"},
		{"list", `[]`, "the whole flow (line 1, column 1): a flow has to be an object"},
		{"two values", `{"title":"t","steps":[]} {}`, "something follows after the end"},
		{"foreign json", `{"name":"x"}`, `/name (line 1, column 9): a flow has no property "name"`},
		{"no steps", `{"title":"t"}`, `a flow needs the property "steps"`},
		{"twice", `{"title":"t","title":"u","steps":[]}`, `property "title" stands twice`},
		{"unknown step", step(`{"type":"swipe"}`), `/steps/0/type (line 1, column 31): unknown type of step "swipe"`},
		{"type of no text", step(`{"type":3}`), `unknown type of step 3`},
		{"no type", step(`{}`), `/steps/0 (line 1, column 23): a step needs the property "type"`},
		{"click without place", step(`{"type":"click","selectors":["a"],"offsetX":1}`), `needs the property "offsetY"`},
		{"click without selectors", step(`{"type":"click","offsetX":1,"offsetY":1}`), `needs the property "selectors"`},
		{"empty selectors", step(`{"type":"hover","selectors":[]}`), `/steps/0/selectors (line 1, column 51): has to name at least one selector`},
		{"empty chain", step(`{"type":"hover","selectors":[[]]}`), `/steps/0/selectors/0`},
		{"selector of no text", step(`{"type":"hover","selectors":[["a",1]]}`), `/steps/0/selectors/0/1`},
		{"unknown aria attribute", step(`{"type":"hover","selectors":["aria/x[level=\"2\"]"]}`), `unknown attribute "level"`},
		{"property of another type", step(`{"type":"hover","selectors":["a"],"offsetX":1}`), `/steps/0/offsetX (line 1, column 67): a step of type hover has no property "offsetX"`},
		{"timeout", step(`{"type":"close","timeout":30001}`), `timeout is not between 1 and 30000 milliseconds`},
		{"timeout of the flow", `{"title":"t","timeout":0,"steps":[]}`, `/timeout`},
		{"frame", step(`{"type":"hover","selectors":["a"],"frame":[0.5]}`), `/steps/0/frame/0`},
		{"button", step(`{"type":"click","selectors":["a"],"offsetX":1,"offsetY":1,"button":"left"}`), `is "left", not one of primary`},
		{"event", step(`{"type":"close","assertedEvents":[{"type":"load"}]}`), `/steps/0/assertedEvents/0/type`},
		{"operator", step(`{"type":"waitForElement","selectors":["a"],"operator":"!="}`), `/steps/0/operator`},
		{"attributes", step(`{"type":"waitForElement","selectors":["a"],"attributes":{"a":1}}`), `/steps/0/attributes`},
		{"key", step(`{"type":"keyDown","key":"Entr"}`), `key "Entr" is none that the schema knows`},
		{"custom of others", step(`{"type":"customStep","name":"acme/x","parameters":{}}`), `/steps/0/name (line 1, column 51): unknown custom step "acme/x"`},
		{"custom parameter", step(`{"type":"customStep","name":"lockedit/read","parameters":{"selectors":["a"],"into":"a b"}}`), `"a b" is no name for a variable`},
		{"custom needs", step(`{"type":"customStep","name":"lockedit/expect-text"}`), `lockedit/expect-text needs the parameters text`},
		{"custom either", step(`{"type":"customStep","name":"lockedit/expect-value","parameters":{"selectors":["a"]}}`), `needs either value or matches`},
		{"custom expression", step(`{"type":"customStep","name":"lockedit/expect-value","parameters":{"selectors":["a"],"matches":"("}}`), `/steps/0/parameters/matches`},
		{"escaped pointer", step(`{"type":"close","a/b~":1}`), `/steps/0/a~1b~0`},
		{"deep", step(strings.Repeat("[", 100) + strings.Repeat("]", 100)), "levels deep"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := flow.Parse("f.json", []byte(tt.text))
			var fault *flow.Error
			if !errors.As(err, &fault) {
				t.Fatalf("error %v, want *flow.Error", err)
			}
			if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("message\n%s\nhas no %q", err, tt.want)
			}
		})
	}
}

func TestVariables(t *testing.T) {
	text := `{"title":"t","steps":[
		{"type":"navigate","url":"${console}/login"},
		{"type":"customStep","name":"lockedit/read","parameters":{"selectors":["${sel}"],"into":"seen"}},
		{"type":"change","selectors":["a"],"value":"${seen} $${literal}"},
		{"type":"waitForExpression","expression":"` + "`${console}${other}`" + ` === ''"}]}`
	f, err := flow.Parse("f.json", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	lookup := func(name string) (string, bool) {
		value, ok := map[string]string{"console": "http://c", "seen": "S"}[name]
		return value, ok
	}
	err = f.Check(func(name string) (string, bool) { return "", name == "console" })
	var missing *flow.MissingError
	if !errors.As(err, &missing) || len(missing.Problems) != 1 || missing.Problems[0].Pointer != "/steps/1" {
		t.Errorf("Check: %v, want one problem at /steps/1", err)
	}
	var got []string
	for _, s := range f.Steps {
		r, _ := s.Resolve(lookup)
		if r.Value != nil {
			got = append(got, *r.Value)
		}
		got = append(got, r.URL, r.Expression)
	}
	want := []string{"http://c/login", "", "", "", "S ${literal}", "", "", "", "`http://c${other}` === ''"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("resolved (-want +got):\n%s", diff)
	}
	if *f.Steps[2].Value != "${seen} $${literal}" {
		t.Error("resolving changed the flow itself")
	}
}

func TestSnapshotMissing(t *testing.T) {
	page := "- banner:\n  - link \"Home\"\n- main:\n  - heading \"Clusters\" [level=1]\n  - table:\n    - row \"a 1\"\n    - row \"b 2\": x\n"
	for _, tt := range []struct{ name, wanted, missing string }{
		{"whole", page, ""},
		{"one deep line", `- row "a 1"`, ""},
		{"with a state", `- heading "Clusters"`, ""},
		{"in order", "- table:\n  - row \"a 1\"\n  - row \"b 2\"", ""},
		{"out of order", "- table:\n  - row \"b 2\"\n  - row \"a 1\"", "table"},
		{"not there", `- row "c 3"`, `row "c 3"`},
		{"part of a name", `- row "a`, `row "a`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			seen, err := flow.ParseSnapshot(page)
			if err != nil {
				t.Fatal(err)
			}
			wanted, err := flow.ParseSnapshot(tt.wanted)
			if err != nil {
				t.Fatal(err)
			}
			if got := seen.Missing(wanted); got != tt.missing {
				t.Errorf("missing %q, want %q", got, tt.missing)
			}
		})
	}
}

// FuzzParse holds that no text brings the parser down, and that what it takes
// it writes and takes again with the same meaning.
func FuzzParse(f *testing.F) {
	for _, name := range []string{"every.json"} {
		text, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte(`{"title":"t","steps":[{"type":"click","selectors":[["a","b"]],"offsetX":1e3,"offsetY":-0}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		first, err := flow.Parse("f", text)
		if err != nil {
			var fault *flow.Error
			if !errors.As(err, &fault) || len(fault.Problems) == 0 {
				t.Fatalf("error %T %v without a place", err, err)
			}
			return
		}
		first.Identities()
		out, err := flow.Encode(first)
		if err != nil {
			t.Fatal(err)
		}
		second, err := flow.Parse("f", out)
		if err != nil {
			t.Fatalf("what was written is not taken: %v\n%s", err, out)
		}
		again, err := flow.Encode(second)
		if err != nil || string(again) != string(out) {
			t.Fatalf("written twice it differs (%v):\n%s\n%s", err, out, again)
		}
	})
}
