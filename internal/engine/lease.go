package engine

import (
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

// takeLease takes the lease and writes who holds it.
func takeLease(temp string, h holder) (*lease, error) {
	l, _, err := openLease(temp, h.Console, h.Account)
	if err != nil {
		return nil, err
	}
	if err := l.write(h); err != nil {
		return nil, errors.Join(err, l.close())
	}
	return l, nil
}

func (l *lease) write(h holder) error {
	text, err := json.MarshalIndent(h, "", "  ")
	if err != nil {
		return err
	}
	if err := l.file.Truncate(0); err != nil {
		return err
	}
	if _, err = l.file.WriteAt(append(text, '\n'), 0); err != nil {
		return err
	}
	return l.file.Sync() // a machine that goes down tells the next run, too
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
	text, err := io.ReadAll(io.NewSectionReader(file, 0, maxLease))
	if err != nil || len(text) == 0 {
		return holder{}, err
	}
	h, err := parseHolder(text)
	if err != nil {
		err = fmt.Errorf("lease %s: %w", file.Name(), err)
	}
	return h, err
}

func parseHolder(text []byte) (holder, error) {
	var h holder
	if err := json.Unmarshal(text, &h); err != nil {
		return holder{}, err
	}
	return h, nil
}
