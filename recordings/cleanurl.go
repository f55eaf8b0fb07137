package recordings

import (
	"net/url"
	"regexp"
	"strings"

	"lockedit/recordings/sessionid"
)

// CleanURL removes from an address what is secret: every parameter of the path
// (;name=value), because the session id may stand there under any name; what is
// secret by its name, that is session cookies, anti-forgery tokens (…frsc),
// j_password and every parameter whose name contains password, token, secret or
// the like; what looks like a session id under any name; and the password of a
// user. The rest stays byte by byte.
func CleanURL(address string) string {
	address, fragment, hasFragment := strings.Cut(address, "#")
	path, query, hasQuery := strings.Cut(address, "?")
	clean := sessionid.WithoutParameters(userInfo.ReplaceAllString(path, "$1$2@"))
	if hasQuery {
		if query = cleanQuery(query); query != "" {
			clean += "?" + query
		}
	}
	if hasFragment {
		if strings.Contains(fragment, "=") {
			fragment = cleanQuery(fragment)
		}
		clean += "#" + fragment
	}
	return sessionid.Clean(clean, Mask)
}

// userInfo finds the password in scheme://user:password@host, which ends at the last @.
var userInfo = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9+.-]*://)([^/@:]*):[^/]*@`)

func cleanQuery(query string) string {
	var kept []string
	for _, param := range strings.Split(query, "&") {
		var inner []string
		for _, part := range strings.Split(param, ";") {
			if !secretParam(part) {
				inner = append(inner, part)
			}
		}
		if len(inner) > 0 {
			kept = append(kept, strings.Join(inner, ";"))
		}
	}
	return strings.Join(kept, "&")
}

// secretParam judges name=value by the name, by a session id in it, and by
// secrets with a name inside an encoded value.
func secretParam(param string) bool {
	name, value, _ := strings.Cut(param, "=")
	if secretName(decode(name)) || sessionid.Clean(param, Mask) != param {
		return true
	}
	plain := decode(decode(value))
	return plain != value && (cleanText(plain) != plain || hasPathParameter(plain))
}

// hasPathParameter says whether a text is an address without a host, whose path
// has a parameter. With a host it is found in any text.
func hasPathParameter(text string) bool {
	path, _, _ := strings.Cut(text, "?")
	return strings.HasPrefix(path, "/") && sessionid.WithoutParameters(path) != path
}

func decode(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil {
		return plain
	}
	return text
}

// secretWords in a name make its value a secret. frsc ends the name of the
// Administration Console's anti-forgery token.
var secretWords = []string{"password", "passwd", "token", "secret", "credential", "sessionid", "consolesession", "authcookie", "csrf", "xsrf"}

func secretName(name string) bool {
	name = strings.ToLower(name)
	for _, word := range secretWords {
		if strings.Contains(name, word) {
			return true
		}
	}
	return strings.HasSuffix(name, "frsc")
}
