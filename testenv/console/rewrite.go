package console

import (
	"net/http"
	"strings"
)

// sessionID is the id that a request carries: in its cookie, else in the
// parameter of its path that is named like the cookie.
func (c *Console) sessionID(r *http.Request) string {
	if cookie, err := r.Cookie(c.opt.CookieName); err == nil {
		return cookie.Value
	}
	if !c.opt.RewriteURLs {
		return ""
	}
	_, id, _ := strings.Cut(r.URL.Path, ";"+c.opt.CookieName+"=")
	return id
}

// sessionParameter is what the servlet container writes behind the path of an
// address as long as the session's cookie has not come back; else empty.
func (x *exchange) sessionParameter() string {
	if !x.c.opt.RewriteURLs || x.s == nil {
		return ""
	}
	cookie, err := x.r.Cookie(x.c.opt.CookieName)
	if err == nil && cookie.Value == x.s.id {
		return ""
	}
	return ";" + x.c.opt.CookieName + "=" + x.s.id
}

// redirectTo leads on to an address without a host.
func (x *exchange) redirectTo(address string) {
	path, query, found := strings.Cut(address, "?")
	path, _, _ = strings.Cut(path, ";")
	address = path + x.sessionParameter()
	if found {
		address += "?" + query
	}
	http.Redirect(x.w, x.r, address, http.StatusFound)
}
