package app_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"lockedit/testenv/console"
)

// These tests have a standard output and a standard error that nobody reads, as behind a
// pager that is paused: a pipe that is full before the program begins.

// stuck is a program of which nobody reads what it writes.
type stuck struct {
	t    *testing.T
	cmd  *exec.Cmd
	pipe *os.File
	// filling is what the pipe was filled with.
	filling int
}

// startStuck starts a program whose output goes to a full pipe.
func startStuck(t *testing.T, cmd *exec.Cmd) *stuck {
	t.Helper()
	heed()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = read.Close() })
	s := &stuck{t: t, cmd: cmd, pipe: read}
	for err == nil {
		var n int
		if err = write.SetWriteDeadline(time.Now().Add(10 * time.Millisecond)); err == nil {
			n, err = write.Write(bytes.Repeat([]byte("\n"), 4096))
			s.filling += n
		}
	}
	if !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatalf("filling the pipe: %v", err)
	}
	cmd.Stdout, cmd.Stderr = write, write
	err = cmd.Start()
	_ = write.Close() // the program has its own
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	return s
}

// startFake starts the program with an engine that plays something.
func startFake(t *testing.T, play string, args ...string) *stuck {
	t.Helper()
	path, err := exec.LookPath("lockedit") // TestMain put it there
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, append([]string{"run", "--yes", "--console-url", "http://wls.example.com/console", "--cluster", "soa_cluster",
		"--data-source", "WLSSchemaDataSource", "--restart", "none", "--out", "rec"}, args...)...)
	cmd.Dir = t.TempDir()
	cmd.Env = append(os.Environ(), "LOCKEDIT_USERNAME=weblogic", "LOCKEDIT_PASSWORD=not-a-secret-1", "LOCKEDIT_FAKE="+play)
	return startStuck(t, cmd)
}

// said reads to the end what the program wrote.
func (s *stuck) said() []byte {
	s.t.Helper()
	text, err := io.ReadAll(s.pipe)
	if err != nil || len(text) < s.filling {
		s.t.Fatalf("%d bytes, %v", len(text), err)
	}
	return text[s.filling:]
}

func (s *stuck) file(name string) string { return filepath.Join(s.cmd.Dir, name) }

// awaitFile waits until the program has made a file.
func (s *stuck) awaitFile(name string) {
	s.t.Helper()
	again, last := time.NewTicker(20*time.Millisecond), time.After(time.Minute)
	defer again.Stop()
	for {
		if _, err := os.Stat(s.file(name)); err == nil {
			return
		}
		select {
		case <-again.C:
		case <-last:
			s.t.Fatalf("%s did not appear: the program waits for who reads it", name)
		}
	}
}

// wait returns the exit code; signals are sent again until the program has ended.
func (s *stuck) wait(signals ...os.Signal) int {
	s.t.Helper()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = s.cmd.Wait() // its exit code is judged
	}()
	again, last := time.NewTicker(400*time.Millisecond), time.After(time.Minute)
	defer again.Stop()
	for {
		select {
		case <-ended:
			return s.cmd.ProcessState.ExitCode()
		case <-again.C:
			for _, signal := range signals {
				_ = s.cmd.Process.Signal(signal) // it may have ended just now
			}
		case <-last:
			s.t.Fatal("the program does not end")
		}
	}
}

// TestARunDoesNotWaitForWhoReads has a run that says much more than a pipe holds: it
// comes to its end, and whoever reads then misses nothing.
func TestARunDoesNotWaitForWhoReads(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"--json"}, {}} {
		s := startFake(t, "flood", args...)
		s.awaitFile("flooded")
		said := s.said()
		if code := s.wait(); code != 0 {
			t.Errorf("%v: exit code %d", args, code)
		}
		events, err := os.ReadFile(s.file("rec/events.jsonl"))
		if err != nil {
			t.Fatal(err)
		}
		if len(args) > 0 && !bytes.Equal(said, events) {
			t.Errorf("%d bytes were read, and the events are %d", len(said), len(events))
		}
		if !bytes.Contains(said, []byte("In force: one change\n")) && len(args) == 0 {
			t.Error("the result was not said")
		}
	}
}

// TestASignalEndsARunThatNobodyReads has a run that undoes what it began at the first
// signal, and one that only the second one ends.
func TestASignalEndsARunThatNobodyReads(t *testing.T) {
	t.Parallel()
	s := startFake(t, "wait", "--json")
	s.awaitFile("locked")
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code := s.wait(); code != 130 {
		t.Errorf("one signal: exit code %d", code)
	}
	s = startFake(t, "stubborn", "--json")
	s.awaitFile("locked")
	if code := s.wait(syscall.SIGTERM); code != 4 {
		t.Errorf("two signals: exit code %d", code)
	}
}

// TestNobodyReadsWhileTheLockIsHeld has a whole run against a console that is activated,
// with the lock given back, while nothing of what it says is read.
func TestNobodyReadsWhileTheLockIsHeld(t *testing.T) {
	t.Parallel()
	c := startConsole(t, console.Options{Seed: 5})
	dir := t.TempDir()
	s := startStuck(t, program(t, dir, append(runArgs(c, "rec"), "--json", "--log-level", "debug")...))
	awaitEvent(t, s.file("rec/SHA256SUMS"), "events.jsonl")
	if c.Control().Lock() != nil || len(c.Control().Pending()) > 0 {
		t.Error("the lock or edits are left")
	}
	said := s.said()
	if code := s.wait(); code != 3 {
		t.Errorf("exit code %d", code)
	}
	events, err := os.ReadFile(s.file("rec/events.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(events) {
		if !bytes.Contains(said, line) {
			t.Errorf("not said: %s", line)
		}
	}
}
