package console

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestEntryRedirects(t *testing.T) {
	_, b := open(t, Options{})
	b.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	for _, want := range []struct{ from, to string }{
		{"/console", "/console/"}, {"/console/", "/console/login/LoginForm.jsp"},
	} {
		b.get(want.from)
		if got := b.header.Get("Location"); b.status != http.StatusFound || got != want.to {
			t.Errorf("%s: %d to %q, want 302 to %q", want.from, b.status, got, want.to)
		}
	}
}

func TestLogin(t *testing.T) {
	tests := []struct {
		name    string
		options Options
		user    string
		pass    string
		in      bool
	}{
		{"right", Options{}, "weblogic", testPassword, true},
		{"wrong", Options{}, "weblogic", "nonsense", false},
		{"unknown user", Options{}, "nobody", testPassword, false},
		{"wrong, redirected", Options{LoginFailRedirect: true}, "weblogic", "nonsense", false},
		{"form at the asked address", Options{LoginForward: true}, "weblogic", testPassword, true},
		{"other context path and cookie", Options{ContextPath: "/wlsadmin", CookieName: "C"}, "weblogic", testPassword, true},
		{"monitor", Options{}, "mon", testPassword, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, b := open(t, tt.options)
			b.login(tt.user, tt.pass)
			if got := b.find("input", "name", "j_password") == nil; got != tt.in {
				t.Fatalf("logged in: %t, want %t", got, tt.in)
			}
			if denied := strings.Contains(b.body, "Authentication Denied"); denied == tt.in {
				t.Errorf("says denied: %t", denied)
			}
		})
	}
}

func TestLoginRenewsTheCookie(t *testing.T) {
	_, b := open(t, Options{})
	b.get(b.base)
	before := b.http.Jar.Cookies(b.url)
	b.login("weblogic", testPassword)
	after := b.http.Jar.Cookies(b.url)
	if len(before) > 0 && before[0].Value == after[0].Value {
		t.Error("the session id did not change at login")
	}
	if token, number, ok := strings.Cut(after[0].Value, "!"); !ok || token == "" || number == "" {
		t.Errorf("cookie value %q lacks the exclamation mark", after[0].Value)
	}
}

func TestLockoutRefusesTheRightPasswordToo(t *testing.T) {
	now := time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)
	c, b := open(t, Options{Now: func() time.Time { return now }})
	for range 5 {
		b.login("weblogic", "nonsense")
	}
	if !c.Domain().LockedOut("weblogic") {
		t.Fatal("the account is not locked out")
	}
	if b.login("weblogic", testPassword); b.find("input", "name", "j_password") == nil {
		t.Fatal("the right password was accepted during the lock-out")
	}
	now = now.Add(31 * time.Minute)
	if b.login("weblogic", testPassword); b.find("input", "name", "j_password") != nil {
		t.Fatal("the right password was refused after the lock-out")
	}
}

func TestDeepLinkComesBackAfterLogin(t *testing.T) {
	c, b := open(t, Options{})
	b.label(c.Control().PageLabel("targets"))
	form := b.one("form", "id", "loginData")
	v := formValues(form)
	v.Set("j_username", "weblogic")
	v.Set("j_password", testPassword)
	b.take(b.http.PostForm(b.resolve(attr(form, "action")), v))
	if got := b.title(); got != "Summary of Migratable Targets - soainfra - WLS Console" {
		t.Errorf("after login: %q", got)
	}
}

func TestDeployingPage(t *testing.T) {
	_, b := open(t, Options{DeployingHits: 2})
	for range 2 {
		if b.get(b.base + "/"); !strings.Contains(b.body, "Deploying application for /console/") {
			t.Fatalf("no deploying page: %s", b.body)
		}
	}
	b.login("weblogic", testPassword)
	if !strings.HasPrefix(b.title(), "Home Page") {
		t.Errorf("after deploying: %q", b.title())
	}
}

func TestLogoutKeepsTheLockAndWarns(t *testing.T) {
	c, b := open(t, Options{})
	b.login("weblogic", testPassword).click("save").follow("Log Out")
	if !strings.Contains(b.body, "You still hold the configuration lock") {
		t.Error("no warning about the lock")
	}
	if lock := c.Control().Lock(); lock == nil || lock.Owner != "weblogic" {
		t.Errorf("lock after logout: %+v", lock)
	}
	if b.get(b.base + "/console.portal"); b.find("input", "name", "j_password") == nil {
		t.Error("still logged in")
	}
	b.login("weblogic", testPassword)
	if got := b.buttons(); got != "off / Release Configuration" {
		t.Errorf("the same user's next session: %s", got)
	}
}

func TestAdminPortOnly(t *testing.T) {
	_, b := open(t, Options{AdminPortOnly: true})
	if b.get(b.base); b.status != http.StatusForbidden || !strings.Contains(b.body, "administration channel") {
		t.Errorf("%d %s", b.status, b.body)
	}
}

func TestSessionTimeout(t *testing.T) {
	now := time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)
	_, b := open(t, Options{Now: func() time.Time { return now }})
	b.login("weblogic", testPassword)
	now = now.Add(61 * time.Minute)
	if b.follow("Clusters"); b.find("input", "name", "j_password") == nil {
		t.Error("the idle session is still alive")
	}
}

func TestPasswordStaysOutOfTheLog(t *testing.T) {
	c, b := open(t, Options{})
	b.login("weblogic", testPassword)
	for _, r := range c.Control().Requests() {
		for key, values := range r.Form {
			if strings.Contains(strings.Join(values, " "), testPassword) {
				t.Errorf("request %d %s carries the password in %s", r.Number, r.URL, key)
			}
		}
	}
}
