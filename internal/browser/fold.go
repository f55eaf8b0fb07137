package browser

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold drops what differs between versions and languages of the same label:
// case, width (NFKC), hyphens, blanks and a final colon. It is what the look-up
// does to [Candidate].Text and [OptionMatch].Folded (js/fold.js).
func Fold(text string) string {
	folded := strings.Map(func(r rune) rune {
		if isDash(r) || isBlank(r) {
			return -1
		}
		return r
	}, strings.ToLower(norm.NFKC.String(text)))
	return strings.TrimRight(folded, ":")
}

func isDash(r rune) bool {
	switch r {
	case '\u00ad', '\u2043', '\u2212':
		return true
	}
	return unicode.Is(unicode.Pd, r)
}

func isBlank(r rune) bool {
	switch r {
	case '\u180e', '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff':
		return true
	}
	return unicode.IsSpace(r)
}
