package replay_test

import (
	"context"
	"encoding/xml"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lockedit/internal/defect"
	"lockedit/internal/replay"
	"lockedit/recordings"
	"lockedit/recordings/flow"
)

func jobs(names ...string) []replay.Job {
	var list []replay.Job
	for _, name := range names {
		j := replay.Job{Name: name, File: name + ".json", Flow: flow.Flow{Title: name}}
		if strings.HasPrefix(name, "edit") {
			j.Flow.Steps = []flow.Step{{Type: flow.CustomStep, Name: flow.LockAndEdit, Custom: &flow.Custom{}}}
		}
		list = append(list, j)
	}
	return list
}

func attempt(code int, err error) replay.Attempt {
	return replay.Attempt{Outcome: recordings.Outcome{ExitCode: code}, Err: err}
}

// TestSuite holds the verdicts, the retries, and that what takes the lock is
// played alone.
func TestSuite(t *testing.T) {
	failure := errors.New("no")
	var playing, attempts atomic.Int32
	s := replay.Suite{
		Jobs: jobs("good", "flaky", "bad", "left", "edit", "late"), Parallel: 3, Retries: 2, Done: func(replay.Played) {},
		Play: func(_ context.Context, j replay.Job, n int, alone bool) replay.Attempt {
			attempts.Add(1)
			if now := playing.Add(1); alone && now != 1 {
				t.Errorf("%s is not alone", j.Name)
			}
			defer playing.Add(-1)
			switch {
			case j.Name == "bad", j.Name == "flaky" && n < 2:
				return attempt(1, failure)
			case j.Name == "left":
				return attempt(4, failure)
			case j.Name == "late" && !alone:
				return attempt(1, &replay.AloneError{})
			case j.Name == "edit" && !alone:
				t.Error("a flow that edits began beside others")
			}
			return attempt(0, nil)
		},
	}
	played := s.Run(t.Context())
	got := map[string]string{}
	for _, p := range played {
		got[p.Name] = string(p.Verdict)
	}
	want := map[string]string{"good": "passed", "flaky": "flaky", "bad": "failed", "left": "failed", "edit": "passed", "late": "passed"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("verdicts (-want +got):\n%s", diff)
	}
	if n := attempts.Load(); n != 1+3+3+1+1+2 {
		t.Errorf("%d attempts: what leaves something behind must not be tried again", n)
	}
	if code := replay.ExitCode(played); code != 4 {
		t.Errorf("exit code %d, want 4", code)
	}
}

// TestSuiteWithADefect holds that a panic over one flow, among others, fails this one.
func TestSuiteWithADefect(t *testing.T) {
	var told atomic.Int32
	s := replay.Suite{Jobs: jobs("good", "odd", "fine"), Parallel: 2, Done: func(replay.Played) { told.Add(1) },
		Play: func(_ context.Context, j replay.Job, _ int, _ bool) replay.Attempt {
			if j.Name == "odd" {
				panic("odd")
			}
			return attempt(0, nil)
		}}
	played := s.Run(t.Context())
	var caught *defect.Error
	if last := played[1].Last(); played[1].Verdict != replay.Failed || !errors.As(last.Err, &caught) {
		t.Errorf("%s, %v", played[1].Verdict, last.Err)
	}
	if played[0].Verdict != replay.Passed || played[2].Verdict != replay.Passed || told.Load() != 3 || replay.ExitCode(played) != 1 {
		t.Errorf("%+v, code %d", played, replay.ExitCode(played))
	}
}

// TestSuiteInterrupted holds that an interrupt leaves the rest out.
func TestSuiteInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := replay.Suite{Jobs: jobs("first", "second"), Parallel: 1, Done: func(replay.Played) {},
		Play: func(context.Context, replay.Job, int, bool) replay.Attempt {
			cancel()
			return attempt(130, context.Canceled)
		}}
	played := s.Run(ctx)
	if played[0].Verdict != replay.Failed || played[1].Verdict != replay.Skipped || replay.ExitCode(played) != 130 {
		t.Errorf("verdicts %s, %s, code %d", played[0].Verdict, played[1].Verdict, replay.ExitCode(played))
	}
}

// TestSuiteInterruptedBetweenFlows holds that a suite which was cut short is not done,
// though the flow that was played had passed.
func TestSuiteInterruptedBetweenFlows(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := replay.Suite{Jobs: jobs("first", "second"), Parallel: 1, Done: func(replay.Played) {},
		Play: func(context.Context, replay.Job, int, bool) replay.Attempt {
			cancel()
			return attempt(0, nil)
		}}
	played := s.Run(ctx)
	if played[0].Verdict != replay.Passed || played[1].Verdict != replay.Skipped || replay.ExitCode(played) != 130 {
		t.Errorf("verdicts %s, %s, code %d", played[0].Verdict, played[1].Verdict, replay.ExitCode(played))
	}
}

