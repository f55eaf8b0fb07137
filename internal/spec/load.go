package spec

import (
	"strings"
	"time"
)

// The defaults of a spec.
const (
	DefaultUsernameEnv    = "LOCKEDIT_USERNAME"
	DefaultPasswordEnv    = "LOCKEDIT_PASSWORD"
	DefaultTableName      = "ACTIVE"
	DefaultRestartTimeout = 30 * time.Minute
)

// Loaded is a Spec that knows where each of its values came from.
type Loaded struct {
	Spec
	// from maps a key to "FILE:LINE:COLUMN" or "--FLAG".
	from map[string]string
}

// Source is a spec file: its name for messages, and its text.
type Source struct {
	Name string
	Text []byte
}

// Load takes the defaults, lays the file over them and the flags over that. A
// nil file and nil flags are nothing to lay over. The error is a *UsageError
// that lists everything that cannot be read; what can be read but makes no
// sense is found by [Loaded.Validate].
func Load(file *Source, flags *Flags) (*Loaded, error) {
	l := &Loaded{Spec: defaults(), from: map[string]string{}}
	var p problems
	if file != nil {
		parse(l, *file, &p)
	}
	flags.overlay(l, &p)
	l.complete()
	return l, p.err()
}

func defaults() Spec {
	return Spec{
		APIVersion:             APIVersion,
		Kind:                   Kind,
		MigrationBasis:         BasisDatabase,
		AutoMigrationTableName: DefaultTableName,
		Targets:                Targets{All: true},
		Policy:                 PolicyExactlyOnce,
		Restart:                Restart{Strategy: StrategyAuto, Timeout: DefaultRestartTimeout},
	}
}

// complete fills in what follows from other values.
func (l *Loaded) complete() {
	l.Console.URL = strings.TrimRight(l.Console.URL, "/")
	if l.CreateDataSource != nil && l.from["dataSource"] == "" {
		l.DataSource = l.CreateDataSource.Name
	}
	c := &l.Credentials
	if c.Secret != "" {
		return
	}
	if c.Username == "" && c.UsernameEnv == "" {
		c.UsernameEnv = DefaultUsernameEnv
	}
	if c.PasswordFile == "" && c.PasswordEnv == "" {
		c.PasswordEnv = DefaultPasswordEnv
	}
}

// Given says whether a key has a value from the file or a flag.
func (l *Loaded) Given(key string) bool { return l.from[key] != "" }

// clear forgets that the keys, and the keys below them, were given.
func (l *Loaded) clear(keys ...string) {
	for _, k := range keys {
		for given := range l.from {
			if given == k || strings.HasPrefix(given, k+".") {
				delete(l.from, given)
			}
		}
	}
}
