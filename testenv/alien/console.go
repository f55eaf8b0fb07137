package alien

import (
	"embed"
	"fmt"
	"html/template"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"time"

	"lockedit/testenv/console/domain"
)

//go:embed templates/*.html
var templateFiles embed.FS

//go:embed static
var staticFiles embed.FS

// User and Other are the accounts: the run's, and somebody else's.
const (
	User  = "weblogic"
	Other = "jane.roe"
)

// Console is one running console.
type Console struct {
	opt       Options
	dom       *domain.Domain
	salt      string
	templates *template.Template
	server    *httptest.Server

	mu       sync.Mutex
	sessions map[string]*session
	wrong    []string
	hits     int
	saves    int
	busy     bool
	// activated says that an activation has been done.
	activated bool
}

// session is what the server remembers of one login.
type session struct {
	user    string
	label   string
	at      object
	lastTab map[domain.Kind]tab
	page    map[string]int
	open    map[string]bool
	crumbs  []crumb
	token   string
	notes   []note
	draft   map[string]string
}

type crumb struct{ Text, Href string }

type note struct{ Kind, Text string }

// New starts a console; Close ends it.
func New(o Options) (*Console, error) {
	if o.Context == "" {
		o.Context = "/console"
	}
	if o.Cookie == "" {
		o.Cookie = "ADMINCONSOLESESSION"
	}
	if o.PageSize == 0 {
		o.PageSize = 10
	}
	t, err := template.New("").Funcs(functions()).ParseFS(templateFiles, "templates/*.html")
	if err != nil {
		return nil, err
	}
	c := &Console{opt: o, templates: t, sessions: map[string]*session{}, salt: salt(o.Seed)}
	c.dom = c.newDomain()
	c.server = httptest.NewServer(c.routes())
	return c, nil
}

func salt(seed int64) string {
	r := rand.New(rand.NewPCG(uint64(seed), 77))
	letters := []byte("Xqzvkj")
	r.Shuffle(len(letters), func(i, j int) { letters[i], letters[j] = letters[j], letters[i] })
	return "A" + string(letters[:4])
}

func (c *Console) newDomain() *domain.Domain {
	d := domain.Sample(domain.Settings{Production: !c.opt.AutoLock, AutoLock: c.opt.AutoLock,
		UndoReleases: c.opt.has(UndoReleases)}, c.opt.Clusters...)
	role := c.opt.Role
	if role == "" {
		role = domain.Admin
	}
	d.AddUser(domain.User{Name: User, Password: c.opt.Password, Role: role})
	d.AddUser(domain.User{Name: Other, Password: "not-used", Role: domain.Admin})
	if c.opt.Foreign != NoForeign && !c.opt.quirk(LockRace) || c.opt.quirk(AsksOnPage) {
		_ = d.Lock(Other)
	}
	if c.opt.Foreign == PendingShown || c.opt.Foreign == TakesSilently {
		_ = d.Set(Other, domain.KindCluster, "osb_cluster", map[string]string{"clusterAddress": "elsewhere"})
	}
	if c.opt.has(SharedLock) {
		_ = d.Lock(User)
	}
	return d
}

// Close stops the server.
func (c *Console) Close() {
	c.server.CloseClientConnections()
	c.server.Close()
}

// URL is the address of the console.
func (c *Console) URL() string { return c.server.URL + c.opt.Context }

// Domain is the model behind the console.
func (c *Console) Domain() *domain.Domain { return c.dom }

// Wrong lists what was clicked that nobody on the documented path clicks.
func (c *Console) Wrong() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]string(nil), c.wrong...)
}

func (c *Console) blame(format string, args ...any) {
	c.wrong = append(c.wrong, fmt.Sprintf(format, args...))
}

func (c *Console) routes() http.Handler { return withoutSession(c.mux()) }

func (c *Console) mux() http.Handler {
	mux := http.NewServeMux()
	base := c.opt.Context
	if c.opt.quirk(AdministrationPort) {
		mux.HandleFunc("/", c.refused)
		return mux
	}
	mux.Handle(base+"/static/", http.StripPrefix(base, http.HandlerFunc(c.static)))
	mux.HandleFunc(base+"/login/LoginForm.jsp", c.loginForm)
	mux.HandleFunc(base+"/j_security_check", c.login)
	mux.HandleFunc(base+"/console.portal", c.portal)
	mux.HandleFunc(base+"/jsp/common/warnuserlockheld.jsp", c.logout)
	mux.HandleFunc(base+"/index.jsp", c.move("/console.portal?_nfpb=true&_pageLabel=HomePage1"))
	mux.HandleFunc(base+"/welcome.jsp", c.move("/index.jsp"))
	mux.HandleFunc(base+"/{$}", c.entry)
	mux.HandleFunc(base, c.move("/"))
	return mux
}

func (c *Console) static(w http.ResponseWriter, r *http.Request) {
	if c.opt.has(SlowStyles) && strings.HasSuffix(r.URL.Path, ".css") {
		<-time.After(1200 * time.Millisecond)
	}
	http.ServeFileFS(w, r, staticFiles, strings.TrimPrefix(r.URL.Path, "/"))
}

func (c *Console) move(to string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, c.opt.Context+to, http.StatusFound) }
}

func (c *Console) entry(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.hits++
	if (c.opt.has(Deploying) || c.opt.quirk(DeployHeaded|DeployUnknown|DeployLinked)) && c.hits <= 2 {
		c.deploying(w)
		return
	}
	if _, s := c.session(r); s == nil {
		c.move("/login/LoginForm.jsp")(w, r)
		return
	}
	c.move("/index.jsp")(w, r)
}
