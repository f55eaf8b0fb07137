package recordings_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"lockedit/recordings"
)

func hostileTexts() []string {
	return []string{
		"<script>alert('x')</script>", "quotes \" ' `", "lines\r\nand\ttabs", "esc \x1b[2J\x07\x9b31m", "c1 \u009b31m", "rtl \u202egnp.exe", "zero\u200bwidth\ufeff",
		"tag \U000e0041", "sep \u2028\u2029", "../../etc/passwd", "bad \xff\xfe", "back\\slash \\u001b", "emoji \U0001f600",
	}
}

func TestLineHidesNothing(t *testing.T) {
	for _, text := range hostileTexts() {
		checkLine(t, text)
	}
}

// checkLine writes a text into a line and reads it again: the same text, and no
// byte that a terminal obeys.
func checkLine(t *testing.T, text string) {
	t.Helper()
	line, err := recordings.Line(recordings.Event{Type: recordings.TypeNote, Message: text})
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(line, []byte("\n")); n != 1 || line[len(line)-1] != '\n' {
		t.Errorf("%q makes %d lines", text, n)
	}
	for _, r := range string(line[:len(line)-1]) {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			t.Errorf("%q leaves %U in the line", text, r)
		}
	}
	var got recordings.Event
	if err := json.Unmarshal(line, &got); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	if want := string([]rune(text)); got.Message != want {
		t.Errorf("%q came back as %q", want, got.Message)
	}
}

// TestWriteJSONHidesNothing does the same with JSON of several lines.
func TestWriteJSONHidesNothing(t *testing.T) {
	t.Parallel()
	want := map[string][]string{}
	for _, text := range hostileTexts() {
		text = string([]rune(text))
		want[text] = []string{text}
	}
	var out bytes.Buffer
	if err := recordings.WriteJSON(&out, want); err != nil {
		t.Fatal(err)
	}
	for _, r := range out.String() {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
			t.Errorf("%U is left in the text", r)
		}
	}
	var got map[string][]string
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func FuzzLine(f *testing.F) {
	for _, text := range hostileTexts() {
		f.Add(text)
	}
	f.Fuzz(checkLine)
}

func TestVisible(t *testing.T) {
	for _, test := range []struct{ name, in, want string }{
		{"plain", "soa_cluster é 世界", "soa_cluster é 世界"},
		{"escape", "a\x1b[31mb", "a⟨U+001B⟩[31mb"},
		{"direction", "a\u202eb", "a⟨U+202E⟩b"},
		{"lines", "a\r\n\tb", "a   b"},
		{"nothing to see", "a\u200bb", "a⟨U+200B⟩b"},
		{"a C1 control", "a\u009bb", "a⟨U+009B⟩b"},
		{"a C1 byte", "a\x9b31m\xff", "a⟨0x9B⟩31m⟨0xFF⟩"},
		{"a replacement character", "a\ufffdb", "a\ufffdb"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := recordings.Visible(test.in); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestSinksGetTheLinesOfTheFile(t *testing.T) {
	var out bytes.Buffer
	sink := recordings.NewLineSink(&out)
	j := newJournal(t, recordings.Options{Redactor: newRedactor(t), Sinks: []recordings.Sink{sink}})
	for _, text := range append(hostileTexts(), canary) {
		j.Note(text)
	}
	if err := j.Finish(recordings.Outcome{Result: "done", Verdict: "done"}); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(filepath.Join(j.Dir(), "events.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(file), out.String()); diff != "" {
		t.Errorf("(-events.jsonl +sink):\n%s", diff)
	}
	if sink.Err() != nil {
		t.Error(sink.Err())
	}
}

// broken is a pipe whose reader went away.
type broken struct{ writes int }

func (b *broken) Write([]byte) (int, error) {
	b.writes++
	return 0, errors.New("broken pipe")
}

func TestLineSinkStopsAtItsFirstError(t *testing.T) {
	w := &broken{}
	sink := recordings.NewLineSink(w)
	for range 3 {
		sink.Event(recordings.Event{Type: recordings.TypeNote})
	}
	if sink.Err() == nil || w.writes != 1 {
		t.Errorf("%d writes, %v", w.writes, sink.Err())
	}
}

func BenchmarkEmit(b *testing.B) {
	r := recordings.NewRedactor()
	for _, secret := range []string{"Welcome1!", "another-Secret"} {
		if err := r.Add(secret); err != nil {
			b.Fatal(err)
		}
	}
	j, err := recordings.Create(recordings.Options{Parent: b.TempDir(), Redactor: r})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		j.Request(recordings.Request{Method: "GET", URL: "http://wls.example.com/console/console.portal?_nfpb=true&_pageLabel=HomePage1", Status: 200})
	}
}

func BenchmarkRedactTree(b *testing.B) {
	r := recordings.NewRedactor()
	if err := r.Add("Welcome1!"); err != nil {
		b.Fatal(err)
	}
	tree := bytes.Repeat([]byte("- link \"it''s Settings for soa_server1 (migratable)\"\n  - /url: a+b%20c&amp;d\n"), 1000)
	b.SetBytes(int64(len(tree)))
	for b.Loop() {
		r.Bytes(tree)
	}
}
