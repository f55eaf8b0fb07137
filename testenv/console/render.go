package console

import (
	"bytes"
	"embed"
	"html/template"
	"io/fs"
	"net/http"
	"strings"
	"sync"
)

//go:embed templates/*.html
var templateFiles embed.FS

//go:embed static
var staticFiles embed.FS

// loadTemplates parses the templates once for the process.
var loadTemplates = sync.OnceValues(func() (*template.Template, error) {
	return template.New("").Funcs(template.FuncMap{
		"url":    func(s string) template.URL { return template.URL(s) },
		"odd":    func(i int) bool { return i%2 == 1 },
		"indent": func(level int) int { return 4 + 14*level },
		"last":   func(n int) int { return n - 1 },
		"bar":    newBar,
		"pair":   func(root *pageView, f fieldView) rowData { return rowData{root, f} },
		"nbsp":   func(s string) string { return strings.ReplaceAll(s, " ", "\u00a0") },
		"arrows": func() []arrow {
			return []arrow{{"Add", "\u203a"}, {"AddAll", "\u00bb"}, {"Remove", "\u2039"}, {"RemoveAll", "\u00ab"}}
		},
		"orders": func() []arrow {
			return []arrow{{"Top", "\u2912"}, {"Up", "\u2303"}, {"Down", "\u2304"}, {"Bottom", "\u2913"}}
		},
	}).ParseFS(templateFiles, "templates/*.html")
})

// rowData is what the template of a form row needs.
type rowData struct {
	Root *pageView
	F    fieldView
}

// barData is one of the two tab bars of a page; it may be empty.
type barData struct {
	Root  *pageView
	Level int
	Tabs  []tabView
}

func newBar(root *pageView, level int) barData {
	b := barData{Root: root, Level: level}
	if level < len(root.Tabs) {
		b.Tabs = root.Tabs[level]
	}
	return b
}

// arrow is a button of a chooser.
type arrow struct{ Name, Sign string }

// staticHandler serves style sheets, scripts and images.
func staticHandler() http.Handler {
	sub, err := fs.Sub(staticFiles, "static")
	if err != nil {
		return http.NotFoundHandler()
	}
	files := http.FileServerFS(sub)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.URL.Path = strings.TrimPrefix(r.URL.Path, "/framework/skins/wlsconsole")
		w.Header().Set("Cache-Control", "max-age=3600")
		files.ServeHTTP(w, r)
	})
}

func (x *exchange) render(name string, data any) {
	var buf bytes.Buffer
	if err := x.c.tmpl.ExecuteTemplate(&buf, name, data); err != nil {
		http.Error(x.w, err.Error(), http.StatusInternalServerError)
		return
	}
	h := x.w.Header()
	h.Set("Content-Type", "text/html; charset=UTF-8")
	h.Set("Cache-Control", "no-cache, no-store")
	if x.c.opt.CacheablePages {
		h.Set("Cache-Control", "max-age=600")
	}
	if x.hits.get("truncated") != nil {
		x.truncate(buf.Bytes())
		return
	}
	_, _ = x.w.Write(buf.Bytes()) // a browser that has gone is no error here
}

// crumb is one entry of the visit history.
type crumb struct{ Text, URL string }

// pageView is everything the layout draws.
type pageView struct {
	*words
	Base, Version, Prefix, NavCol, ContentCol string
	Title, Heading, Domain, DomainURL, User   string
	Token, BookID, PagePath                   string
	Crumbs                                    []crumb
	Messages                                  []message
	CC                                        ccView
	Tree                                      []treeItem
	Clock                                     string
	Servers                                   int
	Links                                     map[string]string
	Tabs                                      [][]tabView
	ActiveTabText                             bool
	Label, Portlet                            string

	Home    [][]group
	Table   *tableView
	Form    *formView
	List    *listView
	Text    string
	BackURL string
	Faults  []scriptFault
	Extra   extras

	edit editState
}

// show draws the page of the exchange.
func (x *exchange) show() {
	x.s.visit(x.ref)
	x.growTargets()
	c, p := x.c, x.ref.page
	v := &pageView{words: x.lang, Base: c.opt.ContextPath, Version: c.versionText(), Domain: c.dom.Name(), User: x.user(),
		Token: x.s.token(), Label: p.label, Portlet: p.portlet, BookID: c.bookID(p),
		edit: x.editState(), ActiveTabText: c.opt.ActiveTabText, Clock: c.opt.Now().Format("15:04"),
		Servers: len(c.dom.View().Of("Server"))}
	v.Prefix, v.NavCol, v.ContentCol = "wlsc", "console-nav-col", "console-content-area"
	if !c.since("12.1.3") {
		v.Prefix, v.NavCol, v.ContentCol = "spui", "portal-nav-col", "portal-content-area"
	}
	v.Heading = x.heading(x.ref)
	v.Title = x.lang.text("title.page", v.Heading, c.dom.Name())
	v.DomainURL = c.objectURL(c.pages["domain.general"], handle{"Domain", c.dom.Name()})
	v.Links = map[string]string{"home": c.pageURL(c.pages["home"]), "preferences": c.pageURL(c.pages["preferences"]),
		"logout": c.opt.ContextPath + "/jsp/common/warnuserlockheld.jsp"}
	if p.kind != "" {
		v.Tabs = x.bookTabs()
	} else if p.intro != "" {
		v.Text = x.lang.text(p.intro)
	}
	p.content(x, v)
	x.finishView(v)
	x.mutate(v)
	x.render("page", v)
}

// finishView adds what depends on the content having been made.
func (x *exchange) finishView(v *pageView) {
	v.CC = x.changeCenterView(v.edit)
	v.Tree = x.treeItems()
	v.Messages = x.messages
	for _, r := range x.s.crumbs {
		url := x.c.pageURL(r.page)
		if r.page.kind != "" {
			url = x.c.objectURL(r.page, r.handle)
		}
		v.Crumbs = append(v.Crumbs, crumb{x.crumbText(r), url})
	}
	x.decorate(v)
}

func (x *exchange) heading(r ref) string {
	p := r.page
	switch {
	case p.kind != "":
		return x.lang.text("settings", r.handle.name)
	case strings.HasPrefix(p.title, "nav."):
		return x.lang.text("summary", x.lang.text(p.title))
	}
	return x.lang.text(p.title)
}

func (x *exchange) crumbText(r ref) string {
	switch {
	case r.page.key == "home":
		return x.lang.text("home")
	case r.page.kind != "":
		return r.handle.name
	}
	return x.heading(r)
}
