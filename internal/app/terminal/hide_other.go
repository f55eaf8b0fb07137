//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package terminal

import "errors"

// hide is not known here, so that nothing hidden is asked for.
func hide(int) error { return errors.ErrUnsupported }
