package console

import (
	"net/http"
	"strings"
)

type loginView struct {
	*words
	Base, Version, Message string
	// Session is the path parameter with the session's id, where one is written.
	Session            string
	Deploying, Refresh string
}

// T lets templates look up words.
func (w *words) T(key string, args ...any) string { return w.text(key, args...) }

// Lang is the language tag of the page.
func (w *words) Lang() string { return w.lang }

func (x *exchange) loginView() loginView {
	return loginView{words: x.lang, Base: x.c.opt.ContextPath, Version: x.c.versionText(), Session: x.sessionParameter()}
}

// versionText is the version with the patch digits the footer shows.
func (c *Console) versionText() string {
	v, dots := c.opt.Version, 4
	if strings.HasPrefix(v, "10.") {
		dots = 3
	}
	return v + strings.Repeat(".0", dots-strings.Count(v, "."))
}

func (x *exchange) isDeploying() bool {
	x.c.mu.Lock()
	defer x.c.mu.Unlock()
	if x.c.deploying <= 0 {
		return false
	}
	x.c.deploying--
	return true
}

func (x *exchange) deploying() {
	v := x.loginView()
	v.Deploying = x.lang.text("login.deploying", x.r.URL.Path)
	v.Refresh = x.c.opt.DeployingRefresh
	x.render("deploying", v)
}

func (x *exchange) loginPage(message string) {
	v := x.loginView()
	v.Message = message
	if x.s != nil && x.s.denied {
		v.Message, x.s.denied = "denied", false
	}
	x.render("login", v)
}

// toLogin sends a request without a session to the form and remembers where it
// wanted to go.
func (x *exchange) toLogin() {
	target := ""
	if x.r.Method == http.MethodGet {
		target = x.r.URL.RequestURI()
	}
	x.s = x.c.open(x.w, x.s, "")
	x.s.target = target
	if x.c.opt.LoginForward {
		x.loginPage("")
		return
	}
	x.redirect("/login/LoginForm.jsp")
}

// adminPortOnly is the answer of a plain port in a domain with an
// administration port.
func (x *exchange) adminPortOnly() {
	http.Error(x.w, "Console/Management requests or requests with <require-admin-traffic> specified to 'true' "+
		"can only be made through an administration channel", http.StatusForbidden)
}

// denied shows the form again: in the answer, or after a redirect.
func (x *exchange) denied() {
	if !x.c.opt.LoginFailRedirect {
		x.loginPage("denied")
		return
	}
	if x.s == nil {
		x.s = x.c.open(x.w, nil, "")
	}
	x.s.denied = true
	x.redirect("/login/LoginForm.jsp")
}

func (x *exchange) login() {
	user, password := x.r.PostForm.Get("j_username"), x.r.PostForm.Get("j_password")
	x.c.mu.Lock()
	x.log.User = user
	x.c.mu.Unlock()
	if x.r.Method != http.MethodPost || !x.c.dom.Authenticate(user, password) || x.hits.get("login-refused") != nil {
		x.denied()
		return
	}
	target := x.c.opt.ContextPath
	if x.s != nil && x.s.target != "" {
		target = x.s.target
	}
	x.s = x.c.open(x.w, x.s, user)
	x.redirectTo(target)
}

// logout ends the session; the edit lock stays with the user.
func (x *exchange) logout() {
	v := x.loginView()
	lock := x.c.dom.LockHolder()
	if lock != nil && lock.Owner == x.user() {
		v.Message = "logout.lock"
	}
	if x.s != nil {
		x.c.end(x.s)
	}
	http.SetCookie(x.w, &http.Cookie{Name: x.c.opt.CookieName, Path: x.c.opt.ContextPath, MaxAge: -1, HttpOnly: true})
	x.render("logout", v)
}
