package app

import "golang.org/x/sys/unix"

// noDump is a limit of core files that is below what the kernel begins one for, and
// the one value at which it starts no program that dumps are piped to either; 0 does
// not stop that (coredump.c).
const noDump = 1

// noCoreDumps keeps the memory of this program, which holds the password, out of
// files and out of reach of other programs of the same user. The limit is handed
// on to Chrome and kubectl; the other switch is not (core(5), prctl(2)).
func noCoreDumps() error {
	if err := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); err != nil {
		return err
	}
	var now unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_CORE, &now); err != nil {
		return err
	}
	limit := min(now.Max, noDump) // only root may raise it
	return unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{Cur: limit, Max: limit})
}
