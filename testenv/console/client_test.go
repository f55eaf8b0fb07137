package console

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// browser is a small client that fills in the forms it was given, as a real
// browser would, without running scripts.
type browser struct {
	t      *testing.T
	http   *http.Client
	base   string
	doc    *html.Node
	status int
	url    *url.URL
	body   string
	header http.Header
}

func open(t *testing.T, o Options) (*Console, *browser) {
	t.Helper()
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(c)
	t.Cleanup(srv.Close)
	return c, visitor(t, srv.URL+c.opt.ContextPath)
}

func visitor(t *testing.T, base string) *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	tr := &http.Transport{}
	t.Cleanup(tr.CloseIdleConnections)
	return &browser{t: t, base: base, http: &http.Client{Jar: jar, Transport: tr}}
}

func (b *browser) take(resp *http.Response, err error) *browser {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	b.status, b.url, b.body, b.header = resp.StatusCode, resp.Request.URL, string(data), resp.Header
	b.doc, err = html.Parse(strings.NewReader(b.body))
	if err != nil {
		b.t.Fatal(err)
	}
	return b
}

// get opens an address: absolute, rooted, or below the console.
func (b *browser) get(ref string) *browser {
	b.t.Helper()
	return b.take(b.http.Get(b.resolve(ref)))
}

func (b *browser) resolve(ref string) string {
	b.t.Helper()
	from := b.base + "/"
	if b.url != nil {
		from = b.url.String()
	}
	u, err := url.Parse(from)
	if err != nil {
		b.t.Fatal(err)
	}
	next, err := u.Parse(ref)
	if err != nil {
		b.t.Fatal(err)
	}
	return next.String()
}

func (b *browser) login(user, password string) *browser {
	b.t.Helper()
	return b.get(b.base).signIn(user, password)
}

// signIn sends the login form in view.
func (b *browser) signIn(user, password string) *browser {
	b.t.Helper()
	form := b.one("form", "id", "loginData")
	values := formValues(form)
	values.Set("j_username", user)
	values.Set("j_password", password)
	return b.take(b.http.PostForm(b.resolve(attr(form, "action")), values))
}

func (b *browser) label(label string) *browser {
	b.t.Helper()
	return b.get(b.base + "/console.portal?_nfpb=true&_pageLabel=" + label)
}

// follow clicks the first link in the content whose text is exactly that.
func (b *browser) follow(text string) *browser {
	b.t.Helper()
	for _, a := range all(b.doc, "a") {
		if fold(textOf(a)) == text && attr(a, "href") != "#" {
			return b.get(attr(a, "href"))
		}
	}
	b.t.Fatalf("no link %q on %s", text, b.title())
	return nil
}

// click presses the n-th button of that name in its form.
func (b *browser) click(name string, set ...string) *browser {
	b.t.Helper()
	for _, btn := range all(b.doc, "button") {
		if attr(btn, "name") != name {
			continue
		}
		if has(btn, "disabled") {
			b.t.Fatalf("button %q is disabled on %s", name, b.title())
		}
		return b.submit(btn, set...)
	}
	b.t.Fatalf("no button %q on %s", name, b.title())
	return nil
}

// submit does what the onclick of a button does: quoted words are its
// arguments.
func (b *browser) submit(btn *html.Node, set ...string) *browser {
	b.t.Helper()
	form := btn
	for form.Data != "form" {
		form = form.Parent
	}
	values, action := formValues(form), attr(form, "action")
	for i := 0; i < len(set); i += 2 {
		values.Set(fieldName(b.t, form, set[i]), set[i+1])
	}
	args := jsArgs(attr(btn, "onclick"))
	if strings.Contains(attr(btn, "onclick"), "submitChange(") {
		values.Set("ChangeManagerPortlet_actionOverride", args[len(args)-1])
	} else {
		action = args[0]
	}
	return b.take(b.http.PostForm(b.resolve(action), values))
}

