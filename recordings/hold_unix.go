//go:build linux || darwin || freebsd || netbsd || openbsd

package recordings

import (
	"errors"
	"os"
	"syscall"
)

// tryLock locks a file for as long as it is open. It is false only if another
// process has the lock: some network file systems have no locks at all.
func tryLock(file *os.File) bool {
	return !errors.Is(syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB), syscall.EWOULDBLOCK)
}
