package recordings_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lockedit/recordings"
)

func at(second int) time.Time { return time.Date(2026, 11, 23, 8, 0, second, 0, time.UTC) }

func TestFoldLock(t *testing.T) {
	for _, test := range []struct {
		name string
		what []string
		want recordings.Lock
	}{
		{"never taken", nil, recordings.Lock{}},
		{"held", []string{"acquired"}, recordings.Lock{AcquiredAt: at(0)}},
		{"activated", []string{"acquired", "activated"}, recordings.Lock{AcquiredAt: at(0), ReleasedAt: at(1), How: "activated"}},
		{"released after activation", []string{"acquired", "activated", "released"}, recordings.Lock{AcquiredAt: at(0), ReleasedAt: at(1), How: "activated"}},
		{"undone", []string{"acquired", "undone"}, recordings.Lock{AcquiredAt: at(0), ReleasedAt: at(1), How: "undone"}},
		{"left", []string{"acquired", "left"}, recordings.Lock{AcquiredAt: at(0), How: "left"}},
		{"left, then released", []string{"acquired", "left", "released"}, recordings.Lock{AcquiredAt: at(0), ReleasedAt: at(2), How: "released"}},
		{"told twice", []string{"acquired", "acquired"}, recordings.Lock{AcquiredAt: at(0)}},
		{"taken again and held", []string{"acquired", "activated", "acquired"}, recordings.Lock{
			AcquiredAt: at(2), Earlier: []recordings.Lock{{AcquiredAt: at(0), ReleasedAt: at(1), How: "activated"}},
		}},
		{"three times", []string{"acquired", "activated", "acquired", "undone", "acquired", "released"}, recordings.Lock{
			AcquiredAt: at(4), ReleasedAt: at(5), How: "released", Earlier: []recordings.Lock{
				{AcquiredAt: at(0), ReleasedAt: at(1), How: "activated"}, {AcquiredAt: at(2), ReleasedAt: at(3), How: "undone"},
			},
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var events []recordings.Event
			for i, what := range test.what {
				events = append(events, recordings.Event{Time: at(i), Lock: &recordings.LockChange{What: what}})
			}
			if diff := cmp.Diff(test.want, recordings.Fold(events).Lock); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFoldNamesOnceWhatWasLeftAlone(t *testing.T) {
	a := recordings.Untouched{Object: "osb_server1", Why: "of another cluster"}
	b := recordings.Untouched{Object: "osb_server2", Why: "of another cluster"}
	run := recordings.Fold([]recordings.Event{{Untouched: &a}, {Untouched: &b}, {Untouched: &a}, {Untouched: &b}})
	if diff := cmp.Diff([]recordings.Untouched{a, b}, run.Untouched); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFoldMergesWhatIsSaidOfOneValue(t *testing.T) {
	change := func(c recordings.Change) recordings.Event { return recordings.Event{Change: &c} }
	run := recordings.Fold([]recordings.Event{
		change(recordings.Change{Type: "Cluster", Object: "c", Attribute: "Basis", Before: "consensus", After: "database"}),
		change(recordings.Change{Type: "Cluster", Object: "c", Attribute: "Table", Before: "ACTIVE", After: "ACTIVE"}),
		change(recordings.Change{Type: "MigratableTarget", Object: "c", Attribute: "Basis", Before: "x", After: "y"}),
		change(recordings.Change{Object: "c", Attribute: "Table", ReadBack: "ACTIVE"}),
		change(recordings.Change{Type: "Cluster", Object: "c", Attribute: "Basis", ReadBack: "database"}),
		change(recordings.Change{Type: "Cluster", Object: "c", Attribute: "Basis", InForce: "consensus"}),
	})
	want := []recordings.Change{
		{Type: "Cluster", Object: "c", Attribute: "Basis", Before: "consensus", After: "database", ReadBack: "database", InForce: "consensus"},
		{Type: "MigratableTarget", Object: "c", Attribute: "Basis", Before: "x", After: "y"},
	}
	if diff := cmp.Diff(want, run.Changes); diff != "" {
		t.Error(diff)
	}
	same := []recordings.Change{{Type: "Cluster", Object: "c", Attribute: "Table", Before: "ACTIVE", After: "ACTIVE", ReadBack: "ACTIVE"}}
	if diff := cmp.Diff(same, run.Unchanged); diff != "" {
		t.Error(diff)
	}
}

func TestFoldOfRestart(t *testing.T) {
	run := recordings.Fold([]recordings.Event{
		{Time: at(0), Restart: &recordings.RestartInfo{Strategy: "full", Reason: "why", Phase: "chosen"}},
		{Time: at(1), Restart: &recordings.RestartInfo{Strategy: "full", Phase: "started"}},
		{Time: at(2), Command: "kubectl patch"},
		{Time: at(3), Server: &recordings.Server{Name: "s1", Pod: "p1", UIDBefore: "old"}},
		{Time: at(4), Server: &recordings.Server{Name: "s1", UIDAfter: "new", ReadyAt: at(4)}},
		{Time: at(5), Restart: &recordings.RestartInfo{Phase: "finished"}},
	})
	want := recordings.Restart{
		Strategy: "full", Reason: "why", Commands: []string{"kubectl patch"}, Started: at(1), Ended: at(5),
		Servers: []recordings.Server{{Name: "s1", Pod: "p1", UIDBefore: "old", UIDAfter: "new", ReadyAt: at(4)}},
	}
	if diff := cmp.Diff(want, run.Restart); diff != "" {
		t.Error(diff)
	}
}

// TestRunIsTheFoldOfItsEvents is the promise that nothing is in run.json that
// is not in the events.
func TestRunIsTheFoldOfItsEvents(t *testing.T) {
	j := newJournal(t, recordings.Options{Verb: "run", Cluster: "c"})
	tellEverything(t, j, "text")
	if err := j.Finish(recordings.Outcome{Result: "done", Verdict: "done"}); err != nil {
		t.Fatal(err)
	}
	run, err := recordings.Load(j.Dir())
	if err != nil {
		t.Fatal(err)
	}
	events, err := recordings.LoadEvents(j.Dir())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(run, recordings.Fold(events)); diff != "" {
		t.Errorf("(-run.json +events.jsonl):\n%s", diff)
	}
	for i, e := range events {
		if e.Seq != i+1 {
			t.Errorf("event %d has number %d", i+1, e.Seq)
		}
	}
}

func TestStepsAreNumberedAndTheirFilesNeverOverwritten(t *testing.T) {
	j := newJournal(t, recordings.Options{})
	if id := j.StartStep("../../etc/passwd", "Log in"); id != "01-_.._etc_passwd" {
		t.Errorf("step is %q", id)
	}
	for _, want := range []string{"before.png", "before-2.png", "before-3.png"} {
		got, err := j.Picture("before", []byte("png"), 1, 1, at(0))
		if err != nil || got != "steps/01-_.._etc_passwd/"+want {
			t.Errorf("picture is %q, %v", got, err)
		}
	}
	if id := j.StartStep("next", "Next"); id != "02-next" {
		t.Errorf("step is %q", id)
	}
	run, err := recordings.Load(j.Dir())
	if err != nil {
		t.Fatal(err)
	}
	if run.Steps[0].Status != recordings.StatusFailed || len(run.Steps[0].Pictures) != 3 {
		t.Errorf("a step inside which another began is %+v", run.Steps[0])
	}
}

func TestLoadErrors(t *testing.T) {
	version := `{"type":"version","version":{"lockedit":"v1","schema":"lockedit/events/v1"}}` + "\n"
	for _, test := range []struct{ name, file, content, want string }{
		{"nothing", "other", "", "it has no events.jsonl"},
		{"foreign run", "run.json", "<html>", "is not a recording that lockedit wrote"},
		{"foreign schema", "run.json", `{"schema":"other/run/v1"}`, `schema is "other/run/v1"`},
		{"newer run", "run.json", `{"schema":"lockedit/run/v2"}`, "use a newer lockedit"},
		{"newer events", "events.jsonl", strings.Replace(version, "events/v1", "events/v12", 1), "use a newer lockedit"},
		{"newer events of another kind", "events.jsonl", strings.Replace(version, "events/v1", "events/v2", 1) + "[1]\n", "use a newer lockedit"},
		{"no version", "events.jsonl", `{"type":"note"}` + "\n", "its first line names no version"},
		{"empty", "events.jsonl", "", "its first line names no version"},
		{"torn first line", "events.jsonl", version[:20], "its first line names no version"},
		{"broken line", "events.jsonl", version + "{\n" + version, "line 2"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, test.file), []byte(test.content), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := recordings.Load(dir); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error is %v, want %q", err, test.want)
			}
		})
	}
}

// TestLaterMinorVersionsAreRead holds that fields and types of events that this
// program does not know are passed over, so that a recording of a somewhat newer
// lockedit with the same schemas is read.
func TestLaterMinorVersionsAreRead(t *testing.T) {
	version := `{"type":"version","version":{"lockedit":"v9","schema":"lockedit/events/v1"},"more":[1]}` + "\n"
	lines := version + `{"type":"aura","aura":{"colour":"blue"},"seq":2}` + "\n" +
		`{"type":"run_started","started":{"verb":"run","cluster":"c","moon":"full"},"seq":3}` + "\n"
	run := `{"schema":"lockedit/run/v1","verb":"run","cluster":"c","complete":true,"moon":{"phase":"full"}}`
	for name, text := range map[string]string{"events.jsonl": lines, "run.json": run} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := recordings.Load(dir)
		if err != nil || got.Verb != "run" || got.Cluster != "c" {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func TestJournalFromManyGoroutines(t *testing.T) {
	j := newJournal(t, recordings.Options{})
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 20 {
				j.Note("note")
			}
		})
	}
	group.Wait()
	events, err := recordings.LoadEvents(j.Dir())
	if err != nil || len(events) != 161 {
		t.Fatalf("%d events, %v", len(events), err)
	}
	for i, e := range events {
		if e.Seq != i+1 {
			t.Fatalf("line %d has number %d", i+1, e.Seq)
		}
	}
}
