package browser

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// ownGroup puts the browser into a process group of its own, so that an
// interrupt at the terminal does not take it away from a run that still has to
// tidy up, and lets the kernel end it when this program dies.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// killLeft kills the living processes of the browser's group and those that
// still use its profile, and returns how many there were.
func killLeft(pid int, profile string) int {
	list := left(pid, profile)
	for _, child := range list {
		// An error means that it is gone already; the next look tells.
		_ = syscall.Kill(child, syscall.SIGKILL)
	}
	return len(list)
}

// left lists those processes.
func left(pid int, profile string) []int {
	entries, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		return nil
	}
	var list []int
	for _, entry := range entries {
		child, err := strconv.Atoi(filepath.Base(entry))
		if err == nil && child != os.Getpid() && belongs(entry, pid, profile) {
			list = append(list, child)
		}
	}
	return list
}

// belongs says whether a living process is one of the browser's.
func belongs(entry string, group int, profile string) bool {
	stat, err := os.ReadFile(filepath.Join(entry, "stat"))
	if err != nil {
		return false
	}
	// pid (name) state ppid pgrp …; the name may contain brackets.
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	if len(fields) < 3 || fields[0] == "Z" || fields[0] == "X" {
		return false
	}
	if fields[2] == strconv.Itoa(group) {
		return true
	}
	args, err := os.ReadFile(filepath.Join(entry, "cmdline"))
	return err == nil && profile != "" && bytes.Contains(args, []byte("="+profile))
}

// processArgs is the command line of a process.
func processArgs(pid int) []string {
	args, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "cmdline"))
	if err != nil {
		return nil
	}
	return strings.Split(strings.TrimRight(string(args), "\x00"), "\x00")
}
