package spec

import "github.com/rs/zerolog"

// masked is what every way of printing a secret shows.
const masked = "***"

// Secret is a value that prints, marshals and logs as "***".
type Secret struct{ value string }

// NewSecret wraps a value so that it cannot be printed by accident.
func NewSecret(value string) Secret { return Secret{value: value} }

// Reveal returns the value. Only the code that types it into a page or hands
// it to the redactor calls this.
func (s Secret) Reveal() string { return s.value }

// Empty says whether there is no value.
func (s Secret) Empty() bool { return s.value == "" }

// String returns "***".
func (s Secret) String() string { return masked }

// GoString returns "***", so that %#v shows no value.
func (s Secret) GoString() string { return masked }

// MarshalText returns "***" for JSON and YAML.
func (s Secret) MarshalText() ([]byte, error) { return []byte(masked), nil }

// MarshalZerologObject logs "***".
func (s Secret) MarshalZerologObject(e *zerolog.Event) { e.Str("secret", masked) }
