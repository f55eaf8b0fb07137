package engine_test

import (
	"slices"
	"testing"

	"lockedit/recordings"
	"lockedit/testenv/alien"
)

// TestMessagesKnownByTheirRoleAreRecorded meets a console whose messages have a
// markup of their own and the roles of messages.
func TestMessagesKnownByTheirRoleAreRecorded(t *testing.T) {
	t.Parallel()
	c := alienConsole(t, alien.Options{Traits: alien.OddMessages, Password: password})
	var said heard
	r := alienRequest(t, c, stranger{cluster: "soa_cluster", source: "WLSSchemaDataSource"})
	r.Sinks = append(r.Sinks, &said)
	if result, err := newEngine(false).Run(t.Context(), r); err != nil || result.Outcome.ExitCode != 3 {
		t.Fatalf("%+v %v", result, err)
	}
	if !slices.ContainsFunc(said, func(m recordings.PageMessage) bool { return m.Kind == "info" && m.Text != "" }) {
		t.Errorf("no message of the console is in the recording: %+v", said)
	}
}

// heard collects what the console said.
type heard []recordings.PageMessage

// Event keeps the messages.
func (h *heard) Event(e recordings.Event) {
	if e.Page != nil {
		*h = append(*h, *e.Page)
	}
}
