package console

import (
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"
)

// Mutation is a lasting change of what the console shows, as a patch set, a new
// theme or another version would bring it. Unlike a [Fault] it strikes every
// request for its page until it is taken back.
type Mutation struct {
	// Name is one of MutationNames.
	Name string `json:"name"`
	// Page is the key of the page that changes; empty changes every page.
	Page string `json:"page,omitempty"`
	// Text names what changes, for example a label or an attribute; empty takes
	// the first that the page has.
	Text string `json:"text,omitempty"`
	// With is what it becomes; empty takes the mutation's own text.
	With string `json:"with,omitempty"`
}

// MutationInfo describes one mutation of the registry.
type MutationInfo struct {
	Name string `json:"name"`
	Doc  string `json:"doc"`
	// apply changes the view; it reports whether the page had what changes.
	apply func(x *exchange, v *pageView, m Mutation) bool
}

// MutationRegistry lists every mutation the console knows.
func MutationRegistry() []MutationInfo {
	return slices.Concat(formMutations(), fieldMutations(), tabMutations(), tableMutations(),
		pageMutations(), frameMutations(), lookMutations(), troubleMutations())
}

// MutationNames lists the names of the registry.
func MutationNames() []string {
	var out []string
	for _, m := range MutationRegistry() {
		out = append(out, m.Name)
	}
	return out
}

// extras are what mutations put into a page beside its content.
type extras struct {
	CSS     template.CSS
	Scripts []template.JS
	// Sources are addresses of scripts, Images those of pictures.
	Sources, Images []string
}

// mutate changes the view of a page.
func (x *exchange) mutate(v *pageView) {
	x.c.mu.Lock()
	active := slices.Clone(x.c.mutations)
	x.c.mu.Unlock()
	var applied []string
	for _, m := range active {
		if (m.Page == "" || m.Page == x.ref.page.key) && m.info().apply(x, v, m) {
			applied = append(applied, m.Name)
		}
	}
	x.c.mu.Lock()
	defer x.c.mu.Unlock()
	x.log.Mutations = applied
}

// info is the mutation's entry in the registry; Mutate lets no other in.
func (m Mutation) info() MutationInfo {
	all := MutationRegistry()
	return all[slices.IndexFunc(all, func(i MutationInfo) bool { return i.Name == m.Name })]
}

// Mutate changes what the console shows from now on. It returns an error for a
// name that MutationNames lacks.
func (k *Control) Mutate(m Mutation) error {
	if !slices.Contains(MutationNames(), m.Name) {
		return fmt.Errorf("mutation %q: not one of %q", m.Name, MutationNames())
	}
	k.c.mu.Lock()
	defer k.c.mu.Unlock()
	k.c.mutations = append(k.c.mutations, m)
	return nil
}

// ClearMutations takes every mutation back.
func (k *Control) ClearMutations() {
	k.c.mu.Lock()
	defer k.c.mu.Unlock()
	k.c.mutations = nil
}

// Mutations lists the mutations that are active.
func (k *Control) Mutations() []Mutation {
	k.c.mu.Lock()
	defer k.c.mu.Unlock()
	return slices.Clone(k.c.mutations)
}

// with is what something becomes.
func (m Mutation) with(otherwise string) string {
	if m.With != "" {
		return m.With
	}
	return otherwise
}

// is says whether a text is the one that changes.
func (m Mutation) is(text string) bool { return m.Text == "" || m.Text == text }

// slowPage is how much longer a slow page takes.
const slowPage = 4 * time.Second

// troubleMutations are errors in the browser, on the wire, and slowness.
func troubleMutations() []MutationInfo {
	script := func(code string) func(*exchange, *pageView, Mutation) bool {
		return func(_ *exchange, v *pageView, m Mutation) bool {
			v.Extra.Scripts = append(v.Extra.Scripts, template.JS(fmt.Sprintf(code, template.JSEscapeString(m.with("mutated")))))
			return true
		}
	}
	return []MutationInfo{
		{"script-error", "a script throws an error", script(`throw new Error("%s");`)},
		{"script-console", "a script writes an error to the browser's console", script(`console.error("%s");`)},
		{"script-dialog", "the page shows an alert", script(`window.addEventListener("load", function () { alert("%s"); });`)},
		{"script-missing", "a script of the page is not there", func(_ *exchange, v *pageView, m Mutation) bool {
			v.Extra.Sources = append(v.Extra.Sources, v.Base+"/js/"+m.with("missing")+".js")
			return true
		}},
		{"picture-missing", "a picture of the page is not there", func(_ *exchange, v *pageView, m Mutation) bool {
			v.Extra.Images = append(v.Extra.Images, v.Base+"/framework/skins/wlsconsole/img/"+m.with("missing")+".svg")
			return true
		}},
		{"slow-page", "the page takes four seconds longer", func(x *exchange, _ *pageView, _ Mutation) bool {
			x.pause(slowPage)
			return true
		}},
		{"error-message", "the page shows an error message", func(_ *exchange, v *pageView, m Mutation) bool {
			v.Messages = append(v.Messages, message{"ERROR", m.with("The object could not be read.")})
			return true
		}},
	}
}

// lookMutations change what is seen and nothing else.
func lookMutations() []MutationInfo {
	look := func(name, doc, css string) MutationInfo {
		return MutationInfo{name, doc, func(_ *exchange, v *pageView, _ Mutation) bool {
			v.Extra.CSS += template.CSS(css + "\n")
			return true
		}}
	}
	return []MutationInfo{
		look("colour-button", "buttons have another colour", ".formButton { background: #ffd27f !important; }"),
		look("colour-link", "links have another colour", ".content-col a { color: #b00020 !important; }"),
		look("colour-heading", "the heading's bar has another colour", "h1 { background: #cfe8d5; }"),
		look("font-size", "the content has a larger font", ".page-content { font-size: 13px; }"),
		look("font-style", "labels are in italics", ".labeledField label { font-style: italic; }"),
		look("moved-button", "the buttons stand at the right", ".upperButtonBar, .lowerButtonBar, .tablecontrols .buttonBar { text-align: right; }"),
		look("moved-box", "the content begins lower", ".page-content { padding-top: 14px; }"),
		look("wide-field", "text fields are wider", ".page-content .textinput { width: 320px; }"),
		look("border", "the content has a border", ".page-content { outline: 2px solid #3a6ea5; }"),
		look("hidden-picture", "the restart icons are gone from sight", "img.restart { visibility: hidden; }"),
		look("banner", "the banner has another colour", "#banner { background: #24384f !important; }"),
		look("theme", "the tool bar has another background", ".toolbar { background: #e9dcc5 !important; }"),
	}
}

// reworded is a text with other words, as a new translation brings them.
func reworded(text string) string {
	if strings.Contains(text, " ") {
		first, rest, _ := strings.Cut(text, " ")
		return first + " the " + rest
	}
	return "New " + text
}
