// Package sessionid knows what a session id of WebLogic Server looks like,
// whatever the cookie that carries it is called: the cookie's name can be
// configured, so that a list of names never ends. It is the one definition for
// all who keep session ids out of what is recorded, and imports nothing of
// this project.
package sessionid

import (
	"regexp"
	"slices"
	"strings"
)

// word is the random part of a session id.
const word = `[A-Za-z0-9_\-]{20,}`

// Pattern matches a session id as the servlet container makes it: a random
// word, then the numbers of the servers that hold the session, each behind an
// exclamation mark. It is a regular expression of Go and of JavaScript (flag u).
const Pattern = word + `(?:!(?:-?\d+|NONE))+`

// What stands in Pattern may have been written for a URL (%21, in a URL inside
// a URL %2521), for HTML, or for JSON and scripts.
const (
	encodedMark  = `(?:!|%(?:25)*21|&#33;|&#[xX]21;|&excl;|\\u0021|\\x21)`
	encodedMinus = `(?:-|%(?:25)*2[Dd])`
	// escape is an encoded character right before the random word, which looks
	// like its beginning: the 3D of %3D is none of it.
	escape = `(%(?:25)*[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}|\\.)?`
)

var encoded = regexp.MustCompile(escape + word + `(?:` + encodedMark + `(?:` + encodedMinus + `?\d+|NONE))+`)

// marks are what encodedMark matches, or a part of it. Looking for them first
// makes ordinary text cheap.
var marks = [...]string{"!", "%21", "2521", "&#33;", "&#x21;", "&#X21;", "&excl;", `\u0021`, `\x21`}

func marked(text string) bool {
	return slices.ContainsFunc(marks[:], func(mark string) bool { return strings.Contains(text, mark) })
}

// Clean puts a mark, which is a text of the caller's, in the place of each
// session id, also of one that was encoded on its way.
func Clean(text, mark string) string {
	if !marked(text) {
		return text
	}
	mark = "${1}" + strings.ReplaceAll(mark, "$", "$$")
	var out strings.Builder
	for line := range strings.Lines(text) { // an id has no line ends
		if marked(line) {
			line = encoded.ReplaceAllString(line, mark)
		}
		out.WriteString(line)
	}
	return out.String()
}

// parameter is a parameter of a path: ;name=value up to the next segment or
// parameter, the signs in it encoded or not.
var parameter = regexp.MustCompile(`(?:;|%(?:25)*3[Bb])[^/;=]*?(?:=|%(?:25)*3[Dd])[^/;]*`)

// pathless begins an address that has no path, in which a semicolon means
// something else.
var pathless = regexp.MustCompile(`^\s*(?i:data|javascript|mailto):`)

// WithoutParameters drops the parameters of a path, or of an address up to its
// query. A servlet container writes the session id into one, named like its
// cookie, when it does not know yet whether the browser takes cookies; nothing
// else in the Administration Console uses them, and so none is worth a guess
// by its name.
func WithoutParameters(path string) string {
	if pathless.MatchString(path) {
		return path
	}
	return parameter.ReplaceAllString(path, "")
}
