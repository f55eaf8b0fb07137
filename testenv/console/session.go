package console

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"
)

// ref is the page a session looks at, with the object it shows.
type ref struct {
	page   *page
	handle handle
}

// session is one browser's login. Its fields are guarded by mu, which a request
// holds from its start to its end, as the console serves one request of a
// session at a time.
type session struct {
	mu       sync.Mutex
	id       string
	user     string
	started  time.Time
	last     time.Time
	target   string // where to go after login
	denied   bool   // the last login was refused
	tokens   []string
	crumbs   []ref
	current  ref
	expanded map[string]bool
	tables   map[string]*tableState
}

// SessionInfo is what the control API tells about a session.
type SessionInfo struct {
	User    string    `json:"user"`
	Started time.Time `json:"started"`
	Last    time.Time `json:"last"`
}

func randomHex(n int) string {
	buf := make([]byte, n)
	_, _ = rand.Read(buf) // never fails: crypto/rand ends the process instead
	return hex.EncodeToString(buf)
}

// newSessionID is an opaque token, an exclamation mark and a signed number, as
// the servlet container writes it.
func newSessionID() string {
	var n int32
	for _, b := range []byte(randomHex(4)) {
		n = n*31 + int32(b)
	}
	return randomHex(26) + "!" + fmt.Sprint(n)
}

// session returns the live session of the request, nil when there is none.
func (c *Console) session(r *http.Request) *session {
	id := c.sessionID(r)
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.sessions[id]
	if s == nil {
		return nil
	}
	if c.opt.Now().Sub(s.last) > c.opt.SessionTimeout {
		delete(c.sessions, id)
		return nil
	}
	s.last = c.opt.Now()
	return s
}

// open starts a session and sets its cookie; old, if any, ends.
func (c *Console) open(w http.ResponseWriter, old *session, user string) *session {
	now := c.opt.Now()
	s := &session{id: newSessionID(), user: user, started: now, last: now,
		expanded: map[string]bool{}, tables: map[string]*tableState{}}
	if !c.opt.TreeCollapsed {
		for _, n := range otherNodes() {
			s.expanded[c.pages[n.key].label] = true
		}
	}
	c.mu.Lock()
	if old != nil {
		delete(c.sessions, old.id)
	}
	c.sessions[s.id] = s
	c.issued = append(c.issued, s)
	c.mu.Unlock()
	http.SetCookie(w, &http.Cookie{Name: c.opt.CookieName, Value: s.id, Path: c.opt.ContextPath,
		HttpOnly: true, Secure: c.opt.TLS})
	return s
}

func (c *Console) end(s *session) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.sessions, s.id)
}

// token makes the anti-forgery value of one response; older ones stay valid.
func (s *session) token() string {
	t := "0x" + randomHex(24)
	s.tokens = append(s.tokens, t)
	return t
}

func (s *session) valid(token string) bool { return slices.Contains(s.tokens, token) }

// visit makes the page the current one and lets the breadcrumbs grow: they are
// the history of visits, not a path.
func (s *session) visit(r ref) {
	s.current = r
	if r.page.key == "home" {
		s.crumbs = nil
	}
	s.crumbs = slices.DeleteFunc(s.crumbs, func(c ref) bool { return c == r })
	s.crumbs = append(s.crumbs, r)
	if len(s.crumbs) > 8 {
		s.crumbs = s.crumbs[len(s.crumbs)-8:]
	}
}
