package flow

import (
	"regexp"
	"slices"
	"strings"
)

// customPrefix begins the names of this program's own steps.
const customPrefix = "lockedit/"

// The own steps, by their names in a customStep.
const (
	Login         = customPrefix + "login"
	Logout        = customPrefix + "logout"
	LockAndEdit   = customPrefix + "lock-and-edit"
	Save          = customPrefix + "save"
	Undo          = customPrefix + "undo"
	Release       = customPrefix + "release"
	Activate      = customPrefix + "activate"
	Restart       = customPrefix + "restart"
	Language      = customPrefix + "language"
	ExpectValue   = customPrefix + "expect-value"
	ExpectText    = customPrefix + "expect-text"
	ExpectMessage = customPrefix + "expect-message"
	ExpectRow     = customPrefix + "expect-row"
	ExpectAria    = customPrefix + "expect-aria"
	Read          = customPrefix + "read"
	Picture       = customPrefix + "picture"
	Mask          = customPrefix + "mask"
)

// Custom are the parameters of an own step.
type Custom struct {
	// Selectors say which element is meant; which steps have them says [CustomNames].
	Selectors []Selector
	// Value is the whole value that is expected, Matches a regular expression (RE2).
	Value, Matches *string
	// Text is a text that the element or the page has to show, or must not where
	// Absent is set.
	Text   string
	Absent bool
	// Kind is that of a message: success, warning, error or info.
	Kind string
	// Row are the texts of a table row's cells by their column's title.
	Row map[string]string
	// Snapshot is an aria snapshot that the element has to contain.
	Snapshot string
	// Into is the variable that a value is read into, Attribute what is read:
	// "value" or "text", else an attribute of the element.
	Into, Attribute string
	// Name is the picture's.
	Name string
	// Language is what the browser asks for, as in the header Accept-Language.
	Language string
	// Masks are the elements that a picture covers.
	Masks [][]Selector
}

func (c *Custom) object() string {
	switch {
	case c.Name != "":
		return c.Name
	case c.Language != "":
		return c.Language
	case c.Into != "":
		return c.Into
	case len(c.Selectors) == 0 && c.Text != "":
		return c.Text
	}
	return ""
}

// variableName is how variables may be called.
var variableName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]*$`)

// CustomNames are the names of the own steps.
func CustomNames() []string {
	return []string{
		Login, Logout, LockAndEdit, Save, Undo, Release, Activate, Restart, Language,
		ExpectValue, ExpectText, ExpectMessage, ExpectRow, ExpectAria, Read, Picture, Mask,
	}
}

// custom reads the parameters of an own step.
func (r *reader) custom(name string, n node, members []member) *Custom {
	c := &Custom{}
	place := func(name string) Place {
		if i := slices.IndexFunc(members, func(m member) bool { return m.name == name }); i >= 0 {
			return members[i].node.place
		}
		return n.place
	}
	if !slices.Contains(CustomNames(), name) {
		r.wrong(place("name"), "unknown custom step %q; there are %s", name, strings.Join(CustomNames(), ", "))
		return c
	}
	known, required := r.parameters(name, c)
	i := slices.IndexFunc(members, func(m member) bool { return m.name == "parameters" })
	if i < 0 {
		if len(required) > 0 {
			r.wrong(n.place, "%s needs the parameters %s", name, strings.Join(required, ", "))
		}
		return c
	}
	before := len(r.problems)
	r.object(members[i].node, name, known, required...)
	if len(r.problems) == before {
		r.consistent(name, c, members[i].node.place)
	}
	return c
}

// parameters are which parameters an own step has, and which it must have.
func (r *reader) parameters(name string, c *Custom) (fields, []string) {
	selectors := r.selectors(&c.Selectors)
	switch name {
	case ExpectValue:
		return fields{"selectors": selectors, "value": r.optionalText(&c.Value), "matches": r.expression(&c.Matches)}, []string{"selectors"}
	case ExpectText:
		return fields{"selectors": selectors, "text": r.filled(&c.Text), "absent": r.set(&c.Absent)}, []string{"text"}
	case ExpectMessage:
		return fields{"kind": r.word(&c.Kind, "success", "warning", "error", "info"), "text": r.filled(&c.Text)}, nil
	case ExpectRow:
		return fields{"row": r.row(&c.Row), "absent": r.set(&c.Absent)}, []string{"row"}
	case ExpectAria:
		return fields{"selectors": selectors, "snapshot": r.snapshot(&c.Snapshot)}, []string{"snapshot"}
	case Read:
		return fields{"selectors": selectors, "into": r.variable(&c.Into), "attribute": r.filled(&c.Attribute)}, []string{"selectors", "into"}
	case Language:
		return fields{"language": r.filled(&c.Language)}, []string{"language"}
	case Picture:
		return fields{"name": r.filled(&c.Name), "masks": r.masks(&c.Masks)}, []string{"name"}
	case Mask:
		return fields{"masks": r.masks(&c.Masks)}, []string{"masks"}
	}
	return fields{}, nil
}

// consistent checks what the parameters say together.
func (r *reader) consistent(name string, c *Custom, at Place) {
	switch {
	case name == ExpectValue && (c.Value == nil) == (c.Matches == nil):
		r.wrong(at, "%s needs either value or matches", name)
	case name == ExpectMessage && c.Kind == "" && c.Text == "":
		r.wrong(at, "%s needs kind, text or both", name)
	}
}

// filled reads a text that is not empty.
func (r *reader) filled(into *string) func(node) {
	return func(n node) {
		r.text(into)(n)
		if text, ok := n.value.(string); ok && strings.TrimSpace(text) == "" {
			r.wrong(n.place, "is empty")
		}
	}
}

func (r *reader) set(into *bool) func(node) {
	return func(n node) {
		var value *bool
		r.flag(&value)(n)
		*into = value != nil && *value
	}
}

func (r *reader) expression(into **string) func(node) {
	return func(n node) {
		r.optionalText(into)(n)
		if _, err := regexp.Compile(**into); err != nil {
			r.wrong(n.place, "%s", err)
		}
	}
}

func (r *reader) variable(into *string) func(node) {
	return func(n node) {
		r.text(into)(n)
		if text, ok := n.value.(string); ok && !variableName.MatchString(text) {
			r.wrong(n.place, "%q is no name for a variable", text)
		}
	}
}

func (r *reader) snapshot(into *string) func(node) {
	return func(n node) {
		r.filled(into)(n)
		if _, err := ParseSnapshot(*into); err != nil {
			r.wrong(n.place, "%s", err)
		}
	}
}

func (r *reader) masks(into *[][]Selector) func(node) {
	return func(n node) {
		for _, item := range r.list(n) {
			var one []Selector
			r.selectors(&one)(item)
			*into = append(*into, one)
		}
	}
}

func (r *reader) row(into *map[string]string) func(node) {
	return func(n node) {
		members, ok := n.value.([]member)
		if !ok || len(members) == 0 {
			r.wrong(n.place, "has to be an object of column titles and texts")
			return
		}
		*into = map[string]string{}
		for _, m := range members {
			var text string
			r.text(&text)(m.node)
			(*into)[m.name] = text
		}
	}
}
