package engine_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// TestABrowserWhosePipeClosesIsReplaced closes the pipe to the browser, which lives on
// until it notices.
func TestABrowserWhosePipeClosesIsReplaced(t *testing.T) {
	t.Parallel()
	for _, action := range []string{"save", "activate"} {
		t.Run("at "+action, func(t *testing.T) {
			t.Parallel()
			replacedOnce(t, action, func(profile string) { cutOff(t, profile) })
		})
	}
}

// commandPipe is the file descriptor from which a browser reads its commands.
const commandPipe = "3"

// cutOff closes the pipe through which this program talks to a browser: its end here
// is replaced by a file that swallows everything.
func cutOff(t *testing.T, profile string) {
	t.Helper()
	pipe := ""
	eachProcess(func(pid int, args []byte) {
		if bytes.Contains(args, []byte(profile)) && !bytes.Contains(args, []byte("--type=")) {
			pipe, _ = os.Readlink(filepath.Join("/proc", strconv.Itoa(pid), "fd", commandPipe)) // "" is told below
		}
	})
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil || !strings.HasPrefix(pipe, "pipe:") {
		t.Errorf("the browser's pipe is %q, error %v", pipe, err)
		return
	}
	defer null.Close()
	ends, _ := filepath.Glob("/proc/self/fd/[0-9]*") // the pattern is well formed
	for _, name := range ends {
		fd, _ := strconv.Atoi(filepath.Base(name)) // digits
		if to, err := os.Readlink(name); err == nil && to == pipe {
			if err := unix.Dup3(int(null.Fd()), fd, unix.O_CLOEXEC); err != nil {
				t.Error(err)
			}
			return
		}
	}
	t.Errorf("no end of %s was here", pipe)
}
