package recordings

import (
	"bytes"
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
	forms []string
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
	r.mu.Lock()
	defer r.mu.Unlock()
	r.forms = append(r.forms, forms(secret)...)
	sort.Strings(r.forms)
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
	var spans []span
	for _, form := range r.forms {
		for from := 0; ; {
			at := strings.Index(text[from:], form)
			if at < 0 {
				break
			}
			spans = append(spans, span{from + at, from + at + len(form)})
			from += at + 1
		}
	}
	if len(spans) == 0 {
		return text
	}
	return cover(text, spans)
}

type span struct{ from, to int }

func cover(text string, spans []span) string {
	sort.Slice(spans, func(a, b int) bool { return spans[a].from < spans[b].from })
	var out strings.Builder
	done := 0
	for _, s := range spans {
		if s.from >= done {
			out.WriteString(text[done:s.from])
			out.WriteString(Mask)
		}
		done = max(done, s.to)
	}
	out.WriteString(text[done:])
	return out.String()
}
