package recordings

import (
	"encoding/base64"
	"slices"
	"strings"
	"unicode/utf8"
)

// needles are the texts to look for so as to find one secret: the secret as it
// is, without white space around it, as ISO 8859-1, and in base64, alone or
// inside a longer text. Other ways to write it are undone before looking (see
// view).
func needles(secret string) []string {
	all := []string{secret}
	if trimmed := strings.TrimSpace(secret); utf8.RuneCountInString(trimmed) >= MinSecret {
		all = append(all, trimmed)
	}
	if latin, ok := latin1(secret); ok {
		all = append(all, latin)
	}
	for _, enc := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for before := range 3 {
			if inside := base64Inside(enc, secret, before); len(inside) >= MinSecret {
				all = append(all, inside)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// latin1 is the text with one byte a character, if it has them all.
func latin1(text string) (string, bool) {
	var out []byte
	for _, r := range text {
		if r > 0xff {
			return "", false
		}
		out = append(out, byte(r))
	}
	return string(out), true
}

// base64Inside is the part of the base64 text that depends on nothing but the
// secret, when so many bytes stand before it.
func base64Inside(enc *base64.Encoding, text string, before int) string {
	coded := enc.EncodeToString([]byte(strings.Repeat("\x00", before) + text))
	first := (before*8 + 5) / 6
	last := (before + len(text)) * 8 / 6
	return coded[first:max(first, last)]
}

// span is a part of a text, in bytes.
type span struct{ from, to int }

// findAll lists where a needle is, also where it overlaps itself.
func findAll(text, needle string) []span {
	var spans []span
	for from := 0; ; {
		at := strings.Index(text[from:], needle)
		if at < 0 {
			return spans
		}
		spans = append(spans, span{from + at, from + at + len(needle)})
		from += at + 1
	}
}
