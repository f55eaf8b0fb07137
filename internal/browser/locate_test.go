package browser_test

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"lockedit/internal/browser"
)

// machine is what is installed: program to first bytes.
func machine(programs map[string]string, headful bool) browser.Finder {
	return browser.Finder{
		LookPath: func(name string) (string, error) {
			for path := range programs {
				if path == name || strings.HasSuffix(path, "/bin/"+name) {
					return path, nil
				}
			}
			return "", os.ErrNotExist
		},
		Head:    func(path string) ([]byte, error) { return []byte(programs[path]), nil },
		Headful: headful,
	}
}

func TestLocate(t *testing.T) {
	const elf, script = "\x7fELF", "#!/bin/sh"
	debian := map[string]string{
		"/usr/bin/chromium": script, "/usr/lib/chromium/chromium": elf,
		"/usr/bin/chromium-headless-shell": script, "/usr/lib/chromium/chromium-headless-shell": elf,
	}
	for _, test := range []struct {
		name     string
		programs map[string]string
		headful  bool
		want     string
	}{
		{"headless shell first", debian, false, "/usr/lib/chromium/chromium-headless-shell"},
		{"a window needs the whole browser", debian, true, "/usr/lib/chromium/chromium"},
		{"chrome before chromium", map[string]string{"/usr/bin/google-chrome": elf, "/usr/bin/chromium": elf}, false, "/usr/bin/google-chrome"},
		{"behind chrome's script", map[string]string{"/usr/bin/google-chrome": script, "/opt/google/chrome/chrome": elf}, false, "/opt/google/chrome/chrome"},
		{"a script with nothing behind it", map[string]string{"/usr/local/bin/chromium": script}, false, "/usr/local/bin/chromium"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got, err := browser.Locate(machine(test.programs, test.headful)); err != nil || got != test.want {
				t.Errorf("got %q, %v, want %q", got, err, test.want)
			}
		})
	}
}

func TestLocateNothing(t *testing.T) {
	var missing *browser.NotFoundBrowserError
	if _, err := browser.Locate(machine(nil, false)); !errors.As(err, &missing) || !strings.Contains(err.Error(), "apt-get install") {
		t.Errorf("got %v, want what to install", err)
	}
	if _, err := browser.Resolve("/opt/none", machine(nil, false)); !errors.As(err, &missing) || missing.Tried[0] != "/opt/none" {
		t.Errorf("got %v", err)
	}
	path, err := browser.Resolve("/usr/bin/chromium", machine(map[string]string{"/usr/bin/chromium": "#!", "/usr/lib/chromium/chromium": "\x7f"}, false))
	if err != nil || path != "/usr/lib/chromium/chromium" {
		t.Errorf("Resolve = %q, %v", path, err)
	}
}

func TestEnvironmentHandsOnNoSecret(t *testing.T) {
	got := browser.Environ([]string{"PATH=/bin", "LOCKEDIT_PASSWORD=x", "LC_ALL=C", "HOME=/root", "DISPLAY=:0"}, "/p")
	if want := []string{"HOME=/p", "PATH=/bin", "LC_ALL=C", "DISPLAY=:0"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCleanURL(t *testing.T) {
	for _, test := range []struct{ name, address, want string }{
		{"plain", "http://h:7001/console?_pageLabel=Home#x", "http://h:7001/console?_pageLabel=Home#x"},
		{"session in the path", "http://h/console;jsessionid=A!1?x=1", "http://h/console?x=1"},
		{"console session in the path", "http://h/l.jsp;ADMINCONSOLESESSION=A-b!-1", "http://h/l.jsp"},
		{"session under any name", "/console/login/LoginForm.jsp;WLSADM=Qx8_kZ-4rTyUiOpAsDfG!-1234567890", "/console/login/LoginForm.jsp"},
		{"short session under any name", "http://h/console;WLSADM=a/login;b=c/x.jsp?y=1", "http://h/console/login/x.jsp?y=1"},
		{"encoded in the path", "http://h/l.jsp%3BWLSADM%3DQx8_kZ-4rTyUiOpAsDfG%21-1?x=1", "http://h/l.jsp?x=1"},
		{"session in the query", "http://h/c?x=Qx8_kZ-4rTyUiOpAsDfG!-1!NONE&b=2", "http://h/c?x=***&b=2"},
		{"address in the query", "http://h/c?to=%2Fl.jsp%3BWLSADM%3DQx8_kZ-4rTyUiOpAsDfG%21-1&b=2", "http://h/c?to=%2Fl.jsp%3BWLSADM%3D***&b=2"},
		{"encoded twice", "http://h/c?to=%252Fl.jsp%253BWLSADM%253DQx8_kZ-4rTyUiOpAsDfG%2521-1", "http://h/c?to=%252Fl.jsp%253BWLSADM%253D***"},
		{"session in the fragment", "http://h/c#Qx8_kZ-4rTyUiOpAsDfG!-1", "http://h/c#***"},
		{"handle stays", "http://h/c?handle=JMXHandle%28%22com.bea%3AName%3Dsoa%2CType%3DDomain%22%29", "http://h/c?handle=JMXHandle%28%22com.bea%3AName%3Dsoa%2CType%3DDomain%22%29"},
		{"token", "http://h/c?a=1&Portletfrsc=0xab&b=2", "http://h/c?a=1&Portletfrsc=***&b=2"},
		{"password", "http://h/c?j_username=u&j_password=p#top", "http://h/c?j_username=***&j_password=***#top"},
		{"user", "http://u:p@h/c", "http://h/c"},
		{"user with an @ in the password", "WS://u:p@ss@h/c?x=a@b", "WS://h/c?x=a@b"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := browser.CleanURL(test.address); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
