package compare

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"lockedit/recordings"
)

// cleaner takes out of a recording's texts what says where and when it was made
// and nothing about the console: the console's origin, session ids, tokens.
type cleaner struct{ origin string }

func newCleaner(run recordings.Run) cleaner {
	u, err := url.Parse(run.Console.URL)
	if err != nil || u.Host == "" {
		return cleaner{}
	}
	return cleaner{origin: u.Scheme + "://" + u.Host}
}

var (
	sessionID    = regexp.MustCompile(`[A-Za-z0-9_-]{20,}!-?\d+`)
	token        = regexp.MustCompile(`0x[0-9A-Fa-f]{48}`)
	sessionParam = regexp.MustCompile(`(?i);[a-z0-9_.-]*session[a-z0-9_.-]*=[^?#/;&]*`)
	secretParam  = regexp.MustCompile(`(?i)frsc$|token|session`)
)

func (c cleaner) text(s string) string {
	if c.origin != "" {
		s = strings.ReplaceAll(s, c.origin, "")
	}
	return token.ReplaceAllString(sessionID.ReplaceAllString(s, "‹session id›"), "‹token›")
}

// address is a URL in one form: without the console's origin, percent-decoded
// until it is stable, as the console writes one link in several encodings, and
// with its parameters in order.
func (c cleaner) address(raw string) string {
	raw = strings.TrimPrefix(sessionParam.ReplaceAllString(raw, ""), c.origin)
	path, fragment, _ := strings.Cut(raw, "#")
	path, query, _ := strings.Cut(path, "?")
	var params []string
	for param := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(param, "=")
		if param != "" && !secretParam.MatchString(name) {
			params = append(params, decoded(param))
		}
	}
	slices.Sort(params)
	clean := decoded(path)
	if len(params) > 0 {
		clean += "?" + strings.Join(params, "&")
	}
	if fragment != "" {
		clean += "#" + fragment
	}
	return clean
}

// maxDecodings is how often a text can have been percent-encoded.
const maxDecodings = 3

func decoded(s string) string {
	for range maxDecodings {
		next, err := url.QueryUnescape(s)
		if err != nil || next == s {
			return s
		}
		s = next
	}
	return s
}

// pageLabel is the name by which the console knows the page of an address.
func pageLabel(address string) string {
	_, query, _ := strings.Cut(address, "?")
	query, _, _ = strings.Cut(query, "#")
	for param := range strings.SplitSeq(query, "&") {
		if name, value, _ := strings.Cut(param, "="); name == "_pageLabel" {
			return value
		}
	}
	return ""
}

// shortest is the length in bytes from which the whole text of a masked element
// is left out of longer texts, too; a shorter one could be part of any word.
const shortest = 8

// veil leaves masked parts out of texts.
type veil []recordings.Masked

func veilOf(step recordings.Step) veil {
	var v veil
	for _, p := range step.Pictures {
		for _, m := range p.Masks {
			if m.Text != "" && m.Part != "" && !slices.Contains(v, m) {
				v = append(v, m)
			}
		}
	}
	return v
}

func (v veil) text(s string) string {
	for _, m := range v {
		whole := m.Text == m.Part
		if s == m.Text || (!whole || len(m.Text) >= shortest) && strings.Contains(s, m.Text) {
			s = strings.ReplaceAll(s, m.Text, hide(m))
		}
	}
	return s
}

// hide is the text with the reason in the place of its last such part.
func hide(m recordings.Masked) string {
	at := strings.LastIndex(m.Text, m.Part)
	if at < 0 {
		return m.Text
	}
	return m.Text[:at] + "‹" + m.Why + "›" + m.Text[at+len(m.Part):]
}
