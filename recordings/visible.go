package recordings

import (
	"fmt"
	"strings"
	"unicode"
)

// Visible makes a text from elsewhere fit to be shown on a terminal or a page:
// control characters, marks that turn the direction of text, and characters
// that show as nothing become ⟨U+XXXX⟩. Line ends and tabs become blanks.
func Visible(text string) string {
	if strings.IndexFunc(text, hidden) < 0 {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '\n', r == '\t', r == '\r':
			b.WriteByte(' ')
		case hidden(r):
			fmt.Fprintf(&b, "⟨U+%04X⟩", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// hidden says whether a character is one that a reader cannot see and a
// terminal or browser may obey: controls, format characters (category Cf: the
// marks of text direction, zero widths), line and paragraph separators.
func hidden(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029'
}
