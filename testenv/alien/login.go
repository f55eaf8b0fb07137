package alien

import (
	"crypto/rand"
	"encoding/hex"
	"net/http"

	"lockedit/testenv/console/domain"
)

func random() string {
	b := make([]byte, 24)
	_, _ = rand.Read(b)
	return hex.EncodeToString(b)
}

// session finds the session of a request; c.mu is held.
func (c *Console) session(r *http.Request) (string, *session) {
	cookie, err := r.Cookie(c.opt.Cookie)
	if err != nil {
		return "", nil
	}
	return cookie.Value, c.sessions[cookie.Value]
}

func (c *Console) loginForm(w http.ResponseWriter, r *http.Request) {
	if _, err := r.Cookie(c.opt.Cookie); err != nil {
		c.setCookie(w, random()+"!-1")
	}
	c.drawLogin(w, r.URL.Query().Has("refused"))
}

func (c *Console) drawLogin(w http.ResponseWriter, refused bool) {
	session := ""
	if c.opt.quirk(SessionInAction) {
		session = ";" + c.opt.Cookie + "=" + random()
	}
	c.draw(w, "login.html", map[string]any{"Context": c.opt.Context, "Refused": refused, "Session": session})
}

func (c *Console) setCookie(w http.ResponseWriter, value string) {
	http.SetCookie(w, &http.Cookie{Name: c.opt.Cookie, Value: value, Path: c.opt.Context, HttpOnly: true})
}

// login checks the account and goes where the request wanted to go.
func (c *Console) login(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if r.Method != http.MethodPost || !c.dom.Authenticate(r.FormValue("j_username"), r.FormValue("j_password")) {
		w.WriteHeader(http.StatusOK)
		c.drawLogin(w, true)
		return
	}
	id := random() + "!42"
	c.sessions[id] = &session{user: r.FormValue("j_username"), label: "HomePage1", token: "0x" + random(),
		lastTab: map[domain.Kind]tab{}, page: c.firstPages(), open: map[string]bool{"EnvironmentsSummaryPage": !c.opt.has(TreeCollapsed), "CoreClusterClusterTablePage": !c.opt.has(TreeCollapsed)}}
	c.setCookie(w, id)
	c.afterLogin(w, r)
}

func (c *Console) afterLogin(w http.ResponseWriter, r *http.Request) {
	wanted, err := r.Cookie("ALIENWANTS")
	switch {
	case err == nil && !c.opt.has(LoginGoesHome):
		http.SetCookie(w, &http.Cookie{Name: "ALIENWANTS", MaxAge: -1, Path: c.opt.Context})
		http.Redirect(w, r, c.opt.Context+"/console.portal?"+wanted.Value, http.StatusFound)
	case c.opt.quirk(LateFront):
		c.late(w)
	case c.opt.has(LongLogin):
		c.move("/welcome.jsp")(w, r)
	default:
		c.move("/")(w, r)
	}
}

func (c *Console) logout(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	id, _ := c.session(r)
	delete(c.sessions, id)
	c.move("/login/LoginForm.jsp")(w, r)
}

// bounce answers a request without a session.
func (c *Console) bounce(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet {
		http.SetCookie(w, &http.Cookie{Name: "ALIENWANTS", Value: r.URL.RawQuery, Path: c.opt.Context})
	}
	c.move("/login/LoginForm.jsp")(w, r)
}

// firstPages is where tables open in a fresh session.
func (c *Console) firstPages() map[string]int {
	if !c.opt.has(OpensMidTable) {
		return map[string]int{}
	}
	return map[string]int{"MigratableTargetsConfigTablePage": 99}
}
