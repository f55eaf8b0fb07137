package compare

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"lockedit/recordings"
)

// Accept makes a recording the baseline: the directory baseline becomes a copy
// of the directory recording. The baseline may not exist yet. Whatever happens,
// the baseline is the old or the new one as a whole, never a part of either.
//
// It returns a *[RefusedError] for a recording that did not reach its end or
// that failed where the baseline did not, an *[InputError] for one whose files
// are not as they were written, and a *[MismatchError] for one of something else.
func Accept(baseline, recording string) error {
	if err := apart(baseline, recording); err != nil {
		return err
	}
	if err := acceptable(baseline, recording); err != nil {
		return err
	}
	parent := filepath.Dir(filepath.Clean(baseline))
	if err := os.MkdirAll(parent, dirMode); err != nil {
		return fmt.Errorf("accepting: %w", err)
	}
	temp, err := os.MkdirTemp(parent, ".accepting-*")
	if err != nil {
		return fmt.Errorf("accepting: %w", err)
	}
	if err := copyDir(temp, recording); err != nil {
		return errors.Join(fmt.Errorf("accepting: %w", err), os.RemoveAll(temp))
	}
	if err := unchanged(temp); err != nil {
		return errors.Join(err, os.RemoveAll(temp))
	}
	if err := swap(temp, baseline); err != nil {
		return errors.Join(fmt.Errorf("accepting: %w", err), os.RemoveAll(temp))
	}
	return os.RemoveAll(temp) // what was the baseline
}

// acceptable opens both and holds that the new one may take the old one's place.
func acceptable(baseline, recording string) error {
	rec, err := open(recording)
	if err != nil {
		return err
	}
	defer rec.close()
	if !rec.run.Complete {
		return &RefusedError{Dir: recording, Why: "it did not reach its end"}
	}
	base := &side{}
	if _, err := os.Lstat(baseline); err == nil {
		if base, err = open(baseline); err != nil {
			return err
		}
		defer base.close()
		if err := sameSubject(base, rec); err != nil {
			return err
		}
	}
	if failed(rec.run) && !failed(base.run) {
		return &RefusedError{Dir: recording, Why: fmt.Sprintf("it ended as %q: %s", rec.run.Result, rec.run.Verdict)}
	}
	return nil
}

func failed(run recordings.Run) bool {
	return slices.Contains([]string{"failed", "interrupted", "person needed", "unfinished"}, run.Result) ||
		slices.ContainsFunc(run.Steps, func(s recordings.Step) bool { return s.Status == recordings.StatusFailed })
}

// unchanged holds that the copy is what the sums say.
func unchanged(dir string) error {
	s, err := open(dir)
	if err == nil {
		s.close()
	}
	return err
}

// copyDir copies plain files and directories, and brings them to the disk.
func copyDir(to, from string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, relative)
		switch {
		case entry.IsDir():
			return os.MkdirAll(target, dirMode)
		case !entry.Type().IsRegular():
			return &InputError{Place: path, Changed: true, Err: errors.New("is no plain file")}
		case strings.HasPrefix(entry.Name(), ".writing-"):
			return nil
		}
		return copyFile(target, path)
	})
}

func copyFile(to, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, fileMode)
	if err != nil {
		return errors.Join(err, in.Close())
	}
	_, err = io.Copy(out, in)
	if err == nil {
		err = out.Sync()
	}
	return errors.Join(err, out.Close(), in.Close())
}

// moveAside is swap where two directories cannot change places at once: for a
// moment there is no baseline, but always a whole copy of it beside.
func moveAside(temp, baseline string) error {
	aside := temp + ".old"
	err := os.Rename(baseline, aside)
	if errors.Is(err, fs.ErrNotExist) {
		return os.Rename(temp, baseline)
	}
	if err != nil {
		return err
	}
	if err := os.Rename(temp, baseline); err != nil {
		return errors.Join(err, os.Rename(aside, baseline))
	}
	return os.RemoveAll(aside)
}
