package replay

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"lockedit/internal/spec"
)

// Vars are the values of a flow's variables. The first place that has a
// variable counts: those set one by one, the file, those of the program, the
// environment.
type Vars struct {
	values map[string]spec.Secret
	// open are those that are no secrets.
	open   map[string]bool
	getenv func(string) (string, bool)
}

// NewVars makes a set of variables over the environment.
func NewVars(getenv func(string) (string, bool)) *Vars {
	return &Vars{values: map[string]spec.Secret{}, open: map[string]bool{}, getenv: getenv}
}

// Copy is a set of its own with the same values: what one flow reads, another
// does not see.
func (v *Vars) Copy() *Vars {
	return &Vars{values: maps.Clone(v.values), open: maps.Clone(v.open), getenv: v.getenv}
}

// Set gives a variable a value that may be shown.
func (v *Vars) Set(name, value string) { v.values[name], v.open[name] = spec.NewSecret(value), true }

// SetSecret gives a variable a value that no recording may hold.
func (v *Vars) SetSecret(name string, value spec.Secret) { v.values[name], v.open[name] = value, false }

// Default gives a variable a value if it has none.
func (v *Vars) Default(name, value string) {
	if _, ok := v.values[name]; !ok {
		v.Set(name, value)
	}
}

// DefaultSecret is Default for a secret.
func (v *Vars) DefaultSecret(name string, value spec.Secret) {
	if _, ok := v.values[name]; !ok {
		v.SetSecret(name, value)
	}
}

// Lookup returns a variable's value.
func (v *Vars) Lookup(name string) (string, bool) {
	if value, ok := v.values[name]; ok {
		return value.Reveal(), true
	}
	return v.getenv(name)
}

// secretName is a name of the environment behind which a secret is expected.
var secretName = regexp.MustCompile(`(?i)passw|passphrase|secret|token|credential|api_?key`)

// Secret says whether a variable's value must not be shown.
func (v *Vars) Secret(name string) bool {
	if _, ok := v.values[name]; ok {
		return !v.open[name]
	}
	return secretName.MatchString(name)
}

// Secrets are the values of those of the named variables that are secrets.
func (v *Vars) Secrets(names []string) []string {
	var list []string
	for _, name := range names {
		if value, ok := v.Lookup(name); ok && v.Secret(name) {
			list = append(list, value)
		}
	}
	return list
}

// SetPair takes "name=value", as --set has it.
func (v *Vars) SetPair(pair string) error {
	name, value, ok := strings.Cut(pair, "=")
	if !ok || strings.TrimSpace(name) == "" {
		return fmt.Errorf("%q is not name=value", pair)
	}
	if secretName.MatchString(name) {
		return fmt.Errorf("%s looks like a secret: it would stand on the command line, where every user of the machine can read it; "+
			"give it in the environment, or by reference in a --vars file", name)
	}
	v.Set(name, value)
	return nil
}

// reference is where the value of a secret comes from.
type reference struct {
	Env  string `yaml:"env"`
	File string `yaml:"file"`
}

// Load reads variables from YAML: a text for each, or where a secret is to be
// read from: {env: NAME} or {file: PATH}. readSecret reads such a file, and refuses one
// that others can read.
func (v *Vars) Load(name string, text []byte, readSecret func(string) ([]byte, error)) error {
	var values map[string]any
	if err := yaml.Unmarshal(text, &values); err != nil {
		return fmt.Errorf("%s: %s", name, yaml.FormatError(err, false, true))
	}
	var errs []error
	for _, key := range slices.Sorted(maps.Keys(values)) {
		if err := v.load(key, values[key], readSecret); err != nil {
			errs = append(errs, fmt.Errorf("%s: %s: %w", name, key, err))
		}
	}
	return errors.Join(errs...)
}

func (v *Vars) load(key string, value any, readSecret func(string) ([]byte, error)) error {
	switch value := value.(type) {
	case map[string]any:
		return v.refer(key, value, readSecret)
	case string, bool, int, int64, uint64, float64:
		if secretName.MatchString(key) {
			return errors.New("looks like a secret: give {env: NAME} or {file: PATH} instead of its value")
		}
		v.Default(key, fmt.Sprint(value))
		return nil
	}
	return errors.New("has to be a text, {env: NAME} or {file: PATH}")
}

func (v *Vars) refer(key string, value map[string]any, readSecret func(string) ([]byte, error)) error {
	text, err := yaml.Marshal(value)
	if err != nil {
		return err
	}
	var from reference
	if err := yaml.UnmarshalWithOptions(text, &from, yaml.Strict()); err != nil || (from.Env == "") == (from.File == "") {
		return errors.New("a secret's place is either {env: NAME} or {file: PATH}")
	}
	if from.Env != "" {
		secret, ok := v.getenv(from.Env)
		if !ok {
			return fmt.Errorf("%s is not set in the environment", from.Env)
		}
		v.DefaultSecret(key, spec.NewSecret(secret))
		return nil
	}
	secret, err := readSecret(from.File)
	if err != nil {
		var cause *fs.PathError
		if errors.As(err, &cause) {
			err = cause.Err
		}
		return fmt.Errorf("file %s: %w", from.File, err)
	}
	v.DefaultSecret(key, spec.NewSecret(strings.TrimRight(string(secret), "\r\n")))
	return nil
}
