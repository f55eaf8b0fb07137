package selectors

import (
	"fmt"
	"strings"
)

// State is what the change center says about the edit session.
type State string

// The states of the change center.
const (
	// StateUnlocked: nobody holds the lock; Lock & Edit can be clicked.
	StateUnlocked State = "unlocked"
	// StateLocked: this account holds the lock and has changed nothing.
	StateLocked State = "locked"
	// StatePending: this account holds the lock and has changes to activate.
	StatePending State = "pending"
	// StateAutoActivate: there are no buttons, and the console says that each
	// save is activated at once.
	StateAutoActivate State = "auto-activate"
	// StateAbsent: there are no buttons and nothing known is said: automatic
	// mode in a language not known, or an account without the right to edit.
	StateAbsent State = "absent"
	// StateOther: anything else, for example somebody else's lock.
	StateOther State = "other"
)

// ChangeCenterSeen is what was read of the change center in one look.
type ChangeCenterSeen struct {
	SavePresent, SaveEnabled     bool
	SaveText                     string
	CancelPresent, CancelEnabled bool
	CancelText                   string
	// StatusPresent says whether there is a status sentence at all.
	StatusPresent bool
	StatusText    string
	// BesideText is what else the panel says, without links and buttons.
	BesideText string
}

// Says is all that the change center says.
func (s ChangeCenterSeen) Says() string {
	return strings.TrimSpace(s.StatusText + " " + s.BesideText)
}

// expectation is what the texts of a state have to be.
type expectation struct {
	state                State
	save, cancel, status string // keys of words
}

// ChangeCenterState decides the state from the buttons' flags, the only thing
// that is the same in every language, and checks it against the texts: a known
// text that belongs to another state makes it [StateOther]. Where the console
// speaks English, all of whose texts are known, an unknown text does so too.
// A text beside the status counts as part of it where it may speak of an owner
// of the lock. The reason says in a sentence what decided.
func (c *Catalogue) ChangeCenterState(seen ChangeCenterSeen) (State, string) {
	if !c.words.harmless(seen.BesideText) {
		seen.StatusPresent, seen.StatusText, seen.BesideText = true, seen.Says(), ""
	}
	switch {
	case !seen.SavePresent && !seen.CancelPresent:
		return c.withoutButtons(seen)
	case !seen.SavePresent:
		return StateOther, fmt.Sprintf("the change center has the button %q but not the one beside it%s", seen.CancelText, said(seen))
	case !seen.CancelPresent:
		return StateOther, fmt.Sprintf("the change center has the button %q but not the one beside it%s", seen.SaveText, said(seen))
	case !seen.SaveEnabled && !seen.CancelEnabled:
		return StateOther, "both buttons of the change center are disabled" + said(seen)
	}
	return c.checked(seen, expected(seen))
}

// expected maps the buttons' flags to the state they stand for.
func expected(seen ChangeCenterSeen) expectation {
	switch {
	case !seen.CancelEnabled:
		return expectation{StateUnlocked, "lock-and-edit", "release-configuration", "status-unlocked"}
	case !seen.SaveEnabled:
		return expectation{StateLocked, "lock-and-edit", "release-configuration", "status-locked"}
	}
	return expectation{StatePending, "activate-changes", "undo-all-changes", "status-pending"}
}

func (c *Catalogue) withoutButtons(seen ChangeCenterSeen) (State, string) {
	switch {
	case c.words.Is(seen.StatusText, "status-auto"):
		return StateAutoActivate, "the change center has no buttons and says that changes are activated automatically"
	case len(c.words.Key(seen.StatusText)) > 0:
		return StateOther, "the change center has no buttons" + said(seen)
	}
	return StateAbsent, "the change center has no buttons" + said(seen)
}

// checked compares what the flags say with what the texts say.
func (c *Catalogue) checked(seen ChangeCenterSeen, want expectation) (State, string) {
	strict := c.words.Language(seen.SaveText, seen.CancelText, seen.StatusText) == "en"
	if c.contradicts(seen.SaveText, want.save, strict) {
		return StateOther, fmt.Sprintf("the buttons look %s but the first one reads %q%s", want.state, seen.SaveText, said(seen))
	}
	if c.contradicts(seen.CancelText, want.cancel, strict) {
		return StateOther, fmt.Sprintf("the buttons look %s but the second one reads %q%s", want.state, seen.CancelText, said(seen))
	}
	if seen.StatusPresent && c.statusContradicts(seen.StatusText, want.status, strict) {
		return StateOther, fmt.Sprintf("the buttons look %s but the console says %q", want.state, seen.StatusText)
	}
	return want.state, fmt.Sprintf("save button %s, cancel button %s%s", flag(seen.SaveEnabled), flag(seen.CancelEnabled), said(seen))
}

// contradicts reports whether the text belongs to another key, or, where every
// text is known, to none.
func (c *Catalogue) contradicts(text, key string, strict bool) bool {
	known := len(c.words.Key(text)) > 0
	return !c.words.Is(text, key) && (known || strict)
}

// statusContradicts is contradicts for the status sentence, of which only the
// beginning is known while changes are pending.
func (c *Catalogue) statusContradicts(text, key string, strict bool) bool {
	if c.words.startsWith(text, "status-pending") {
		return key != "status-pending"
	}
	return c.contradicts(text, key, strict)
}

func said(seen ChangeCenterSeen) string {
	if seen.Says() == "" {
		return ""
	}
	return fmt.Sprintf(", it says %q", seen.Says())
}

func flag(enabled bool) string {
	if enabled {
		return "enabled"
	}
	return "disabled"
}
