package console

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Request is one entry of the request log.
type Request struct {
	Number int        `json:"number"`
	Time   time.Time  `json:"time"`
	Method string     `json:"method"`
	URL    string     `json:"url"`
	Form   url.Values `json:"form,omitempty"`
	User   string     `json:"user,omitempty"`
	// Page is the key of the page, Action what the request does: "login",
	// "logout", "view", "tree", "lock", "release", "activate", "undo",
	// "takeover", "save", "static" or "other".
	Page   string   `json:"page,omitempty"`
	Action string   `json:"action"`
	Status int      `json:"status"`
	Faults []string `json:"faults,omitempty"`
	// Mutations are the names of those that changed the page.
	Mutations []string `json:"mutations,omitempty"`
}

// recorder remembers the status of a response.
type recorder struct {
	http.ResponseWriter
	status int
}

// WriteHeader notes the status and passes it on.
func (r *recorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

func (c *Console) record(r *http.Request, user string) *Request {
	form := maps.Clone(r.PostForm)
	for key := range form {
		if strings.Contains(strings.ToLower(key), "password") {
			form[key] = []string{"***"}
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	e := &Request{Number: len(c.requests) + 1, Time: c.opt.Now(), Method: r.Method,
		URL: r.URL.RequestURI(), Form: form, User: user}
	c.requests = append(c.requests, e)
	return e
}

func (c *Console) close(e *Request, rec *recorder) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e.Status = rec.status
}

// copyRequests returns the log as it is now.
func (c *Console) copyRequests() []Request {
	c.mu.Lock()
	defer c.mu.Unlock()
	out := make([]Request, 0, len(c.requests))
	for _, e := range c.requests {
		entry := *e
		entry.Faults, entry.Mutations = slices.Clone(e.Faults), slices.Clone(e.Mutations)
		out = append(out, entry)
	}
	return out
}

// classify names the page and the action of a request.
func (x *exchange) classify(path string) (page, action string) {
	switch path {
	case "/console.portal":
		return x.pageKey(), x.actionName()
	case "/j_security_check":
		return "login", "login"
	case "/jsp/common/warnuserlockheld.jsp":
		return "logout", "logout"
	}
	if isStatic(path) {
		return "", "static"
	}
	if strings.HasPrefix(path, "/login/") {
		return "login", "view"
	}
	return "", "other"
}

func (x *exchange) pageKey() string {
	if r, ok := x.wanted(); ok {
		return r.page.key
	}
	if x.s != nil && x.s.current.page != nil {
		return x.s.current.page.key
	}
	return "home"
}

func (x *exchange) actionName() string {
	if name := changeCenterActions()[x.r.Form.Get(ccPortlet+"_actionOverride")]; name != "" {
		return name
	}
	if x.r.PostForm.Has("nodeId") {
		return "tree"
	}
	if p, _ := x.override(); p != "" {
		return "save"
	}
	return "view"
}
