package recordings

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible makes a text from elsewhere fit to be shown on a terminal or a page:
// control characters, marks that turn the direction of text, and characters
// that show as nothing become ⟨U+XXXX⟩, and bytes that are no UTF-8, which some
// terminals obey, too, ⟨0xXX⟩. Line ends and tabs become blanks.
func Visible(text string) string {
	if strings.IndexFunc(text, hidden) < 0 && utf8.ValidString(text) {
		return text
	}
	var b strings.Builder
	for len(text) > 0 {
		r, size := utf8.DecodeRuneInString(text)
		switch {
		case r == '\n', r == '\t', r == '\r':
			b.WriteByte(' ')
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, "⟨0x%02X⟩", text[0])
		case hidden(r):
			fmt.Fprintf(&b, "⟨U+%04X⟩", r)
		default:
			b.WriteRune(r)
		}
		text = text[size:]
	}
	return b.String()
}

// hidden says whether a character is one that a reader cannot see and a
// terminal or browser may obey: controls, format characters (category Cf: the
// marks of text direction, zero widths), line and paragraph separators.
func hidden(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029'
}
