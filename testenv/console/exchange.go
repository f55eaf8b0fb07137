package console

import (
	"net/http"
	"net/url"
	"strings"
)

// exchange is one request on its way through the console.
type exchange struct {
	c    *Console
	w    http.ResponseWriter
	r    *http.Request
	s    *session
	lang *words // the language's words
	log  *Request
	hits hits

	ref      ref
	messages []message
	// posted are the values of a form that was refused, shown again.
	posted url.Values
	// gone says that the answer is settled: no page is drawn.
	gone bool
}

// message is one line of the message area; its class is message_<Level>.
type message struct{ Level, Text string }

func (x *exchange) say(level, key string, args ...any) {
	x.messages = append(x.messages, message{level, x.lang.text(key, args...)})
}

// user is the account of the session, empty without one.
func (x *exchange) user() string {
	if x.s == nil {
		return ""
	}
	return x.s.user
}

func (x *exchange) redirect(path string) {
	x.redirectTo(x.c.opt.ContextPath + path)
}

// ServeHTTP answers one request of the console.
func (c *Console) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	whole, _, _ := strings.Cut(r.URL.Path, ";") // a parameter is no part of the name
	path, inside := strings.CutPrefix(whole, c.opt.ContextPath)
	if !inside || (path != "" && path[0] != '/') {
		http.NotFound(w, r)
		return
	}
	x := c.begin(w, r, path)
	defer c.close(x.log, x.w.(*recorder))
	if !x.before() {
		return
	}
	if x.s != nil && !isStatic(path) {
		x.s.mu.Lock()
		defer x.s.mu.Unlock()
	}
	x.perform(path)
	x.callAfter()
}

func isStatic(path string) bool {
	for _, dir := range []string{"/css/", "/js/", "/framework/"} {
		if strings.HasPrefix(path, dir) {
			return true
		}
	}
	return false
}

// begin reads the form, finds the session and starts the log entry.
func (c *Console) begin(w http.ResponseWriter, r *http.Request, path string) *exchange {
	rec := &recorder{ResponseWriter: w, status: http.StatusOK}
	x := &exchange{c: c, w: rec, r: r, s: c.session(r)}
	_ = r.ParseForm() // an unreadable form is an empty one
	x.lang = c.words(c.language(r))
	x.log = c.record(r, x.user())
	if x.s != nil {
		x.s.mu.Lock()
		defer x.s.mu.Unlock()
	}
	page, action := x.classify(path)
	c.mu.Lock()
	x.log.Page, x.log.Action = page, action
	c.mu.Unlock()
	x.hits = c.strike(x)
	return x
}

func (c *Console) language(r *http.Request) string {
	if c.opt.Language != "" {
		return c.opt.Language
	}
	return pickLanguage(r)
}

// route answers by path.
func (x *exchange) route(path string) {
	switch {
	case isStatic(path):
		http.StripPrefix(x.c.opt.ContextPath, x.c.static).ServeHTTP(x.w, x.r)
	case x.c.opt.AdminPortOnly:
		x.adminPortOnly()
	case path == "":
		x.redirect("/")
	case x.isDeploying():
		x.deploying()
	case path == "/":
		x.entry()
	case strings.HasPrefix(path, "/login/"):
		x.loginPage("")
	case path == "/j_security_check":
		x.login()
	case path == "/jsp/common/warnuserlockheld.jsp":
		x.logout()
	case path == "/console.portal":
		x.portal()
	default:
		http.NotFound(x.w, x.r)
	}
}

func (x *exchange) entry() {
	if x.s == nil && x.c.opt.RewriteURLs {
		x.s = x.c.open(x.w, nil, "")
	}
	if x.s == nil || x.s.user == "" {
		x.redirect("/login/LoginForm.jsp")
		return
	}
	x.redirect("/console.portal?_nfpb=true&_pageLabel=" + x.c.pages["home"].label)
}
