package kubectl

import (
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
	started        bool  // only one that did not start certainly did nothing
	exitCode       int   // -1 when it did not start or was killed
	err            error // nil when it exited with 0
}

// runner is the seam to the operating system, replaced in unit tests.
type runner func(ctx context.Context, c command) outcome

// runProcess runs the program to its end without any input, and kills its whole
// process group (credential plugins too) when the context ends.
func runProcess(ctx context.Context, c command) outcome {
	cmd := newProcess(ctx, c)
	stdout, stderr := head{limit: maxStdout}, tail{limit: maxStderr}
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Start(); err != nil {
		return outcome{exitCode: -1, err: err}
	}
	out := outcome{started: true}
	if out.err = wait(cmd); out.err == nil {
		out.err = stdout.err()
	}
	out.stdout, out.stderr, out.exitCode = stdout.text.Bytes(), stderr.bytes(), cmd.ProcessState.ExitCode()
	return out
}

// wait waits for the end of a process. One that exited with 0 did what it was asked,
// also where a child that it left behind keeps its output open.
func wait(cmd *exec.Cmd) error {
	err := cmd.Wait()
	if errors.Is(err, exec.ErrWaitDelay) && cmd.ProcessState.Success() {
		return nil
	}
	return err
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
