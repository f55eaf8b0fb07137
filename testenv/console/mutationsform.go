package console

import (
	"slices"
	"strings"
)

// onForm makes a mutation that the form of a page suffers.
func onForm(name, doc string, apply func(f *formView, m Mutation) bool) MutationInfo {
	return MutationInfo{name, doc, func(_ *exchange, v *pageView, m Mutation) bool {
		return v.Form != nil && apply(v.Form, m)
	}}
}

// onField makes a mutation that one field suffers: the first that fits and
// whose id ends with the attribute Text.
func onField(name, doc string, fits func(f fieldView) bool, apply func(f *fieldView, m Mutation)) MutationInfo {
	return onForm(name, doc, func(form *formView, m Mutation) bool {
		for i, f := range form.Fields {
			if fits(f) && (m.Text == "" || strings.HasSuffix(f.ID, "."+m.Text)) {
				apply(&form.Fields[i], m)
				return true
			}
		}
		return false
	})
}

func anyField(fieldView) bool { return true }

func kindOf(kinds ...string) func(fieldView) bool {
	return func(f fieldView) bool { return slices.Contains(kinds, f.Kind) }
}

// formMutations change the rows of a form.
func formMutations() []MutationInfo {
	return []MutationInfo{
		onForm("field-missing", "a field is gone", func(f *formView, m Mutation) bool {
			at := fieldAt(f, m.Text, 1)
			if at < 0 {
				return false
			}
			f.Fields = slices.Delete(f.Fields, at, at+1)
			return true
		}),
		onForm("field-added", "a field is new", func(f *formView, m Mutation) bool {
			f.Fields = append(f.Fields, fieldView{ID: f.Page.id("patchLevel"), Kind: "text", Label: []string{m.with("Patch Level:")}, Help: "More Info..."})
			return true
		}),
		onForm("field-order", "two fields changed places", func(f *formView, m Mutation) bool {
			at := fieldAt(f, m.Text, 1)
			if at < 0 || at+1 >= len(f.Fields) {
				return false
			}
			f.Fields[at], f.Fields[at+1] = f.Fields[at+1], f.Fields[at]
			return true
		}),
		onForm("save-missing", "the form has no Save", func(f *formView, _ Mutation) bool {
			f.NoSave = true
			return true
		}),
		onForm("save-enabled", "Save can be pressed without the lock", func(f *formView, _ Mutation) bool {
			f.Enabled = true
			return true
		}),
		onForm("intro", "the form's introduction has other words", func(f *formView, m Mutation) bool {
			f.Intro = m.with(reworded(f.Intro))
			return true
		}),
		onForm("band", "the note about the lock has other words", func(f *formView, m Mutation) bool {
			f.Band = []string{m.with("Take the lock to change this page.")}
			return true
		}),
	}
}

// fieldAt is the field of an attribute, otherwise the one at a place, -1 for none.
func fieldAt(f *formView, attr string, otherwise int) int {
	if attr == "" && otherwise < len(f.Fields) {
		return otherwise
	}
	return slices.IndexFunc(f.Fields, func(r fieldView) bool { return attr != "" && strings.HasSuffix(r.ID, "."+attr) })
}

// fieldMutations change one field.
func fieldMutations() []MutationInfo {
	choice, typed := kindOf("select"), kindOf("text", "area")
	return []MutationInfo{
		onField("label", "a label has other words", anyField, func(f *fieldView, m Mutation) {
			f.Label = []string{m.with(reworded(strings.Join(f.Label, " ")))}
		}),
		onField("help", "a field's help link has other words", anyField, func(f *fieldView, m Mutation) { f.Help = m.with("Learn more") }),
		onField("value", "a field holds another value", typed, func(f *fieldView, m Mutation) { f.Value = m.with("42") }),
		onField("read-only", "a field became a text", typed, func(f *fieldView, _ Mutation) { f.Kind = "ro" }),
		onField("enabled", "a field can be edited without the lock", func(f fieldView) bool { return f.Disabled && f.Kind == "text" },
			func(f *fieldView, _ Mutation) { f.Disabled = false }),
		onField("checked", "a check box is the other way", kindOf("check"), func(f *fieldView, _ Mutation) { f.Checked = !f.Checked }),
		onField("option", "an option has other words", choice, func(f *fieldView, m Mutation) {
			last := len(f.Options) - 1
			f.Options[last].Text = m.with(reworded(f.Options[last].Text))
		}),
		onField("option-missing", "an option is gone", choice, func(f *fieldView, _ Mutation) {
			for i, o := range f.Options {
				if !o.Selected {
					f.Options = slices.Delete(f.Options, i, i+1)
					return
				}
			}
		}),
		onField("option-added", "an option is new", choice, func(f *fieldView, m Mutation) {
			f.Options = append(f.Options, optionView{Value: "new", Text: m.with("Quorum")})
		}),
		onField("option-order", "the options stand the other way round", choice, func(f *fieldView, _ Mutation) { slices.Reverse(f.Options) }),
		onField("option-chosen", "another option is chosen", choice, func(f *fieldView, _ Mutation) {
			for i := range f.Options {
				f.Options[i].Selected = !f.Options[i].Selected
			}
		}),
		onField("restart-icon", "a field needs a restart, or no longer", anyField, func(f *fieldView, _ Mutation) { f.Restart = !f.Restart }),
	}
}

// tabMutations change the bars of tabs.
func tabMutations() []MutationInfo {
	onTabs := func(name, doc string, apply func(tabs []tabView, at int, m Mutation) []tabView) MutationInfo {
		return MutationInfo{name, doc, func(_ *exchange, v *pageView, m Mutation) bool {
			for level := len(v.Tabs) - 1; level >= 0; level-- {
				for i, t := range v.Tabs[level] {
					if !t.Active && m.is(t.Text) {
						v.Tabs[level] = apply(slices.Clone(v.Tabs[level]), i, m)
						return true
					}
				}
			}
			return false
		}}
	}
	return []MutationInfo{
		onTabs("tab-missing", "a tab is gone", func(tabs []tabView, at int, _ Mutation) []tabView { return slices.Delete(tabs, at, at+1) }),
		onTabs("tab-renamed", "a tab has another name", func(tabs []tabView, at int, m Mutation) []tabView {
			tabs[at].Text = m.with("Advanced " + tabs[at].Text)
			return tabs
		}),
		onTabs("tab-added", "a tab is new", func(tabs []tabView, at int, m Mutation) []tabView {
			return append(tabs, tabView{Text: m.with("Insights"), URL: tabs[at].URL})
		}),
		onTabs("tab-order", "a tab stands at the end", func(tabs []tabView, at int, _ Mutation) []tabView {
			return append(slices.Delete(slices.Clone(tabs), at, at+1), tabs[at])
		}),
		onTabs("tab-target", "a tab leads elsewhere", func(tabs []tabView, at int, _ Mutation) []tabView {
			tabs[at].URL += "&tabbed=true"
			return tabs
		}),
		onTabs("tab-title", "a tab has another tooltip", func(tabs []tabView, at int, m Mutation) []tabView {
			tabs[at].Title = m.with("Open this tab")
			return tabs
		}),
	}
}