func jsArgs(script string) []string {
	script = strings.NewReplacer(`\/`, `/`, `\u0026`, `&`, `\u003d`, `=`, `\u0025`, `%`).Replace(script)
	parts := strings.Split(script, `"`)
	var out []string
	for i := 1; i < len(parts); i += 2 {
		out = append(out, parts[i])
	}
	return out
}

// fieldName finds the control whose name ends with the attribute.
func fieldName(t *testing.T, form *html.Node, suffix string) string {
	t.Helper()
	for _, tag := range []string{"input", "select", "textarea"} {
		for _, n := range all(form, tag) {
			if strings.HasSuffix(attr(n, "name"), "."+suffix) && !has(n, "disabled") {
				return attr(n, "name")
			}
		}
	}
	for _, n := range all(form, "input") {
		if strings.HasSuffix(attr(n, "name"), "."+suffix) {
			return attr(n, "name") // a script would have enabled it
		}
	}
	for _, n := range all(form, "select") {
		if strings.HasSuffix(attr(n, "name"), "."+suffix) {
			return attr(n, "name")
		}
	}
	t.Fatalf("no field %q", suffix)
	return ""
}

func formValues(form *html.Node) url.Values {
	v := url.Values{}
	for _, n := range all(form, "input") {
		kind := attr(n, "type")
		if has(n, "disabled") || attr(n, "name") == "" || kind == "button" || kind == "submit" ||
			(kind == "checkbox" && !has(n, "checked")) {
			continue
		}
		v.Add(attr(n, "name"), attr(n, "value"))
	}
	for _, n := range all(form, "select") {
		if !has(n, "disabled") {
			v.Add(attr(n, "name"), selected(n))
		}
	}
	return v
}

func selected(sel *html.Node) string {
	options := all(sel, "option")
	for _, o := range options {
		if has(o, "selected") {
			return attr(o, "value")
		}
	}
	if len(options) > 0 {
		return attr(options[0], "value")
	}
	return ""
}

// option returns the value of the option with that text.
func (b *browser) option(suffix, text string) string {
	b.t.Helper()
	for _, sel := range all(b.doc, "select") {
		if !strings.HasSuffix(attr(sel, "id"), "."+suffix) {
			continue
		}
		for _, o := range all(sel, "option") {
			if textOf(o) == text {
				return attr(o, "value")
			}
		}
	}
	b.t.Fatalf("no option %q of %q on %s", text, suffix, b.title())
	return ""
}

func (b *browser) title() string { return fold(textOf(b.first("title"))) }

func (b *browser) first(tag string) *html.Node {
	if found := all(b.doc, tag); len(found) > 0 {
		return found[0]
	}
	return nil
}

func (b *browser) one(tag, key, value string) *html.Node {
	b.t.Helper()
	n := b.find(tag, key, value)
	if n == nil {
		b.t.Fatalf("no %s[%s=%q] on %s", tag, key, value, b.title())
	}
	return n
}

func (b *browser) find(tag, key, value string) *html.Node {
	for _, n := range all(b.doc, tag) {
		if attr(n, key) == value {
			return n
		}
	}
	return nil
}

// buttons tells the Change Center's state: "save" and "cancel" when enabled.
func (b *browser) buttons() string {
	state := func(name string) string {
		n := b.find("button", "name", name)
		switch {
		case n == nil:
			return "absent"
		case has(n, "disabled"):
			return "off"
		}
		return textOf(n)
	}
	return state("save") + " / " + state("cancel")
}

func (b *browser) messages() string {
	var out []string
	for _, n := range all(b.doc, "span") {
		if strings.HasPrefix(attr(n, "class"), "message_") {
			out = append(out, attr(n, "class")+": "+textOf(n))
		}
	}
	return strings.Join(out, "\n")
}

func all(n *html.Node, tag string) []*html.Node {
	var out []*html.Node
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Data == tag {
			out = append(out, d)
		}
	}
	return out
}

func has(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

func attr(n *html.Node, key string) string {
	if n == nil {
		return ""
	}
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func textOf(n *html.Node) string {
	if n == nil {
		return ""
	}
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

func fold(s string) string { return strings.Join(strings.Fields(s), " ") }
