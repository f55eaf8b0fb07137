package engine_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lockedit/testenv/console"
	"lockedit/testenv/console/domain"
	"lockedit/testenv/trawl"
)

// shownID is what a session id looks like. The console shows it as the name of
// a server, so that it is on pages, in tables, in links with their encodings,
// and in what the run says of them; nobody tells the redactor of it.
const shownID = "Qx8_kZ-4rTyUiOpAsDfGhJkLzXcVbNm!-1234567890"

// TestNoSessionIDOfAnotherCookieName runs the whole path on consoles whose
// cookie has a name that says nothing, and that write the session's id into
// their redirects under it. No file of the recording may hold an id, at any
// depth.
func TestNoSessionIDOfAnotherCookieName(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		options console.Options
		fault   string
	}{
		{"links encoded once", console.Options{Seed: 21, CookieName: "WLSADM"}, ""},
		{"links encoded twice, session ends", console.Options{Seed: 22, CookieName: "A", DoubleEncoded: true, LoginForward: true, Clusters: domain.Targets(1)}, "session-expired"},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.options.RewriteURLs = true
			c := start(t, test.options)
			c.Control().AddTarget("osb_cluster", shownID)
			if test.fault != "" {
				arm(t, c, console.Fault{Name: test.fault, Times: 1, Match: console.Match{Page: "targets"}})
			}
			result, err := engineWith(share).Run(t.Context(), request(t, c))
			if err != nil || result.Outcome.ExitCode != 3 {
				t.Fatalf("%+v %v %v", result.Outcome, result.Err, err)
			}
			expectRewritten(t, c, ";"+test.options.CookieName+"=")
			for secret, places := range search(t, result.Dir, sessionIDs(t, c)...) {
				t.Errorf("%s is in %s", secret, places)
			}
			expectRedirectsRecorded(t, result.Dir)
		})
	}
}

// sessionIDs lists what must not be found: each id that the console handed out,
// its random part alone, and those of the id that its pages show.
func sessionIDs(t *testing.T, c *console.Console) []string {
	t.Helper()
	var all []string
	for _, id := range append(c.Control().Secrets(), shownID) {
		word, _, isID := strings.Cut(id, "!")
		if isID {
			all = append(all, id, word)
		}
	}
	if len(all) < 6 {
		t.Fatalf("the console handed out only %d session ids", len(all)/2-1)
	}
	return all
}

// expectRewritten holds that the browser was led to addresses with an id, before
// and after the login.
func expectRewritten(t *testing.T, c *console.Console, param string) {
	t.Helper()
	seen := map[string]bool{}
	for _, r := range c.Control().Requests() {
		if path, _, found := strings.Cut(r.URL, param); found {
			seen[path] = true
		}
	}
	for _, path := range []string{"/console/login/LoginForm.jsp", "/console"} {
		if !seen[path] {
			t.Errorf("no request for %s%s, only %v", path, param, seen)
		}
	}
}

// expectRedirectsRecorded holds that the addresses are in the recording, without
// what was taken out of them: the search is not blind.
func expectRedirectsRecorded(t *testing.T, dir string) {
	t.Helper()
	for _, file := range []string{"events.jsonl", "network.har", "trace.zip"} {
		content, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, plain := range trawl.Unpack(file, content) {
			found = found || strings.Contains(string(plain), `/console/login/LoginForm.jsp"`)
		}
		if !found {
			t.Errorf("%s does not name the login page", file)
		}
	}
}
