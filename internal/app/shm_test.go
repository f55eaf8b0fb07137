package app_test

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// tinyShm is the size of /dev/shm in the test, in bytes: less than one page of pixels.
const tinyShm = 64 << 10

// TestASmallSharedMemoryDoesNotMatter runs the program where /dev/shm holds next to
// nothing, as in a container with its default, and looks into the browser's own
// view of it. Where this user may mount nothing, the switch that makes the browser use
// another place is looked for on its command line.
func TestASmallSharedMemoryDoesNotMatter(t *testing.T) {
	t.Parallel()
	v := newVictim(t)
	small := privateMounts()
	var once sync.Once
	v.at(moment{name: "login"}, func() {
		once.Do(func() { expectSharedMemory(t, int(v.group.Load()), small) })
	}, nil)
	v.cmd = v.command("plan", "--restart", "none")
	if small {
		inner := []string{"-m", "sh", "-c", fmt.Sprintf(`mount -t tmpfs -o size=%d tmpfs /dev/shm && exec "$0" "$@"`, tinyShm), v.cmd.Path}
		wrapped := exec.Command("unshare", append(inner, v.cmd.Args[1:]...)...)
		wrapped.Dir, wrapped.Env = v.cmd.Dir, v.cmd.Env
		v.cmd = wrapped
	}
	text, err := v.cmd.CombinedOutput()
	if err != nil {
		t.Errorf("%v: %s", err, text)
	}
	if v.group.Load() == 0 {
		t.Error("no request came to the console")
	}
}

// privateMounts says whether this user may have mounts of its own.
func privateMounts() bool {
	return exec.Command("unshare", "-m", "sh", "-c", "mount -t tmpfs -o size=64k tmpfs /dev/shm").Run() == nil
}

// expectSharedMemory looks at the /dev/shm that the browser has, or at its switch.
func expectSharedMemory(t *testing.T, browser int, small bool) {
	var at syscall.Statfs_t
	err := syscall.Statfs(fmt.Sprintf("/proc/%d/root/dev/shm", browser), &at)
	if small && (err != nil || at.Blocks*uint64(at.Bsize) != tinyShm) {
		t.Errorf("the browser's /dev/shm has %d blocks of %d bytes, error %v", at.Blocks, at.Bsize, err)
	}
	args, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", browser))
	if err != nil || !strings.Contains(string(args), "--disable-dev-shm-usage") {
		t.Errorf("the browser is told of no other place than /dev/shm: %q, error %v", args, err)
	}
}
