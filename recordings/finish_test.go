package recordings_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lockedit/recordings"
)

// plainFormat waits until its partner is rendered at the same time.
type plainFormat struct {
	name       string
	mine, your chan struct{}
}

func (f plainFormat) File() string { return f.name }

func (f plainFormat) Render(recordings.Recording) ([]byte, error) {
	close(f.mine)
	<-f.your
	return []byte(f.name), nil
}

// summary tells of the files that are there when it is rendered.
type summary struct {
	name     string
	prepared *[]string
}

func (s summary) File() string { return s.name }

func (s summary) Prepare(recordings.Recording) { *s.prepared = append(*s.prepared, s.name) }

func (s summary) Render(rec recordings.Recording) ([]byte, error) {
	var names []string
	for _, file := range rec.Files {
		names = append(names, file.Name)
	}
	return []byte(strings.Join(append(names, *s.prepared...), " ")), nil
}

func TestFormatsAreRenderedTogetherAndSummariesAfterThem(t *testing.T) {
	a, b := make(chan struct{}), make(chan struct{})
	j := newJournal(t, recordings.Options{Formats: []recordings.Format{
		summary{name: "paper", prepared: &[]string{}}, plainFormat{"trace", a, b}, plainFormat{"har", b, a},
		summary{name: "report", prepared: &[]string{}},
	}})
	if err := j.Finish(recordings.Outcome{Result: "done"}); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"paper": "events.jsonl har run.json trace paper", "report": "events.jsonl har paper run.json trace report",
	} {
		got, err := os.ReadFile(filepath.Join(j.Dir(), name))
		if err != nil || string(got) != want {
			t.Errorf("%s is %q (%v), want %q", name, got, err, want)
		}
	}
}

// panicking is a format with a defect; a summary has it where it is prepared or rendered.
type panicking struct{ name string }

func (p panicking) File() string { return p.name }

func (p panicking) Render(recordings.Recording) ([]byte, error) { panic("defect of " + p.name) }

type unprepared struct{ panicking }

func (u unprepared) Prepare(recordings.Recording) { panic("unprepared " + u.name) }

type unrendered struct{ panicking }

func (unrendered) Prepare(recordings.Recording) {}

// TestAFormatThatPanicsIsMissing holds that the recording ends, with all that could be made.
func TestAFormatThatPanicsIsMissing(t *testing.T) {
	j := newJournal(t, recordings.Options{Seal: panicking{"seal"}, Formats: []recordings.Format{
		panicking{"har"}, unprepared{panicking{"paper"}}, unrendered{panicking{"report"}}, summary{name: "last", prepared: &[]string{}},
	}})
	err := j.Finish(recordings.Outcome{Result: "done"})
	for _, want := range []string{
		"writing har: defect in lockedit: defect of har", "writing paper: defect in lockedit: unprepared paper",
		"writing report: defect in lockedit: defect of report", "writing seal: defect in lockedit: defect of seal",
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not say %q", err, want)
		}
	}
	got, err := os.ReadFile(filepath.Join(j.Dir(), "last"))
	if err != nil || string(got) != "events.jsonl run.json last" {
		t.Errorf("the last one is %q, %v", got, err)
	}
	if _, err := os.Stat(filepath.Join(j.Dir(), recordings.SumsFile)); err != nil {
		t.Error(err)
	}
}

// TestARememberedErrorIsTheRecordings holds that the first one counts.
func TestARememberedErrorIsTheRecordings(t *testing.T) {
	j := newJournal(t, recordings.Options{})
	first := errors.New("first")
	j.Remember(first)
	j.Remember(errors.New("second"))
	if err := j.Err(); !errors.Is(err, first) {
		t.Errorf("got %v", err)
	}
	if err := j.Finish(recordings.Outcome{Result: "done"}); !errors.Is(err, first) {
		t.Errorf("finished with %v", err)
	}
}

func TestSameTreeIsStoredOnce(t *testing.T) {
	j := newJournal(t, recordings.Options{})
	for _, step := range []struct{ name, tree string }{{"one", "- link"}, {"two", "- link"}, {"three", "- button"}} {
		j.StartStep(step.name, step.name)
		if err := j.Aria([]byte(step.tree)); err != nil {
			t.Fatal(err)
		}
		_ = j.EndStep(recordings.StatusPassed, "", nil)
	}
	var infos []os.FileInfo
	for _, name := range []string{"01-one", "02-two", "03-three"} {
		info, err := os.Stat(filepath.Join(j.Dir(), "steps", name, "page.aria.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		infos = append(infos, info)
	}
	if !os.SameFile(infos[0], infos[1]) || os.SameFile(infos[0], infos[2]) {
		t.Error("the tree that is the same has to be one file, and the other another")
	}
}

func TestRunFileKeepsSmallObjectsOnOneLine(t *testing.T) {
	j := newJournal(t, recordings.Options{})
	j.Value(recordings.Value{Object: "a {", Attribute: "b [", How: "read", Value: "}"})
	j.Change(recordings.Change{Type: "Cluster", Object: "soa {", Attribute: "[", Before: "{", After: "]"})
	if err := j.Finish(recordings.Outcome{Result: "done"}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(j.Dir(), "run.json"))
	if err != nil {
		t.Fatal(err)
	}
	want := `    {"type": "Cluster", "object": "soa {", "attribute": "[", "before": "{", "after": "]"}`
	if !slices.Contains(strings.Split(string(text), "\n"), want) {
		t.Errorf("no line %s in:\n%s", want, text)
	}
	run, err := recordings.Load(j.Dir())
	if err != nil || len(run.Changes) != 1 || run.Changes[0].Object != "soa {" {
		t.Errorf("%+v, %v", run.Changes, err)
	}
}
