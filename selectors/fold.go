package selectors

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// Fold makes texts comparable that consoles of different versions spell
// differently: NFKC, lower case, no hyphens, dashes or blanks, no final colon.
// The browser folds the same way, so that a text matches on the page exactly
// when it matches here.
func Fold(text string) string {
	lower := cases.Lower(language.Und).String(norm.NFKC.String(text))
	folded := strings.Map(dropIgnored, norm.NFKC.String(lower))
	return strings.TrimSuffix(folded, ":")
}

// dropIgnored removes a rune that carries no meaning in a label.
func dropIgnored(r rune) rune {
	switch {
	case unicode.IsSpace(r), unicode.Is(unicode.Z, r), unicode.Is(unicode.Pd, r):
		return -1
	case r == '\u00ad', r == '\u2212', r == '\u200b', r == '\u200c', r == '\u200d', r == '\u2060', r == '\ufeff':
		return -1 // soft hyphen, minus sign, zero-width blanks and joiners, byte order mark
	}
	return r
}
