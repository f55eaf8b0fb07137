package console

import (
	"fmt"
	"slices"
	"strings"

	"lockedit/testenv/console/domain"
)

// optionView is one entry of a select or of a chooser list.
type optionView struct {
	ID, Value, Text string
	Selected        bool
}

// fieldView is one row of a form as the template draws it.
type fieldView struct {
	ID, Kind, Value   string
	Label             []string
	Help, Basis       string
	Restart, Disabled bool
	Off               bool // greyed because of the migration basis
	Checked           bool
	Options           []optionView // select entries
	Scripted          bool         // a script chooses the entry with the value Choose
	Choose            string
	Available, Chosen []optionView
	NewText, NewURL   string
	Split, Nbsp       bool
}

// formView is a settings form.
type formView struct {
	Page      *page
	ActionURL string // as rendered
	Submit    string // as Save sets it: the address bar afterwards
	Handle    string
	Intro     string
	Fields    []fieldView
	Enabled   bool
	NoSave    bool
	Button    string // word of the button that sends it
	Band      []string
	BasisID   string
	BasisDB   string // option value of "database"
}

// tree is the configuration the user sees: with pending edits of the domain.
func (x *exchange) tree() *domain.Tree { return x.c.dom.View() }

// formContent draws the settings form of an object.
func formContent(x *exchange, v *pageView) {
	p, h := x.ref.page, x.ref.handle
	bean := x.tree().Find(h.kind, h.name)
	if bean == nil || h.kind != p.kind {
		x.say("ERROR", "message.notfound")
		return
	}
	fv := &formView{Page: p, Button: "button.save", Handle: x.c.encoded(h), Intro: x.lang.text(p.intro), Enabled: v.edit.editable(),
		ActionURL: x.origin() + x.c.objectURL(p, h),
		Submit:    x.c.opt.ContextPath + "/console.portal?" + p.portlet + "_actionOverride=" + strings.ReplaceAll(p.action, "/", "%2F")}
	for _, f := range p.fields {
		fv.Fields = append(fv.Fields, x.fieldView(p, f, bean, fv.Enabled))
	}
	if p.key == "cluster.migration" {
		fv.BasisID = p.id("migrationBasis")
		fv.BasisDB = x.c.optionValue(domain.MigrationBasis, "database", "")
	}
	if v.edit.band() {
		fv.Band = emphasis(x.lang.text("band.form", x.lang.text("cc.lock")))
	}
	v.Form = fv
}

// origin is the scheme and host that the browser asked: the console writes
// absolute addresses into its forms.
func (x *exchange) origin() string {
	if x.r.TLS != nil {
		return "https://" + x.r.Host
	}
	return "http://" + x.r.Host
}

// id is the element id and control name of an attribute on a page.
func (p *page) id(attr string) string { return p.portlet + p.bean + "." + attr }

func (x *exchange) fieldView(p *page, f field, bean *domain.Bean, enabled bool) fieldView {
	value := bean.Get(f.attr)
	if f.attr == "name" {
		value = bean.Name
	}
	if posted, ok := x.posted[p.id(f.attr)]; ok && len(posted) > 0 && f.control == textControl {
		value = posted[0]
	}
	v := fieldView{ID: p.id(f.attr), Value: value, Restart: f.restart, Disabled: !enabled || f.fixed,
		Help: x.lang.text("more"), Basis: x.basisOf(f), Label: x.label(f)}
	v.Split, v.Nbsp = x.c.opt.Labels == LabelSplit, x.c.opt.Labels == LabelNbsp
	if v.Basis != "" && v.Basis != bean.Get(domain.MigrationBasis) {
		v.Disabled, v.Off = true, true
	}
	v.Kind = [...]string{"text", "select", "check", "chooser", "ro", "area"}[f.control]
	switch f.control {
	case checkControl:
		v.Checked = value == "true"
	case selectControl:
		v.Options = x.options(p.kind, f, value)
		x.c.unmark(&v, f.attr)
	case chooserControl:
		x.chooser(&v, p, f, bean)
	case textControl, readOnlyControl, areaControl:
	}
	if f.create {
		v.NewText, v.NewURL = x.lang.text("button.new"), x.c.pageURL(x.c.pages["wizard.datasource"])
	}
	return v
}

