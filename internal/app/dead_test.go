package app_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lockedit/testenv/console"
)

// lockedit runs the program, with the engine that drives a browser, and returns
// its exit code and standard output.
func lockedit(t *testing.T, dir string, args ...string) (int, string) {
	t.Helper()
	cmd := program(t, dir, args...)
	var out, failed bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &failed
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	t.Logf("lockedit %s: %d\n%s%s", strings.Join(args, " "), cmd.ProcessState.ExitCode(), out.String(), failed.String())
	return cmd.ProcessState.ExitCode(), out.String()
}

func program(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	path, err := exec.LookPath("lockedit-real") // TestMain put it there
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "LOCKEDIT_USERNAME=weblogic", "LOCKEDIT_PASSWORD=welcome1-test", "LOCKEDIT_KEY_PASSWORD=")
	return cmd
}

// runArgs is a run against a console that restarts nothing.
func runArgs(c *console.Console, out string) []string {
	args := []string{"run", "--yes", "--console-url", c.URL(), "--cluster", "soa_cluster", "--data-source", "WLSSchemaDataSource",
		"--restart", "none", "--out", out}
	if os.Geteuid() == 0 {
		args = append(args, "--no-sandbox")
	}
	return args
}

func startConsole(t *testing.T, o console.Options) *console.Console {
	t.Helper()
	c, err := console.New(o)
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// TestAKilledRunIsReadable kills a run that holds the lock, and holds that its
// recording says how far it came, is sealed as incomplete, and never becomes
// complete.
func TestAKilledRunIsReadable(t *testing.T) {
	t.Parallel()
	c := startConsole(t, console.Options{Seed: 5, Latency: 100 * time.Millisecond})
	dir := t.TempDir()
	killed := program(t, dir, runArgs(c, "dead")...)
	if err := killed.Start(); err != nil {
		t.Fatal(err)
	}
	awaitEvent(t, filepath.Join(dir, "dead", "events.jsonl"), `"what":"acquired"`)
	if code, out := lockedit(t, dir, "evidence", "show", "dead"); code != 0 || !strings.Contains(out, "Still running") {
		t.Errorf("a running run is shown as %s", out)
	}
	if code, _ := lockedit(t, dir, "evidence", "keygen", "keys", "--name", "board"); code != 0 {
		t.Error("no keys")
	}
	if code, _ := lockedit(t, dir, "evidence", "sign", "dead", "--key", "keys/board.key"); code != 1 {
		t.Error("a running run was sealed")
	}
	if err := killed.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = killed.Wait() // it was killed
	expectDeadRecording(t, c, dir)
}

func awaitEvent(t *testing.T, path, text string) {
	t.Helper()
	again, last := time.NewTicker(100*time.Millisecond), time.After(3*time.Minute)
	defer again.Stop()
	for {
		events, err := os.ReadFile(path)
		if err == nil && bytes.Contains(events, []byte(text)) {
			return
		}
		select {
		case <-again.C:
		case <-last:
			t.Fatalf("%s never had %s", path, text)
		}
	}
}

func expectDeadRecording(t *testing.T, c *console.Console, dir string) {
	t.Helper()
	expect := func(want int, texts []string, args ...string) {
		t.Helper()
		code, out := lockedit(t, dir, args...)
		if code != want {
			t.Errorf("%v ends with %d, not %d", args, code, want)
		}
		for _, text := range texts {
			if !strings.Contains(out, text) {
				t.Errorf("%v does not say %q", args, text)
			}
		}
	}
	if c.Control().Lock() == nil {
		t.Error("the run was killed too late: the lock is free")
	}
	expect(0, []string{"INCOMPLETE: the run died", "the lock was taken at", "no event says that it was given back", "Next: run `lockedit release`"},
		"evidence", "show", "dead")
	expect(0, []string{`"state": "died"`, `"complete": false`}, "evidence", "show", "dead", "--json")
	expect(1, []string{"was not sealed"}, "evidence", "verify", "dead")
	expect(0, []string{"sealed as INCOMPLETE"}, "evidence", "sign", "dead", "--key", "keys/board.key")
	expect(0, []string{"Intact", "INCOMPLETE", "verified with keys/board.pub"}, "evidence", "verify", "dead", "--key", "keys/board.pub")
	if _, err := os.Stat(filepath.Join(dir, "dead", "run.json")); err == nil {
		t.Error("somebody wrote run.json into the recording of a dead run")
	}
}
