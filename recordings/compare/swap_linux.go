package compare

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// swap puts temp in the place of baseline in one step of the file system.
// Afterwards temp is what baseline was, or is gone.
func swap(temp, baseline string) error {
	err := unix.Renameat2(unix.AT_FDCWD, temp, unix.AT_FDCWD, baseline, unix.RENAME_EXCHANGE)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return os.Rename(temp, baseline)
	case errors.Is(err, unix.EINVAL), errors.Is(err, unix.ENOSYS), errors.Is(err, unix.ENOTSUP):
		return moveAside(temp, baseline)
	}
	return &os.LinkError{Op: "swap", Old: temp, New: baseline, Err: err}
}
