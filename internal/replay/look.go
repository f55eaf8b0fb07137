package replay

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"lockedit/internal/browser"
	"lockedit/recordings"
	"lockedit/recordings/flow"
	"lockedit/steps"
)

//go:embed js/rows.js
var rowsScript string

//go:embed js/text.js
var textScript string

// ExpectationError says that a page does not show what a flow expects.
type ExpectationError struct {
	// What names what was looked at, Want what was expected, Got what was seen.
	What, Want, Got string
}

// Error is a sentence for people.
func (e *ExpectationError) Error() string {
	return fmt.Sprintf("%s: expected %s, and saw %s", e.What, e.Want, e.Got)
}

// look plays a step of this program that looks at the page.
func (p *Player) look(ctx context.Context, s flow.Step) (string, error) {
	switch c := s.Custom; s.Name {
	case flow.ExpectValue:
		return p.expectValue(ctx, s, c)
	case flow.ExpectText:
		return p.expectText(ctx, s, c)
	case flow.ExpectMessage:
		return p.expectMessage(ctx, c)
	case flow.ExpectRow:
		return p.expectRow(ctx, c)
	case flow.ExpectAria:
		return p.expectAria(ctx, c)
	case flow.Read:
		return p.read(ctx, s, c)
	case flow.Picture:
		return p.picture(ctx, c)
	case flow.Mask:
		return p.mask(c)
	case flow.Language:
		return "from the next page on", p.page.SetLanguage(ctx, c.Language)
	}
	return "", fmt.Errorf("custom step %q is not known", s.Name)
}

// settleOn looks until what it sees is as expected, or the step's time is over,
// and then says what it saw last.
func settleOn(ctx context.Context, look func(context.Context) (*ExpectationError, error)) error {
	var last *ExpectationError
	err := browser.Retry(ctx, func(ctx context.Context) (bool, error) {
		var err error
		last, err = look(ctx)
		return last == nil, err
	})
	if err != nil && last != nil {
		return last
	}
	return err
}

// one looks an element up that has to be the only one.
func (p *Player) one(ctx context.Context, s flow.Step, c *flow.Custom, attribute string) (browser.Picked, string, error) {
	picked, value, err := p.page.Pick(ctx, aimAt(c.Selectors, s.Target, s.Frame), attribute)
	if err == nil && picked.Count > 1 {
		err = fmt.Errorf("%s matches %d elements, and has to match one", flow.Label(c.Selectors), picked.Count)
	}
	return picked, value, err
}

func (p *Player) expectValue(ctx context.Context, s flow.Step, c *flow.Custom) (string, error) {
	label, seen := flow.Label(c.Selectors), ""
	err := settleOn(ctx, func(ctx context.Context) (*ExpectationError, error) {
		picked, value, err := p.one(ctx, s, c, "value")
		if err != nil {
			return nil, err
		}
		shown := shownText(picked)
		seen = value
		switch {
		case c.Value != nil && (value == *c.Value || shown != "" && shown == *c.Value):
			return nil, nil
		case c.Matches != nil && matches(*c.Matches, value, shown):
			return nil, nil
		case c.Value != nil:
			return &ExpectationError{What: label, Want: quote(*c.Value), Got: quote(value)}, nil
		}
		return &ExpectationError{What: label, Want: "what matches " + quote(*c.Matches), Got: quote(value)}, nil
	})
	if err == nil {
		p.journal.Value(recordings.Value{Object: "page", Attribute: label, How: "read", Value: seen})
	}
	return label + " is " + quote(seen), err
}

func matches(expression string, texts ...string) bool {
	re, err := regexp.Compile(expression)
	return err == nil && slices.ContainsFunc(texts, re.MatchString)
}

func quote(text string) string { return fmt.Sprintf("%q", text) }

// expectText holds that the page or an element shows a text, or does not.
func (p *Player) expectText(ctx context.Context, s flow.Step, c *flow.Custom) (string, error) {
	what := "the page"
	if len(c.Selectors) > 0 {
		what = flow.Label(c.Selectors)
	}
	err := settleOn(ctx, func(ctx context.Context) (*ExpectationError, error) {
		text, err := p.textOf(ctx, s, c)
		if err != nil || strings.Contains(text, folded(c.Text)) != c.Absent {
			return nil, err
		}
		want := "the text " + quote(c.Text)
		if c.Absent {
			want = "no text " + quote(c.Text)
		}
		return &ExpectationError{What: what, Want: want, Got: quote(p.shorten(text))}, nil
	})
	return "", err
}

func (p *Player) textOf(ctx context.Context, s flow.Step, c *flow.Custom) (string, error) {
	if len(c.Selectors) > 0 {
		_, text, err := p.one(ctx, s, c, "text")
		return folded(text), err
	}
	var text string
	err := p.page.Read(ctx, textScript, nil, &text)
	return folded(text), err
}

// folded makes every run of blanks one.
func folded(text string) string { return strings.Join(strings.Fields(text), " ") }

// maxShown is how much of a page's text stands in a message, in letters.
const maxShown = 300

// shorten cuts a text for a message. Secrets are taken out first: a part of one is not
// known for what it is.
func (p *Player) shorten(text string) string {
	text = p.journal.Redactor().String(text)
	if letters := []rune(text); len(letters) > maxShown {
		return string(letters[:maxShown]) + "…"
	}
	return text
}

