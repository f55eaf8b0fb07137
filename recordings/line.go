package recordings

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"sync"
	"unicode/utf8"
)

// EventsSchema names the version of the event lines.
const EventsSchema = "lockedit/events/v1"

// Line is an event as one line of events.jsonl and of --json, with its line
// end. Control characters and marks that turn the direction of text are
// escaped, so that no name of a console can play tricks on a terminal.
func Line(e Event) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(e); err != nil {
		return nil, fmt.Errorf("event %s: %w", e.Type, err)
	}
	return append(escapeHidden(bytes.TrimSuffix(buf.Bytes(), []byte("\n"))), '\n'), nil
}

// WriteJSON writes a value as JSON of several lines, with the escapes of [Line].
func WriteJSON(w io.Writer, value any) error {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetIndent("", "  ")
	if err := enc.Encode(value); err != nil {
		return err
	}
	var out []byte
	for line := range bytes.Lines(buf.Bytes()) {
		out = append(append(out, escapeHidden(bytes.TrimSuffix(line, []byte("\n")))...), '\n')
	}
	_, err := w.Write(out)
	return err
}

// escapeHidden writes hidden characters of a JSON text as \uXXXX. They occur in
// JSON inside strings only, so the text keeps its meaning.
func escapeHidden(text []byte) []byte {
	out := make([]byte, 0, len(text))
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		switch {
		case size > 1 && hidden(r) && r > 0xffff:
			r -= 0x10000
			out = fmt.Appendf(out, `\u%04x\u%04x`, 0xd800+(r>>10), 0xdc00+(r&0x3ff))
		case hidden(r) && r != utf8.RuneError:
			out = fmt.Appendf(out, `\u%04x`, r)
		default:
			out = append(out, text[:size]...)
		}
		text = text[size:]
	}
	return out
}

// Sink receives every event of a journal, already redacted, in order. It is
// called while the journal is locked, so it must not call the journal.
type Sink interface {
	Event(Event)
}

// LineSink writes events as lines, as --json does. Its methods may be called
// from any goroutine.
type LineSink struct {
	mu  sync.Mutex
	w   io.Writer
	err error
}

// NewLineSink writes to w, one write a line.
func NewLineSink(w io.Writer) *LineSink { return &LineSink{w: w} }

// Event writes one line; the first error stops all further writing.
func (s *LineSink) Event(e Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return
	}
	line, err := Line(e)
	if err == nil {
		_, err = s.w.Write(line)
	}
	s.err = err
}

// Err is the error that stopped the writing, if one did.
func (s *LineSink) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}
