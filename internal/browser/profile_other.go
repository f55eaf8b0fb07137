//go:build !unix

package browser

import (
	"io/fs"
	"os"
)

const noFollow = 0

func ownedByUser(fs.FileInfo) bool { return true }

// tryClaim claims nothing where the system has no flock(2): no profile but its
// own is ever removed there.
func tryClaim(*os.File) bool { return false }
