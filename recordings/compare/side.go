package compare

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"lockedit/recordings"
)

const (
	sumsFile = "SHA256SUMS"
	// maxText is the size of a tree or list of sums beyond which it is none.
	maxText = 64 << 20
)

// side is one recording that was opened.
type side struct {
	dir    string
	run    recordings.Run
	events []recordings.Event
	root   *os.Root
	clean  cleaner
	// requests and the rest of what only events say, by step ID.
	requests map[string][]recordings.Request
}

// apart holds that the two directories are different ones.
func apart(baseline, recording string) error {
	a, errA := realPath(baseline)
	b, errB := realPath(recording)
	if errA != nil || errB != nil {
		return nil // what is missing is told by open
	}
	if a == b {
		return &SameDirError{baseline, baseline}
	}
	if inside(a, b) || inside(b, a) {
		return &SameDirError{baseline, recording}
	}
	return nil
}

func realPath(dir string) (string, error) {
	path, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(path)
}

func inside(outer, inner string) bool {
	return strings.HasPrefix(inner, strings.TrimSuffix(outer, string(filepath.Separator))+string(filepath.Separator))
}

// open reads a recording and checks that its files are as they were written.
func open(dir string) (*side, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return nil, &InputError{Place: dir, Err: plainPathError(err)}
	}
	if !info.IsDir() {
		return nil, &InputError{Place: dir, Err: errors.New("is a file, not the directory of a recording")}
	}
	s := &side{dir: dir}
	if s.run, err = recordings.Load(dir); err != nil {
		return nil, notRecording(dir, err)
	}
	if s.events, err = recordings.LoadEvents(dir); err != nil {
		return nil, notRecording(dir, err)
	}
	if s.root, err = os.OpenRoot(dir); err != nil {
		return nil, &InputError{Place: dir, Err: err}
	}
	if err := s.checkSums(); err != nil {
		return nil, errors.Join(err, s.root.Close())
	}
	s.requests = requestsOf(s.events)
	s.clean = newCleaner(s.run)
	return s, nil
}

// close gives the directory back; nothing was written, so nothing is lost.
func (s *side) close() { _ = s.root.Close() }

func notRecording(dir string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		err = errors.New("is not a recording: it has no events.jsonl")
	}
	return &InputError{Place: dir, Err: err}
}

// plainPathError leaves the path out, because the place is told already.
func plainPathError(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// checkSums holds the files against SHA256SUMS. A recording that died has none.
func (s *side) checkSums() error {
	text, err := s.read(sumsFile, maxText)
	if errors.Is(err, fs.ErrNotExist) && !s.run.Complete {
		return nil
	}
	if err != nil {
		return &InputError{Place: filepath.Join(s.dir, sumsFile), Changed: true, Err: plainPathError(err)}
	}
	lines := bufio.NewScanner(bytes.NewReader(text))
	for n := 1; lines.Scan(); n++ {
		sum, name, ok := strings.Cut(lines.Text(), "  ")
		if !ok || len(sum) != sha256.Size*2 {
			return &InputError{Place: fmt.Sprintf("%s:%d", filepath.Join(s.dir, sumsFile), n), Changed: true, Err: errors.New("is no line of sha256sum")}
		}
		if err := s.checkSum(name, sum); err != nil {
			return &InputError{Place: filepath.Join(s.dir, name), Changed: true, Err: err}
		}
	}
	return lines.Err()
}

func (s *side) checkSum(name, want string) error {
	file, err := s.root.Open(filepath.FromSlash(name))
	if errors.Is(err, fs.ErrNotExist) {
		return errors.New("is missing: SHA256SUMS lists it")
	}
	if err != nil {
		return plainPathError(err)
	}
	hash := sha256.New()
	_, err = io.Copy(hash, file)
	if err = errors.Join(err, file.Close()); err != nil {
		return plainPathError(err)
	}
	if got := hex.EncodeToString(hash.Sum(nil)); got != want {
		return errors.New("was changed after it was written: its sum is not that of SHA256SUMS")
	}
	return nil
}

// read reads a file of the recording of at most so many bytes.
func (s *side) read(name string, limit int64) ([]byte, error) {
	file, err := s.root.Open(filepath.FromSlash(name))
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(file, limit+1))
	if err = errors.Join(err, file.Close()); err != nil {
		return nil, err
	}
	if int64(len(text)) > limit {
		return nil, fmt.Errorf("is larger than %d bytes", limit)
	}
	return text, nil
}

// sameSubject holds that both recordings are of the same thing.
func sameSubject(base, rec *side) error {
	for _, c := range []MismatchError{
		{"verb", base.run.Verb, rec.run.Verb}, {"flow", base.run.Flow, rec.run.Flow}, {"cluster", base.run.Cluster, rec.run.Cluster},
	} {
		if c.Before != c.After {
			return &c
		}
	}
	return nil
}

func requestsOf(events []recordings.Event) map[string][]recordings.Request {
	byStep := map[string][]recordings.Request{}
	for _, e := range events {
		if e.Request != nil {
			byStep[e.Step] = append(byStep[e.Step], *e.Request)
		}
	}
	return byStep
}
