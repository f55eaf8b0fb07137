package console

import (
	"context"
	"html"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// chrome finds a browser; the product's own choice is tested elsewhere.
func chrome(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "google-chrome", "chrome", "/usr/lib/chromium/chromium-headless-shell"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal(`no Chrome or Chromium found: "make chrome" installs one`)
	return ""
}

// TestScriptsInARealBrowser lets a page of the same origin click through the
// console in a frame: the other tests submit forms without running its scripts.
func TestScriptsInARealBrowser(t *testing.T) {
	c, err := New(Options{Seed: 11, OptionValues: OpaqueValues, Language: "en"})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/console/", c)
	mux.HandleFunc("/driver.html", func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, "testdata/driver.html") })
	srv := httptest.NewServer(mux)
	t.Cleanup(srv.Close)
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	args := []string{"--headless", "--disable-gpu", "--user-data-dir=" + t.TempDir(), "--virtual-time-budget=60000", "--dump-dom"}
	if os.Geteuid() == 0 {
		args = append(args, "--no-sandbox")
	}
	cmd := exec.CommandContext(ctx, chrome(t), append(args, srv.URL+"/driver.html")...)
	dom, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v", cmd.Path, err)
	}
	_, rest, _ := strings.Cut(string(dom), `<pre id="result">`)
	got, _, _ := strings.Cut(rest, "</pre>")
	want := `start: Lock & Edit / Release Configuration (off)
locked: Lock & Edit (off) / Release Configuration
consensus: data source off true, timeout off false
database: data source off false, timeout off true
buttons off after the click: true
saved: Settings updated successfully. Activate Changes / Undo All Changes
collapsed: true
released: Lock & Edit / Release Configuration (off)
`
	if diff := cmp.Diff(want, html.UnescapeString(got)); diff != "" {
		t.Errorf("what the browser saw (-want +got):\n%s", diff)
	}
}
