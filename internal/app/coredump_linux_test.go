package app

import (
	"io"
	"os/exec"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// TestNoCoreDumps runs a verb and looks at what the kernel would dump of this
// program, and at what it does dump of a child that crashes.
func TestNoCoreDumps(t *testing.T) {
	streams := Streams{Out: io.Discard, Err: io.Discard, Width: func() int { return 0 }}
	if code := Main([]string{"version"}, streams, System("v0.0.0-test")); code != CodeDone {
		t.Fatalf("exit code %d", code)
	}
	dumpable, err := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0)
	if err != nil || dumpable != 0 {
		t.Errorf("dumpable is %d, error %v", dumpable, err)
	}
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_CORE, &limit); err != nil || limit.Cur > noDump || limit.Max > noDump {
		t.Errorf("limit of core files: %+v, error %v", limit, err)
	}
	child := exec.Command("/bin/sh", "-c", "kill -SEGV $$")
	child.Dir = t.TempDir()
	_ = child.Run() // it crashes
	if status := child.ProcessState.Sys().(syscall.WaitStatus); !status.Signaled() || status.CoreDump() {
		t.Errorf("the child ended with %v, dumped: %v", child.ProcessState, status.CoreDump())
	}
}
