//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package terminal

import "golang.org/x/sys/unix"

// hide switches the echo off, and has the terminal hand over whole lines and turn Ctrl-C
// into a signal, as term.ReadPassword does.
func hide(fd int) error {
	state, err := unix.IoctlGetTermios(fd, getState)
	if err != nil {
		return err
	}
	state.Lflag &^= unix.ECHO
	state.Lflag |= unix.ICANON | unix.ISIG
	state.Iflag |= unix.ICRNL
	return unix.IoctlSetTermios(fd, setState, state)
}
