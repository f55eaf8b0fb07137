package engine_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"lockedit/internal/browser"
	"lockedit/internal/engine"
	"lockedit/internal/spec"
	"lockedit/recordings"
	"lockedit/recordings/seal"
	"lockedit/testenv/console"
)

// seenEvents keeps what a run told.
type seenEvents struct {
	mu   sync.Mutex
	list []recordings.Event
}

func (s *seenEvents) Event(e recordings.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.list = append(s.list, e)
}

// tells says whether an event of this type has this text in its message.
func (s *seenEvents) tells(kind recordings.Type, text string) bool { return s.count(kind, text) > 0 }

// count is how many events of this type have this text in their message.
func (s *seenEvents) count(kind recordings.Type, text string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, e := range s.list {
		if e.Type == kind && strings.Contains(e.Message, text) {
			n++
		}
	}
	return n
}

// signalBrowser sends a signal to those of the browser's processes whose command
// line has the part; "" is all of them. They share a process group, which only
// the first has the profile's name to tell by.
func signalBrowser(t *testing.T, profile, part string, signal syscall.Signal) {
	t.Helper()
	if profile == "" {
		t.Error("the browser's profile is not known, so nothing is sent to anybody")
		return
	}
	group, hit := 0, 0
	eachProcess(func(pid int, args []byte) {
		if bytes.Contains(args, []byte(profile)) && !bytes.Contains(args, []byte("--type=")) {
			group = pid
		}
	})
	if group == 0 {
		t.Errorf("no browser with %q was there", profile)
		return
	}
	eachProcess(func(pid int, args []byte) {
		if of, err := syscall.Getpgid(pid); err != nil || of != group || !bytes.Contains(args, []byte(part)) {
			return
		}
		if syscall.Kill(pid, signal) == nil {
			hit++
		}
	})
	if hit == 0 {
		t.Errorf("no process of the browser with %q in %q was there", part, profile)
	}
}

// eachProcess calls visit with every process and its command line.
func eachProcess(visit func(pid int, args []byte)) {
	entries, _ := filepath.Glob("/proc/[0-9]*") // the pattern is well formed
	for _, entry := range entries {
		args, err := os.ReadFile(filepath.Join(entry, "cmdline"))
		if pid, bad := strconv.Atoi(filepath.Base(entry)); err == nil && bad == nil {
			visit(pid, args)
		}
	}
}

// profileOf is the directory of a browser that was just launched.
func profileOf(b *browser.Browser) string {
	for _, arg := range b.Info().CommandLine {
		if dir, ok := strings.CutPrefix(arg, "--user-data-dir="); ok {
			return dir
		}
	}
	return ""
}

// TestADeadBrowserIsReplacedOnce takes the browser away at each kind of request,
// before it is carried out; whatever was clicked is settled by reading.
func TestADeadBrowserIsReplacedOnce(t *testing.T) {
	t.Parallel()
	deaths := []struct {
		name, part string
		signal     syscall.Signal
	}{
		{"killed", "", syscall.SIGKILL},
		{"tab crashed", "--type=renderer", syscall.SIGKILL},
		{"hanging", "", syscall.SIGSTOP},
	}
	for _, death := range deaths {
		for _, action := range []string{"login", "view", "lock", "save", "activate"} {
			t.Run(death.name+" at "+action, func(t *testing.T) {
				t.Parallel()
				replacedOnce(t, action, func(profile string) { signalBrowser(t, profile, death.part, death.signal) })
			})
		}
	}
}

// replacedOnce strikes a run's browser at a request of this action, and holds that it
// was replaced.
func replacedOnce(t *testing.T, action string, strike func(profile string)) {
	t.Helper()
	c := oneTarget(t, console.Options{})
	before := c.Control().Active()
	chrome, seen := &ownChrome{}, &seenEvents{}
	defer chrome.end()
	var once sync.Once
	c.Control().Before(func(r console.Request) {
		if r.Action == action && (action != "view" || r.Page == "cluster.migration") {
			once.Do(func() { strike(profileOf(chrome.last())) })
		}
	})
	r := matrixRequest(t, c)
	r.Timeout, r.Sinks = 20*time.Second, []recordings.Sink{logSink{t}, seen}
	result, err := engineWith(chrome.launch).Run(t.Context(), r)
	// A Save that cannot be settled is undone.
	undone := result.Outcome.ExitCode == 1 && action == "save"
	if err != nil || result.Outcome.ExitCode != 3 && !undone {
		t.Errorf("outcome %+v, error %v, %v", result.Outcome, err, result.Err)
	}
	expectPromise(t, c, before, result)
	if !seen.tells(recordings.TypeRecovery, "starting another") {
		t.Error("the recovery is not in the recording")
	}
}

