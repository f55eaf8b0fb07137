package selectors

import (
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"lockedit/internal/browser"
)

//go:embed catalogue.yaml
var catalogueYAML []byte

// BuiltIn is the origin of elements that no user's file has changed.
const BuiltIn = "built-in"

// userLanguage is the language of words that a user's file added.
const userLanguage = "user"

// Catalogue holds the named elements of the console's pages. It is safe for
// concurrent use once loaded.
type Catalogue struct {
	words    *Words
	elements map[string]*entry
}

// entry is an element with its words expanded, and where it comes from.
type entry struct {
	element
	needs  []string
	origin string
}

// catalogueFile is the form of catalogue.yaml and of a user's file.
type catalogueFile struct {
	Elements map[string]element  `yaml:"elements"`
	Words    map[string][]string `yaml:"words"`
}

// Load reads the built-in catalogue and lays the users' files over it, in
// order. An entry of a user's file replaces the built-in candidates, or goes
// before them with "prepend: true"; what the built-in entry forbids stays
// forbidden in both cases. Texts under "words" are added to the known words.
//
// A file that cannot be used gives a [FileError] with its line and column; it
// wraps an [UnknownElementError] or [UnknownWordError] where that is the cause.
func Load(userFiles ...string) (*Catalogue, error) {
	words, err := newWords(wordsYAML)
	if err != nil {
		return nil, err
	}
	l := loader{words: words, elements: map[string]*entry{}}
	if err := l.builtIn(catalogueYAML); err != nil {
		return nil, err
	}
	for _, file := range userFiles {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("selectors file: %w", err)
		}
		if err := l.overlay(file, data); err != nil {
			return nil, err
		}
	}
	return l.finish()
}

// loader gathers the files; words are expanded once all of them are read.
type loader struct {
	words    *Words
	elements map[string]*entry
}

func (l *loader) builtIn(data []byte) error {
	var f catalogueFile
	if err := decodeStrict("catalogue.yaml", data, &f); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(f.Elements)) {
		e := f.Elements[name]
		path, err := e.check()
		if err == nil {
			err = l.checkWords(e)
		}
		if err != nil {
			return findPlaces(data).errorAt("catalogue.yaml", fmt.Errorf("%s: %w", name, err), append([]string{"elements", name}, path...)...)
		}
		l.elements[name] = &entry{element: e, needs: e.vars(), origin: BuiltIn}
	}
	return nil
}

// overlay lays one user's file over what is there.
func (l *loader) overlay(file string, data []byte) error {
	var f catalogueFile
	if err := decodeStrict(file, data, &f); err != nil {
		return err
	}
	where := findPlaces(data)
	for _, key := range slices.Sorted(maps.Keys(f.Words)) {
		if err := l.addWords(key, f.Words[key]); err != nil {
			return where.errorAt(file, err, "words", key)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(f.Elements)) {
		if path, err := l.lay(file, name, f.Elements[name]); err != nil {
			return where.errorAt(file, err, append([]string{"elements", name}, path...)...)
		}
	}
	return nil
}

func (l *loader) addWords(key string, texts []string) error {
	if !l.words.Has(key) {
		return &UnknownWordError{Word: key, Nearest: nearest(key, l.words.Keys())}
	}
	if len(texts) == 0 || slices.ContainsFunc(texts, func(t string) bool { return Fold(t) == "" }) {
		return fmt.Errorf("word %s has an empty text", key)
	}
	l.words.extra[key] = append(l.words.extra[key], texts...)
	l.words.index()
	return nil
}

// lay puts one element of a user's file in place.
func (l *loader) lay(file, name string, e element) (path []string, err error) {
	old := l.elements[name]
	if old == nil {
		return nil, &UnknownElementError{Name: name, Nearest: nearest(name, slices.Sorted(maps.Keys(l.elements)))}
	}
	if path, err := e.check(); err != nil {
		return path, fmt.Errorf("%s: %w", name, err)
	}
	if err := l.checkWords(e); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for _, v := range e.vars() {
		if !slices.Contains(old.needs, v) {
			return nil, fmt.Errorf("%s: unknown placeholder {%s}, it has %s", name, v, known(old.needs))
		}
	}
	if e.Prepend {
		e.Within = slices.Concat(e.Within, old.Within)
		e.Candidates = slices.Concat(e.Candidates, old.Candidates)
	}
	if e.Doc == "" {
		e.Doc = old.Doc
	}
	e.Forbid = slices.Concat(e.Forbid, old.Forbid)
	if path, err := e.check(); err != nil {
		return path, fmt.Errorf("%s: together with the built-in candidates, %w", name, err)
	}
	l.elements[name] = &entry{element: e, needs: old.needs, origin: file}
	return nil, nil
}

// known lists placeholders for a message.
func known(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return "{" + strings.Join(names, "}, {") + "}"
}

// checkWords reports the first word of an element that the list does not have.
func (l *loader) checkWords(e element) error {
	_, err := expand(slices.Concat(e.Within, e.Candidates, e.Forbid), l.words)
	return err
}

// finish expands the words in every element.
func (l *loader) finish() (*Catalogue, error) {
	c := &Catalogue{words: l.words, elements: map[string]*entry{}}
	for name, e := range l.elements {
		expanded, err := e.expand(l.words)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		c.elements[name] = expanded
	}
	return c, nil
}

// expand returns the entry with its words expanded. It stops where no language
// is left that a select could offer its options in.
func (e *entry) expand(words *Words) (*entry, error) {
	out := *e
	for _, list := range []*[]candidate{&out.Within, &out.Candidates, &out.Forbid} {
		expanded, err := expand(*list, words)
		if err != nil {
			return nil, err
		}
		if len(*list) > 0 && len(expanded) == 0 {
			return nil, errors.New("none of its options is known in any language")
		}
		*list = expanded
	}
	return &out, nil
}

// Words returns the console's words, with those that the users' files added.
func (c *Catalogue) Words() *Words { return c.words }

// Names lists the elements, sorted.
func (c *Catalogue) Names() []string { return slices.Sorted(maps.Keys(c.elements)) }

// Origin says where an element comes from: [BuiltIn], or the user's file that
// replaced or preceded it last. It is "" for an unknown name.
func (c *Catalogue) Origin(name string) string {
	if e := c.elements[name]; e != nil {
		return e.origin
	}
	return ""
}

// Locator returns the locator of a named element with the placeholders'
// values in it. It returns an [UnknownElementError] or, when a value is not
// given or empty, a [MissingVarsError]; values beyond those needed are ignored.
func (c *Catalogue) Locator(name string, vars Vars) (browser.Locator, error) {
	e := c.elements[name]
	if e == nil {
		return browser.Locator{}, &UnknownElementError{Name: name, Nearest: nearest(name, c.Names())}
	}
	var missing []string
	for _, v := range e.needs {
		if vars[v] == "" {
			missing = append(missing, v)
		}
	}
	if len(missing) > 0 {
		return browser.Locator{}, &MissingVarsError{Name: name, Vars: missing}
	}
	return browser.Locator{
		Name:       name,
		Within:     fillAll(e.Within, vars),
		Candidates: fillAll(e.Candidates, vars),
		Forbid:     fillAll(e.Forbid, vars),
	}, nil
}

func fillAll(list []candidate, vars Vars) []browser.Candidate {
	var out []browser.Candidate
	for i := range list {
		out = append(out, list[i].fill(vars))
	}
	return out
}
