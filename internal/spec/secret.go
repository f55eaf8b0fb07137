package spec

import (
	"fmt"

	"github.com/rs/zerolog"
)

// masked is what every way of printing a secret shows.
const masked = "***"

// Secret is a value that prints, marshals and logs as "***". It keeps the value
// behind a pointer, because fmt prints what stands in private fields without
// asking them how.
type Secret struct{ value *string }

// NewSecret wraps a value so that it cannot be printed by accident.
func NewSecret(value string) Secret { return Secret{value: &value} }

// Reveal returns the value. Only the code that types it into a page or hands
// it to the redactor calls this.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// Empty says whether there is no value.
func (s Secret) Empty() bool { return s.Reveal() == "" }

// String returns "***".
func (s Secret) String() string { return masked }

// Format writes "***" for every verb of fmt, also for those that print fields.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = fmt.Fprint(f, masked) }

// GoString returns "***", so that %#v shows no value.
func (s Secret) GoString() string { return masked }

// MarshalText returns "***" for JSON and YAML.
func (s Secret) MarshalText() ([]byte, error) { return []byte(masked), nil }

// MarshalZerologObject logs "***".
func (s Secret) MarshalZerologObject(e *zerolog.Event) { e.Str("secret", masked) }
