package browser

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// NotFoundBrowserError says that no browser is installed where [Locate] looks.
type NotFoundBrowserError struct {
	// Tried lists the names and paths.
	Tried []string
}

// Error is a sentence for people.
func (e *NotFoundBrowserError) Error() string {
	return "no Chrome or Chromium found (looked for " + strings.Join(e.Tried, ", ") +
		"): install one, on Debian and Ubuntu with \"apt-get install chromium-headless-shell\" or \"apt-get install chromium\", " +
		"or name its path"
}

// places are where browsers are, the best first: the headless shell needs half
// the processor time of a full Chrome.
func places() []string {
	list := []string{
		"/usr/lib/chromium/chromium-headless-shell", "chrome-headless-shell", "headless_shell", "headless-shell",
		"/headless-shell/headless-shell", "google-chrome", "google-chrome-stable", "/opt/google/chrome/chrome",
		"/usr/lib/chromium/chromium", "chromium", "chromium-browser", "chrome",
	}
	if runtime.GOOS == "darwin" {
		list = append(list, "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
			"/Applications/Chromium.app/Contents/MacOS/Chromium")
	}
	return list
}

// headlessOnly are names of programs that cannot open a window.
func headlessOnly(place string) bool {
	return strings.Contains(filepath.Base(place), "headless")
}

// Finder says how [Locate] looks at the machine; nil functions stand for the
// real one.
type Finder struct {
	// LookPath is [exec.LookPath].
	LookPath func(string) (string, error)
	// Head reads the beginning of a program.
	Head func(path string) ([]byte, error)
	// Headful leaves out programs that cannot show a window.
	Headful bool
}

// Locate returns the path of the browser to use: the headless shell where it is
// installed, else Chrome, else Chromium. A launcher script of a distribution is
// followed to the program it starts, because a signal to a script does not
// reach the browser.
func Locate(f Finder) (string, error) {
	f = f.withDefaults()
	for _, place := range places() {
		if f.Headful && headlessOnly(place) {
			continue
		}
		path, err := f.LookPath(place)
		if err != nil {
			continue
		}
		return f.unwrap(path), nil
	}
	return "", &NotFoundBrowserError{Tried: places()}
}

// Resolve checks a path that a person gave and follows a launcher script.
func Resolve(path string, f Finder) (string, error) {
	f = f.withDefaults()
	found, err := f.LookPath(path)
	if err != nil {
		return "", &NotFoundBrowserError{Tried: []string{path}}
	}
	return f.unwrap(found), nil
}

func (f Finder) withDefaults() Finder {
	if f.LookPath == nil {
		f.LookPath = exec.LookPath
	}
	if f.Head == nil {
		f.Head = readHead
	}
	return f
}

// wrapped maps launcher scripts that are known to programs they start.
func wrapped(path string) string {
	switch filepath.Base(path) {
	case "chromium":
		return "/usr/lib/chromium/chromium"
	case "chromium-headless-shell":
		return "/usr/lib/chromium/chromium-headless-shell"
	case "google-chrome", "google-chrome-stable":
		return "/opt/google/chrome/chrome"
	}
	return ""
}

// unwrap returns the program behind a launcher script, where that is known and
// there; else the path itself.
func (f Finder) unwrap(path string) string {
	head, err := f.Head(path)
	if err != nil || !bytes.HasPrefix(head, []byte("#!")) {
		return path
	}
	real := wrapped(path)
	if real == "" || real == path {
		return path
	}
	if _, err := f.LookPath(real); err != nil {
		return path
	}
	return real
}

func readHead(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	head := make([]byte, 2)
	n, err := file.Read(head)
	if n == 0 && err != nil {
		return nil, &fs.PathError{Op: "read", Path: path, Err: err}
	}
	return head[:n], nil
}
