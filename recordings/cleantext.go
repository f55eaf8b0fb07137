package recordings

import (
	"regexp"
	"slices"
	"strings"

	"lockedit/recordings/sessionid"
)

// secretPattern finds one kind of secret in any text by the way it looks.
type secretPattern struct {
	// words are such that a text without any of them, in lower case, holds
	// nothing to find. Looking for them first makes ordinary text cheap.
	words   []string
	find    *regexp.Regexp
	replace string
}

// secretPatterns need no list of secrets. Each leaves the name in place, so
// that a reader sees what was taken out, and finds nothing in its own result.
var secretPatterns = []secretPattern{
	{[]string{";jsessionid="}, regexp.MustCompile(`(?i);jsessionid=[^?&#;\s"'<>/]*`), ""},
	{[]string{"consolesession", "jsessionid", "_wl_authcookie_"}, regexp.MustCompile(`(?i)\b([a-z_]*(?:consolesession|jsessionid|_wl_authcookie_[a-z0-9_]*)["']?\s*[=:]\s*["']?)[^;,&?#\s"'<>*][^;,&?#\s"'<>]*`), "${1}" + Mask},
	{[]string{"password", "passwd", "token", "secret", "csrf", "xsrf", "frsc"}, regexp.MustCompile(`(?i)([?&;\s"']|^)([^?&;=\s"'<>]*(?:password|passwd|token|secret|csrf|xsrf|frsc)[^?&;=\s"'<>]*=)[^&;#\s"'<>]+`), "${1}${2}" + Mask},
	{[]string{"password", "passwd", "token", "frsc"}, regexp.MustCompile(`(?i)("[^"]*(?:password|passwd|token|frsc)[^"]*"\s*:\s*")(?:[^"\\]|\\.)+`), "${1}" + Mask},
	{[]string{"authorization"}, regexp.MustCompile(`(?i)\b(authorization\s*:\s*(?:basic|bearer)\s+)[^\s"'*]+`), "${1}" + Mask},
	{[]string{"cookie"}, regexp.MustCompile(`(?i)\b(set-cookie|cookie)(\s*:\s*)[^\s"'*][^\r\n"']*`), "${1}${2}" + Mask},
	// The console's anti-forgery token itself: 0x and 48 hexadecimal digits
	// or more.
	{[]string{"0x"}, regexp.MustCompile(`0x[0-9A-Fa-f]{48,}`), Mask},
}

// addressPath is an address in a text, up to its query.
var addressPath = regexp.MustCompile(`(?i)\bhttps?://[^\s"'<>?#&\\]*`)

// addressUser is an account with its password at the beginning of an address in a
// text, also where the password has an @ of its own.
var addressUser = regexp.MustCompile(`(?i)\b([a-z][a-z0-9+.-]*://)[^\s"'<>/?#@:\\]*:[^\s"'<>/?#\\]*@`)

// cleanText takes out what looks like a secret by its name or its shape, and from
// addresses accounts with their passwords and the parameters of the paths, which may
// hold one under any name.
func cleanText(text string) string {
	lower := strings.ToLower(text)
	for _, p := range secretPatterns {
		if !slices.ContainsFunc(p.words, func(word string) bool { return strings.Contains(lower, word) }) {
			continue
		}
		text = p.find.ReplaceAllString(text, p.replace)
	}
	if strings.Contains(lower, "://") {
		text = addressUser.ReplaceAllString(text, "$1")
		text = addressPath.ReplaceAllStringFunc(text, sessionid.WithoutParameters)
	}
	return sessionid.Clean(text, Mask)
}
