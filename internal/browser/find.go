package browser

import (
	"context"
	"fmt"
	"strings"
)

type locatorArgs struct {
	Locator Locator `json:"locator"`
	Guard   *Guard  `json:"guard,omitempty"`
	Round   int     `json:"round"`
}

// Guard is what must be true of the page right before an act. It is checked in
// the same evaluated script as the act, and again when the click arrives.
type Guard struct {
	// Require lists elements that must be there.
	Require []Locator `json:"require,omitempty"`
	// Refuse lists elements that must not be there.
	Refuse []Locator `json:"refuse,omitempty"`
}

// Find waits until exactly one element matches and returns what it is.
func (p *Page) Find(ctx context.Context, l Locator) (Found, error) {
	var out struct {
		Found Found `json:"found"`
	}
	err := p.operate(ctx, "find", l.Name, func(ctx context.Context, _ int) error {
		err := p.perform(ctx, "find", locatorArgs{Locator: l}, l.describe(), &out)
		return p.matched(&out.Found, err)
	})
	if err != nil {
		return Found{}, err
	}
	return out.Found, nil
}

// Probe looks once and says whether the element is there. It waits only for a
// page that is just being replaced. An ambiguous locator is an error.
func (p *Page) Probe(ctx context.Context, l Locator) (Found, bool, error) {
	var out struct {
		Found *Found `json:"found"`
	}
	err := p.operate(ctx, "look for", l.Name, func(ctx context.Context, _ int) error {
		out.Found = nil
		err := p.perform(ctx, "probe", locatorArgs{Locator: l}, l.describe(), &out)
		return p.matched(out.Found, err)
	})
	if err != nil || out.Found == nil {
		return Found{}, false, err
	}
	return *out.Found, true, nil
}

// describe says in words what a locator looks for.
func (l Locator) describe() string {
	parts := make([]string, 0, len(l.Candidates))
	for _, c := range l.Candidates {
		parts = append(parts, c.describe())
	}
	if len(parts) > 3 {
		parts = append(parts[:3], fmt.Sprintf("%d more", len(l.Candidates)-3))
	}
	if l.Name == "" {
		return strings.Join(parts, " or ")
	}
	return fmt.Sprintf("%s (%s)", l.Name, strings.Join(parts, " or "))
}

func (c Candidate) describe() string {
	var parts []string
	if c.CSS != "" {
		parts = append(parts, c.CSS)
	}
	add := func(what string, list []string) {
		if len(list) > 0 {
			parts = append(parts, what+" "+strings.Join(few(list), "/"))
		}
	}
	add("text", c.Text)
	add("text beginning with", c.TextPrefix)
	if c.Exact != "" {
		parts = append(parts, "exactly "+c.Exact)
	}
	add("title", c.Title)
	add("label", c.Label)
	add("address with", c.HrefHas)
	if c.Handle != nil {
		parts = append(parts, fmt.Sprintf("the handle of %s %s", c.Handle.Type, c.Handle.Name))
	}
	add("a list that offers", c.Options)
	return strings.Join(parts, ", ")
}

// few keeps a list of words in all languages readable.
func few(list []string) []string {
	if len(list) > 3 {
		return append(append([]string{}, list[:3]...), "…")
	}
	return list
}
