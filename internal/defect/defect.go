// Package defect turns panics into errors. A panic ends the whole program, from whichever
// goroutine it comes: without a clean-up, and with the exit code 2, which means something
// else here. So what handles the data of a console in a goroutine of its own is guarded.
package defect

import (
	"fmt"
	"runtime/debug"
)

// Error is a defect of this program that was caught.
type Error struct {
	// Value is what the program panicked with, and Stack where.
	Value any
	Stack []byte
}

// Error is what the program panicked with.
func (e *Error) Error() string { return fmt.Sprintf("defect in lockedit: %v", e.Value) }

// Guard calls a function, and returns its error, or its panic as an [Error].
func Guard(f func() error) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = &Error{Value: value, Stack: debug.Stack()}
		}
	}()
	return f()
}
