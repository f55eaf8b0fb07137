package selectors

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"lockedit/internal/browser"
)

// element is one named element as a catalogue file writes it.
type element struct {
	// Doc says what the element is and where that is known from.
	Doc string `yaml:"doc"`
	// Prepend puts a user's candidates before the built-in ones instead of in
	// their place.
	Prepend    bool        `yaml:"prepend"`
	Within     []candidate `yaml:"within"`
	Candidates []candidate `yaml:"candidates"`
	Forbid     []candidate `yaml:"forbid"`
}

// candidate is [browser.Candidate] as a catalogue file writes it. Texts may be
// $word references; every string may hold {placeholders}.
type candidate struct {
	ID         string   `yaml:"id"`
	Confidence string   `yaml:"confidence"`
	CSS        string   `yaml:"css"`
	Text       []string `yaml:"text"`
	TextPrefix []string `yaml:"textPrefix"`
	Exact      string   `yaml:"exact"`
	Title      []string `yaml:"title"`
	Label      []string `yaml:"label"`
	HrefHas    []string `yaml:"hrefHas"`
	Handle     *handle  `yaml:"handle"`
	Options    []string `yaml:"options"`
	Pick       string   `yaml:"pick"`
	Hidden     bool     `yaml:"hidden"`
}

type handle struct {
	Name string `yaml:"name"`
	Type string `yaml:"type"`
}

// lists returns the candidate's text conditions that may hold words.
func (c *candidate) lists() []*[]string {
	return []*[]string{&c.Text, &c.TextPrefix, &c.Title, &c.Label, &c.HrefHas, &c.Options}
}

// strings returns every string of the candidate that may hold placeholders.
func (c *candidate) strings() []string {
	all := []string{c.CSS, c.Exact}
	if c.Handle != nil {
		all = append(all, c.Handle.Name, c.Handle.Type)
	}
	for _, list := range c.lists() {
		all = append(all, *list...)
	}
	return all
}

// check says what is wrong with one candidate, whoever wrote it.
func (c *candidate) check() error {
	switch {
	case c.ID == "":
		return errors.New("a candidate needs an id")
	case !slices.Contains([]string{"", "R", "D", "I"}, c.Confidence):
		return fmt.Errorf("candidate %s: confidence %q is none of R, D, I", c.ID, c.Confidence)
	case !slices.Contains([]string{"", "first", "last"}, c.Pick):
		return fmt.Errorf("candidate %s: pick %q is neither first nor last", c.ID, c.Pick)
	case c.Handle != nil && (c.Handle.Name == "" || c.Handle.Type == ""):
		return fmt.Errorf("candidate %s: a handle needs a name and a type", c.ID)
	case c.empty():
		return fmt.Errorf("candidate %s has no condition", c.ID)
	}
	if slices.Contains(slices.Concat(c.Text, c.TextPrefix, c.Title, c.Label, c.HrefHas, c.Options), "") {
		return fmt.Errorf("candidate %s has an empty text", c.ID)
	}
	return nil
}

// empty reports whether the candidate would match everything.
func (c *candidate) empty() bool {
	return c.Handle == nil && strings.TrimSpace(strings.Join(c.strings(), "")) == ""
}

