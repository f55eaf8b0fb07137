package har_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"lockedit/recordings"
	"lockedit/recordings/har"
)

// published is the schema of HAR 1.2 in testdata/schema (see LICENSE there).
func published(t *testing.T) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	files, err := filepath.Glob("testdata/schema/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no schema: %v", err)
	}
	for _, file := range files {
		text, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(text)
		_ = text.Close()
		if err != nil {
			t.Fatal(err)
		}
		// The schemas name "min", which is no keyword; what they mean is minimum.
		minimum(doc)
		if err := c.AddResource("schema:///"+filepath.Base(file), withID(doc, "schema:///"+filepath.Base(file))); err != nil {
			t.Fatal(err)
		}
	}
	s, err := c.Compile("schema:///har.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func withID(doc any, id string) any {
	if object, ok := doc.(map[string]any); ok {
		object["$id"] = id
	}
	return doc
}

func minimum(doc any) {
	switch doc := doc.(type) {
	case map[string]any:
		if least, ok := doc["min"]; ok {
			doc["minimum"] = least
		}
		for _, inner := range doc {
			minimum(inner)
		}
	case []any:
		for _, inner := range doc {
			minimum(inner)
		}
	}
}

var start = time.Date(2026, 11, 21, 2, 4, 5, 6_000_000, time.UTC)

// sample is a run with one request of each kind.
func sample(requests ...recordings.Request) recordings.Recording {
	events := []recordings.Event{
		{Type: recordings.TypeVersion, Time: start, Version: &recordings.VersionInfo{Lockedit: "v1", Schema: recordings.EventsSchema}},
		{Type: recordings.TypeBrowser, Time: start, Browser: &recordings.Browser{Product: "HeadlessChrome/156.0"}},
		{Type: recordings.TypeStepStart, Time: start, Step: "01-login", StepInfo: &recordings.StepInfo{Number: 1, ID: "01-login", Title: "Log in"}},
	}
	for i := range requests {
		requests[i].At = start
		e := recordings.Event{Type: recordings.TypeRequest, Time: start, Request: &requests[i]}
		if i%2 == 0 {
			e.Step = "01-login"
		}
		events = append(events, e)
	}
	return recordings.Recording{Run: recordings.Fold(events), Events: events}
}

func render(t *testing.T, rec recordings.Recording) []byte {
	t.Helper()
	text, err := har.Format{}.Render(rec)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

var exchanges = []recordings.Request{
	{
		Method: "GET", URL: "http://h:7001/console/p?_nfpb=true&a=b%20c", Status: 302, StatusText: "Found", Millis: 12.5, Bytes: 900, Head: 400, Body: 700,
		MIME: "text/html", Protocol: "http/1.1", Address: "127.0.0.1", Redirect: "http://h:7001/console/q",
		Phases:   &recordings.Phases{Blocked: 1, DNS: -1, Connect: 2, TLS: 1.5, Send: 0.5, Wait: 7, Receive: 2},
		Received: []recordings.Header{{Name: "Content-Type", Value: "text/html"}},
	},
	{Method: "GET", URL: "http://h/x", Millis: 3, Error: "net::ERR_CONNECTION_REFUSED"},
	{Method: "POST", URL: "http://h/never", Millis: -1, Error: "under way when the page was closed"},
	{Method: "GET", URL: "https://[::1]/six", Status: 200, Millis: 4, Protocol: "h2", Address: "::1"},
	{Method: "GET", URL: "http://h/%zz%?%zz", Status: 200, Millis: 1},
}

func TestArchiveIsValid(t *testing.T) {
	schema := published(t)
	for name, rec := range map[string]recordings.Recording{"requests": sample(exchanges...), "empty": {}} {
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(render(t, rec)))
		if err == nil {
			err = schema.Validate(value)
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSchemaIsNotBlind(t *testing.T) {
	text := render(t, sample(exchanges...))
	for _, change := range [][2]string{
		{`"time":12.5`, `"time":-1`}, {`"send":0.5,`, ``}, {`"status":302`, `"status":"302"`}, {`"version":"1.2",`, ``}, {`"127.0.0.1"`, `"localhost"`},
	} {
		broken := strings.Replace(string(text), change[0], change[1], 1)
		if broken == string(text) {
			t.Fatalf("%s is not in the archive:\n%s", change[0], text)
		}
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(broken))
		if err != nil {
			t.Fatal(err)
		}
		if published(t).Validate(value) == nil {
			t.Errorf("%s instead of %s is accepted", change[1], change[0])
		}
	}
}

func TestEveryRequestIsThere(t *testing.T) {
	text := render(t, sample(exchanges...))
	var archive struct {
		Log struct {
			Pages []struct {
				ID string `json:"id"`
			} `json:"pages"`
			Entries []struct {
				Pageref string  `json:"pageref"`
				Time    float64 `json:"time"`
				Comment string  `json:"comment"`
				Request struct {
					URL         string `json:"url"`
					QueryString []struct{ Name, Value string }
				} `json:"request"`
			} `json:"entries"`
		} `json:"log"`
	}
	if err := json.Unmarshal(text, &archive); err != nil {
		t.Fatal(err)
	}
	if len(archive.Log.Entries) != len(exchanges) || len(archive.Log.Pages) != 2 {
		t.Fatalf("%d entries, %d pages", len(archive.Log.Entries), len(archive.Log.Pages))
	}
	for i, e := range archive.Log.Entries {
		if e.Request.URL != strings.Replace(exchanges[i].URL, "/%zz%", "/%25zz%25", 1) || e.Comment != exchanges[i].Error || e.Time != max(exchanges[i].Millis, 0) {
			t.Errorf("entry %d: %+v", i, e)
		}
	}
	first := archive.Log.Entries[0]
	if first.Pageref != "01-login" || len(first.Request.QueryString) != 2 || first.Request.QueryString[1].Value != "b c" {
		t.Errorf("first entry: %+v", first)
	}
	if lines := bytes.Count(text, []byte("\n")); lines < len(exchanges) {
		t.Errorf("%d lines for %d entries", lines, len(exchanges))
	}
}
