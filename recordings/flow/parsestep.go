package flow

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Types are the types of steps that the schema knows.
func Types() []Type {
	return []Type{
		Change, Click, Close, CustomStep, DoubleClick, EmulateNetworkConditions, Hover, KeyDown, KeyUp,
		Navigate, Scroll, SetViewport, WaitForElement, WaitForExpression,
	}
}

// step reads one step: the properties that its type has, and no others.
func (r *reader) step(n node) Step {
	s := Step{Place: n.place}
	members, ok := n.value.([]member)
	if !ok {
		r.wrong(n.place, "a step has to be an object")
		return s
	}
	i := slices.IndexFunc(members, func(m member) bool { return m.name == "type" })
	if i < 0 {
		r.wrong(n.place, "a step needs the property \"type\"")
		return s
	}
	name, ok := members[i].node.value.(string)
	s.Type = Type(name)
	if !ok || !slices.Contains(Types(), s.Type) {
		r.wrong(members[i].node.place, "unknown type of step %s; the schema knows %s", members[i].node.raw, typeNames())
		return s
	}
	known, required := r.shape(&s)
	r.object(n, "a step of type "+name, known, required...)
	if s.Type == CustomStep && s.Name != "" {
		s.Custom = r.custom(s.Name, n, members)
	}
	return s
}

func typeNames() string {
	var names []string
	for _, t := range Types() {
		names = append(names, string(t))
	}
	return strings.Join(names, ", ")
}

// shape is which properties a step of its type has, and which it must have.
func (r *reader) shape(s *Step) (known fields, required []string) {
	known = fields{
		"type": func(node) {}, "timeout": r.timeout(&s.Timeout), "target": r.text(&s.Target),
		"assertedEvents": r.events(&s.AssertedEvents),
	}
	add := func(more fields, names ...string) {
		maps.Copy(known, more)
		required = append(required, names...)
	}
	if hasFrame(s.Type) {
		add(fields{"frame": r.whole(&s.Frame)})
	}
	if hasSelectors(s.Type) {
		add(fields{"selectors": r.selectors(&s.Selectors)})
		if s.Type != Scroll {
			required = append(required, "selectors")
		}
	}
	own, names := r.own(s)
	add(own, names...)
	return known, required
}

func hasFrame(t Type) bool {
	return hasSelectors(t) || t == WaitForExpression || t == CustomStep
}

func hasSelectors(t Type) bool {
	return slices.Contains([]Type{Change, Click, DoubleClick, Hover, Scroll, WaitForElement}, t)
}

// own are the properties that only a few types have.
func (r *reader) own(s *Step) (fields, []string) {
	switch s.Type {
	case Click, DoubleClick:
		return r.pointing(&s.Pointing), []string{"offsetX", "offsetY"}
	case Change:
		return fields{"value": r.optionalText(&s.Value)}, []string{"value"}
	case KeyDown, KeyUp:
		return fields{"key": r.key(&s.Key)}, []string{"key"}
	case Navigate:
		return fields{"url": r.address(&s.URL)}, []string{"url"}
	case WaitForExpression:
		return fields{"expression": r.text(&s.Expression)}, []string{"expression"}
	case WaitForElement:
		return r.waiting(&s.Waiting), nil
	case Scroll:
		return fields{"x": r.number(&s.X), "y": r.number(&s.Y)}, nil
	case SetViewport:
		return r.viewport(&s.Viewport), []string{"width", "height", "deviceScaleFactor", "isMobile", "hasTouch", "isLandscape"}
	case EmulateNetworkConditions:
		return fields{
			"download": r.atLeast(&s.Download, 0), "upload": r.atLeast(&s.Upload, 0), "latency": r.atLeast(&s.Latency, 0),
		}, []string{"download", "upload", "latency"}
	case CustomStep:
		return fields{"name": r.text(&s.Name), "parameters": func(n node) { s.Parameters = n.raw }}, []string{"name"}
	case Close, Hover:
	}
	return nil, nil
}