// basisOf is the basis a field applies to, unless the options say that only
// the discovery timeout follows it.
func (x *exchange) basisOf(f field) string {
	if x.c.opt.TimeoutOnly && f.attr != domain.DiscoveryTimeout {
		return ""
	}
	return f.basis
}

// label writes the words of a row's label in the style of the options.
func (x *exchange) label(f field) []string {
	text := x.lang.text(f.word)
	parts := strings.Fields(text)
	switch x.c.opt.Labels {
	case LabelReordered:
		parts[len(parts)-1] = strings.TrimRight(parts[len(parts)-1], ":：")
		slices.Reverse(parts)
		return []string{strings.Join(parts, " ") + ":"}
	case LabelNbsp:
		return []string{strings.Join(parts, " ")}
	case LabelSplit:
		return parts
	case LabelPlain:
	}
	return []string{text}
}

// options lists the entries of a select.
func (x *exchange) options(kind domain.Kind, f field, value string) []optionView {
	a, _ := domain.Lookup(kind, f.attr)
	var out []optionView
	add := func(v, text string) {
		out = append(out, optionView{Value: x.c.optionValue(f.attr, v, a.RefKind), Text: text, Selected: v == value})
	}
	if a.Type == domain.Ref {
		add("", x.lang.text("none"))
		for _, name := range x.tree().Names(a.RefKind) {
			add(name, name)
		}
		return out
	}
	for _, v := range a.Legal {
		if v != "shutdown-recovery" || x.c.since("12.2.1.3") {
			add(v, x.value(v))
		}
	}
	return out
}

// value is the visible text of an enumerated MBean value.
func (x *exchange) value(v string) string {
	text := x.lang.text("value." + v)
	if strings.HasSuffix(v, "-once") || strings.HasSuffix(v, "-recovery") {
		return x.policyText(text)
	}
	return text
}

// policyText writes the policy as the version does: with an inner hyphen or
// not, or as the guides print it. Only the English words have the hyphens.
func (x *exchange) policyText(text string) string {
	switch {
	case x.c.opt.HyphenPolicies:
		return strings.Replace(text, " Services", "-Services", 1)
	case x.c.opt.PlainPolicies:
		return strings.NewReplacer("-Recovery", " Recovery", "Exactly-Once", "Exactly Once").Replace(text)
	case !x.c.since("12.2.1.3"):
		return strings.Replace(text, "-Recovery", " Recovery", 1)
	}
	return text
}

// optionValue is the value attribute of an option for an MBean value.
func (c *Console) optionValue(attr, value string, refKind domain.Kind) string {
	switch c.opt.OptionValues {
	case OpaqueValues:
		return c.names.token(attr + "/" + value)
	case HandleValues:
		if refKind != "" && value != "" {
			return c.encoded(handle{refKind, value})
		}
		a := lookupAny(attr)
		return fmt.Sprint(slices.Index(a.Legal, value) + 1)
	case PlainValues:
	}
	return value
}

func lookupAny(attr string) domain.Attribute {
	for _, k := range []domain.Kind{domain.KindCluster, domain.KindTarget, domain.KindServer} {
		if a, ok := domain.Lookup(k, attr); ok {
			return a
		}
	}
	return domain.Attribute{}
}

func (x *exchange) chooser(v *fieldView, p *page, f field, bean *domain.Bean) {
	a, _ := domain.Lookup(p.kind, f.attr)
	chosen := splitList(bean.Get(f.attr))
	all := x.tree().Names(a.RefKind)
	if p.kind == domain.KindTarget {
		all = x.tree().Members(bean.Get("cluster"))
	}
	n := 0
	entry := func(name string) optionView {
		n++
		return optionView{ID: fmt.Sprintf("%savailable%s%d", p.portlet, lastPart(f.attr), n), Value: name, Text: name}
	}
	for _, name := range all {
		if !slices.Contains(chosen, name) {
			v.Available = append(v.Available, entry(name))
		}
	}
	for _, name := range chosen {
		v.Chosen = append(v.Chosen, entry(name))
	}
}

func lastPart(attr string) string { return attr[strings.LastIndex(attr, ".")+1:] }

func splitList(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ",")
}
