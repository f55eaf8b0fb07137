package browser

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// Fold drops what differs between versions and languages of the same label:
// case, width (NFKC), hyphens, blanks, the star of a required field and a final
// colon. It is what the look-up does to [Candidate].Text and
// [OptionMatch].Folded (js/fold.js), so that a text matches on the page exactly
// when it matches here.
func Fold(text string) string {
	lower := cases.Lower(language.Und, cases.HandleFinalSigma(true)).String(norm.NFKC.String(text))
	folded := strings.Map(func(r rune) rune {
		if isDash(r) || isBlank(r) {
			return -1
		}
		return r
	}, lower)
	return strings.TrimRight(strings.TrimLeft(folded, "*"), ":*")
}

// isDash reports hyphens and dashes, with the soft hyphen, the hyphen bullet
// and the minus sign.
func isDash(r rune) bool {
	return unicode.Is(unicode.Pd, r) || r == '\u00ad' || r == '\u2043' || r == '\u2212'
}

// isBlank reports what ECMAScript counts as white space, and the blanks and
// joiners of no width.
func isBlank(r rune) bool {
	switch {
	case r >= '\t' && r <= '\r', unicode.Is(unicode.Z, r):
		return true
	case r == '\u180e', r >= '\u200b' && r <= '\u200d', r == '\u2060', r == '\ufeff':
		return true
	}
	return false
}
