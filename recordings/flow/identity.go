package flow

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"unicode"
)

// Identity is the name of a step that stays the same when steps are put in
// before it: its type, what it works on, and which of the equal ones it is.
type Identity struct {
	// Name is made of ASCII letters, digits, dots and dashes, for example
	// "click-clusters" or "click-clusters.2" for the second such step.
	Name string
	// Title is the step for people, for example `click "Clusters"`.
	Title string
}

// Identities names every step of a flow, in order. Values that are filled in do
// not take part: they may be secrets, and they may be what differs.
func (f Flow) Identities() []Identity {
	seen := map[string]int{}
	list := make([]Identity, 0, len(f.Steps))
	for _, s := range f.Steps {
		what := s.object()
		name := kebab(string(s.verb()))
		if slug := kebab(what); slug != "" {
			name += "-" + slug
		}
		seen[name]++
		if n := seen[name]; n > 1 {
			name += "." + strconv.Itoa(n)
		}
		list = append(list, Identity{Name: name, Title: s.title(what)})
	}
	return list
}

// verb is what a step does.
func (s Step) verb() Type {
	if s.Custom != nil {
		return Type(strings.TrimPrefix(s.Name, customPrefix))
	}
	return s.Type
}

func (s Step) title(what string) string {
	verb := words(string(s.verb()))
	if what == "" {
		return verb
	}
	return fmt.Sprintf("%s %q", verb, what)
}

// object is what a step works on, as far as it says so.
func (s Step) object() string {
	selectors := s.Selectors
	if s.Custom != nil {
		if name := s.Custom.object(); name != "" {
			return name
		}
		selectors = s.Custom.Selectors
	}
	if len(selectors) > 0 {
		return Label(selectors)
	}
	switch s.Type {
	case Navigate:
		return pageOf(s.URL)
	case KeyDown, KeyUp:
		return s.Key
	case SetViewport:
		return fmt.Sprintf("%vx%v", *s.Width, *s.Height)
	default:
		return ""
	}
}

// Label is what a list of alternatives calls its element: the first name or
// text that one of them gives, else the first alternative itself.
func Label(selectors []Selector) string {
	for _, s := range selectors {
		if label := s.label(); label != "" {
			return label
		}
	}
	return selectors[0].String()
}

// pageOf is the part of an address that says which page it is: the page label
// of the console where it has one, else its path.
func pageOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	if label := u.Query().Get("_pageLabel"); label != "" {
		return label
	}
	if path := strings.Trim(u.Path, "/"); path != "" {
		return path
	}
	return u.Host
}

// maxSlug bounds the part of a name that comes from a page, in letters.
const maxSlug = 40

// kebab makes a text safe as a name: lower case ASCII letters and digits,
// anything else is a dash. Letters of other alphabets stand as their number.
func kebab(text string) string {
	var b strings.Builder
	dash := false
	last := rune(0)
	for _, r := range text {
		if b.Len() >= maxSlug {
			break
		}
		upper := unicode.IsUpper(r) && unicode.IsLower(last)
		last = r
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			dash = true
			continue
		}
		if (dash || upper) && b.Len() > 0 {
			b.WriteByte('-')
		}
		dash = false
		if r = unicode.ToLower(r); r < unicode.MaxASCII {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "u%x", r)
		}
	}
	return b.String()
}

// words writes a name in camel case or with dashes as words.
func words(name string) string {
	var b strings.Builder
	for i, r := range name {
		switch {
		case r == '-':
			b.WriteByte(' ')
		case unicode.IsUpper(r) && i > 0:
			b.WriteByte(' ')
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
