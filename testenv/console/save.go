package console

import (
	"strings"

	"lockedit/testenv/console/domain"
)

// pageAction does what a form of a page asks for: its Save.
func (x *exchange) pageAction(portlet, action string) {
	p := x.ref.page
	if p.portlet != portlet || p.action != action || len(p.fields) == 0 {
		x.say("ERROR", "message.path", action)
		return
	}
	if p.key == "wizard.datasource" {
		x.createDataSource(p)
		return
	}
	x.save(p)
}

// save stores the posted fields in the edit tree.
func (x *exchange) save(p *page) {
	h := x.ref.handle
	values := x.postedValues(p)
	auto := x.c.dom.AutoActivate()
	values, err := x.saveFault(values)
	if err == nil && x.saveLater(values) {
		return
	}
	if err == nil {
		err = x.c.dom.Set(x.user(), h.kind, h.name, values)
	}
	if err != nil {
		x.posted = x.r.PostForm
		x.report(err, "")
		return
	}
	if x.lost("save-500-but-stored", "save-answer-lost") {
		return
	}
	if auto {
		x.say("SUCCESS", "message.autosaved")
		return
	}
	x.say("SUCCESS", "message.saved")
}

// postedValues turns the posted fields back into MBean values; a field that
// was disabled is not posted and stays as it is.
func (x *exchange) postedValues(p *page) map[string]string {
	values := map[string]string{}
	for _, f := range p.fields {
		posted, ok := x.r.PostForm[p.id(f.attr)]
		if !ok || f.control == readOnlyControl {
			continue
		}
		values[f.attr] = x.fieldValue(p, f, posted)
	}
	return values
}

func (x *exchange) fieldValue(p *page, f field, posted []string) string {
	switch f.control {
	case checkControl:
		// The box posts its value only when ticked; the second control always.
		if len(posted) > 1 {
			return "true"
		}
		return posted[0]
	case selectControl:
		return x.mbeanValue(p.kind, f, posted[0])
	case textControl, chooserControl, readOnlyControl, areaControl:
	}
	return strings.TrimSpace(posted[0])
}

// mbeanValue finds the MBean value behind an option's value attribute.
func (x *exchange) mbeanValue(kind domain.Kind, f field, option string) string {
	a, _ := domain.Lookup(kind, f.attr)
	candidates := a.Legal
	if a.Type == domain.Ref {
		candidates = append(x.tree().Names(a.RefKind), "")
	}
	for _, v := range candidates {
		if x.c.optionValue(f.attr, v, a.RefKind) == option {
			return v
		}
	}
	return option
}
