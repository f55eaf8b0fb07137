package view_test

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lockedit/internal/app/view"
	"lockedit/recordings"
)

var update = flag.Bool("update", false, "write the golden files anew")

var start = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// script is a run that meets everything a view shows.
func script() []recordings.Event {
	step := func(kind recordings.Type, number int, title string, status recordings.Status) recordings.Event {
		return recordings.Event{Type: kind, StepInfo: &recordings.StepInfo{Number: number, Title: title, Status: status}}
	}
	events := []recordings.Event{
		{Type: recordings.TypeVersion, Message: "lockedit v1", Version: &recordings.VersionInfo{Lockedit: "v1"}},
		{Type: recordings.TypeStarted, Started: &recordings.Started{Verb: "run", Cluster: "soa_cluster",
			URL: "http://h/console", Operator: recordings.Operator{Account: "weblogic"}}},
		{Type: recordings.TypeBrowser, Message: "browser Chrome/1, sandbox on"},
		{Type: recordings.TypeConsole, Console: &recordings.Console{Version: "12.2.1.4", Domain: "d\x1b[31m", Mode: "locked editing"}},
		step(recordings.TypeStepStart, 1, "Clusters", recordings.StatusRunning),
		{Type: recordings.TypeMatch, Message: "not shown"},
		step(recordings.TypeStepEnd, 1, "Clusters", recordings.StatusPassed),
		{Type: recordings.TypeLock, Message: "lock acquired", Lock: &recordings.LockChange{What: "acquired"}},
		step(recordings.TypeStepStart, 2, "Settings for a\nb\u202e 設定 with a title that is far too long for a terminal of fifty columns", recordings.StatusRunning),
		{Type: recordings.TypePage, Level: "warn", Message: "console: be careful", Page: &recordings.PageMessage{Kind: "warning"}},
		{Type: recordings.TypePage, Level: "info", Message: "not shown", Page: &recordings.PageMessage{Kind: "success"}},
		{Type: recordings.TypeDialog, Level: "warn", Message: `dialog "sure?" answered with dismiss`},
		step(recordings.TypeStepEnd, 2, "Settings for a\nb\u202e 設定 with a title that is far too long for a terminal of fifty columns", recordings.StatusFailed),
		{Type: recordings.TypeDiagnostic, Level: "warn", Message: "one replica only", Diagnostic: &recordings.Diagnostic{Severity: "warning"}},
		step(recordings.TypeStepStart, 3, "Restart", recordings.StatusRunning),
		{Type: recordings.TypeCommand, Message: "kubectl patch", Command: "kubectl patch"},
		{Type: recordings.TypeServer, Message: "soa_server1 is going down", Server: &recordings.Server{Name: "soa_server1"}},
		{Type: recordings.TypeServer, Message: "soa_server1 is going down", Server: &recordings.Server{Name: "soa_server1"}},
		{Type: recordings.TypeServer, Message: "soa_server1 is ready in a new pod", Server: &recordings.Server{Name: "soa_server1"}},
		step(recordings.TypeStepEnd, 3, "Restart", recordings.StatusPassed),
		step(recordings.TypeStepStart, 4, "Verify", recordings.StatusRunning),
		step(recordings.TypeStepEnd, 4, "Verify", recordings.StatusSkipped),
		{Type: recordings.TypeDiagnostic, Level: "error", Message: "no such button", Diagnostic: &recordings.Diagnostic{
			Severity: "error", Summary: "no such button", Detail: "page: Clusters\nlooked for: Save", File: "steps/02/after.png"}},
		{Type: recordings.TypeOutcome, Message: "failed", Outcome: &recordings.Outcome{Verdict: "failed"}},
	}
	for i := range events {
		events[i].Seq, events[i].Time = i+1, start.Add(time.Duration(i)*40*time.Second)
		if events[i].Level == "" {
			events[i].Level = "info"
		}
	}
	return events
}

func plan() recordings.Plan {
	return recordings.Plan{
		Cluster: "soa_cluster", Console: recordings.Console{URL: "http://h/console"},
		Changes: []recordings.PlannedChange{
			{Object: "soa_cluster", Attribute: "migrationBasis", Before: "consensus", After: "database"},
			{Object: "soa_cluster", Attribute: "dataSourceForAutomaticMigration", Before: "", After: "WLSSchemaDataSource"},
			{Object: "évil\x1b]0;x\x07 (migratable)", Attribute: "migrationPolicy", Before: " manual", After: "exactly-once"},
		},
		Unchanged: []recordings.PlannedChange{{Object: "soa_cluster", Attribute: "autoMigrationTableName", Before: "ACTIVE", After: "ACTIVE"}},
		Restart:   recordings.PlannedRestart{Strategy: "full", Reason: "leasing changes", Warnings: []string{"one replica only"}},
	}
}

