package flow

import (
	"fmt"
	"regexp"
	"strings"
)

// Aria is what an aria/ selector asks for: an accessible name, a role, or both.
type Aria struct {
	// Name is compared to the letter; nil accepts any.
	Name *string `json:"name,omitempty"`
	Role string  `json:"role,omitempty"`
}

// ariaAttribute is one [name="..."] or [role="..."] of an aria selector, as
// Puppeteer reads it (https://pptr.dev/guides/page-interactions#aria-selectors--p-aria).
var ariaAttribute = regexp.MustCompile(`\[\s*(\w+)\s*=\s*(?:"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)')\s*\]`)

// ParseAria reads an aria selector without its prefix, such as
// `Clusters[role="link"]`.
func ParseAria(text string) (Aria, error) {
	var a Aria
	var err error
	rest := ariaAttribute.ReplaceAllStringFunc(text, func(match string) string {
		parts := ariaAttribute.FindStringSubmatch(match)
		value := parts[2] + parts[3]
		switch parts[1] {
		case "name":
			a.Name = &value
		case "role":
			a.Role = value
		default:
			err = fmt.Errorf("aria selector %q: unknown attribute %q; name and role are known", text, parts[1])
		}
		return ""
	})
	if rest != "" && a.Name == nil {
		a.Name = &rest
	}
	if err == nil && a.Name == nil && a.Role == "" {
		err = fmt.Errorf("aria selector %q names nothing", text)
	}
	return a, err
}

// label is what an alternative calls its element, for people; empty where it
// does not say.
func (s Selector) label() string {
	kind, rest := Kind(s[len(s)-1])
	switch kind {
	case "aria":
		a, err := ParseAria(rest)
		if err != nil {
			return ""
		}
		if a.Name != nil && strings.TrimSpace(*a.Name) != "" {
			return strings.TrimSpace(*a.Name)
		}
		return a.Role
	case "text":
		return strings.TrimSpace(rest)
	}
	return ""
}
