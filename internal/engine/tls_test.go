package engine_test

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"lockedit/internal/engine"
	"lockedit/testenv/console"
)

// TestACertificateDecidesWhoGetsThePassword runs against a console with https: the path
// goes to its end where the given authority signed its certificate or where the user
// wants no check, which the report shows in red; else nobody is sent a password.
func TestACertificateDecidesWhoGetsThePassword(t *testing.T) {
	t.Parallel()
	stranger := start(t, console.Options{TLS: true})
	for _, test := range []struct {
		name   string
		choose func(r *engine.Request, own, other string)
		code   int
		report string
	}{
		{"the authority is given", func(r *engine.Request, own, _ string) { r.Browser.CAFile = own }, 3, "<dt>TLS</dt><dd><bdi>verified against the authority of"},
		{"another authority is given", func(r *engine.Request, _, other string) { r.Browser.CAFile = other }, 1, ""},
		{"no authority is given", func(*engine.Request, string, string) {}, 1, ""},
		{"no check is wanted", func(r *engine.Request, _, _ string) { r.Browser.InsecureTLS = true }, 3, `<dt>TLS</dt><dd class="tone bad"><bdi>not verified`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := oneTarget(t, console.Options{TLS: true})
			before := c.Control().Active()
			result := runOne(t, c, func(r *engine.Request) {
				r.Minimal = false
				test.choose(r, authorityOf(t, c), authorityOf(t, stranger))
			})
			if result.Outcome.ExitCode != test.code {
				t.Errorf("outcome %+v, %v", result.Outcome, result.Err)
			}
			expectPromise(t, c, before, result)
			expectAcquainted(t, c, test.code == 3)
			page, err := os.ReadFile(filepath.Join(result.Dir, "report.html"))
			if err != nil || !bytes.Contains(plainText(page), []byte(test.report)) {
				t.Errorf("the report does not say %q: %v", test.report, err)
			}
		})
	}
}

// authorityOf writes the authority of a console's certificate to a file.
func authorityOf(t *testing.T, c *console.Console) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(name, c.CAPEM(), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// expectAcquainted says whether a console was sent a password.
func expectAcquainted(t *testing.T, c *console.Console, want bool) {
	t.Helper()
	sent := false
	for _, r := range c.Control().Requests() {
		sent = sent || r.Action == "login" && r.Method == http.MethodPost
	}
	if sent != want {
		t.Errorf("a password was sent: %v", sent)
	}
}

// plainText leaves out the places where a page may break its long words.
func plainText(page []byte) []byte { return bytes.ReplaceAll(page, []byte("<wbr>"), nil) }
