//go:build unix

package browser

import (
	"os"
	"syscall"
)

// tryClaim locks a profile's file, unless a living program has it locked.
func tryClaim(file *os.File) bool {
	return syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}
