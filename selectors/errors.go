package selectors

import (
	"fmt"
	"strings"
)

// FileError is a catalogue or word file that cannot be used. Line and Column
// count from 1 and are 0 when the place is not known.
type FileError struct {
	File         string
	Line, Column int
	Problem      string
	Err          error
}

func (e *FileError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %s", e.File, e.Problem)
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Problem)
}

func (e *FileError) Unwrap() error { return e.Err }

// UnknownElementError is an element name that the catalogue does not have.
type UnknownElementError struct {
	Name string
	// Nearest is the name that was probably meant, or empty.
	Nearest string
}

func (e *UnknownElementError) Error() string {
	if e.Nearest == "" {
		return fmt.Sprintf("unknown element %q", e.Name)
	}
	return fmt.Sprintf("unknown element %q, did you mean %q?", e.Name, e.Nearest)
}

// UnknownWordError is a $word reference that the word list does not have.
type UnknownWordError struct {
	Word    string
	Nearest string
}

func (e *UnknownWordError) Error() string {
	if e.Nearest == "" {
		return fmt.Sprintf("unknown word $%s", e.Word)
	}
	return fmt.Sprintf("unknown word $%s, did you mean $%s?", e.Word, e.Nearest)
}

// MissingVarsError is a locator that was asked for without the values of all
// its placeholders. An empty value counts as missing, since an empty condition
// would match everything.
type MissingVarsError struct {
	Name string
	Vars []string
}

func (e *MissingVarsError) Error() string {
	return fmt.Sprintf("element %s needs a value for {%s}", e.Name, strings.Join(e.Vars, "}, {"))
}
