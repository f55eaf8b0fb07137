package kubectl

import "syscall"

// processGroup gives the child a process group of its own, and has the kernel
// end it when this program dies: no port forward is ever left behind.
func processGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
