package alien

import (
	"bytes"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"lockedit/testenv/console/domain"
)

func (c *Console) portal(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, s := c.session(r)
	if s == nil {
		c.bounce(w, r)
		return
	}
	if err := r.ParseForm(); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.draft = nil
	if r.Method == http.MethodPost {
		if c.post(w, r, s) {
			return
		}
		if c.opt.has(Redirects) && s.draft == nil {
			http.Redirect(w, r, c.here(s), http.StatusSeeOther)
			return
		}
	} else if c.visit(w, r, s) {
		return
	}
	c.draw(w, "page.html", c.view(s))
}

// here is the address of the page the session is on.
func (c *Console) here(s *session) string {
	base := c.opt.Context + "/"
	if s.at.name != "" {
		return base + c.tabLink(s.label, s.at)
	}
	return base + "console.portal?_nfpb=true&_pageLabel=" + s.label
}

// visit moves the session to the page of a GET request; it says whether it has
// answered the request.
func (c *Console) visit(w http.ResponseWriter, r *http.Request, s *session) bool {
	q := r.URL.Query()
	if node := q.Get("TreePortletexpandNode"); node != "" {
		s.open[node] = true
	}
	label := q.Get("_pageLabel")
	if label == "" {
		return false
	}
	o, found := handleIn(q)
	if label == "DispatcherPage" {
		if !found {
			s.say("ERROR", "There is no such object.")
			return false
		}
		return c.dispatch(w, r, s, o)
	}
	c.settle(s, label, o, q)
	return false
}

func (c *Console) settle(s *session, label string, o object, q url.Values) {
	kind, at, detail := c.byLabel(label)
	s.label = label
	switch {
	case !detail:
		s.at = object{}
	case o.kind == kind:
		s.at = o
	case s.at.kind != kind:
		s.label, s.at = "HomePage1", object{}
		return
	}
	if detail {
		s.lastTab[kind] = at
	}
	if p, err := strconv.Atoi(q.Get("TablePortletpage")); err == nil {
		s.page[label] = p
	} else if !c.opt.has(RemembersPage) && !c.opt.has(OpensMidTable) {
		s.page[label] = 0
	}
}

func (c *Console) dispatch(w http.ResponseWriter, r *http.Request, s *session, o object) bool {
	if c.dom.View().Find(o.kind, o.name) == nil {
		s.say("ERROR", "There is no such object.")
		return false
	}
	s.at, s.label = o, c.label(o.kind, c.firstTab(s, o.kind))
	if c.opt.has(DispatchMoves) {
		http.Redirect(w, r, c.here(s), http.StatusFound)
		return true
	}
	return false
}

// pageView is everything page.html draws.
type pageView struct {
	Context, Title, Domain, User, Token, Salt string
	Crumbs                                    []crumb
	Notes                                     []note
	Center                                    centerView
	Tree                                      []nodeView
	Tops, Subs                                []tabView
	Table, Hidden, Health                     *tableView
	Form                                      *formView
	Home                                      []crumb
	IsHome                                    bool
	Book                                      string
	has                                       func(Trait) bool
	quirk                                     func(Quirk) bool
}

func (c *Console) view(s *session) pageView {
	v := pageView{Context: c.opt.Context, Domain: c.dom.Name(), User: s.user, Token: s.token, Salt: c.salt,
		Notes: c.notes(s), Center: c.center(s), Tree: c.tree(s), has: c.opt.has, quirk: c.opt.quirk}
	switch {
	case s.at.name != "":
		c.detail(s, &v)
	case s.label == "HomePage1" || s.label == "HomeReserved":
		v.Title, v.IsHome = "Home Page", true
		if !c.opt.has(NoHomeLinks) {
			v.Home = homeLinks()
		}
	case s.label == "CoreClusterClusterTablePage":
		v.Title = "Summary of Clusters"
		v.Table, v.Hidden, v.Health = c.clusters(s)
	case s.label == "MigratableTargetsConfigTablePage":
		v.Title, v.Book = "Summary of Migratable Targets", "MigratableTargetsTable"
		v.Tops = c.targetsTabs()
		v.Table, v.Hidden, v.Health = c.targets(s)
	case s.label == "ChangeManagementPage" && c.opt.quirk(ListGrouped|ListByObjectName):
		v.Title, v.Health = "View changes and restarts", c.list()
	default:
		v.Title = "Summary"
	}
	s.crumbs = append(s.crumbs, crumb{v.Title, c.here(s)})
	v.Crumbs = s.crumbs[max(0, len(s.crumbs)-6):]
	return v
}

func (c *Console) notes(s *session) []note {
	out := s.notes
	s.notes = nil
	if c.opt.has(NoMessages) {
		return nil
	}
	return out
}

func homeLinks() []crumb {
	return []crumb{{"Servers", "console.portal?_nfpb=true&_pageLabel=CoreServerServerTablePage"},
		{"Clusters", "console.portal?_nfpb=true&_pageLabel=CoreClusterClusterTablePage"},
		{"Migratable Targets", targetsLink()}, {"Machines", "console.portal?_nfpb=true&_pageLabel=CoreMachineMachineTablePage"}}
}

func targetsLink() string {
	return "console.portal?_nfpb=true&_pageLabel=MigratableTargetsConfigTablePage&handle=" + object{domain.KindDomain, "soainfra"}.handle()
}

func (c *Console) targetsTabs() []tabView {
	return []tabView{{Label: "Configuration", Title: "Configuration- Tab", Href: targetsLink(), Active: true, Text: c.opt.has(ActiveTabText)},
		{Label: "Control", Title: "Control- Tab", Href: strings.Replace(targetsLink(), "ConfigTable", "ControlMigrationTable", 1)}}
}

// Has lets a template ask for a trait by its name.
func (v pageView) Has(name string) bool { return v.has(traitNames()[name]) }

// Quirk lets a template ask for a quirk by its name.
func (v pageView) Quirk(name string) bool {
	return v.quirk(map[string]Quirk{"HeadingInForm": HeadingInForm, "ScriptedTree": ScriptedTree, "SharedNames": SharedNames,
		"WrappedPaging": WrappedPaging, "CenterOutside": CenterOutside, "TrailRow": TrailRow, "TwoStatuses": TwoStatuses, "FloatingTabs": FloatingTabs, "PlainTitles": PlainTitles}[name])
}

func traitNames() map[string]Trait {
	return map[string]Trait{"NoStatus": NoStatus, "WrappedStatus": WrappedStatus, "ButtonsInTable": ButtonsInTable,
		"HeadingImage": HeadingImage, "EditSessions": EditSessions, "NoScope": NoScope, "NoCheckboxes": NoCheckboxes,
		"IconColumn": IconColumn, "NotesForm": NotesForm, "ButtonsOutside": ButtonsOutside, "AbbrLabels": AbbrLabels,
		"ForOnly": ForOnly, "HelpColumn": HelpColumn, "OddMessages": OddMessages, "TreeLinks": TreeLinks,
		"NoTabTitles": NoTabTitles}
}

func (c *Console) draw(w http.ResponseWriter, name string, data any) {
	var b bytes.Buffer
	if err := c.templates.ExecuteTemplate(&b, name, data); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=UTF-8")
	c.pace()
	content, late, split := bytes.Cut([]byte(c.translate(b.String())), []byte(`<div id="console-nav-col">`))
	_, _ = w.Write(content)
	if !split {
		return
	}
	if f, ok := w.(http.Flusher); ok && c.opt.has(Streams) {
		f.Flush()
		<-time.After(800 * time.Millisecond)
	}
	_, _ = w.Write(append([]byte(`<div id="console-nav-col">`), late...))
}