// TestAClockThatJumpsDecidesNothing runs with a wall clock that goes back and
// forth by hours.
func TestAClockThatJumpsDecidesNothing(t *testing.T) {
	c := oneTarget(t, console.Options{})
	before := c.Control().Active()
	var mu sync.Mutex
	calls := 0
	e := engine.New(engine.Host{
		Now: func() time.Time {
			mu.Lock()
			defer mu.Unlock()
			calls++
			return time.Now().Add(time.Duration(calls%7-3) * 5 * time.Hour)
		},
		Environ: os.Environ(), Getenv: os.Getenv, ReadFile: os.ReadFile, Version: "test", Launch: shareBlank,
		Credentials: func(context.Context, spec.Spec, engine.ReadSecret) (string, spec.Secret, error) {
			return account, spec.NewSecret(password), nil
		},
	}, zerolog.Nop())
	result, err := e.Run(t.Context(), matrixRequest(t, c))
	if err != nil || result.Outcome.ExitCode != 3 {
		t.Errorf("outcome %+v, error %v, %v", result.Outcome, err, result.Err)
	}
	expectConfiguration(t, c, before, "soa_cluster")
}

// TestADiskThatTakesNoMoreUndoesTheRun takes the recording's directory away at
// each kind of request: no run goes on without evidence, none leaves anything in
// the console for the lack of it, and each says that its recording is not complete.
func TestADiskThatTakesNoMoreUndoesTheRun(t *testing.T) {
	t.Parallel()
	codes := map[string]int{"login": 1, "lock": 1, "save": 1, "activate": 3}
	for _, loss := range []struct {
		name string
		take func(t *testing.T, dir string)
		// all says that nothing of the recording is left.
		all bool
	}{{"replaced by a file", replaceByFile, true}, {"removed", remove, false}} {
		for action, code := range codes {
			t.Run(loss.name+" at "+action, func(t *testing.T) {
				t.Parallel()
				c := oneTarget(t, console.Options{})
				before := c.Control().Active()
				r := matrixRequest(t, c)
				if loss.all {
					wantNoRecording(t, r)
				}
				var once sync.Once
				c.Control().Before(func(seen console.Request) {
					if seen.Action == action {
						once.Do(func() { loss.take(t, r.Spec.Evidence.Dir) })
					}
				})
				result, err := engineWith(shareBlank).Run(t.Context(), r)
				if err != nil {
					t.Fatal(err)
				}
				expectIncomplete(t, result, code)
				expectPromise(t, c, before, result)
			})
		}
	}
}

// expectIncomplete holds what is said of a run whose recording is not complete.
func expectIncomplete(t *testing.T, result engine.Result, code int) {
	t.Helper()
	o := result.Outcome
	if o.ExitCode != code {
		t.Errorf("exit code %d, want %d: %+v", o.ExitCode, code, o)
	}
	if !strings.Contains(o.Verdict, "the recording is not complete") || strings.Contains(o.Verdict, "\n") {
		t.Errorf("verdict %q", o.Verdict)
	}
	if !strings.Contains(o.Next, "--out") || code == 3 && !strings.Contains(o.Next, "lockedit restart") {
		t.Errorf("next %q", o.Next)
	}
}

// TestAPictureThatIsTakenAwayIsMissed takes a single picture away, which no later write
// notices: the run goes on, and its end and its own recording say what is missing.
func TestAPictureThatIsTakenAwayIsMissed(t *testing.T) {
	t.Parallel()
	c := oneTarget(t, console.Options{})
	before := c.Control().Active()
	r := matrixRequest(t, c)
	var once sync.Once
	c.Control().Before(func(seen console.Request) {
		if seen.Action == "save" {
			once.Do(func() { remove(t, filepath.Join(r.Spec.Evidence.Dir, "steps", "01-login", "after.png")) })
		}
	})
	result, err := engineWith(shareBlank).Run(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	expectIncomplete(t, result, 3)
	expectPromise(t, c, before, result)
	run, err := recordings.Load(result.Dir)
	if err != nil || run.Verdict != result.Outcome.Verdict || run.ExitCode != 3 {
		t.Errorf("recorded: %d %q, %v", run.ExitCode, run.Verdict, err)
	}
	report, err := seal.Verify(result.Dir, seal.Checks{})
	if err != nil || report.Sealed == nil || report.Sealed.Complete || !strings.Contains(fmt.Sprint(report.Sealed.Missing), "steps/01-login/after.png") {
		t.Errorf("sealed: %+v, %v", report.Sealed, err)
	}
}

func remove(t *testing.T, name string) {
	if err := os.RemoveAll(name); err != nil {
		t.Error(err)
	}
}

// replaceByFile puts a file where a directory was, so that nothing can be
// written below it, whoever runs the tests.
func replaceByFile(t *testing.T, dir string) {
	remove(t, dir)
	if err := os.WriteFile(dir, nil, 0o600); err != nil {
		t.Error(err)
	}
}

// TestAnOutputThatCannotBeWrittenContactsNothing gives a place for the recording
// that cannot be made.
func TestAnOutputThatCannotBeWrittenContactsNothing(t *testing.T) {
	t.Parallel()
	c := oneTarget(t, console.Options{})
	r := matrixRequest(t, c)
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	wantNoRecording(t, r)
	r.Spec.Evidence.Dir = filepath.Join(file, "recording")
	if _, err := engineWith(shareBlank).Run(t.Context(), r); err == nil {
		t.Error("no error")
	}
	if n := len(c.Control().Requests()); n > 0 {
		t.Error(fmt.Sprint(n, " requests reached the console"))
	}
}
