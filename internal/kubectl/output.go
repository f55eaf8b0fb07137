package kubectl

import (
	"bytes"
	"fmt"
)

const (
	// maxStdout is how much of kubectl's standard output is kept: the pods of a large
	// domain are a hundredth of it.
	maxStdout = 64 << 20
	// maxStderr is how much of its standard error is kept.
	maxStderr = 64 << 10
)

// head keeps the beginning of an output.
type head struct {
	text  bytes.Buffer
	limit int
	// more says that something was dropped.
	more bool
}

// Write takes everything, so that the program is not stopped in the middle.
func (h *head) Write(p []byte) (int, error) {
	fits := min(len(p), h.limit-h.text.Len())
	h.more = h.more || fits < len(p)
	h.text.Write(p[:fits])
	return len(p), nil
}

// err says that what is kept is not all.
func (h *head) err() error {
	if h.more {
		return fmt.Errorf("it wrote more than %d MB to standard output", h.limit>>20)
	}
	return nil
}

// tail keeps the end of an output, where kubectl says what went wrong.
type tail struct {
	text  []byte
	limit int
}

// Write takes everything.
func (t *tail) Write(p []byte) (int, error) {
	t.text = append(t.text, p[max(0, len(p)-t.limit):]...)
	if len(t.text) > 2*t.limit { // not at each write
		t.text = append([]byte{}, t.bytes()...)
	}
	return len(p), nil
}

func (t *tail) bytes() []byte { return t.text[max(0, len(t.text)-t.limit):] }
