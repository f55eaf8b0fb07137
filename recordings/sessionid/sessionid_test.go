package sessionid_test

import (
	"encoding/json"
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"lockedit/recordings/sessionid"
)

// id has every kind of character that a session id has.
const id = "Qx8_kZ-4rTyUiOpAsDfGhJkLzXcVbNm!-1234567890"

func TestPattern(t *testing.T) {
	whole := regexp.MustCompile(`^(?:` + sessionid.Pattern + `)$`)
	for _, test := range []struct {
		name, text string
		want       bool
	}{
		{"one server", id, true},
		{"a number without a sign", "Qx8kZ4rTyUiOpAsDfGhJ!1234567890", true},
		{"two servers", id + "!987654321", true},
		{"no second server", id + "!NONE", true},
		{"two servers and a time", id + "!987654321!1405432345345", true},
		{"a short word", "welcome!1", false},
		{"no number", "Qx8kZ4rTyUiOpAsDfGhJkLz!", false},
		{"no mark", "Qx8kZ4rTyUiOpAsDfGhJkLz-1234567890", false},
		{"a sentence", "the configuration was activated!", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := whole.MatchString(test.text); got != test.want {
				t.Errorf("%q: %t", test.text, got)
			}
		})
	}
}

func TestClean(t *testing.T) {
	quoted, err := json.Marshal("a\n" + id)
	if err != nil {
		t.Fatal(err)
	}
	escaped := url.QueryEscape(";WLSADM=" + id)
	for _, test := range []struct{ name, in, want string }{
		{"nothing", "Settings for soa_cluster: 100 %, done!", "Settings for soa_cluster: 100 %, done!"},
		{"alone", id, "***"},
		{"in a sentence", "session " + id + ", and " + id + "!NONE.", "session ***, and ***."},
		{"cookie", "WLSADM=" + id + "; path=/console", "WLSADM=***; path=/console"},
		{"address", "/console/login/LoginForm.jsp;WLSADM=" + id + "?x=1", "/console/login/LoginForm.jsp;WLSADM=***?x=1"},
		{"encoded", escaped, "%3BWLSADM%3D***"},
		{"encoded twice", url.QueryEscape(escaped), "%253BWLSADM%253D***"},
		{"encoded three times", url.QueryEscape(url.QueryEscape(escaped)), "%25253BWLSADM%25253D***"},
		{"encoded in lower case", strings.ToLower(escaped), "%3bwlsadm%3d***"},
		{"the minus too", "a=" + strings.ReplaceAll(url.QueryEscape(id), "-1", "%2D1"), "a=***"},
		{"two servers, encoded", url.QueryEscape(id + "!987654321"), "***"},
		{"HTML", html.EscapeString(`"`) + strings.Replace(id, "!", "&#33;", 1) + "&lt;", "&#34;***&lt;"},
		{"HTML in hexadecimal", strings.Replace(id, "!", "&#x21;", 1), "***"},
		{"HTML in hexadecimal, large", strings.Replace(id, "!", "&#X21;", 1), "***"},
		{"HTML by name", strings.Replace(id, "!", "&excl;", 1), "***"},
		{"JSON", string(quoted), `"a\n***"`},
		{"a script", `"\u003d` + strings.Replace(id, "!", `\u0021`, 1) + `"`, `"\u003d***"`},
		{"a script in hexadecimal", `'\x3d` + strings.Replace(id, "!", `\x21`, 1) + `'`, `'\x3d***'`},
		{"several lines", "a!\nid: " + id + "\r\n\nat 21%\n", "a!\nid: ***\r\n\nat 21%\n"},
		{"clean already", "WLSADM=***", "WLSADM=***"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := sessionid.Clean(test.in, "***")
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			if again := sessionid.Clean(got, "***"); again != got {
				t.Errorf("cleaning again gives %q", again)
			}
		})
	}
}

func TestCleanTakesTheMarkAsItIs(t *testing.T) {
	if got := sessionid.Clean("a="+id, "$1"); got != "a=$1" {
		t.Errorf("got %q", got)
	}
}

func TestWithoutParameters(t *testing.T) {
	for _, test := range []struct{ name, in, want string }{
		{"none", "http://h:7001/console/console.portal", "http://h:7001/console/console.portal"},
		{"at the end", "http://h/console/login/LoginForm.jsp;WLSADM=" + id, "http://h/console/login/LoginForm.jsp"},
		{"no shape", "/console;WLSADM=a", "/console"},
		{"in the middle", "/console;WLSADM=a/login;b=c/x.jsp", "/console/login/x.jsp"},
		{"several", "/x.jsp;a=1;WLSADM=2;c=3", "/x.jsp"},
		{"no value", "/x.jsp;a=", "/x.jsp"},
		{"no name", "/x.jsp;=a", "/x.jsp"},
		{"encoded", "/x.jsp%3BWLSADM%3Da%21-1/y", "/x.jsp/y"},
		{"encoded twice, in lower case", "/x.jsp%253bWLSADM%253da%2521-1/y", "/x.jsp/y"},
		{"half encoded", "/x.jsp;WLSADM%3Da", "/x.jsp"},
		{"no parameter", "/x;y/z=1", "/x;y/z=1"},
		{"a picture", "data:image/png;base64,iVBORw0KGgo=", "data:image/png;base64,iVBORw0KGgo="},
		{"a script", "JavaScript:a();b=1", "JavaScript:a();b=1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := sessionid.WithoutParameters(test.in); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func FuzzClean(f *testing.F) {
	f.Add("a="+id, uint8(0))
	f.Add("%3", uint8(2))
	f.Add(`\`, uint8(1))
	f.Fuzz(func(t *testing.T, before string, layers uint8) {
		text := id
		for range layers % 4 {
			text = url.QueryEscape(text)
		}
		if got := sessionid.Clean(before+text, "***"); strings.Contains(got, text) {
			t.Errorf("%q is still in %q", text, got)
		}
	})
}