func (p *Player) expectMessage(ctx context.Context, c *flow.Custom) (string, error) {
	proof := ""
	err := settleOn(ctx, func(ctx context.Context) (*ExpectationError, error) {
		seen, err := p.console.Heard(ctx)
		if err != nil {
			return nil, err
		}
		var shown []string
		for _, m := range seen {
			if (c.Kind == "" || m.Kind == c.Kind) && strings.Contains(folded(m.Text), folded(c.Text)) {
				proof = m.Kind + ": " + m.Text
				return nil, nil
			}
			shown = append(shown, m.Kind+" "+quote(m.Text))
		}
		return &ExpectationError{What: "the console's messages", Want: strings.TrimSpace(c.Kind + " " + quote(c.Text)),
			Got: or(strings.Join(shown, ", "), "none")}, nil
	})
	return proof, err
}

func or(text, instead string) string {
	if text == "" {
		return instead
	}
	return text
}

// tableSeen is one table of a page: its column titles and rows.
type tableSeen struct {
	Titles []string
	Rows   [][]string
}

// expectRow holds that a table of the page has a row with these texts in the
// columns of these titles.
func (p *Player) expectRow(ctx context.Context, c *flow.Custom) (string, error) {
	var want []string
	for _, title := range slices.Sorted(maps.Keys(c.Row)) {
		want = append(want, title+" = "+quote(c.Row[title]))
	}
	wanted := "a row with " + strings.Join(want, ", ")
	if c.Absent {
		wanted = "no row with " + strings.Join(want, ", ")
	}
	err := settleOn(ctx, func(ctx context.Context) (*ExpectationError, error) {
		var tables []tableSeen
		if err := p.page.Read(ctx, rowsScript, nil, &tables); err != nil {
			return nil, err
		}
		if slices.ContainsFunc(tables, func(t tableSeen) bool { return t.has(c.Row) }) != c.Absent {
			return nil, nil
		}
		return &ExpectationError{What: "the page's tables", Want: wanted, Got: p.shorten(described(tables))}, nil
	})
	return "", err
}

func (t tableSeen) has(row map[string]string) bool {
	return slices.ContainsFunc(t.Rows, func(cells []string) bool {
		for title, text := range row {
			i := slices.IndexFunc(t.Titles, func(seen string) bool { return folded(seen) == folded(title) })
			if i < 0 || i >= len(cells) || folded(cells[i]) != folded(text) {
				return false
			}
		}
		return true
	})
}

func described(tables []tableSeen) string {
	var list []string
	for _, t := range tables {
		list = append(list, "columns "+strings.Join(t.Titles, " | "))
		for _, row := range t.Rows {
			list = append(list, strings.Join(row, " | "))
		}
	}
	return or(strings.Join(list, "; "), "no table")
}

// expectAria holds that the page's accessibility tree has the wanted lines.
func (p *Player) expectAria(ctx context.Context, c *flow.Custom) (string, error) {
	wanted, err := flow.ParseSnapshot(c.Snapshot)
	if err != nil {
		return "", err
	}
	err = settleOn(ctx, func(ctx context.Context) (*ExpectationError, error) {
		text, err := steps.Snapshot(ctx, p.page)
		if err != nil {
			return nil, err
		}
		seen, err := flow.ParseSnapshot(string(text))
		if err != nil {
			return nil, err
		}
		if missing := seen.Missing(wanted); missing != "" {
			return &ExpectationError{What: "the page's accessibility tree", Want: "the line " + quote(missing), Got: "a tree without it"}, nil
		}
		return nil, nil
	})
	return "", err
}

// read reads a value into a variable that later steps can use.
func (p *Player) read(ctx context.Context, s flow.Step, c *flow.Custom) (string, error) {
	picked, value, err := p.one(ctx, s, c, c.Attribute)
	if err != nil {
		return "", err
	}
	if picked.Secret {
		return "", errors.New("a password field cannot be read")
	}
	p.o.Vars.Set(c.Into, value)
	p.journal.Value(recordings.Value{Object: "page", Attribute: flow.Label(c.Selectors), How: "read", Value: value})
	return fmt.Sprintf("%s = %q", c.Into, value), nil
}

// picture takes a picture under a name of its own.
func (p *Player) picture(ctx context.Context, c *flow.Custom) (string, error) {
	marks, err := marksOf(c.Masks)
	if err != nil {
		return "", err
	}
	return p.run.NamedPicture(ctx, c.Name, marks...)
}

// mask makes every later picture note parts that differ each time.
func (p *Player) mask(c *flow.Custom) (string, error) {
	marks, err := marksOf(c.Masks)
	if err != nil {
		return "", err
	}
	p.run.Mark(marks...)
	return fmt.Sprintf("%d parts of the page are left out of comparisons", len(marks)), nil
}

// marksOf turns masks into marks. All elements that one alternative matches are
// meant; kinds of selectors that lead into shadow roots are not possible here.
func marksOf(masks [][]flow.Selector) ([]browser.Mark, error) {
	var marks []browser.Mark
	for _, mask := range masks {
		loc := browser.Locator{Name: "mask " + flow.Label(mask)}
		for _, s := range mask {
			candidate, err := candidateOf(s)
			if err != nil {
				return nil, err
			}
			loc.Candidates = append(loc.Candidates, candidate)
		}
		marks = append(marks, browser.Mark{Why: "mask of the flow", Elements: &loc})
	}
	return marks, nil
}

func candidateOf(s flow.Selector) (browser.Candidate, error) {
	if len(s) != 1 {
		return browser.Candidate{}, fmt.Errorf("mask %s: a chain cannot be a mask; give CSS", s)
	}
	candidate := browser.Candidate{ID: "mask", Confidence: "R"}
	switch part := partOf(s[0]); {
	case part.Kind == "css":
		candidate.CSS = part.Text
	case part.Kind == "text":
		candidate.Text = []string{part.Text}
	case part.Kind == "aria" && part.Name != nil && part.Role == "":
		candidate.Text = []string{*part.Name}
	default:
		return candidate, fmt.Errorf("mask %s: only CSS, text and aria names can be masks", s)
	}
	return candidate, nil
}
