//go:build unix

package engine

import (
	"syscall"
	"testing"
)

// TestALeaseEndsForChildrenToo gives a lease back while a child that is being started
// still has its file open, as one has between fork and exec.
func TestALeaseEndsForChildrenToo(t *testing.T) {
	t.Parallel()
	temp := t.TempDir()
	held, err := takeLease(temp, holder{PID: 1, Console: "http://here:7001/console", Account: "weblogic"})
	if err != nil {
		t.Fatal(err)
	}
	inherited, err := syscall.Dup(int(held.file.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = syscall.Close(inherited) }()
	if err := held.end(true); err != nil {
		t.Fatal(err)
	}
	next, earlier, err := openLease(temp, "http://here:7001/console", "weblogic")
	if err != nil || earlier.PID != 1 {
		t.Fatalf("the lease is not to be had: %v; before it was %+v", err, earlier)
	}
	if err := next.end(false); err != nil {
		t.Error(err)
	}
}
