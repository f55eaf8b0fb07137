package browser

import "regexp"

var (
	sessionParam = regexp.MustCompile(`(?i);[a-z0-9_.-]*session[a-z0-9_.-]*=[^?#/;&]*`)
	secretQuery  = regexp.MustCompile(`(?i)([?&;][^=&#]*(?:frsc|token|csrf|nonce|passw(?:or)?d|pwd|secret|session|j_username)[^=&#]*=)[^&#]*`)
	userInfo     = regexp.MustCompile(`^([a-z][a-z0-9+.-]*://)[^/?#@]*@`)
)

// CleanURL removes session ids, anti-forgery tokens and passwords from an
// address, so that it may be shown and recorded.
func CleanURL(address string) string {
	address = userInfo.ReplaceAllString(address, "$1")
	address = sessionParam.ReplaceAllString(address, "")
	return secretQuery.ReplaceAllString(address, "$1***")
}
