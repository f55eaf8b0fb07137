package flow

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// reference is ${name}, or $${ which stands for ${ itself.
var reference = regexp.MustCompile(`\$\$\{|\$\{([^}]*)\}`)

// Lookup finds a variable's text.
type Lookup func(name string) (string, bool)

// MissingError names variables that nothing gives a value.
type MissingError struct{ Problems []Problem }

// Error lists them, each with its place.
func (e *MissingError) Error() string {
	lines := make([]string, 0, len(e.Problems))
	for _, p := range e.Problems {
		lines = append(lines, p.String())
	}
	return strings.Join(lines, "\n")
}

// References are the variables that a text names, in order, each once.
func References(text string) []string {
	var names []string
	for _, match := range reference.FindAllStringSubmatch(text, -1) {
		if match[0] != "$${" && !slices.Contains(names, match[1]) {
			names = append(names, match[1])
		}
	}
	return names
}

// Expand replaces the variables of a text. It returns the names that have no
// value; those stay as they are.
func Expand(text string, lookup Lookup) (expanded string, missing []string) {
	expanded = reference.ReplaceAllStringFunc(text, func(match string) string {
		if match == "$${" {
			return "${"
		}
		name := match[2 : len(match)-1]
		if value, ok := lookup(name); ok {
			return value
		}
		missing = append(missing, name)
		return match
	})
	return expanded, missing
}

// Check returns a [*MissingError] with every variable that the flow uses and
// that neither lookup nor an earlier step's read gives a value.
func (f Flow) Check(lookup Lookup) error {
	var problems []Problem
	read := map[string]bool{}
	known := func(name string) (string, bool) {
		if read[name] {
			return "", true
		}
		return lookup(name)
	}
	for _, s := range f.Steps {
		_, missing := s.Resolve(known)
		for _, name := range missing {
			problems = append(problems, Problem{Place: s.Place, Text: fmt.Sprintf(
				"variable %q has no value: give it with --set %s=..., a --vars file or the environment; write $${%s} for the text itself", name, name, name)})
		}
		if s.Custom != nil && s.Custom.Into != "" {
			read[s.Custom.Into] = true
		}
	}
	if len(problems) > 0 {
		return &MissingError{Problems: problems}
	}
	return nil
}

// Resolve replaces the variables in everything of a step that is text, apart
// from names. In the expression of a waitForExpression step, where JavaScript
// has ${} of its own, only variables that have a value are replaced. It returns
// the names of variables without a value.
func (s Step) Resolve(lookup Lookup) (Step, []string) {
	e := expander{lookup: lookup}
	s.URL, s.Target = e.text(s.URL), e.text(s.Target)
	s.Key = e.text(s.Key)
	s.Value = e.pointer(s.Value)
	s.Selectors = e.selectors(s.Selectors)
	s.Parameters = e.json(s.Parameters)
	s.Properties = e.json(s.Properties)
	s.Expression, _ = Expand(s.Expression, lookup)
	if s.Attributes != nil {
		s.Attributes = e.texts(s.Attributes)
	}
	if s.Custom != nil {
		c := e.custom(*s.Custom)
		s.Custom = &c
	}
	slices.Sort(e.missing)
	return s, slices.Compact(e.missing)
}

// expander replaces variables and remembers those without a value.
type expander struct {
	lookup  Lookup
	missing []string
}

func (e *expander) text(text string) string {
	text, missing := Expand(text, e.lookup)
	e.missing = append(e.missing, missing...)
	return text
}

func (e *expander) pointer(text *string) *string {
	if text == nil {
		return nil
	}
	return new(e.text(*text))
}

func (e *expander) texts(all map[string]string) map[string]string {
	out := make(map[string]string, len(all))
	for name, text := range all {
		out[name] = e.text(text)
	}
	return out
}

func (e *expander) selectors(all []Selector) []Selector {
	if all == nil {
		return nil
	}
	out := make([]Selector, len(all))
	for i, s := range all {
		for _, part := range s {
			out[i] = append(out[i], e.text(part))
		}
	}
	return out
}

// json replaces variables inside the texts of a JSON value.
func (e *expander) json(raw json.RawMessage) json.RawMessage {
	if len(raw) == 0 || len(References(string(raw))) == 0 {
		return raw
	}
	var value any
	if json.Unmarshal(raw, &value) != nil {
		return raw // it was parsed before
	}
	out, err := plainJSON(e.deep(value))
	if err != nil {
		return raw
	}
	return out
}

func (e *expander) deep(value any) any {
	switch v := value.(type) {
	case string:
		return e.text(v)
	case []any:
		for i := range v {
			v[i] = e.deep(v[i])
		}
	case map[string]any:
		for name := range v {
			v[name] = e.deep(v[name])
		}
	}
	return value
}

func (e *expander) custom(c Custom) Custom {
	c.Selectors = e.selectors(c.Selectors)
	c.Value, c.Matches = e.pointer(c.Value), e.pointer(c.Matches)
	c.Language = e.text(c.Language)
	c.Text, c.Snapshot = e.text(c.Text), e.text(c.Snapshot)
	if c.Row != nil {
		c.Row = e.texts(c.Row)
	}
	masks := make([][]Selector, len(c.Masks))
	for i, mask := range c.Masks {
		masks[i] = e.selectors(mask)
	}
	c.Masks = masks
	return c
}
