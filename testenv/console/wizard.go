package console

import (
	"strings"

	"lockedit/testenv/console/domain"
)

// wizardFields are the rows of the page that creates a data source. The real
// console asks on several pages; what they ask first is on this one.
func wizardFields() []field {
	return []field{
		{attr: "name", word: "wizard.name"},
		{attr: "jndiName", word: "datasource.jndiName"},
		{attr: "driverName", word: "datasource.driverName"},
	}
}

// wizardContent draws that page. Like the button New that leads to it, it needs
// the lock.
func wizardContent(x *exchange, v *pageView) {
	p := x.ref.page
	empty := domain.NewBean(domain.KindDataSource, "", map[string]string{"driverName": "oracle.jdbc.OracleDriver"})
	fv := &formView{Page: p, Button: "button.finish", Intro: x.lang.text("wizard.intro"), Enabled: v.edit.editable(),
		ActionURL: x.origin() + x.c.pageURL(p),
		Submit:    x.c.opt.ContextPath + "/console.portal?" + p.portlet + "_actionOverride=" + strings.ReplaceAll(p.action, "/", "%2F")}
	for _, f := range p.fields {
		fv.Fields = append(fv.Fields, x.fieldView(p, f, &empty, fv.Enabled))
	}
	if v.edit.band() {
		fv.Band = emphasis(x.lang.text("band.form", x.lang.text("cc.lock")))
	}
	v.Form = fv
	v.BackURL = x.c.pageURL(x.c.pages["datasources"])
}

// createDataSource adds the data source to the edit tree and goes to the table.
func (x *exchange) createDataSource(p *page) {
	values := map[string]string{}
	for _, f := range p.fields {
		if posted := x.r.PostForm[p.id(f.attr)]; len(posted) > 0 {
			values[f.attr] = strings.TrimSpace(posted[0])
		}
	}
	name := values["name"]
	delete(values, "name")
	values["targets"] = ""
	if err := x.c.dom.Create(x.user(), domain.KindDataSource, name, values); err != nil {
		x.posted = x.r.PostForm
		x.report(err, "")
		return
	}
	x.ref = ref{page: x.c.pages["datasources"]}
	x.say("SUCCESS", "message.saved")
}
