//go:build unix

package browser

import (
	"io/fs"
	"os"
	"syscall"
)

// noFollow refuses a claim that is a symbolic link.
const noFollow = syscall.O_NOFOLLOW

func ownedByUser(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Getuid()
}

// tryClaim locks a profile's file, unless a living program has it locked.
func tryClaim(file *os.File) bool {
	return syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}
