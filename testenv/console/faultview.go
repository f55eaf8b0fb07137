package console

import (
	"fmt"
	"slices"
	"strings"

	"lockedit/testenv/console/domain"
)

// scriptFault is a fault that plays in the browser.
type scriptFault struct {
	Name, Text   string
	Milliseconds int64
}

// decorate plays the faults that show in the page.
func (x *exchange) decorate(v *pageView) {
	for _, f := range x.hits {
		if f.info.script {
			text := f.Text
			if f.URL != "" {
				text = f.URL
			}
			v.Faults = append(v.Faults, scriptFault{f.Name, text, f.Delay.Milliseconds()})
		}
	}
	if f := x.hits.get("error-message"); f != nil {
		v.Messages = append(v.Messages, message{"ERROR", f.text("An unexpected error occurred.")})
	}
	x.breakChangeCenter(v)
	x.breakTabs(v)
	x.breakForm(v)
}

func (x *exchange) breakChangeCenter(v *pageView) {
	if x.hits.get("missing-buttons") != nil {
		v.CC.Buttons = nil
	}
	if f := x.hits.get("unknown-state"); f != nil {
		v.CC.Status = []string{f.text("The change manager is busy.")}
		for i := range v.CC.Buttons {
			v.CC.Buttons[i].Enabled = false
		}
	}
}

func (x *exchange) breakTabs(v *pageView) {
	f := x.hits.get("missing-tab")
	if f == nil {
		return
	}
	word := x.lang.text("tab." + lastPart(f.text("any.migration")))
	for i := range v.Tabs {
		v.Tabs[i] = slices.DeleteFunc(v.Tabs[i], func(t tabView) bool { return t.Text == word })
	}
}

func (x *exchange) breakForm(v *pageView) {
	if v.Form == nil {
		return
	}
	v.Form.NoSave = x.hits.get("missing-save") != nil
	if f := x.hits.get("missing-field"); f != nil {
		v.Form.Fields = slices.DeleteFunc(v.Form.Fields, func(r fieldView) bool { return strings.HasSuffix(r.ID, "."+f.Text) })
	}
	if f := x.hits.get("duplicate-field"); f != nil {
		for _, r := range v.Form.Fields {
			if strings.HasSuffix(r.ID, "."+f.Text) {
				r.ID = x.ref.page.portlet + "otherForm." + f.Text
				v.Form.Fields = append(v.Form.Fields, r)
				break
			}
		}
	}
}

// changeTable plays the faults of tables before they are paged.
func (x *exchange) changeTable(t *table) {
	named := func(f *activeFault) func(tableRow) bool {
		return func(r tableRow) bool { return r.handle.name == f.Text }
	}
	if f := x.hits.get("row-vanishes"); f != nil {
		t.rows = slices.DeleteFunc(t.rows, named(f))
	}
	if f := x.hits.get("duplicate-row"); f != nil {
		if i := slices.IndexFunc(t.rows, named(f)); i >= 0 {
			t.rows = append(t.rows, tableRow{t.rows[i].handle, slices.Clone(t.rows[i].cells)})
		}
	}
}

// growTargets adds a migratable target that sorts first, as when somebody
// creates one between two pages.
func (x *exchange) growTargets() {
	f := x.hits.get("table-changing")
	if f == nil {
		return
	}
	tree := x.c.dom.Active()
	clusters := tree.Names(domain.KindCluster)
	if len(clusters) == 0 {
		return
	}
	cluster := f.text(clusters[0])
	name := fmt.Sprintf("a_server%d (migratable)", len(tree.Of(domain.KindTarget))+1)
	x.c.dom.Add(domain.NewBean(domain.KindTarget, name, map[string]string{"cluster": cluster}))
}