func (r *reader) pointing(p *Pointing) fields {
	return fields{
		"deviceType": r.word(&p.DeviceType, "mouse", "pen", "touch"),
		"button":     r.word(&p.Button, "primary", "auxiliary", "secondary", "back", "forward"),
		"offsetX":    r.number(&p.OffsetX), "offsetY": r.number(&p.OffsetY),
		"duration": r.atLeast(&p.Duration, 0),
	}
}

func (r *reader) viewport(v *Viewport) fields {
	return fields{
		"width": r.atLeast(&v.Width, 1), "height": r.atLeast(&v.Height, 1), "deviceScaleFactor": r.atLeast(&v.DeviceScaleFactor, 0),
		"isMobile": r.flag(&v.IsMobile), "hasTouch": r.flag(&v.HasTouch), "isLandscape": r.flag(&v.IsLandscape),
	}
}

func (r *reader) waiting(w *Waiting) fields {
	return fields{
		"operator": r.word(&w.Operator, ">=", "==", "<="), "count": r.atLeast(&w.Count, 0), "visible": r.flag(&w.Visible),
		"properties": func(n node) {
			if _, ok := n.value.([]member); !ok {
				r.wrong(n.place, "has to be an object")
			}
			w.Properties = n.raw
		},
		"attributes": func(n node) {
			if err := json.Unmarshal(n.raw, &w.Attributes); err != nil || w.Attributes == nil {
				r.wrong(n.place, "has to be an object of texts")
			}
		},
	}
}

// address reads the address of a page, which may hold variables.
func (r *reader) address(into *string) func(node) {
	return func(n node) {
		r.text(into)(n)
		if strings.TrimSpace(*into) == "" {
			r.wrong(n.place, "is no address")
		}
	}
}

func (r *reader) events(into *[]Event) func(node) {
	return func(n node) {
		for _, item := range r.list(n) {
			var e Event
			r.object(item, "an asserted event", fields{
				"type": r.word(&e.Type, "navigation"), "url": r.text(&e.URL), "title": r.text(&e.Title),
			}, "type")
			*into = append(*into, e)
		}
	}
}

func (r *reader) selectors(into *[]Selector) func(node) {
	return func(n node) {
		list := r.list(n)
		if _, ok := n.value.([]node); ok && len(list) == 0 {
			r.wrong(n.place, "has to name at least one selector")
		}
		for _, item := range list {
			*into = append(*into, r.selector(item))
		}
	}
}

// selector reads one alternative: a text, or a chain of texts.
func (r *reader) selector(n node) Selector {
	parts := []node{n}
	if chain, ok := n.value.([]node); ok {
		parts = chain
	}
	var s Selector
	for _, part := range parts {
		text, ok := part.value.(string)
		if !ok {
			r.wrong(part.place, "a selector has to be a text or a list of texts")
			continue
		}
		if err := checkPart(text); err != nil {
			r.wrong(part.place, "%s", err)
		}
		s = append(s, text)
	}
	if len(parts) == 0 {
		r.wrong(n.place, "a chain of selectors needs at least one")
	}
	return s
}

// Kinds are the prefixes of selector parts; a part without one is CSS.
func Kinds() []string { return []string{"css", "aria", "text", "xpath", "pierce"} }

// Kind splits a selector part into its kind and the rest.
func Kind(part string) (kind, rest string) {
	for _, kind := range Kinds() {
		if rest, ok := strings.CutPrefix(part, kind+"/"); ok {
			return kind, rest
		}
	}
	return "css", part
}

func checkPart(part string) error {
	kind, rest := Kind(part)
	if strings.TrimSpace(rest) == "" {
		return fmt.Errorf("selector %q is empty", part)
	}
	if kind != "aria" {
		return nil
	}
	_, err := ParseAria(rest)
	return err
}
