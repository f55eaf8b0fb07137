package cluster

import "syscall"

// ownGroup keeps a terminal's Ctrl-C from the servers, which are stopped in
// order instead, and has the kernel end them if this program dies.
func ownGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
