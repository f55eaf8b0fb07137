package console

import (
	"fmt"
	"html/template"
	"net/http"
	"strings"
	"sync"

	"lockedit/testenv/console/domain"
)

// Console is a running test console. It serves HTTP itself (ServeHTTP) or on a
// listener of its own (Start).
type Console struct {
	opt    Options
	names  names
	dom    *domain.Domain
	texts  map[string]map[string]string
	tmpl   *template.Template
	static http.Handler
	pages  map[string]*page
	labels map[string]*page

	mu       sync.Mutex
	sessions map[string]*session
	// issued are all sessions that ever were.
	issued    []*session
	deploying int
	requests  []*Request
	faults    []*activeFault
	mutations []Mutation
	hook      func(Request)
	hookAfter func(Request)
	// faultCount numbers the faults; stopped is the outage, empty when up.
	faultCount int
	stopped    Outage
	closing    chan struct{}
	// background is what is done although its answer was cut off.
	background sync.WaitGroup
	listener   listener
}

// New makes a console. It returns an error for an option that is not legal.
func New(o Options) (*Console, error) {
	o = o.withDefaults()
	if err := o.validate(); err != nil {
		return nil, fmt.Errorf("options: %w", err)
	}
	texts, err := loadWords()
	if err != nil {
		return nil, err
	}
	tmpl, err := loadTemplates()
	if err != nil {
		return nil, err
	}
	c := &Console{opt: o, names: names{o.Seed, o.FixedNames}, dom: o.Domain, texts: texts, tmpl: tmpl,
		static: staticHandler(), sessions: map[string]*session{},
		deploying: o.DeployingHits, closing: make(chan struct{})}
	c.registry()
	return c, nil
}

// Domain returns the model behind the pages.
func (c *Console) Domain() *domain.Domain { return c.dom }

func (c *Console) words(lang string) *words {
	return &words{lang: lang, texts: c.texts[lang], fallback: c.texts["en"]}
}

func (c *Console) pageURL(p *page) string {
	u := c.opt.ContextPath + "/console.portal?_nfpb=true&_pageLabel=" + p.label
	if strings.HasPrefix(p.key, "targets") || p.key == "templates" {
		u += "&handle=" + c.inLink(handle{domain.KindDomain, c.dom.Name()})
	}
	return u
}

// bookID is the stem of the ids of the nested books around a page.
func (c *Console) bookID(p *page) string {
	if p.kind == "" {
		return strings.TrimSuffix(p.label, "Page")
	}
	return c.names.pick("Core"+string(p.kind), "book/"+string(p.kind), "", "")
}

// objectURL is the link to a settings page of an object.
func (c *Console) objectURL(p *page, h handle) string {
	return c.opt.ContextPath + "/console.portal?_nfpb=true&_pageLabel=" + p.label + "&" + p.portlet + "handle=" + c.inLink(h)
}

// dispatchURL is the link of a table row: the console finds the page by the
// type of the handle.
func (c *Console) dispatchURL(h handle) string {
	u := c.opt.ContextPath + "/console.portal?_nfpb=true&DispatcherPortletperspective=configuration-page"
	if c.opt.DoubleEncoded {
		return u + "&DispatcherPortlethandle=" + c.inLink(h) + "&_pageLabel=DispatcherPage"
	}
	return u + "&_pageLabel=DispatcherPage&DispatcherPortlethandle=" + c.inLink(h)
}
