package console

import (
	"strings"
	"testing"
)

// TestRedirectsAreRewrittenUntilTheCookieComesBack goes in with cookies, and
// with nothing but the addresses that the console writes.
func TestRedirectsAreRewrittenUntilTheCookieComesBack(t *testing.T) {
	for _, tt := range []struct {
		name    string
		options Options
		param   string
		cookies bool
	}{
		{"default name", Options{}, ";ADMINCONSOLESESSION=", true},
		{"another name", Options{CookieName: "WLSADM"}, ";WLSADM=", true},
		{"no cookies at all", Options{CookieName: "WLSADM"}, ";WLSADM=", false},
		{"no cookies, form at the asked address", Options{CookieName: "WLSADM", LoginForward: true}, ";WLSADM=", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.options.RewriteURLs = true
			c, b := open(t, tt.options)
			if !tt.cookies {
				b.http.Jar = nil
			}
			b.get(b.base)
			first := c.Control().Secrets()[0]
			if want := "/console/login/LoginForm.jsp" + tt.param + first; b.url.Path != want {
				t.Errorf("led to %s, want %s", b.url.Path, want)
			}
			if inForm := attr(b.one("form", "id", "loginData"), "action") != "/console/j_security_check"; inForm == tt.cookies {
				t.Errorf("the form's address has the id: %t", inForm)
			}
			b.label(c.Control().PageLabel("home"))
			b.signIn("weblogic", testPassword)
			if !strings.HasPrefix(b.title(), "Home Page") {
				t.Fatalf("after login: %q at %s", b.title(), b.url)
			}
			if !strings.Contains(b.url.Path, tt.param) {
				t.Errorf("the id is new, and not in %s", b.url)
			}
			if b.follow("Clusters"); tt.cookies && (b.find("input", "name", "j_password") != nil || strings.Contains(b.url.Path, ";")) {
				t.Errorf("the cookie is not enough: %q at %s", b.title(), b.url)
			}
		})
	}
}
