package console

import (
	"net/http"
	"strings"
)

// portal answers console.portal: it does what a form asks and draws a page.
func (x *exchange) portal() {
	if x.s == nil || x.s.user == "" {
		x.toLogin()
		return
	}
	x.ref = x.target()
	portlet, action := x.override()
	if portlet != "" && !x.checkToken() {
		return
	}
	x.stolen()
	x.foreignEdit()
	switch {
	case portlet == ccPortlet:
		x.changeCenter(action)
	case portlet != "":
		x.pageAction(portlet, action)
	case x.r.PostForm.Has("nodeId"):
		x.toggle(x.r.PostForm.Get("action"), x.r.PostForm.Get("nodeId"))
	}
	if !x.gone {
		x.show()
	}
}

// target is the page to draw: the one asked for, else the session's current.
func (x *exchange) target() ref {
	if r, ok := x.wanted(); ok {
		return r
	}
	if x.s.current.page != nil {
		return x.s.current
	}
	return ref{page: x.c.pages["home"]}
}

// wanted reads the page and object that the request names.
func (x *exchange) wanted() (ref, bool) {
	label := x.r.Form.Get("_pageLabel")
	h, hasHandle := x.handleParam()
	if label == "DispatcherPage" {
		return x.dispatch(h, hasHandle)
	}
	p := x.c.labels[label]
	if p == nil && hasHandle {
		p = x.postedPage()
	}
	if p == nil {
		return ref{}, false
	}
	if p.kind == "" {
		h = handle{}
	}
	return ref{p, h}, true
}

// postedPage finds the page of a form whose address no longer names it.
func (x *exchange) postedPage() *page {
	portlet, _ := x.override()
	for _, p := range x.c.pages {
		if p.portlet == portlet {
			return p
		}
	}
	return nil
}

func (x *exchange) dispatch(h handle, ok bool) (ref, bool) {
	tabs := book(h.kind)
	if !ok || len(tabs) == 0 {
		return ref{page: x.c.pages["home"]}, false
	}
	return ref{x.c.pages[tabs[0].first()], h}, true
}

// handleParam finds the handle of the request: "handle" or "<Portlet>handle".
func (x *exchange) handleParam() (handle, bool) {
	for key, values := range x.r.Form {
		if strings.HasSuffix(key, "handle") && len(values) > 0 {
			if h, ok := parseHandle(values[0]); ok {
				return h, true
			}
		}
	}
	return handle{}, false
}

// override reads the <Portlet>_actionOverride that is filled in.
func (x *exchange) override() (portlet, action string) {
	for key, values := range x.r.Form {
		name, ok := strings.CutSuffix(key, "_actionOverride")
		if ok && len(values) > 0 && values[0] != "" && name != "MBeanSearchPortlet" {
			return name, values[0]
		}
	}
	return "", ""
}

// checkToken verifies the anti-forgery value; a wrong one ends at the login
// page, as on the console.
func (x *exchange) checkToken() bool {
	for key, values := range x.r.PostForm {
		if strings.HasSuffix(key, "frsc") && len(values) > 0 && x.s.valid(values[0]) {
			return true
		}
	}
	x.r.Method = http.MethodGet
	x.c.open(x.w, x.s, "")
	x.redirect("/login/LoginForm.jsp")
	return false
}

func (x *exchange) toggle(action, label string) {
	if x.c.labels[label] != nil {
		x.s.expanded[label] = action == "expand"
	}
}
