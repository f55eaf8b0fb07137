//go:build unix

package engine

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// noFollow refuses a lease's file that is a symbolic link.
const noFollow = syscall.O_NOFOLLOW

// lockFile locks a file for this process until it is closed. The kernel drops
// the lock with the process, however that ends.
func lockFile(file *os.File) error {
	err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return errLeased
	}
	return err
}

// unlockFile gives a file's lock back, for every process that has inherited it.
func unlockFile(file *os.File) error { return syscall.Flock(int(file.Fd()), syscall.LOCK_UN) }

func ownedByUser(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Getuid()
}
