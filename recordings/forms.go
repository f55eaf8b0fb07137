package recordings

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"slices"
	"strings"
)

// forms are the ways in which a secret may be written: as it is, and encoded
// for URLs, HTML, JSON, YAML and base64, with one encoding inside another where
// consoles do that.
func forms(secret string) []string {
	var all []string
	for _, text := range []string{secret, strings.TrimSpace(secret)} {
		plain := append([]string{text}, urlForms(text)...)
		plain = append(plain, htmlForms(text)...)
		for _, form := range plain {
			all = append(all, form)
			all = append(all, jsonForms(form)...)
		}
		for _, form := range urlForms(text) {
			all = append(all, urlForms(form)...)
		}
		all = append(all, strings.ReplaceAll(text, "'", "''"))
		all = append(all, base64Forms(text)...)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	return slices.DeleteFunc(all, func(form string) bool { return len(form) < MinSecret })
}

// urlForms cover Go's, JavaScript's and a form's way to encode, with upper and
// lower case digits.
func urlForms(text string) []string {
	upper := []string{
		url.QueryEscape(text), url.PathEscape(text),
		percent(text, "-_.!~*'()"), percent(text, "*-._"), percent(text, ""),
		strings.ReplaceAll(percent(text, "*-._"), "%20", "+"),
	}
	var all []string
	for _, form := range upper {
		all = append(all, form, lowerHex(form))
	}
	return all
}

// percent encodes all but letters, digits and the characters that are kept.
func percent(text, keep string) string {
	var b strings.Builder
	for i := range len(text) {
		c := text[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte(keep, c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// lowerHex writes the digits of %XX in lower case and leaves all else.
func lowerHex(text string) string {
	b := []byte(text)
	for i := 0; i+2 < len(b); i++ {
		if b[i] == '%' {
			copy(b[i+1:i+3], strings.ToLower(string(b[i+1:i+3])))
			i += 2
		}
	}
	return string(b)
}

func htmlForms(text string) []string {
	named := html.EscapeString(text)
	return []string{
		named,
		strings.NewReplacer("&#34;", "&quot;", "&#39;", "&apos;").Replace(named),
		strings.NewReplacer("&#34;", "&quot;", "&#39;", "&#x27;").Replace(named),
		strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text),
		strings.NewReplacer("&#34;", "&quot;", "&#39;", "&#039;", "+", "&#43;").Replace(named),
		strings.NewReplacer("+", "&#43;").Replace(named),
	}
}

// jsonForms are the inside of a JSON string, with and without HTML characters
// escaped. Strings of Go and YAML's double quotes look alike.
func jsonForms(text string) []string {
	var all []string
	if quoted, err := json.Marshal(text); err == nil {
		all = append(all, strings.Trim(string(quoted[1:len(quoted)-1]), ""))
	}
	plain := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(text)
	return append(all, plain, strings.ReplaceAll(plain, "/", `\/`))
}

// base64Forms are the secret alone and inside a longer text, such as
// "user:password", at each of the three places it can have in a group of bytes.
func base64Forms(text string) []string {
	var all []string
	for _, enc := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for before := range 3 {
			all = append(all, base64Inside(enc, text, before))
		}
	}
	return slices.DeleteFunc(all, func(form string) bool { return len(form) < MinSecret })
}

// base64Inside is the part of the base64 text that depends on nothing but the
// secret, when so many bytes stand before it.
func base64Inside(enc *base64.Encoding, text string, before int) string {
	coded := enc.EncodeToString([]byte(strings.Repeat("\x00", before) + text))
	first := (before*8 + 5) / 6
	last := (before + len(text)) * 8 / 6
	return coded[first:max(first, last)]
}
