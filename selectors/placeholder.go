package selectors

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// Vars are the values of a locator's placeholders, for example the name and
// type of a configuration object. They are data: nothing in them is read as a
// placeholder, a word or a piece of CSS.
type Vars map[string]string

// placeholder is a name in braces: {name}.
var placeholder = regexp.MustCompile(`\{[a-z][a-zA-Z]*\}`)

// placeholders lists the names that a text holds in braces.
func placeholders(text string) []string {
	var names []string
	for _, p := range placeholder.FindAllString(text, -1) {
		names = append(names, p[1:len(p)-1])
	}
	return names
}

// fill puts the values in, each passed through quote first.
func (v Vars) fill(text string, quote func(string) string) string {
	return placeholder.ReplaceAllStringFunc(text, func(p string) string {
		return quote(v[p[1:len(p)-1]])
	})
}

// verbatim is the quoting of texts that are compared, not parsed.
func verbatim(s string) string { return s }

// quoteCSS escapes a value so that it stands for itself inside a CSS string
// and as a CSS identifier alike (CSS Syntax Level 3, section 4.3.7: a
// backslash, hexadecimal digits and one blank are one character). NUL, which
// CSS cannot express, becomes U+FFFD as in the browser's own CSS.escape.
func quoteCSS(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == 0:
			b.WriteRune(utf8.RuneError)
		case r >= 0x80 || isPlain(r):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, `\%x `, r)
		}
	}
	return b.String()
}

func isPlain(r rune) bool {
	return r == '_' || (r >= 'a' && r <= 'z') || (r >= 'A' && r <= 'Z')
}
