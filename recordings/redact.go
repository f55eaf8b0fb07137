package recordings

import (
	"bytes"
	"slices"
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
	mu      sync.RWMutex
	needles []string
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
	r.needles = append(r.needles, needles(secret)...)
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

// Error returns an error whose text has no secrets. What it is made of is found by
// [errors.Is] and [errors.As] as before, and is not to be shown.
func (r *Redactor) Error(err error) error {
	if err == nil {
		return nil
	}
	return &cleanError{text: r.String(err.Error()), err: err}
}

// cleanError is an error with another text.
type cleanError struct {
	text string
	err  error
}

func (e *cleanError) Error() string { return e.text }

func (e *cleanError) Unwrap() error { return e.err }

// URL returns an address without secrets; see [CleanURL].
func (r *Redactor) URL(address string) string {
	return r.String(CleanURL(r.mask(address)))
}

// mask covers every place where a secret is, also where two overlap. Secrets
// have no line ends as a rule, and then it reads line by line: most lines have
// no encoding to undo.
func (r *Redactor) mask(text string) string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	switch {
	case len(r.needles) == 0:
		return text
	case slices.ContainsFunc(r.needles, func(n string) bool { return strings.Contains(n, "\n") }):
		return cover(text, find(text, r.needles))
	}
	var out strings.Builder
	for line := range strings.Lines(text) {
		out.WriteString(cover(line, find(line, r.needles)))
	}
	return out.String()
}

// cover masks spans of the text, those that overlap once.
func cover(text string, spans []span) string {
	if len(spans) == 0 {
		return text
	}
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
