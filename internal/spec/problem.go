package spec

import (
	"fmt"
	"strings"
)

// Problem is one thing that is wrong with what the user asked for.
type Problem struct {
	// Where is "FILE:LINE:COLUMN" or "--FLAG"; empty when a value is missing.
	Where string
	// Key is the key of the spec file, for example "console.url".
	Key string
	// Text says what is wrong with it, and never repeats a secret.
	Text string
}

// String is the problem as one line for people.
func (p Problem) String() string {
	switch {
	case p.Where == "" && p.Key == "":
		return p.Text
	case p.Where == "":
		return p.Key + ": " + p.Text
	case p.Key == "" || strings.HasPrefix(p.Where, "--"):
		return p.Where + ": " + p.Text
	}
	return p.Where + ": " + p.Key + ": " + p.Text
}

// UsageError is everything that is wrong with a command line or a spec. Nothing
// has been contacted when it is returned; the exit code is 64.
type UsageError struct {
	Problems []Problem
	// Hint says what to do next; empty leaves that to the caller.
	Hint string
}

// Error lists the problems, one a line.
func (e *UsageError) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// Usagef is a UsageError of one problem without a place.
func Usagef(format string, args ...any) *UsageError {
	return &UsageError{Problems: []Problem{{Text: fmt.Sprintf(format, args...)}}}
}

// problems collects what is wrong, so that a user sees all of it at once.
type problems []Problem

func (p *problems) add(where, key, format string, args ...any) {
	*p = append(*p, Problem{Where: where, Key: key, Text: fmt.Sprintf(format, args...)})
}

// err is nil when nothing is wrong.
func (p problems) err() error {
	if len(p) == 0 {
		return nil
	}
	return &UsageError{Problems: p}
}