// vars lists the placeholders of all candidates, sorted, each once.
func (e *element) vars() []string {
	var names []string
	for _, c := range slices.Concat(e.Within, e.Candidates, e.Forbid) {
		for _, s := range c.strings() {
			names = append(names, placeholders(s)...)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// check says what is wrong with an element's candidates, and the path of the
// key where it stands.
func (e *element) check() (path []string, err error) {
	if len(e.Candidates) == 0 {
		return nil, errors.New("the element needs at least one candidate")
	}
	for name, list := range map[string][]candidate{"within": e.Within, "candidates": e.Candidates, "forbid": e.Forbid} {
		seen := map[string]bool{}
		for i := range list {
			err := list[i].check()
			if err == nil && seen[list[i].ID] {
				err = fmt.Errorf("two candidates have the id %s", list[i].ID)
			}
			if err != nil {
				return []string{name, fmt.Sprint(i)}, err
			}
			seen[list[i].ID] = true
		}
	}
	return nil, nil
}

// expand turns the candidates' words into texts, one candidate for each
// language where a select's options are asked for.
func expand(list []candidate, words *Words) ([]candidate, error) {
	var out []candidate
	for _, c := range list {
		variants, err := c.expandOptions(words)
		if err != nil {
			return nil, err
		}
		for _, v := range variants {
			if err := v.expandTexts(words); err != nil {
				return nil, err
			}
			out = append(out, v)
		}
	}
	return out, nil
}

// expandTexts replaces the words in every list but the options; any of the
// texts in any language will do there.
func (c *candidate) expandTexts(words *Words) error {
	for _, list := range []*[]string{&c.Text, &c.TextPrefix, &c.Title, &c.Label} {
		var texts []string
		for _, text := range *list {
			key, isWord, plain := wordReference(text)
			switch {
			case !isWord:
				texts = append(texts, plain)
			case !words.Has(key):
				return &UnknownWordError{Word: key, Nearest: nearest(key, words.Keys())}
			default:
				texts = append(texts, words.All(key)...)
			}
		}
		*list = texts
	}
	return nil
}

// expandOptions makes one candidate for each language that has all the options'
// words, since a select must offer all of them at once.
func (c candidate) expandOptions(words *Words) ([]candidate, error) {
	if len(c.Options) == 0 {
		return []candidate{c}, nil
	}
	var out []candidate
	seen := map[string]bool{}
	for _, lang := range append(Languages(), userLanguage) {
		combinations, err := optionTexts(c.Options, lang, words)
		if err != nil {
			return nil, err
		}
		for _, options := range combinations {
			folded := Fold(strings.Join(options, "\x00"))
			if seen[folded] {
				continue
			}
			seen[folded] = true
			v := c
			v.ID, v.Options = fmt.Sprintf("%s/%s-%d", c.ID, lang, len(out)+1), options
			out = append(out, v)
		}
	}
	return out, nil
}

// optionTexts returns every combination of the options' texts in one language.
func optionTexts(options []string, lang string, words *Words) ([][]string, error) {
	combinations := [][]string{nil}
	for _, option := range options {
		key, isWord, plain := wordReference(option)
		texts := []string{plain}
		if isWord {
			if !words.Has(key) {
				return nil, &UnknownWordError{Word: key, Nearest: nearest(key, words.Keys())}
			}
			texts = words.In(key, lang)
		}
		var longer [][]string
		for _, head := range combinations {
			for _, text := range texts {
				longer = append(longer, append(slices.Clone(head), text))
			}
		}
		combinations = longer
	}
	return combinations, nil
}

// wordReference reads "$key" as a word and "$$text" as the text "$text".
func wordReference(text string) (key string, isWord bool, plain string) {
	switch {
	case strings.HasPrefix(text, "$$"):
		return "", false, text[1:]
	case strings.HasPrefix(text, "$"):
		return text[1:], true, ""
	}
	return "", false, text
}

// fill makes the browser's candidate with the placeholders' values in it.
func (c *candidate) fill(vars Vars) browser.Candidate {
	texts := func(list []string) []string {
		var out []string
		for _, s := range list {
			out = append(out, vars.fill(s, verbatim))
		}
		return out
	}
	filled := browser.Candidate{
		ID: c.ID, Confidence: c.Confidence, Pick: c.Pick, Hidden: c.Hidden,
		CSS: vars.fill(c.CSS, quoteCSS), Exact: vars.fill(c.Exact, verbatim),
		Text: texts(c.Text), TextPrefix: texts(c.TextPrefix), Title: texts(c.Title),
		Label: texts(c.Label), HrefHas: texts(c.HrefHas), Options: texts(c.Options),
	}
	if c.Handle != nil {
		filled.Handle = &browser.Handle{
			Name: vars.fill(c.Handle.Name, verbatim),
			Type: vars.fill(c.Handle.Type, verbatim),
		}
	}
	return filled
}
