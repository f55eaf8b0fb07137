package report_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode"

	"golang.org/x/net/html"

	"lockedit/recordings"
	"lockedit/recordings/report"
)

// hostile are names as a console could have them that wants to harm the reader.
var hostile = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onmouseover='alert(1)`, "two\nlines\r\n", "esc \x1b[31mred\x1b[0m \x07",
	"right \u202egnp.exe\u202c", "\u2066isolate\u2069\u200b", "../../../etc/passwd", "{{.CSS}} {{template \"files\"}}", "</style><style>*{display:none}", "javascript:alert(1)", "bad\xffutf8", "-->", "]]>", strings.Repeat("W", 3000),
}

// tellHostile puts a name wherever the journal takes one.
func tellHostile(s *teller, name string) []byte {
	s.t.Helper()
	s.Console(recordings.Console{URL: name, Version: name, Domain: name, Mode: name, Language: name})
	s.Browser(recordings.Browser{Product: name, Protocol: name, Sandbox: name, TLS: name, CommandLine: []string{name}})
	s.StartStep(name, name)
	s.At(name)
	s.Page(recordings.PageMessage{Kind: name, Text: name})
	s.Dialog(recordings.Dialog{Kind: name, Text: name, Answer: name})
	s.Retry(recordings.Retry{What: name, Why: name})
	s.Match(recordings.Match{Element: name, Candidates: []string{name}, Catalogue: name})
	s.Value(recordings.Value{Object: name, Attribute: name, How: "set", Value: name, Text: name})
	if _, err := s.Picture(name, s.draw(), 320, 240, s.at); err != nil {
		s.t.Fatal(err)
	}
	if err := s.Aria([]byte("- link \"" + name + "\"\n")); err != nil {
		s.t.Fatal(err)
	}
	if err := s.EndStep(recordings.StatusFailed, name, errors.New(name)); err != nil {
		s.t.Fatal(err)
	}
	s.Change(recordings.Change{Type: name, Object: name, Attribute: name, Before: name, After: name + "2", ReadBack: name, InForce: name})
	s.Change(recordings.Change{Type: name, Object: name, Attribute: "same", Before: name, After: name})
	s.Untouched(recordings.Untouched{Object: name, Why: name})
	s.Question(recordings.Question{Text: name, Answer: name})
	s.Approval(recordings.Approval{KeyID: name, Name: name, At: s.at})
	s.Lock(recordings.LockChange{What: "acquired"})
	s.Lock(recordings.LockChange{What: name, How: name})
	s.Restart(recordings.RestartInfo{Strategy: name, Reason: name, Phase: "started"})
	s.Server(recordings.Server{Name: name, Pod: name, UIDBefore: name, UIDAfter: name})
	s.Command(name)
	s.Note(name)
	s.Warn(recordings.Diagnostic{Summary: name, Detail: name, Hint: name, File: name})
	s.wait(time.Minute)
	return read(s.t, s.finish(recordings.Outcome{Result: name, Verdict: name, Next: name}))
}

func TestHostileNames(t *testing.T) {
	plain := skeleton(t, tellHostile(newTeller(t, "run"), "name"))
	for _, name := range hostile {
		page := tellHostile(newTeller(t, "run"), name)
		for n := range parse(t, page).Descendants() {
			checkHarmless(t, name, n)
		}
		if got := skeleton(t, page); got != plain {
			t.Errorf("%.40q changes the elements of the page", name)
		}
	}
}

func checkHarmless(t *testing.T, name string, n *html.Node) {
	t.Helper()
	if n.Type == html.TextNode && n.Parent.Data != "style" {
		if i := strings.IndexFunc(n.Data, func(r rune) bool { return r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) }); i >= 0 {
			t.Errorf("%.40q leaves a hidden character in %.80q", name, n.Data)
		}
	}
	for _, a := range n.Attr {
		if strings.HasPrefix(a.Key, "on") || strings.Contains(a.Val, "javascript:") && a.Key == "href" {
			t.Errorf("%.40q made the attribute %s=%.40q", name, a.Key, a.Val)
		}
	}
}

// skeleton lists the elements of the page without places to break a line.
func skeleton(t *testing.T, page []byte) string {
	t.Helper()
	var names []string
	for n := range parse(t, page).Descendants() {
		if n.Type == html.ElementNode && n.Data != "wbr" {
			names = append(names, n.Data)
		}
	}
	return strings.Join(names, " ")
}

func TestDeadRunSaysWhatIsCertain(t *testing.T) {
	s := newTeller(t, "apply")
	s.look()
	s.plan(1)
	s.StartStep("lock-and-edit", "Lock & Edit")
	s.Lock(recordings.LockChange{What: "acquired", How: "Lock & Edit"})
	rec, err := recordings.Open(s.Dir())
	if err != nil {
		t.Fatal(err)
	}
	page, err := report.Format{}.Render(rec)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Incomplete: this run did not end", "The lock was held at that moment.", "did not end</span>", "lockedit release"} {
		if !bytes.Contains(page, []byte(want)) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if bytes.Contains(page, []byte("Exit code")) {
		t.Error("the page names an exit code of a run that did not end")
	}
}

// TestALockTakenBeforeTheRunIsNotCalledNeverTaken renders what release --undo tells.
func TestALockTakenBeforeTheRunIsNotCalledNeverTaken(t *testing.T) {
	for _, end := range []string{"undone", "released"} {
		t.Run(end, func(t *testing.T) {
			s := newTeller(t, "release")
			s.Lock(recordings.LockChange{What: "found", How: "the change center is pending"})
			s.Lock(recordings.LockChange{What: end, How: "Undo All Changes"})
			page := read(t, s.finish(recordings.Outcome{Result: "done", Verdict: "done"}))
			if bytes.Contains(page, []byte("never taken")) || !bytes.Contains(page, []byte("taken before this run")) {
				t.Error("the report says that the lock was never taken")
			}
		})
	}
}

func TestValueThatIsNotAsWantedIsMarked(t *testing.T) {
	s := newTeller(t, "run")
	s.Lock(recordings.LockChange{What: "acquired"})
	s.Change(recordings.Change{Object: "soa_cluster", Attribute: "MigrationBasis", Before: "consensus", After: "database", ReadBack: "database", InForce: "consensus"})
	page := read(t, s.finish(recordings.Outcome{Result: "done", Verdict: "done"}))
	if !bytes.Contains(page, []byte(`<span class="sr">not as wanted: </span>`)) {
		t.Error("a value in force that is not the wanted one is not marked")
	}
}
