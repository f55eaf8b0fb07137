package app

import "golang.org/x/sys/unix"

// noCoreDumps keeps the memory of this program, which holds the password, out of
// files and out of reach of other programs of the same user. The limit is handed
// on to Chrome and kubectl; the other switch is not, and matters where the
// system pipes dumps to a program, which limits do not stop (core(5), prctl(2)).
func noCoreDumps() error {
	if err := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); err != nil {
		return err
	}
	return unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
}
