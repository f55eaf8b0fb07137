package flow

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
)

//go:embed keys.json
var keysText []byte

// MaxFile is the size of a flow file in bytes above which it is refused.
const MaxFile = 8 << 20

// ReadFile reads and parses a flow file. What is wrong with its content is an
// [*Error].
func ReadFile(name string) (Flow, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return Flow{}, fmt.Errorf("flow: %w", err)
	}
	return Parse(name, text)
}

// Parse reads a flow; name stands in messages. It returns an [*Error] with
// every place that the schema does not allow.
func Parse(name string, text []byte) (Flow, error) {
	r := &reader{}
	if len(text) > MaxFile {
		return Flow{}, &Error{File: name, Problems: []Problem{{Text: fmt.Sprintf("larger than %d MiB", MaxFile>>20)}}}
	}
	tree, problem := parseTree(text)
	if problem != nil {
		return Flow{}, &Error{File: name, Problems: []Problem{*problem}}
	}
	f := r.flow(tree)
	if len(r.problems) > 0 {
		return Flow{}, &Error{File: name, Problems: r.problems}
	}
	return f, nil
}

// reader turns nodes into a flow and collects what is wrong with them.
type reader struct{ problems []Problem }

func (r *reader) wrong(at Place, format string, args ...any) {
	r.problems = append(r.problems, Problem{Place: at, Text: fmt.Sprintf(format, args...)})
}

// fields are how the properties of an object are read, by name.
type fields map[string]func(node)

// object reads the properties of an object: those that are known, each once,
// and those that must be there.
func (r *reader) object(n node, what string, known fields, required ...string) {
	members, ok := n.value.([]member)
	if !ok {
		r.wrong(n.place, "%s has to be an object", what)
		return
	}
	var have []string
	for _, m := range members {
		read := known[m.name]
		if read == nil {
			r.wrong(m.node.place, "%s has no property %q", what, m.name)
			continue
		}
		have = append(have, m.name)
		read(m.node)
	}
	for _, name := range required {
		if !slices.Contains(have, name) {
			r.wrong(n.place, "%s needs the property %q", what, name)
		}
	}
}

func (r *reader) flow(n node) Flow {
	f := Flow{Steps: []Step{}}
	r.object(n, "a flow", fields{
		"title":             r.text(&f.Title),
		"timeout":           r.timeout(&f.Timeout),
		"selectorAttribute": r.text(&f.SelectorAttribute),
		"steps": func(n node) {
			for _, step := range r.list(n) {
				f.Steps = append(f.Steps, r.step(step))
			}
		},
	}, "title", "steps")
	return f
}

func (r *reader) list(n node) []node {
	list, ok := n.value.([]node)
	if !ok {
		r.wrong(n.place, "has to be a list")
	}
	return list
}

func (r *reader) text(into *string) func(node) {
	return func(n node) {
		text, ok := n.value.(string)
		if !ok {
			r.wrong(n.place, "has to be a text")
			return
		}
		*into = text
	}
}

func (r *reader) optionalText(into **string) func(node) {
	return func(n node) {
		var text string
		r.text(&text)(n)
		*into = &text
	}
}

// word reads a text that has to be one of a few.
func (r *reader) word(into *string, legal ...string) func(node) {
	return func(n node) {
		r.text(into)(n)
		if text, ok := n.value.(string); ok && !slices.Contains(legal, text) {
			r.wrong(n.place, "is %q, not one of %s", text, strings.Join(legal, ", "))
		}
	}
}

func (r *reader) flag(into **bool) func(node) {
	return func(n node) {
		value, ok := n.value.(bool)
		if !ok {
			r.wrong(n.place, "has to be true or false")
			return
		}
		*into = &value
	}
}

func (r *reader) number(into **float64) func(node) {
	return func(n node) {
		number, ok := n.value.(json.Number)
		value, err := number.Float64()
		if !ok || err != nil || math.IsInf(value, 0) {
			r.wrong(n.place, "has to be a number")
			return
		}
		*into = &value
	}
}

// atLeast is number with a least value.
func (r *reader) atLeast(into **float64, least float64) func(node) {
	return func(n node) {
		r.number(into)(n)
		if *into != nil && **into < least {
			r.wrong(n.place, "is %v, and has to be %v or more", **into, least)
		}
	}
}

func (r *reader) timeout(into *float64) func(node) {
	return func(n node) {
		var value *float64
		r.number(&value)(n)
		if value == nil {
			return
		}
		if *value < 1 || *value > float64(MaxTimeout.Milliseconds()) {
			r.wrong(n.place, "timeout is not between 1 and %d milliseconds", MaxTimeout.Milliseconds())
		}
		*into = *value
	}
}

// whole reads a list of whole numbers that are not negative.
func (r *reader) whole(into *[]int) func(node) {
	return func(n node) {
		for _, item := range r.list(n) {
			var value *float64
			r.atLeast(&value, 0)(item)
			if value == nil {
				continue
			}
			if *value != math.Trunc(*value) || *value > math.MaxInt32 {
				r.wrong(item.place, "has to be a whole number")
				continue
			}
			*into = append(*into, int(*value))
		}
	}
}

func (r *reader) key(into *string) func(node) {
	return func(n node) {
		r.text(into)(n)
		text, ok := n.value.(string)
		if ok && !slices.Contains(Keys(), text) && !strings.Contains(text, "${") {
			r.wrong(n.place, "key %q is none that the schema knows, such as Enter, Tab, a or ArrowDown", text)
		}
	}
}

// Keys are the names of keys that the schema knows.
func Keys() []string {
	var keys []string
	// The file is embedded and tested, so it can be read.
	_ = json.Unmarshal(keysText, &keys)
	return keys
}
