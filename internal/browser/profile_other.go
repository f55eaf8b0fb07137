//go:build !unix

package browser

import "os"

// tryClaim claims nothing where the system has no flock(2): no profile but its
// own is ever removed there.
func tryClaim(*os.File) bool { return false }
