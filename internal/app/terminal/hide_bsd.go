//go:build darwin || dragonfly || freebsd || netbsd || openbsd

package terminal

import "golang.org/x/sys/unix"

// The requests that read and set a terminal's state.
const (
	getState = unix.TIOCGETA
	setState = unix.TIOCSETA
)
