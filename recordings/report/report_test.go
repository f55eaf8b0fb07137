package report_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"lockedit/recordings"
	"lockedit/recordings/report"
)

// told are the sample runs by name.
func told() []sample {
	return []sample{
		{"done", "run", runDone, "Done"},
		{"activated", "run", runActivated, "Activated, but not proved in force"},
		{"failed", "apply", runFailed, "Failed, configuration as before"},
		{"planned", "plan", runPlanned, "Differences found, nothing changed"},
		{"left", "apply", runLeft, "A person is needed"},
	}
}

type sample struct {
	name, verb string
	tell       func(*teller) string
	title      string
}

func TestVerdictComesFirst(t *testing.T) {
	for _, run := range told() {
		t.Run(run.name, func(t *testing.T) {
			page := read(t, run.tell(newTeller(t, run.verb)))
			if *samples != "" {
				if err := os.WriteFile(filepath.Join(*samples, run.name+".html"), page, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if got := heading(t, page); got != run.title {
				t.Errorf("first heading is %q, want %q", got, run.title)
			}
		})
	}
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// heading is the text of the first heading of any level.
func heading(t *testing.T, page []byte) string {
	t.Helper()
	for n := range parse(t, page).Descendants() {
		if n.Type == html.ElementNode && strings.HasPrefix(n.Data, "h") && len(n.Data) == 2 && n.Data != "hr" {
			return n.FirstChild.Data
		}
	}
	t.Fatal("the page has no heading")
	return ""
}

func parse(t *testing.T, page []byte) *html.Node {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestGolden(t *testing.T) {
	for _, run := range told() {
		t.Run(run.name, func(t *testing.T) {
			got := foldPictures(read(t, run.tell(newTeller(t, run.verb))))
			file := filepath.Join("testdata", run.name+".html")
			if *update {
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(read(t, file)), string(got)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", file, diff)
			}
		})
	}
}

// foldPictures keeps what an encoder of PNG may change out of golden files:
// the pixels, and every sum that depends on them.
func foldPictures(page []byte) []byte {
	page = regexp.MustCompile(`base64,[A-Za-z0-9+/=]+`).ReplaceAll(page, []byte("base64,…"))
	page = regexp.MustCompile(`\b[0-9a-f]{64}\b`).ReplaceAll(page, []byte("…"))
	return regexp.MustCompile(`(?s)<style>.*?</style>`).ReplaceAll(page, []byte("<style>…</style>"))
}

func TestPageNeedsNothingFromOutside(t *testing.T) {
	page := read(t, runDone(newTeller(t, "run")))
	for n := range parse(t, page).Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "script", "link", "iframe", "object", "embed", "form", "base":
			t.Errorf("the page has a <%s>", n.Data)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" {
				t.Errorf("<%s> has %s", n.Data, a.Key)
			}
			if (a.Key == "src" || a.Key == "href") && !strings.HasPrefix(a.Val, "#") && !strings.HasPrefix(a.Val, "data:image/png;base64,") {
				t.Errorf("<%s %s> leads to %.60q", n.Data, a.Key, a.Val)
			}
		}
	}
}

func TestPolicyAllowsExactlyThisStyle(t *testing.T) {
	page := read(t, runPlanned(newTeller(t, "plan")))
	style := regexp.MustCompile(`(?s)<style>(.*?)</style>`).FindSubmatch(page)
	if style == nil {
		t.Fatal("the page has no style")
	}
	sum := sha256.Sum256(style[1])
	want := "style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	for n := range parse(t, page).Descendants() {
		if n.Data != "meta" {
			continue
		}
		for _, a := range n.Attr {
			if a.Key == "content" && strings.HasPrefix(a.Val, "default-src 'none'; ") && strings.Contains(a.Val, want) {
				return
			}
		}
	}
	t.Errorf("no policy with %s", want)
}

// TestEveryPictureHasWordsAndEveryLinkAnAim is what a reader without eyes, or
// with a keyboard only, needs.
func TestEveryPictureHasWordsAndEveryLinkAnAim(t *testing.T) {
	for _, run := range told() {
		doc := parse(t, read(t, run.tell(newTeller(t, run.verb))))
		ids := map[string]bool{}
		for n := range doc.Descendants() {
			if id := attr(n, "id"); id != "" {
				if ids[id] {
					t.Errorf("%s: id %q is there twice", run.name, id)
				}
				ids[id] = true
			}
		}
		for n := range doc.Descendants() {
			switch {
			case n.Data == "a" && !ids[strings.TrimPrefix(attr(n, "href"), "#")]:
				t.Errorf("%s: link to %q leads nowhere", run.name, attr(n, "href"))
			case n.Data == "img" && attr(n, "alt") == "", n.Data == "svg" && attr(n, "aria-label") == "":
				t.Errorf("%s: <%s> without words", run.name, n.Data)
			case n.Data == "th" && attr(n, "scope") == "":
				t.Errorf("%s: <th> without a scope", run.name)
			}
		}
	}
}

func attr(n *html.Node, key string) string {
	if n.Type != html.ElementNode {
		return ""
	}
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func TestSamePictureIsEmbeddedOnce(t *testing.T) {
	s := newTeller(t, "plan")
	page := string(read(t, runPlanned(s)))
	if got := strings.Count(page, `class="page"`); got != s.shots {
		t.Errorf("%d pictures in the page, %d different ones were drawn", got, s.shots)
	}
	whole := strings.Count(page, `<image id=`)
	if patched := strings.Count(page, "<use "); whole+patched != s.shots || whole == s.shots {
		t.Errorf("%d whole pictures and %d with patches for %d", whole, patched, s.shots)
	}
	if !strings.Contains(page, "the same picture as <a href=\"#step-1-1\">after of step 1</a>") {
		t.Error("the page does not say which pictures are the same")
	}
}

func TestPictureThatWasChangedIsNotShown(t *testing.T) {
	s := newTeller(t, "plan")
	runPlanned(s)
	for file, content := range map[string]string{"steps/01-login/after.png": "\x89PNG\r\n\x1a\nother", "steps/02-clusters/after.png": ""} {
		path := filepath.Join(s.Dir(), filepath.FromSlash(file))
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		if content == "" {
			continue
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	rec, err := recordings.Open(s.Dir())
	if err != nil {
		t.Fatal(err)
	}
	// The second step's own picture before is a link to the first one's pixels.
	page, err := report.Format{}.Render(rec)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"The picture was changed after it was taken", "The picture is not in the recording."} {
		if !bytes.Contains(page, []byte(want)) {
			t.Errorf("the page does not say %q", want)
		}
	}
}
