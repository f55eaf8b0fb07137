//go:build unix && !linux

package cluster

import "syscall"

// ownGroup keeps a terminal's Ctrl-C from the servers, which are stopped in
// order instead.
func ownGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true}
}
