package kubectl

import (
	"bytes"
	"context"
	"errors"
	"os/exec"
	"syscall"
	"time"
)

// command is one run of the program: its path, arguments and environment.
type command struct {
	path string
	args []string
	env  []string
}

// outcome is how a run ended.
type outcome struct {
	stdout, stderr []byte
	exitCode       int   // -1 when it did not start or was killed
	err            error // nil when it exited with 0
}

// runner is the seam to the operating system, replaced in unit tests.
type runner func(ctx context.Context, c command) outcome

// runProcess runs the program to its end without any input, and kills its whole
// process group (credential plugins too) when the context ends.
func runProcess(ctx context.Context, c command) outcome {
	cmd := newProcess(ctx, c)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	out := outcome{stdout: stdout.Bytes(), stderr: stderr.Bytes(), err: err, exitCode: -1}
	var exit *exec.ExitError
	switch {
	case err == nil:
		out.exitCode = 0
	case errors.As(err, &exit):
		out.exitCode = exit.ExitCode()
	}
	return out
}

// newProcess prepares a child in a process group of its own, so that a Ctrl-C
// at the terminal does not end a patch half way: the context decides.
func newProcess(ctx context.Context, c command) *exec.Cmd {
	cmd := exec.CommandContext(ctx, c.path, c.args...)
	cmd.Env = c.env
	cmd.SysProcAttr = processGroup()
	cmd.Cancel = func() error { return killGroup(cmd) }
	cmd.WaitDelay = 2 * time.Second
	return cmd
}

func killGroup(cmd *exec.Cmd) error {
	err := syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
	if errors.Is(err, syscall.ESRCH) {
		return nil
	}
	return err
}