func ended() (recordings.Run, recordings.Outcome) {
	return recordings.Run{
			Changes: []recordings.Change{
				{Object: "soa_cluster", Attribute: "migrationBasis", Before: "consensus", After: "database", ReadBack: "database", InForce: "database"},
				{Object: "soa_server1 (migratable)", Attribute: "migrationPolicy", Before: "manual", After: "exactly-once", ReadBack: "exactly-once"},
				{Object: "soa_server2 (migratable)", Attribute: "migrationPolicy", Before: "manual", After: "exactly-once", InForce: "manual"},
				{Object: "soa_server3 (migratable)", Attribute: "migrationPolicy", Before: "manual", After: "exactly-once"},
			},
			Untouched: []recordings.Untouched{{Object: "osb_server1 (migratable)", Why: "of another cluster"}},
			Restart: recordings.Restart{Strategy: "full", Servers: []recordings.Server{
				{Name: "AdminServer", Pod: "d-adminserver", ReadyAt: start}, {Name: "soa_server1", Pod: "d-soa-server1"}}},
		}, recordings.Outcome{Result: "activated", ExitCode: 3, Verdict: "activated, but not proved in force",
			Next: "run `lockedit restart`"}
}

// patch is a command that a person is to type.
const patch = `kubectl --namespace soans patch domains.v9.weblogic.oracle soainfra --type=merge --patch '{"spec":{"serverStartPolicy":null}}'`

// kinds are the ways in which a run is shown.
func kinds() map[string]view.Options {
	return map[string]view.Options{
		"plain":    {},
		"terminal": {OutTerminal: true, ErrTerminal: true, Live: true, Colour: true, Width: func() int { return 50 }},
		"wide":     {OutTerminal: true, ErrTerminal: true, Width: func() int { return 120 }, Colour: false},
		"quiet":    {Quiet: true},
		"json":     {JSON: true},
	}
}

func TestViews(t *testing.T) {
	for name, o := range kinds() {
		t.Run(name, func(t *testing.T) {
			var out, err bytes.Buffer
			o.Out, o.Err, o.Now, o.Tick = &out, &err, func() time.Time { return start.Add(time.Hour) }, time.Hour
			v := view.New(o)
			for _, e := range script() {
				v.Event(e)
			}
			v.Plan(plan(), recordings.Outcome{ExitCode: 2, Next: "approve it"}, "recordings/x")
			run, outcome := ended()
			v.Ended(run, outcome, "recordings/x")
			v.Failure(view.Failure{Err: errors.New("step Clusters: no such button"), Verdict: "failed: step Clusters: no such button",
				Next: "look at the picture; start the domain again with: " + patch + "; then run `lockedit restart` and `lockedit verify`", Dir: "recordings/x"})
			v.Close()
			text := "==== standard output\n" + out.String() + "==== standard error\n" + err.String() +
				"==== question\n" + v.Question(plan())
			golden(t, name, visibleEscapes(text))
		})
	}
}

