package engine

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"lockedit/recordings"
)

// holder is who changes a domain, as the lease's file has it. While it does,
// the file is locked; a file with content that nobody locks is what a run left
// that could not end by itself.
type holder struct {
	PID     int       `json:"pid"`
	User    string    `json:"user"`
	Host    string    `json:"host"`
	Verb    string    `json:"verb"`
	Console string    `json:"console"`
	Account string    `json:"account"`
	Started time.Time `json:"started"`
	// Recording is the directory of the run's evidence.
	Recording string `json:"recording"`
	// Changes are what the run was to make: its own edits, and no others.
	Changes []recordings.PlannedChange `json:"changes"`
	// Listed is what the list of changes showed under the lock before the run changed
	// anything, row by row; nil if it was not read.
	Listed [][]string `json:"listed,omitzero"`
}

func (h holder) String() string {
	return fmt.Sprintf("lockedit %s of %s (process %d, since %s, recording %s)",
		h.Verb, h.User, h.PID, h.Started.UTC().Format(time.RFC3339), h.Recording)
}

// LeaseError says that another run changes this domain with the same account
// right now, which the console itself would allow.
type LeaseError struct{ Holder string }

// Error names the other run.
func (e *LeaseError) Error() string {
	return "another run is changing this domain with the same account: " + e.Holder
}

// errLeased is the cause when another process has locked the lease's file.
var errLeased = errors.New("locked by another process")

// lease is the right to change one console with one account, held by one run of
// one user on one machine at a time. Runs of other users or machines meet in the
// console itself, which shows the lock of the first.
type lease struct{ file *os.File }

// leaseFile is where the lease of a console and an account lies: below the
// directory for temporary files, in a directory of the user's own.
func leaseFile(temp, console, account string) (string, error) {
	if temp == "" {
		temp = os.TempDir()
	}
	dir := filepath.Join(temp, fmt.Sprintf("lockedit-leases-%d", os.Getuid()))
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return "", err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return "", err
	}
	if !info.IsDir() || info.Mode().Perm() != 0o700 || !ownedByUser(info) {
		return "", fmt.Errorf("%s is not a private directory of this user", dir)
	}
	sum := sha256.Sum256([]byte(oneSpelling(console) + "\n" + account))
	return filepath.Join(dir, hex.EncodeToString(sum[:16])+".json"), nil
}

// oneSpelling writes the address of a console in one way, so that two runs that spell
// it differently meet: case of the host, a port that goes without saying, a last slash.
func oneSpelling(console string) string {
	u, err := url.Parse(console)
	if err != nil || u.Host == "" {
		return console
	}
	port := u.Port()
	switch {
	case port != "":
	case u.Scheme == "https":
		port = "443"
	case u.Scheme == "http":
		port = "80"
	}
	return u.Scheme + "://" + net.JoinHostPort(strings.ToLower(u.Hostname()), port) + strings.TrimRight(u.EscapedPath(), "/")
}

// openLease takes the lease, and says what an earlier run left that ended
// without giving it back. It returns a *LeaseError when another process has it.
func openLease(temp, console, account string) (*lease, holder, error) {
	name, err := leaseFile(temp, console, account)
	if err != nil {
		return nil, holder{}, err
	}
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|noFollow, 0o600)
	if err != nil {
		return nil, holder{}, err
	}
	err = lockFile(file)
	earlier, unread := readHolder(file)
	switch {
	case errors.Is(err, errLeased):
		err = &LeaseError{Holder: earlier.String()}
	case err == nil && unread != nil:
		earlier = holder{} // a file that was cut short tells nothing
	}
	if err != nil {
		return nil, holder{}, errors.Join(err, file.Close())
	}
	return &lease{file}, earlier, nil
}

// takeLease takes the lease and writes who holds it. Where that cannot be written,
// the file does not go on to name the run before.
func takeLease(temp string, h holder) (*lease, error) {
	l, _, err := openLease(temp, h.Console, h.Account)
	if err != nil {
		return nil, err
	}
	if err := l.write(h); err != nil {
		return nil, errors.Join(err, l.end(false))
	}
	return l, nil
}

func (l *lease) write(h holder) error { return writeHolder(l.file, h) }

// leaseText is the content of a lease's file.
type leaseText interface {
	io.ReaderAt
	io.WriterAt
	Truncate(size int64) error
	Sync() error
}

// writeHolder writes a description behind those that are there, the last of which
// counts: on a disk that is full, or in a machine that goes down, the one before stays
// whole. What such an end left of another is cut off first, because parts of a
// description can be read as one.
func writeHolder(file leaseText, h holder) error {
	text, err := json.MarshalIndent(h, "", "  ")
	if err != nil {
		return err
	}
	text = append(text, '\n')
	before, err := readLease(file)
	if err != nil {
		return err
	}
	_, end, _ := lastHolder(before) // what is no description is none to be kept
	if bytes.HasPrefix(before[end:], []byte("\n")) {
		end++
	}
	if end+int64(len(text)) > maxLease {
		end = 0
	}
	if err := file.Truncate(end); err != nil {
		return err
	}
	if _, err := file.WriteAt(text, end); err != nil {
		return errors.Join(err, file.Truncate(end))
	}
	return file.Sync() // a machine that goes down tells the next run, too
}

// end gives the lease back. What is left in the console keeps its description,
// so that it can be told from somebody else's edits later.
func (l *lease) end(left bool) error {
	var err error
	if !left {
		err = l.file.Truncate(0)
	}
	return errors.Join(err, l.close())
}

// close gives up the lock by name: a child that is just being started has the file
// open, too, until its own program begins, and would hold the lock that long.
func (l *lease) close() error {
	return errors.Join(unlockFile(l.file), l.file.Close())
}

// maxLease bounds what is read of a lease's file, in bytes.
const maxLease = 1 << 20

// readHolder reads a lease's file; an empty one names nobody.
func readHolder(file *os.File) (holder, error) {
	text, err := readLease(file)
	if err != nil || len(text) == 0 {
		return holder{}, err
	}
	h, err := parseHolder(text)
	if err != nil {
		err = fmt.Errorf("lease %s: %w", file.Name(), err)
	}
	return h, err
}

func readLease(file io.ReaderAt) ([]byte, error) {
	return io.ReadAll(io.NewSectionReader(file, 0, maxLease))
}

// parseHolder is the description that counts of those in a lease's file.
func parseHolder(text []byte) (holder, error) {
	h, end, err := lastHolder(text)
	if end > 0 {
		return h, nil // what follows was cut short
	}
	return h, err
}

// lastHolder is the last of the descriptions that are whole, and where it ends. The
// error says why no other follows it; [io.EOF] is the end of the file.
func lastHolder(text []byte) (last holder, end int64, err error) {
	dec := json.NewDecoder(bytes.NewReader(text))
	for {
		var next holder
		if err := dec.Decode(&next); err != nil {
			return last, end, err
		}
		last, end = next, dec.InputOffset()
	}
}
