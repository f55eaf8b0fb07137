//go:build unix

package browser

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestSweepRemovesOwnProfilesOnly has profiles that no program holds: those that a user
// put there to lead this one elsewhere are left.
func TestSweepRemovesOwnProfilesOnly(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		make  func(dir string) error
		owned func(fs.FileInfo) bool
		left  bool
	}{
		{"of a killed program", claim, ownedByUser, false},
		{"without a claim", func(dir string) error { return os.Mkdir(dir, 0o700) }, ownedByUser, true},
		{"a claim that is a link", func(dir string) error {
			name := filepath.Join(dir, claimName)
			elsewhere := filepath.Join(filepath.Dir(dir), "file")
			return errors.Join(claim(dir), os.Rename(name, elsewhere), os.Symlink(elsewhere, name))
		}, ownedByUser, true},
		{"another user's directory", claim, func(info fs.FileInfo) bool { return !info.IsDir() && ownedByUser(info) }, true},
		{"another user's claim", claim, func(info fs.FileInfo) bool { return info.IsDir() && ownedByUser(info) }, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			parent := t.TempDir()
			dir := filepath.Join(parent, profilePrefix+"x")
			if err := test.make(dir); err != nil {
				t.Fatal(err)
			}
			sweep(parent, test.owned)
			if _, err := os.Lstat(dir); (err == nil) != test.left {
				t.Errorf("left: %v, want %v", err == nil, test.left)
			}
		})
	}
}

// claim makes a profile whose program is gone.
func claim(dir string) error {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, claimName), nil, 0o600)
}

// statInfo is a file of a user.
type statInfo struct {
	fs.FileInfo
	uid uint32
}

func (s statInfo) Sys() any { return &syscall.Stat_t{Uid: s.uid} }

func TestOwnedByUser(t *testing.T) {
	t.Parallel()
	own := uint32(os.Getuid()) //nolint:gosec // never negative on Unix
	for name, test := range map[string]struct {
		info fs.FileInfo
		want bool
	}{
		"own":     {statInfo{uid: own}, true},
		"other's": {statInfo{uid: own + 1}, false},
	} {
		if got := ownedByUser(test.info); got != test.want {
			t.Errorf("%s: owned by the user: %v, want %v", name, got, test.want)
		}
	}
}
