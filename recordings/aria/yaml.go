package aria

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// plainTraps are the texts that YAML or Playwright would read as something
// else than a text when they stand without quotes.
var plainTraps = []*regexp.Regexp{
	regexp.MustCompile(`^$|^\s|\s$`),
	regexp.MustCompile(`^[-&*\[\],?!>|@"'#%=~/]`),
	regexp.MustCompile(`:(\s|$)|\s#`),
	regexp.MustCompile("[{}`\\r\\n]"),
	regexp.MustCompile(`(?i)^(y|n|yes|no|true|false|on|off|null)$`),
	regexp.MustCompile(`^[+.]?[0-9][0-9a-zA-Z_.:+-]*$|^[+.]|^\.(inf|nan)`),
	regexp.MustCompile(`^(---|\.\.\.|<<)`),
}

func needsQuotes(s string) bool {
	for _, trap := range plainTraps {
		if trap.MatchString(s) {
			return true
		}
	}
	return strings.IndexFunc(s, hidden) >= 0
}

// scalar writes a text as a value: plain where that is safe, else in double
// quotes, where YAML knows escapes.
func scalar(s string) string {
	if !needsQuotes(s) {
		return s
	}
	s = strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s)
	return `"` + escapeHidden(s) + `"`
}

// keyScalar writes a key. A key has its escapes inside its own quotes, so the
// quotes around it are single ones.
func keyScalar(s string) string {
	if !needsQuotes(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", "''") + "'"
}

// escapeHidden writes hidden characters as JSON and YAML both understand.
func escapeHidden(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case !hidden(r):
			b.WriteRune(r)
		case r > 0xffff:
			r -= 0x10000
			fmt.Fprintf(&b, `\u%04x\u%04x`, 0xd800+(r>>10), 0xdc00+(r&0x3ff))
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// hidden characters are those that nobody sees and that a terminal or an editor
// may obey.
func hidden(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029' || r == '\ufeff'
}
