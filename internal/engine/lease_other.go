//go:build !unix

package engine

import (
	"errors"
	"io/fs"
	"os"
)

const noFollow = 0

func lockFile(*os.File) error { return errors.ErrUnsupported }

func unlockFile(*os.File) error { return nil }

func ownedByUser(fs.FileInfo) bool { return true }
