package app

import (
	"strings"
	"testing"

	"lockedit/recordings"
)

// TestFootprint holds what a run that is cut off after some events says of what it
// left.
func TestFootprint(t *testing.T) {
	lock := func(what string) recordings.Event {
		return recordings.Event{Type: recordings.TypeLock, Lock: &recordings.LockChange{What: what}}
	}
	phase := func(phase, undo string) recordings.Event {
		return recordings.Event{Type: recordings.TypeRestart, Restart: &recordings.RestartInfo{Phase: phase, Undo: undo}}
	}
	tests := []struct {
		name   string
		events []recordings.Event
		code   int
		left   string
		next   string
	}{
		{"nothing yet", nil, CodeInterrupted, "nothing of this run is left", ""},
		{"the lock was asked for", []recordings.Event{lock("asked")}, CodePerson, "may be left in the console", ""},
		{"the lock is held", []recordings.Event{lock("asked"), lock("acquired")}, CodePerson, "may be left in the console", ""},
		{"released", []recordings.Event{lock("acquired"), lock("released")}, CodeInterrupted, "nothing of this run is left", ""},
		{"activated", []recordings.Event{lock("acquired"), lock("activated")}, CodeActivated, "activated, and not proved", ""},
		{"an earlier run's lock is found", []recordings.Event{lock("found")}, CodePerson, "may be left in the console", ""},
		{"an earlier run's lock is cleared", []recordings.Event{lock("found"), lock("undone")}, CodeInterrupted, "nothing of this run is left", ""},
		{"activating", []recordings.Event{lock("acquired"), lock("activating")}, CodePerson, "what became of it was not seen", "what is active"},
		{"refused and undone", []recordings.Event{lock("acquired"), lock("activating"), lock("undone")}, CodeInterrupted, "nothing of this run is left", ""},
		{"saving what is live at once", []recordings.Event{lock("saving")}, CodePerson, "may be live", "cannot be undone"},
		{"live", []recordings.Event{lock("saving"), lock("saving"), lock("live")}, CodeActivated, "activated, and not proved", ""},
		{"stopping", []recordings.Event{lock("acquired"), lock("activated"), phase("started", ""), phase("stopping", "kubectl patch x")},
			CodePerson, "are being stopped", "kubectl patch x"},
		{"starting", []recordings.Event{lock("activated"), phase("stopping", "kubectl patch x"), phase("starting", "")},
			CodeActivated, "activated, and not proved", ""},
		{"a restart alone, chosen", []recordings.Event{phase("chosen", ""), phase("started", "")}, CodeInterrupted, "nothing of this run is left", ""},
		{"a restart alone, rolling", []recordings.Event{phase("started", ""), phase("rolling", "")}, CodeActivated, "was begun", "look at the domain's conditions"},
		{"a restart alone, refused", []recordings.Event{phase("rolling", ""), phase("refused", "")}, CodeInterrupted, "nothing of this run is left", ""},
		{"a stop alone, refused", []recordings.Event{phase("stopping", "kubectl patch x"), phase("refused", "")}, CodeInterrupted, "nothing of this run is left", ""},
		{"a restart alone, starting", []recordings.Event{phase("stopping", "kubectl patch x"), phase("starting", "")}, CodeActivated, "was begun", "look at the domain's conditions"},
		{"a restart alone, finished", []recordings.Event{phase("rolling", ""), phase("finished", "")}, CodeActivated, "was restarted", "lockedit verify"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := &footprint{}
			for _, e := range test.events {
				f.Event(e)
			}
			if code := f.code(CodeInterrupted); code != test.code {
				t.Errorf("exit code %d, want %d", code, test.code)
			}
			if left := f.left(); !strings.Contains(left, test.left) {
				t.Errorf("left: %q, want %q", left, test.left)
			}
			if next := f.next(); (next == "") != (test.next == "") || !strings.Contains(next, test.next) {
				t.Errorf("next: %q, want %q", next, test.next)
			}
		})
	}
}
