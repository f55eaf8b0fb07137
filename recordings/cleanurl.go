package recordings

import (
	"net/url"
	"regexp"
	"strings"
)

// CleanURL removes from an address what is secret by its name: session ids in
// the path (;jsessionid=…), session cookies, anti-forgery tokens (…frsc),
// j_password, every parameter whose name contains password, token, secret or
// the like, and the password of a user. The rest stays byte by byte.
func CleanURL(address string) string {
	address, fragment, hasFragment := strings.Cut(address, "#")
	path, query, hasQuery := strings.Cut(address, "?")
	clean := cleanPath(userInfo.ReplaceAllString(path, "$1$2@"))
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
	return clean
}

// userInfo finds the password in scheme://user:password@host.
var userInfo = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9+.-]*://)([^/@:]*):[^/@]*@`)

// cleanPath drops the matrix parameters that are secret.
func cleanPath(path string) string {
	parts := strings.Split(path, ";")
	kept := parts[:1]
	for _, part := range parts[1:] {
		param, rest, _ := strings.Cut(part, "/")
		switch {
		case !secretParam(param):
			kept = append(kept, part)
		case rest != "":
			kept[len(kept)-1] += "/" + rest
		}
	}
	return strings.Join(kept, ";")
}

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

// secretParam judges name=value by the name, and by secrets with a name inside
// an encoded value.
func secretParam(param string) bool {
	name, value, _ := strings.Cut(param, "=")
	if secretName(decode(name)) {
		return true
	}
	plain := decode(decode(value))
	return plain != value && cleanText(plain) != plain
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
