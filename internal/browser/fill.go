package browser

import (
	"context"
	"fmt"
	"strings"
)

// OptionMatch says which option of a list is wanted. An option matches if one
// of the conditions that are set holds; exactly one enabled option has to.
type OptionMatch struct {
	// Exact is its text to the letter, for names of configuration objects.
	Exact string `json:"exact,omitempty"`
	// Folded are texts compared as [Candidate].Text is.
	Folded []string `json:"folded,omitempty"`
	// ValueHas are parts of its value, percent-decoded until stable.
	ValueHas []string `json:"valueHas,omitempty"`
}

func (m OptionMatch) describe() string {
	var parts []string
	if m.Exact != "" {
		parts = append(parts, fmt.Sprintf("%q", m.Exact))
	}
	for _, text := range few(m.Folded) {
		parts = append(parts, fmt.Sprintf("%q", text))
	}
	for _, value := range few(m.ValueHas) {
		parts = append(parts, fmt.Sprintf("with value %q", value))
	}
	return strings.Join(parts, " or ")
}

type fillArgs struct {
	Locator Locator `json:"locator"`
	Text    string  `json:"text"`
	Secret  bool    `json:"secret"`
}

type selectArgs struct {
	Locator Locator     `json:"locator"`
	Match   OptionMatch `json:"match"`
}

// acted is what an act on a control reports.
type acted struct {
	Found  Found  `json:"found"`
	Option Option `json:"option"`
}

// Fill puts text into a visible, enabled, editable text field, tells the page
// (input and change events), and reads it back.
func (p *Page) Fill(ctx context.Context, l Locator, text string) error {
	return p.fill(ctx, l, func() fillArgs { return fillArgs{Locator: l, Text: text} })
}

// FillSecret is Fill for a password field. The text is asked for when it is
// needed and never stands in an error, a report or a picture: the field stays
// covered even if the page turns it into an ordinary one.
func (p *Page) FillSecret(ctx context.Context, l Locator, secret func() string) error {
	return p.fill(ctx, l, func() fillArgs { return fillArgs{Locator: l, Text: secret(), Secret: true} })
}

func (p *Page) fill(ctx context.Context, l Locator, args func() fillArgs) error {
	var out acted
	return p.operate(ctx, "fill", l.Name, func(ctx context.Context, _ int) error {
		err := p.perform(ctx, "fill", args(), l.describe(), &out)
		return p.matched(&out.Found, err)
	})
}

// Select chooses the one enabled option that matches, tells the page, reads the
// list back and returns the option. A list without it is an [*OptionError] that
// names what it offers.
func (p *Page) Select(ctx context.Context, l Locator, m OptionMatch) (Option, error) {
	var out acted
	err := p.operate(ctx, "select "+m.describe()+" in", l.Name, func(ctx context.Context, _ int) error {
		err := p.perform(ctx, "select", selectArgs{Locator: l, Match: m}, m.describe(), &out)
		return p.matched(&out.Found, err)
	})
	if err != nil {
		return Option{}, err
	}
	return out.Option, nil
}
