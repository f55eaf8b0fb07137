package recordings_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lockedit/recordings"
)

// clock is a time that moves on by a second each time it is asked.
func clock() func() time.Time {
	at := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	return func() time.Time {
		at = at.Add(time.Second)
		return at
	}
}

func newJournal(t *testing.T, o recordings.Options) *recordings.Journal {
	t.Helper()
	if o.Parent == "" {
		o.Parent = t.TempDir()
	}
	o.Now, o.Program = clock(), "v1.0.0"
	j, err := recordings.Create(o)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// shortRun tells a run of two steps, the first passed, the second under way.
func shortRun(t *testing.T, j *recordings.Journal) {
	t.Helper()
	j.Start(recordings.Started{Verb: "apply", Cluster: "soa_cluster", URL: "http://wls.example.com/console"})
	j.StartStep("login", "Log in")
	j.At("http://wls.example.com/console/login;jsessionid=abc")
	if _, err := j.Picture("after", []byte("png"), 10, 20, time.Unix(0, 0)); err != nil {
		t.Fatal(err)
	}
	if err := j.EndStep(recordings.StatusPassed, "Welcome, weblogic", nil); err != nil {
		t.Fatal(err)
	}
	j.StartStep("lock", "Lock & Edit")
	j.Lock(recordings.LockChange{What: "acquired", How: "Lock & Edit"})
}

func TestSumsAreAcceptedBySha256sum(t *testing.T) {
	j := newJournal(t, recordings.Options{Verb: "apply", Cluster: "soa_cluster"})
	shortRun(t, j)
	if err := j.Finish(recordings.Outcome{Result: "failed", ExitCode: 1, Verdict: "nothing changed"}); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("sha256sum", "--strict", "--check", "SHA256SUMS")
	cmd.Dir = j.Dir()
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("sha256sum: %v\n%s", err, out)
	}
}

func TestDefaultDirectoryIsNeverReused(t *testing.T) {
	parent := t.TempDir()
	for _, want := range []string{
		"20261123T080001Z-plan-a_.._b__c_", "20261123T080001Z-plan-a_.._b__c_-2", "20261123T080001Z-plan-a_.._b__c_-3",
	} {
		j := newJournal(t, recordings.Options{Parent: parent, Verb: "plan", Cluster: "a/../b\x1b\ncé"})
		if got := filepath.Base(j.Dir()); got != want {
			t.Errorf("directory is %q, want %q", got, want)
		}
		info, err := os.Stat(j.Dir())
		if err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("mode is %v (%v), want 0700", info.Mode(), err)
		}
	}
}

func TestNamedDirectoryMustBeEmpty(t *testing.T) {
	dir := t.TempDir()
	newJournal(t, recordings.Options{Dir: dir})
	_, err := recordings.Create(recordings.Options{Dir: dir})
	var notEmpty *recordings.DirNotEmptyError
	if !errors.As(err, &notEmpty) || notEmpty.Dir != dir {
		t.Fatalf("error is %v, want a DirNotEmptyError", err)
	}
}

func TestFinishedJournalRefusesEverything(t *testing.T) {
	j := newJournal(t, recordings.Options{})
	if err := j.Finish(recordings.Outcome{Result: "done"}); err != nil {
		t.Fatal(err)
	}
	if err := j.Emit(recordings.Event{Type: recordings.TypeNote}); !errors.Is(err, recordings.ErrFinished) {
		t.Errorf("Emit returned %v", err)
	}
	if _, err := j.Picture("late", nil, 0, 0, time.Time{}); !errors.Is(err, recordings.ErrFinished) {
		t.Errorf("Picture returned %v", err)
	}
	if err := j.Finish(recordings.Outcome{}); !errors.Is(err, recordings.ErrFinished) {
		t.Errorf("Finish returned %v", err)
	}
}

func TestDeadRunIsReadUpToItsLastEvent(t *testing.T) {
	j := newJournal(t, recordings.Options{Verb: "apply"})
	shortRun(t, j)
	path := filepath.Join(j.Dir(), "events.jsonl")
	file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteString(`{"type":"lock","@lev`); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	run, err := recordings.Load(j.Dir())
	if err != nil {
		t.Fatal(err)
	}
	if run.Complete || run.Result != "incomplete" || len(run.Steps) != 2 {
		t.Errorf("run is %+v", run)
	}
	if run.Steps[1].Status != recordings.StatusRunning || run.Lock.AcquiredAt.IsZero() || run.Lock.How != "" {
		t.Errorf("last step %+v, lock %+v", run.Steps[1], run.Lock)
	}
}

func TestMatchIsSaidOnceAStep(t *testing.T) {
	j := newJournal(t, recordings.Options{})
	for _, step := range []string{"one", "two"} {
		j.StartStep(step, step)
		for range 3 {
			j.Match(recordings.Match{Element: "tab.general", Candidates: []string{"text"}})
		}
		j.Match(recordings.Match{Element: "tab.general", Candidates: []string{"text", "title"}})
		if err := j.EndStep(recordings.StatusPassed, "", nil); err != nil {
			t.Fatal(err)
		}
	}
	run, err := recordings.Load(j.Dir())
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range run.Steps {
		if len(step.Matches) != 2 {
			t.Errorf("step %s has %d matches", step.ID, len(step.Matches))
		}
	}
}

// TestALongMessageIsCutWhenItIsClean holds that a message is cut, and that no half of a
// secret stays where it is cut.
func TestALongMessageIsCutWhenItIsClean(t *testing.T) {
	redactor := recordings.NewRedactor()
	if err := redactor.Add("hunter2-hunter2"); err != nil {
		t.Fatal(err)
	}
	var told events
	j := newJournal(t, recordings.Options{Redactor: redactor, Sinks: []recordings.Sink{&told}})
	whole := strings.Repeat("x", 8<<10)
	j.Page(recordings.PageMessage{Kind: "script", Text: whole})
	j.Page(recordings.PageMessage{Kind: "script", Text: whole[:len(whole)-7] + "hunter2-hunter2 and so on"})
	var texts []string
	for _, e := range told {
		if e.Page != nil {
			texts = append(texts, e.Page.Text)
		}
	}
	if len(texts) != 2 || texts[0] != whole {
		t.Fatalf("%d messages are told, or one that is not too long is another", len(texts))
	}
	if got := texts[1]; !strings.HasSuffix(got, " … (cut)") || len(got) > 9<<10 || strings.Contains(got, "hunter") {
		t.Errorf("%d bytes are told that end with %q", len(got), got[len(got)-30:])
	}
}

// events keeps what a journal tells.
type events []recordings.Event

func (l *events) Event(e recordings.Event) { *l = append(*l, e) }
