package steps

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"
)

//go:embed js/identity.js
var identityScript string

// identity is what a page says about the object it shows.
type identity struct {
	Title string `json:"title"`
	// Handles are the objects that the address and the content's forms name,
	// each with every way it can be read (a plus sign may stand for a blank).
	Handles [][]string `json:"handles"`
	// Drawn are those of them that the page itself has: its forms', and its tabs'. The
	// address is what was asked for, and another page may have come.
	Drawn [][]string `json:"drawn"`
}

// WrongPageError says that a page shows another object than the one wanted.
type WrongPageError struct {
	Type, Name string
	Seen       string
}

func (e *WrongPageError) Error() string {
	return fmt.Sprintf("expected the settings of %s %q, and the page is %s", inWords(e.Type), e.Name, e.Seen)
}

// identify checks that the page in view is the object's own: all that its address and
// its forms name is this object, and so does its title, or, where that names nothing that
// is known, all that the page itself has.
func (c *Console) identify(ctx context.Context, kind, name string) (string, error) {
	var seen identity
	if err := c.read(ctx, identityScript, map[string]string{"type": kind}, &seen); err != nil {
		return "", err
	}
	return seen.of(kind, name, c.seen.Domain)
}

// of says how the page is known to be that of an object, or why it is not.
func (i identity) of(kind, name, domain string) (string, error) {
	page := pageTitle(i.Title, domain)
	for _, h := range i.Handles {
		if !slices.Contains(h, name) {
			return "", &WrongPageError{Type: kind, Name: name, Seen: fmt.Sprintf("that of %q (%s)", h[0], page)}
		}
	}
	if titled(page, name) {
		return fmt.Sprintf("the page is titled %q", page), nil
	}
	other := slices.ContainsFunc(i.Drawn, func(h []string) bool { return !slices.Contains(h, name) })
	if len(i.Drawn) == 0 || other || strings.HasPrefix(blanks(page), settingsFor) {
		return "", &WrongPageError{Type: kind, Name: name, Seen: fmt.Sprintf("titled %q", page)}
	}
	return fmt.Sprintf("the page's forms and tabs name it, the title is %q", page), nil
}

// pageTitle cuts the domain and the product off a page title:
// "Settings for soa_cluster - soainfra - WLS Console".
func pageTitle(title, domain string) string {
	if i := strings.LastIndex(title, " - "+domain+" - "); i >= 0 {
		return strings.TrimSpace(title[:i])
	}
	return strings.TrimSpace(title)
}

// settingsFor is how the English console titles an object's page.
const settingsFor = "Settings for "

// titled says whether a page's title names the object: to the letter in
// English, else as a whole word at either end of the sentence.
func titled(title, name string) bool {
	title, name = blanks(title), blanks(name)
	if rest, ok := strings.CutPrefix(title, settingsFor); ok {
		return rest == name
	}
	return mentions(title, name)
}

// mentions says whether a text holds a name as a whole word.
func mentions(text, name string) bool {
	for i := strings.Index(text, name); i >= 0; {
		if wholeWord(text, i, i+len(name)) {
			return true
		}
		next := strings.Index(text[i+1:], name)
		if next < 0 {
			break
		}
		i += 1 + next
	}
	return false
}

// blanks makes every run of blanks one blank, as a browser shows it.
func blanks(s string) string { return strings.Join(strings.Fields(s), " ") }

func wholeWord(s string, start, end int) bool {
	return (start == 0 || !nameByte(s[start-1])) && (end == len(s) || !nameByte(s[end]))
}

// nameByte says whether a byte can be part of an ASCII object name.
func nameByte(b byte) bool {
	return b == '_' || b == '-' || b == '.' || b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
}
