package flow

import (
	"fmt"
	"strings"
)

// Problem is one thing that the schema does not allow.
type Problem struct {
	Place
	// Text says what is wrong there.
	Text string
}

// String is the problem in one line.
func (p Problem) String() string { return p.Place.String() + ": " + p.Text }

// Error is a file that is no flow, or one with faults.
type Error struct {
	// File is its name, if it has one.
	File string
	// Problems are in the order of the file; there is at least one.
	Problems []Problem
}

// maxTold is how many problems a message lists.
const maxTold = 10

// Error lists the problems, one a line after the first.
func (e *Error) Error() string {
	lines := make([]string, 0, len(e.Problems))
	for i, p := range e.Problems {
		if i == maxTold {
			lines = append(lines, fmt.Sprintf("and %d more", len(e.Problems)-maxTold))
			break
		}
		lines = append(lines, p.String())
	}
	name := e.File
	if name == "" {
		name = "flow"
	}
	return name + ": " + strings.Join(lines, "\n"+name+": ")
}
