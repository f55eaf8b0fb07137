package recordings

import (
	"strings"
	"time"
)

const maxName = 64 // bytes of a name that came from a console

// fileName makes a name from elsewhere safe as one element of a path: only
// ASCII letters, digits, '-', '_' and '.', never starting with a dot or a dash.
func fileName(name string) string {
	safe := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_', r == '.':
			return r
		}
		return '_'
	}, name)
	safe = strings.TrimLeft(safe, ".-")
	if len(safe) > maxName {
		safe = safe[:maxName]
	}
	return safe
}

// dirName is the default name of a recording's directory.
func dirName(at time.Time, verb, cluster string) string {
	parts := []string{at.UTC().Format("20060102T150405Z")}
	for _, part := range []string{fileName(verb), fileName(cluster)} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, "-")
}
