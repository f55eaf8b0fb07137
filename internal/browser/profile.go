package browser

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// profilePrefix begins the name of a browser's profile.
const profilePrefix = "lockedit-chrome-"

// claimName is the file in a profile that is locked as long as the program lives
// that made it. So the profile of a killed program is told from one in use.
const claimName = "claimed"

// makeProfile makes an empty profile, claimed, after removing those of programs
// that were killed.
func makeProfile(parent string) (dir string, claim *os.File, err error) {
	if parent == "" {
		parent = os.TempDir()
	}
	sweep(parent, ownedByUser)
	if dir, err = os.MkdirTemp(parent, profilePrefix); err != nil {
		return "", nil, fmt.Errorf("making the browser's profile: %w", err)
	}
	if claim, err = claimProfile(dir); err != nil {
		return "", nil, errors.Join(fmt.Errorf("claiming the browser's profile: %w", err), os.RemoveAll(dir))
	}
	return dir, claim, nil
}

// claimProfile puts the locked file into a profile. It gets its name when it is
// locked, or another program could find it free.
func claimProfile(dir string) (*os.File, error) {
	name := filepath.Join(dir, claimName)
	file, err := os.OpenFile(name+".new", os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	tryClaim(file)
	if err := os.Rename(name+".new", name); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// sweep removes the profiles in a directory that are owned and whose programs are gone.
// What cannot be removed is left: the next one tries again.
func sweep(parent string, owned func(fs.FileInfo) bool) {
	entries, err := os.ReadDir(parent)
	if err != nil {
		return
	}
	for _, e := range entries {
		if e.IsDir() && strings.HasPrefix(e.Name(), profilePrefix) {
			sweepProfile(filepath.Join(parent, e.Name()), owned)
		}
	}
}

// sweepProfile removes a profile that is this user's own: in a directory that all
// users share, anybody can put one, with a link to elsewhere in it.
func sweepProfile(dir string, owned func(fs.FileInfo) bool) {
	info, err := os.Lstat(dir)
	if err != nil || !info.IsDir() || !owned(info) {
		return
	}
	file, err := os.OpenFile(filepath.Join(dir, claimName), os.O_RDWR|noFollow, 0)
	if err != nil {
		return
	}
	if info, err = file.Stat(); err == nil && info.Mode().IsRegular() && owned(info) && tryClaim(file) {
		_ = os.RemoveAll(dir) // left for the next one
	}
	_ = file.Close() // nothing was written
}
