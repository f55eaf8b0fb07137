package terminal

import "golang.org/x/sys/unix"

// The requests that read and set a terminal's state.
const (
	getState = unix.TCGETS
	setState = unix.TCSETS
)
