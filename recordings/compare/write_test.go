package compare_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"image"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"lockedit/recordings"
	"lockedit/recordings/compare"
)

// everything differs in every way, with texts that want to break out.
func everything(t *testing.T) compare.Result {
	const evil = `</script><script>alert("x")</script>` + "\x1b[2J\u202e"
	before := sample{flow: evil, pages: pages("gone", "a", "same")}
	after := sample{flow: evil, pages: pages("a", "same", "new"), outcome: recordings.Outcome{Result: "failed", ExitCode: 1, Verdict: evil}}
	before.pages[1] = page{name: "a", title: "A", url: "http://h:7001/?_pageLabel=1", tree: "- link \"x\":\n  - /url: /1\n- textbox \"n\": v\n", picture: drawn(t, 60, 40), took: time.Second}
	after.pages[0] = page{
		name: "a", title: evil, url: "http://h:7001/?_pageLabel=" + evil, tree: "- link \"x\":\n  - /url: /2\n- textbox \"n\": w\n- text: z\n",
		picture: drawn(t, 60, 50, image.Rect(1, 1, 9, 9)), took: 10 * time.Second,
		masks:    []recordings.Masked{{X: 50, Y: 30, Width: 5, Height: 5, Why: evil}},
		messages: []recordings.PageMessage{{Kind: "error", Text: evil}, {Kind: "script", Text: evil}},
		requests: []recordings.Request{{Method: "GET", URL: "http://h:7001/x", Status: 500, At: at(0), Millis: 9000}}, status: recordings.StatusFailed,
	}
	after.pages[2].picture = drawn(t, 60, 40)
	return compared(t, before, after, compare.Options{Program: "test"})
}

func TestEveryKindIsTold(t *testing.T) {
	result := everything(t)
	kinds := map[compare.Kind]bool{}
	for _, step := range result.Steps {
		for _, d := range step.Differences {
			kinds[d.Kind] = true
		}
	}
	got := slices.Sorted(maps.Keys(kinds))
	want := slices.Sorted(slices.Values(compare.Kinds()))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("kinds (-all +told):\n%s", diff)
	}
}

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	s, err := c.Compile(filepath.Join("..", "..", "docs", "schemas", "compare.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestJSONIsWhatTheSchemaSays(t *testing.T) {
	same := compared(t, sample{pages: pages("a")}, sample{pages: pages("a")}, compare.Options{})
	all := everything(t)
	for _, result := range []compare.Result{same, all} {
		text, err := result.JSON()
		if err != nil {
			t.Fatal(err)
		}
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := compiled(t).Validate(value); err != nil {
			t.Errorf("%v", err)
		}
		known(t, "", text)
	}
}

// known holds that compare.json has no field that the schema does not describe.
func known(t *testing.T, _ string, text []byte) {
	t.Helper()
	schema, err := os.ReadFile(filepath.Join("..", "..", "docs", "schemas", "compare.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, field := range regexp.MustCompile(`(?m)^ *"([a-zA-Z0-9]+)":`).FindAllSubmatch(text, -1) {
		if !bytes.Contains(schema, []byte(`"`+string(field[1])+`":`)) {
			t.Errorf("the schema has no field %s", field[1])
		}
	}
}

func TestSchemaRefusesWhatIsNone(t *testing.T) {
	for _, text := range []string{`{}`, `{"schema":"lockedit/compare/v2"}`, `{"schema":"lockedit/compare/v1"}`} {
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if compiled(t).Validate(value) == nil {
			t.Errorf("the schema accepts %s", text)
		}
	}
}

func TestJUnitCountsSteps(t *testing.T) {
	result := everything(t)
	text, err := result.JUnit()
	if err != nil {
		t.Fatal(err)
	}
	var read struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Suites   []struct {
			Cases []struct {
				Name    string `xml:"name,attr"`
				Failure *struct {
					Text string `xml:",chardata"`
				} `xml:"failure"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	failed := 0
	for _, c := range read.Suites[0].Cases {
		if c.Failure != nil {
			failed++
		}
	}
	if read.Tests != len(result.Steps) || read.Failures != result.Different() || failed != result.Different() || failed != 4 {
		t.Errorf("%d tests, %d failures, %d failed cases of %d steps, %d different", read.Tests, read.Failures, failed, len(result.Steps), result.Different())
	}
	if bytes.Contains(text, []byte("\x1b")) || bytes.Contains(text, []byte("\u202e")) {
		t.Error("a hidden character got through")
	}
}

// TestPageIsSelfContained holds that the page loads nothing, runs no script but
// its own, and that texts of a console stay texts.
func TestPageIsSelfContained(t *testing.T) {
	result := everything(t)
	page, err := result.HTML()
	if err != nil {
		t.Fatal(err)
	}
	text := string(page)
	for _, pattern := range []string{`(?i)<(script|img|link|iframe)[^>]+(src|href)="(?:[^d]|d[^a])`, `(?i)url\(`, `(?i)@import`, `(?i)\son[a-z]+=`, `style="`} {
		if found := regexp.MustCompile(pattern).FindString(text); found != "" {
			t.Errorf("the page has %s", found)
		}
	}
	if strings.Count(text, "<script") != 1 || strings.Contains(text, "\x1b") || strings.Contains(text, "\u202e") {
		t.Error("a text of the console broke out")
	}
	for _, part := range []string{"data-set=\"slider\"", "data-set=\"overlay\"", "data-set=\"side\"", "class=\"region\"", "class=\"veil\"", "data:image/png;base64,", "name=\"kind\""} {
		if !strings.Contains(text, part) {
			t.Errorf("the page lacks %s", part)
		}
	}
}

func TestWriteTakesOnlyAnEmptyDirectory(t *testing.T) {
	result := compared(t, sample{pages: pages("a")}, sample{pages: pages("a", "b")}, compare.Options{})
	dir := filepath.Join(t.TempDir(), "out")
	if err := result.Write(dir); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"compare.html", "compare.json", "junit.xml"}, entries(t, dir)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	text, err := os.ReadFile(filepath.Join(dir, "compare.json"))
	if err != nil || !json.Valid(text) {
		t.Errorf("compare.json: %v", err)
	}
	var taken *recordings.DirNotEmptyError
	if err := result.Write(dir); !errors.As(err, &taken) {
		t.Errorf("writing over it: %v", err)
	}
}
