//go:build unix

package browser

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// TestSweepRemovesOwnProfilesOnly has profiles that no program holds: those that a user
// put there to lead this one elsewhere are left.
func TestSweepRemovesOwnProfilesOnly(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		make func(dir string) error
		root bool // only root can make it
		left bool
	}{
		{"of a killed program", claim, false, false},
		{"without a claim", func(dir string) error { return os.Mkdir(dir, 0o700) }, false, true},
		{"a claim that is a link", func(dir string) error {
			name := filepath.Join(dir, claimName)
			elsewhere := filepath.Join(filepath.Dir(dir), "file")
			return errors.Join(claim(dir), os.Rename(name, elsewhere), os.Symlink(elsewhere, name))
		}, false, true},
		{"another user's directory", func(dir string) error { return errors.Join(claim(dir), os.Chown(dir, 1, -1)) }, true, true},
		{"another user's claim", func(dir string) error {
			return errors.Join(claim(dir), os.Chown(filepath.Join(dir, claimName), 1, -1))
		}, true, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if test.root && os.Getuid() != 0 {
				t.Skip("only root can give a file away")
			}
			parent := t.TempDir()
			dir := filepath.Join(parent, profilePrefix+"x")
			if err := test.make(dir); err != nil {
				t.Fatal(err)
			}
			sweep(parent)
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