// visibleEscapes makes the sequences for terminals readable in a golden file.
func visibleEscapes(text string) string {
	return strings.NewReplacer("\x1b", "<ESC>", "\r", "<CR>").Replace(text)
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// TestNothingHostileReachesATerminal holds that no view writes a control
// character that came from a console.
func TestNothingHostileReachesATerminal(t *testing.T) {
	for name, o := range kinds() {
		var out, err bytes.Buffer
		o.Out, o.Err, o.Now, o.Colour, o.Live = &out, &err, func() time.Time { return start }, false, false
		v := view.New(o)
		for _, e := range script() {
			e.Message += "\x1b[2J\u202e\u2028"
			v.Event(e)
		}
		v.Plan(plan(), recordings.Outcome{}, "")
		v.Failure(view.Failure{Err: errors.New("x\x1b[2J\u202e"), Next: "y\x1b[2J"})
		v.Close()
		if text := out.String() + err.String(); strings.ContainsAny(text, "\x1b\x07\u202e\u2028\r") {
			t.Errorf("%s: %q", name, text)
		}
	}
}

func TestLinesFitTheTerminal(t *testing.T) {
	var out, err bytes.Buffer
	v := view.New(view.Options{Out: &out, Err: &err, OutTerminal: true, ErrTerminal: true, Width: func() int { return 30 }, Now: time.Now})
	for _, e := range script() {
		v.Event(e)
	}
	v.Plan(plan(), recordings.Outcome{}, "recordings/20260102T030405Z-plan-soa_cluster")
	v.Failure(view.Failure{Err: errors.New(strings.Repeat("word ", 20)), Next: strings.Repeat("x", 50)})
	for _, line := range strings.Split(out.String()+err.String(), "\n") {
		if n := len([]rune(line)); n > 30 {
			t.Errorf("%d columns: %q", n, line)
		}
	}
	v.Close()
}

func TestAsideLeavesTheTerminalAlone(t *testing.T) {
	var err bytes.Buffer
	v := view.New(view.Options{Out: &err, Err: &err, ErrTerminal: true, Live: true, Now: func() time.Time { return start }, Tick: time.Hour})
	v.Event(script()[4])
	v.Aside(func() {
		if !strings.HasSuffix(err.String(), "\r\x1b[K") {
			t.Errorf("the live line is still there: %q", err.String())
		}
		before := err.Len()
		v.Event(recordings.Event{Type: recordings.TypeMatch})
		if err.Len() != before {
			t.Error("something was drawn while the terminal was not ours")
		}
	})
	v.Close()
}

func TestLogLinesLeaveTheLiveLineWhole(t *testing.T) {
	var err bytes.Buffer
	v := view.New(view.Options{Out: &err, Err: &err, ErrTerminal: true, Live: true, Now: func() time.Time { return start }, Tick: time.Hour})
	v.Event(script()[4])
	if _, e := v.Log().Write([]byte("a log line\n")); e != nil {
		t.Fatal(e)
	}
	if !strings.Contains(err.String(), "\r\x1b[Ka log line\n\r") {
		t.Errorf("got %q", err.String())
	}
	v.Close()
}

// TestVerificationShowsWhatWasRead holds that values that are not as wanted are shown as
// they were read, and not called changes.
func TestVerificationShowsWhatWasRead(t *testing.T) {
	var out bytes.Buffer
	v := view.New(view.Options{Out: &out, Err: io.Discard})
	v.Ended(recordings.Run{Verb: "verify", Changes: []recordings.Change{
		{Object: "c", Attribute: "a", Before: "x", After: "y", ReadBack: "x"},
		{Object: "c", Attribute: "b", Before: "", After: "y", ReadBack: recordings.EmptyValue},
	}}, recordings.Outcome{Result: "differences", ExitCode: 1}, "")
	want := "Not as wanted (2):\n  c\n    a  x → y        READ BACK AS x\n    b  (empty) → y  READ BACK AS (empty)\n"
	if out.String() != want {
		t.Errorf("shown:\n%s\nwant:\n%s", out.String(), want)
	}
}

// TestALogThatNobodyReadsIsCutShort has a standard error that takes nothing for a while.
func TestALogThatNobodyReadsIsCutShort(t *testing.T) {
	var err bytes.Buffer
	waiting := 0
	v := view.New(view.Options{Out: &err, Err: &err, Now: time.Now, Waiting: func() int { return waiting }})
	for _, l := range []struct {
		text    string
		waiting int
	}{{"one", 0}, {"two", 1 << 20}, {"three", 1 << 30}, {"four", 1 << 30}, {"five", 0}, {"six", 1 << 30}} {
		waiting = l.waiting
		if _, e := v.Log().Write([]byte(l.text + "\n")); e != nil {
			t.Fatal(e)
		}
	}
	v.Warning("of the run")
	v.Close()
	const left = "! lines left out of the log, because nobody read standard error: "
	if diff := cmp.Diff("one\ntwo\n"+left+"2\nfive\n! warning: of the run\n"+left+"1\n", err.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestAStoppedTerminalIsNotDrawnOn holds that the ticks of the live line do not pile up.
func TestAStoppedTerminalIsNotDrawnOn(t *testing.T) {
	var err bytes.Buffer
	asked, enough := make(chan struct{}), make(chan struct{})
	v := view.New(view.Options{Out: &err, Err: &err, ErrTerminal: true, Live: true, Now: func() time.Time { return start }, Tick: time.Millisecond,
		Waiting: func() int {
			select {
			case asked <- struct{}{}:
			case <-enough:
			}
			return 1
		}})
	v.Event(script()[4])
	for range 3 {
		<-asked
	}
	close(enough)
	v.Close()
	if n := strings.Count(err.String(), "Clusters"); n != 1 {
		t.Errorf("the line was drawn %d times: %q", n, err.String())
	}
}
