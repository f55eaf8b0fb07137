package recordings

import (
	"encoding/base64"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// forms compiles what finds a secret in the ways in which it may be written:
// character by character as it is or encoded for URLs, HTML, JSON and YAML, once
// or one inside another, and as a whole in base64.
func forms(secret string) (*regexp.Regexp, error) {
	var all []string
	for _, text := range []string{secret, strings.TrimSpace(secret)} {
		var b strings.Builder
		for len(text) > 0 {
			_, size := utf8.DecodeRuneInString(text)
			b.WriteString("(?:" + strings.Join(charForms(text[:size]), "|") + ")")
			text = text[size:]
		}
		if b.Len() > 0 {
			all = append(all, b.String())
		}
	}
	for _, form := range base64Forms(secret) {
		all = append(all, regexp.QuoteMeta(form))
	}
	return regexp.Compile(strings.Join(slices.Compact(all), "|"))
}

// named are the names that HTML gives to the characters it escapes.
var named = map[rune]string{'"': "quot", '\'': "apos", '&': "amp", '<': "lt", '>': "gt", '+': "plus", '\u00a0': "nbsp"}

// escapes are the letters that JSON and YAML put behind a backslash.
var escapes = map[rune]string{'\n': "n", '\r': "r", '\t': "t", '\b': "b", '\f': "f"}

// charForms are the patterns of one character, given by its bytes. The longest
// come first, because the first that matches is taken.
func charForms(char string) []string {
	r, _ := utf8.DecodeRuneInString(char)
	all := []string{percentForm([]byte(char))}
	if r > 0x7f && r < 0x100 {
		all = append(all, percentForm([]byte{byte(r)})) // as ISO 8859-1
	}
	all = append(all,
		fmt.Sprintf(`(?i:&(?:amp;)*#(?:0*%d|x0*%x);?)`, r, r),
		unicodeForm(r),
	)
	if name, ok := named[r]; ok {
		all = append(all, `&(?:amp;)*`+name+`;`)
	}
	if letter, ok := escapes[r]; ok {
		all = append(all, `\\+`+letter)
	}
	return append(all, plainForms(r, char)...)
}

// plainForms are the character itself, with the signs that quoting puts before
// it or in its place.
func plainForms(r rune, char string) []string {
	quoted := regexp.QuoteMeta(char)
	switch {
	case r == '\\':
		return []string{`\\+`}
	case r == ' ':
		return []string{` `, `\+`, `(?i:%(?:25)*2b)`}
	case r == '\'':
		return []string{`\\*''?`}
	case strings.ContainsRune(`"/`, r):
		return []string{`\\*` + quoted}
	}
	return []string{quoted}
}

// percentForm matches bytes in a URL, also when its percent signs are encoded
// again.
func percentForm(char []byte) string {
	var b strings.Builder
	for _, c := range char {
		fmt.Fprintf(&b, `(?i:%%(?:25)*%02x)`, c)
	}
	return b.String()
}

// unicodeForm matches \uXXXX with any number of backslashes, in two halves
// where the character needs them.
func unicodeForm(r rune) string {
	if r > 0xffff {
		high, low := 0xd800+((r-0x10000)>>10), 0xdc00+((r-0x10000)&0x3ff)
		return fmt.Sprintf(`(?i:\\+u%04x\\+u%04x)`, high, low)
	}
	if r < 0x100 {
		return fmt.Sprintf(`(?i:\\+(?:u00|x)%02x)`, r)
	}
	return fmt.Sprintf(`(?i:\\+u%04x)`, r)
}

// base64Forms are the secret alone and inside a longer text, such as
// "user:password", at each of the three places it can have in a group of bytes.
func base64Forms(text string) []string {
	var all []string
	for _, form := range []string{text, html.EscapeString(text)} {
		for _, enc := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			for before := range 3 {
				all = append(all, base64Inside(enc, form, before))
			}
		}
	}
	slices.SortFunc(all, func(a, b string) int { return len(b) - len(a) })
	return slices.DeleteFunc(slices.Compact(all), func(form string) bool { return len(form) < MinSecret })
}

// base64Inside is the part of the base64 text that depends on nothing but the
// secret, when so many bytes stand before it.
func base64Inside(enc *base64.Encoding, text string, before int) string {
	coded := enc.EncodeToString([]byte(strings.Repeat("\x00", before) + text))
	first := (before*8 + 5) / 6
	last := (before + len(text)) * 8 / 6
	return coded[first:max(first, last)]
}