// TestSuiteInterruptedAfterAnActivation holds that a suite in which something was
// activated does not end as one that left the configuration as it was.
func TestSuiteInterruptedAfterAnActivation(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := replay.Suite{Jobs: jobs("first", "second"), Parallel: 1, Done: func(replay.Played) {},
		Play: func(context.Context, replay.Job, int, bool) replay.Attempt {
			cancel()
			return attempt(3, context.Canceled)
		}}
	if code := replay.ExitCode(s.Run(ctx)); code != 3 {
		t.Errorf("exit code %d, want 3", code)
	}
}

// TestShard holds that the parts of a suite are whole, apart and stable.
func TestShard(t *testing.T) {
	all := jobs("a", "b", "c", "d", "e", "f", "g", "h")
	seen := map[string]int{}
	for n := 1; n <= 3; n++ {
		for _, j := range replay.Shard(all, n, 3) {
			seen[j.Name]++
		}
	}
	if len(seen) != len(all) {
		t.Errorf("the parts hold %d of %d", len(seen), len(all))
	}
	for name, n := range seen {
		if n != 1 {
			t.Errorf("%s is in %d parts", name, n)
		}
	}
	if diff := cmp.Diff(replay.Shard(all[:5], 2, 3), replay.Shard(all, 2, 3)[:len(replay.Shard(all[:5], 2, 3))]); diff != "" {
		t.Errorf("a flow changed its part:\n%s", diff)
	}
}

// TestWriteSuite holds the files of a suite: every verdict, and no markup of a
// flow's title.
func TestWriteSuite(t *testing.T) {
	dir := t.TempDir()
	list := jobs("good", "bad", "skipped")
	list[0].Flow.Title = `<script>alert("x")</script>`
	at := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	played := []replay.Played{
		{Job: list[0], Verdict: replay.Flaky, Attempts: []replay.Attempt{
			{Dir: filepath.Join(dir, "good"), Err: errors.New("first time"), Started: at, Ended: at.Add(time.Second)},
			{Dir: filepath.Join(dir, "good.attempt-2"), Started: at, Ended: at.Add(2 * time.Second)}}},
		{Job: list[1], Verdict: replay.Failed, Attempts: []replay.Attempt{{Dir: filepath.Join(dir, "bad"), Err: errors.New("broken & lost"), Started: at, Ended: at}}},
		{Job: list[2], Verdict: replay.Skipped},
	}
	if err := replay.WriteSuite(dir, "suite", played, at); err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(dir, replay.IndexFile))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"flaky", "failed", "skipped", "broken &amp; lost", `href="good.attempt-2/run.json"`, "&lt;script&gt;"} {
		if !strings.Contains(string(page), want) {
			t.Errorf("the page has no %q", want)
		}
	}
	text, err := os.ReadFile(filepath.Join(dir, replay.JUnitFile))
	if err != nil {
		t.Fatal(err)
	}
	var results struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Suites   []struct {
			Skipped int    `xml:"skipped,attr"`
			Out     string `xml:"system-out"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal(text, &results); err != nil {
		t.Fatal(err)
	}
	if results.Failures != 1 || len(results.Suites) != 3 || results.Suites[2].Skipped != 1 || !strings.Contains(results.Suites[0].Out, "first time") {
		t.Errorf("results %+v", results)
	}
}

// TestRetarget holds that a flow of one console is played at another.
func TestRetarget(t *testing.T) {
	f := flow.Flow{Steps: []flow.Step{
		{Type: flow.Navigate, URL: "http://qa:7001/console/login?x=1"},
		{Type: flow.Navigate, URL: "http://qa:7001/console-help/"},
		{Type: flow.Click, Target: "http://qa:7001/console"},
		{Type: flow.Navigate, URL: "https://elsewhere/console"},
		{Type: flow.Navigate, URL: "${console}/x"},
	}}
	got, err := replay.Retarget(f, "https://new:9002/wls/console")
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, s := range got.Steps {
		list = append(list, s.URL+s.Target)
	}
	want := []string{"https://new:9002/wls/console/login?x=1", "https://new:9002/console-help/", "https://new:9002/wls/console",
		"https://elsewhere/console", "${console}/x"}
	if diff := cmp.Diff(want, list); diff != "" {
		t.Errorf("addresses (-want +got):\n%s", diff)
	}
	if f.Steps[0].URL != "http://qa:7001/console/login?x=1" {
		t.Error("the flow itself was changed")
	}
	if address, err := replay.ConsoleOf(f); err != nil || address != "http://qa:7001/console" {
		t.Errorf("console %q, %v", address, err)
	}
}
