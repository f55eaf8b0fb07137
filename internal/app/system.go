package app

import (
	"io/fs"
	"os"
	"os/user"
	"runtime/debug"
	"time"

	"golang.org/x/term"

	"lockedit/internal/app/terminal"
)

// System is the machine's own environment, for main.
func System(version string) Environment {
	build, _ := debug.ReadBuildInfo()
	host, _ := os.Hostname()         // without it the recording lacks the host's name
	executable, _ := os.Executable() // without it bin/kube beside the program is not found
	name := os.Getenv("USER")
	if u, err := user.Current(); err == nil {
		name = u.Username
	}
	return Environment{
		Version: version, Build: build, Getenv: os.LookupEnv, Environ: os.Environ(), Now: time.Now,
		User: name, Host: host, Root: os.Geteuid() == 0, Executable: executable, TempDir: os.TempDir(),
		Open:     func(name string) (fs.File, error) { return os.Open(name) },
		ReadFile: os.ReadFile, Signals: SystemSignals, Exit: os.Exit, NewEngine: NewEngine,
	}
}

// Standard is the process's own streams, for main. Questions are asked when
// there is a controlling terminal and a person is likely to be at it: standard
// input or standard error is a terminal.
func Standard() Streams {
	s := Streams{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		OutTerminal: term.IsTerminal(int(os.Stdout.Fd())), ErrTerminal: term.IsTerminal(int(os.Stderr.Fd())),
		Width: func() int {
			width, _, err := term.GetSize(int(os.Stderr.Fd()))
			if err != nil {
				width, _, _ = term.GetSize(int(os.Stdout.Fd())) // 0 when neither is one
			}
			return width
		},
	}
	if (s.ErrTerminal || term.IsTerminal(int(os.Stdin.Fd()))) && terminal.Available() {
		asker := terminal.Asker{}
		if s.ErrTerminal {
			asker.Show = os.Stderr
		}
		s.Ask = asker.Ask
	}
	return s
}
