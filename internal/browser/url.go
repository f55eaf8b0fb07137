package browser

import (
	"regexp"
	"strings"

	"lockedit/recordings/sessionid"
)

var (
	sessionParam = regexp.MustCompile(`(?i);[a-z0-9_.-]*session[a-z0-9_.-]*=[^?#/;&]*`)
	secretQuery  = regexp.MustCompile(`(?i)([?&;][^=&#]*(?:frsc|token|csrf|nonce|passw(?:or)?d|pwd|secret|session|j_username)[^=&#]*=)[^&#]*`)
	userInfo     = regexp.MustCompile(`(?i)^([a-z][a-z0-9+.-]*://)[^/?#]*@`)
	addresses    = regexp.MustCompile(`(?i)\b[a-z][a-z0-9+.-]*://[^\s"'<>]+`)
)

// CleanURL removes session ids, anti-forgery tokens and passwords from an
// address, so that it may be shown and recorded. The cookie of a session may
// have any name, and so has the parameter of the path that stands for it: no
// such parameter stays, and no session id elsewhere.
func CleanURL(address string) string {
	address = userInfo.ReplaceAllString(address, "$1")
	path, rest := address, ""
	if end := strings.IndexAny(address, "?#"); end >= 0 {
		path, rest = address[:end], address[end:]
	}
	address = sessionParam.ReplaceAllString(sessionid.WithoutParameters(path)+rest, "")
	address = secretQuery.ReplaceAllString(address, "$1***")
	return sessionid.Clean(address, "***")
}

// addressError is an error whose text shows addresses without secrets.
type addressError struct{ err error }

// Error is the error's text with each address cleaned.
func (e *addressError) Error() string {
	return addresses.ReplaceAllStringFunc(e.err.Error(), CleanURL)
}

// Unwrap returns the error as it was.
func (e *addressError) Unwrap() error { return e.err }
