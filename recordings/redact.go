package recordings

import (
	"bytes"
	"fmt"
	"regexp"
	"sort"
	"strings"
	"sync"
	"unicode/utf8"
)

// MinSecret is the number of characters a secret needs to be looked for. A
// shorter one would occur in ordinary text and tell itself by its absence.
const MinSecret = 4

// Mask stands where a secret was.
const Mask = "***"

// Redactor takes secrets out of everything a recording writes: the values it
// was given, in every form in which they may travel, and whatever looks like a
// session id, an anti-forgery token or a password by its name. Its methods may
// be called from any goroutine.
type Redactor struct {
	mu    sync.RWMutex
	forms []*regexp.Regexp
}

// NewRedactor makes a redactor that knows only how secrets look.
func NewRedactor() *Redactor { return &Redactor{} }

// Add makes the redactor look for a secret. It returns a *[ShortSecretError]
// for one that is too short; the empty secret is none.
func (r *Redactor) Add(secret string) error {
	if secret == "" {
		return nil
	}
	if utf8.RuneCountInString(secret) < MinSecret {
		return &ShortSecretError{}
	}
	form, err := forms(secret)
	if err != nil {
		return fmt.Errorf("secret: %w", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.forms = append(r.forms, form)
	return nil
}

// String returns the text without secrets.
func (r *Redactor) String(text string) string {
	return cleanText(r.mask(text))
}

// Bytes returns the text without secrets. It is for text, not for pictures.
func (r *Redactor) Bytes(text []byte) []byte {
	clean := r.String(string(text))
	if clean == string(text) {
		return bytes.Clone(text)
	}
	return []byte(clean)
}

// URL returns an address without secrets; see [CleanURL].
func (r *Redactor) URL(address string) string {
	return r.String(CleanURL(r.mask(address)))
}

// mask covers every place where a form of a secret is, also where two overlap.
func (r *Redactor) mask(text string) string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var spans [][]int
	for _, form := range r.forms {
		spans = append(spans, form.FindAllStringIndex(text, -1)...)
	}
	if len(spans) == 0 {
		return text
	}
	return cover(text, spans)
}

// cover masks spans of the text, given as from and to, those that overlap once.
func cover(text string, spans [][]int) string {
	sort.Slice(spans, func(a, b int) bool { return spans[a][0] < spans[b][0] })
	var out strings.Builder
	done := 0
	for _, span := range spans {
		if span[0] >= done {
			out.WriteString(text[done:span[0]])
			out.WriteString(Mask)
		}
		done = max(done, span[1])
	}
	out.WriteString(text[done:])
	return out.String()
}
