//go:build unix && !linux

package kubectl

import "syscall"

// processGroup gives the child a process group of its own.
func processGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true}
}
