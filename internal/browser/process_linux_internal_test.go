package browser

import (
	"context"
	"os/exec"
	"syscall"
	"testing"
)

// TestAGroupThatIsAnothersByNowIsLeftAlone closes a browser whose processes were gone
// when its group's number went to somebody else, and one whose were not.
func TestAGroupThatIsAnothersByNowIsLeftAlone(t *testing.T) {
	t.Parallel()
	for name, buried := range map[string]bool{"another's": true, "its own": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.CommandContext(t.Context(), "sleep", "600")
			cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			b := &Browser{pid: cmd.Process.Pid, buried: buried}
			b.tether.keep(context.WithCancel(t.Context()))
			if err := b.Close(); err != nil {
				t.Error(err)
			}
			if alive := len(left(b.pid, "")) > 0; alive != buried {
				t.Errorf("the group lives: %v", alive)
			}
			_ = cmd.Process.Kill() // it may be gone already
			_ = cmd.Wait()
		})
	}
}
