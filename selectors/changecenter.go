package selectors

import (
	"fmt"
	"regexp"
	"slices"
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
	// HeadText is the part of BesideText that stands before the status.
	HeadText string
	// mixed is the part of StatusText that stands beside the status, and was taken
	// for a part of it because it may speak of an owner of the lock; own is the rest.
	mixed, own string
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
// speaks English, all of whose texts are known, an unknown text does so too; a
// status is known by its beginning, if the rest names nobody.
// A text beside the status counts as part of it where it may speak of an owner
// of the lock. The reason says in a sentence what decided.
func (c *Catalogue) ChangeCenterState(seen ChangeCenterSeen) (State, string) {
	strict := c.words.Language(seen.SaveText, seen.CancelText, seen.StatusText) == "en"
	seen.own = seen.StatusText
	if !c.words.harmless(seen.BesideText, strict) {
		seen.StatusPresent, seen.StatusText, seen.BesideText, seen.mixed = true, seen.Says(), "", seen.BesideText
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
	return c.checked(seen, expected(seen), strict)
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
	case len(c.words.Key(seen.StatusText)) > 0, c.words.begins(seen.StatusText, statuses()...):
		return StateOther, "the change center has no buttons" + said(seen)
	}
	return StateAbsent, "the change center has no buttons" + said(seen)
}

// checked compares what the flags say with what the texts say.
func (c *Catalogue) checked(seen ChangeCenterSeen, want expectation, strict bool) (State, string) {
	if c.contradicts(seen.SaveText, want.save, strict) {
		return StateOther, fmt.Sprintf("the buttons look %s but the first one reads %q%s", want.state, seen.SaveText, said(seen))
	}
	if c.contradicts(seen.CancelText, want.cancel, strict) {
		return StateOther, fmt.Sprintf("the buttons look %s but the second one reads %q%s", want.state, seen.CancelText, said(seen))
	}
	if seen.StatusPresent && c.statusContradicts(seen, want.status, strict) {
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

// statuses are the keys of the sentences of the states that have both buttons.
func statuses() []string { return []string{"status-unlocked", "status-locked", "status-pending"} }

// begins says whether a text begins like the sentence of one of the states.
func (w *Words) begins(text string, keys ...string) bool {
	return slices.ContainsFunc(keys, func(key string) bool { return w.startsWith(text, key) })
}

// statusContradicts is contradicts for the status sentence, which versions may word
// differently after its beginning. What follows "Pending changes exist." was never
// published, and is not judged.
func (c *Catalogue) statusContradicts(seen ChangeCenterSeen, key string, strict bool) bool {
	text := seen.StatusText
	free := key == "status-unlocked"
	headed := seen.mixed == "" || seen.own != "" && seen.mixed == seen.HeadText && heading(seen.mixed)
	switch {
	case !strict && free && !headed:
		return true // nobody can tell what it says, and a click may take a lock over
	case c.words.begins(text, key):
		if key == "status-pending" {
			return c.words.namesSomebody(seen.mixed, key)
		}
		own := c.words.Is(text, key) || seen.mixed == "" && c.words.ownStatus(text, key)
		return strict && !own
	case c.words.begins(text, statuses()...):
		return true
	case !strict && free && seen.own != "" && len(c.words.Key(seen.own)) == 0:
		return !invites(seen)
	}
	return c.contradicts(text, key, strict)
}

// invites says whether a status in a language that is not known speaks of the button
// that it stands beside, as the sentence of an unlocked domain does, and says nothing
// else. A sentence without the button may tell of somebody's lock, which a click on
// Lock & Edit may take over.
func invites(seen ChangeCenterSeen) bool {
	button := Fold(seen.SaveText)
	return !slices.ContainsFunc(anySentenceEnd.Split(seen.own, -1), func(s string) bool {
		return strings.TrimSpace(s) != "" && !strings.Contains(Fold(s), button)
	})
}

var (
	// instruction is a sentence that says what a button is for.
	instruction = regexp.MustCompile(`(?i)^(?:click|press|choose|select|use)(?:\s+on)?(?:\s+the)?\s+(.+?)(?:\s+button)?\s+(to\s+.+)$`)
	// toEdit and toLetEdit are all of what Lock & Edit and Release Configuration
	// are for, in words that cannot say who has the lock, and are no names.
	toEdit    = regexp.MustCompile(`(?i)^to(\s+(and|or|in|of|on|from|for|the|this|that|a|an|any|all|your|its|it|edit|editing|begin|start|modify|change|make|add|create|update|configure|remove|delete|new|changes?|items?|objects?|resources?|settings?|values?|attributes?|domain|configuration))+$`)
	toLetEdit = regexp.MustCompile(`(?i)^to\s+(allow|let|permit|enable)\s+(others|(an)?other\s+(users?|administrators?|people|persons?|accounts?)|anybody\s+else|anyone\s+else|somebody\s+else|someone\s+else)(\s+(to|and|or|in|of|the|this|its|it|edit|modify|change|make|add|update|configure|delete|changes?|items?|domain|configuration))+$`)
)

// ownStatus says whether a status that begins like a state's sentence speaks of that
// state in what follows, too. What is said while Lock & Edit is enabled has to be
// known, because a click on it may take a lock over; what is said while the lock is
// held must name nobody.
func (w *Words) ownStatus(text, key string) bool {
	switch {
	case w.Is(text, key):
		return true
	case key == "status-locked":
		return !w.namesSomebody(text, key)
	}
	return !slices.ContainsFunc(sentenceEnd.Split(text, -1), func(s string) bool { return s != "" && !w.usual(s, key) })
}

// usual says whether a sentence is known in a state: it is the state's own or one that
// the panel always shows, counts restarts, or says what the state's button is for.
func (w *Words) usual(sentence, key string) bool {
	return w.Is(sentence, key) || w.Is(sentence+".", key) || w.instructs(sentence, key) || w.ofThePanel(sentence) || aboutRestarts(sentence)
}

// instructs says whether a sentence tells what the button of a state is for.
func (w *Words) instructs(sentence, key string) bool {
	parts := instruction.FindStringSubmatch(strings.TrimSpace(sentence))
	if parts == nil {
		return false
	}
	purpose := strings.NewReplacer(",", " ", ";", " ").Replace(parts[2])
	if key == "status-locked" {
		return w.Is(parts[1], "release-configuration") && toLetEdit.MatchString(purpose)
	}
	return w.Is(parts[1], "lock-and-edit") && toEdit.MatchString(purpose)
}

// namesHolder are words with which a text says that somebody has, or takes, the
// configuration. Those that a text about one's own lock needs are not among them.
var namesHolder = regexp.MustCompile(`(?i)^(another|else|someone|somebody|user|owner|owns|owned|account|administrator|operator|colleague|person|team|who|whose|by|since|until|has|had|holds|held|holder|belongs|reserved|takes|taken|took|stolen|being|progress|running|busy|wait|try|contact|ask|session|conflict|expired|not|cannot)$`)

// OwnState is the state that the buttons show of an edit session which this account
// is known to have begun: there a sentence that no version is known to say must not
// keep it from being ended. The texts of both buttons have to be known ones of the
// state, and the sentence must neither be another state's nor name anybody.
func (c *Catalogue) OwnState(seen ChangeCenterSeen) (State, bool) {
	if !seen.SavePresent || !seen.CancelPresent || !seen.SaveEnabled && !seen.CancelEnabled {
		return StateOther, false
	}
	want := expected(seen)
	if !c.words.Is(seen.SaveText, want.save) || !c.words.Is(seen.CancelText, want.cancel) {
		return StateOther, false
	}
	says := seen.Says()
	others := slices.DeleteFunc(statuses(), func(key string) bool { return key == want.status })
	if c.words.begins(says, append(others, "status-auto")...) || c.words.namesSomebody(says, want.status) {
		return StateOther, false
	}
	return want.state, true
}

// ofHolders are the words of namesHolder that are about somebody and nothing else.
var ofHolders = regexp.MustCompile(`(?i)^(another|else|someone|somebody|user|owner|owns|owned|account|administrator|operator|colleague|person|by|holds|held|holder|belongs|reserved|taken|took|stolen)$`)

// TellsOfHolder says whether what a change center says is about somebody else who has
// the lock, in words that are about nothing else. A text without them need not be
// about nobody: a server that is busy and a language that is not known look alike.
func (c *Catalogue) TellsOfHolder(seen ChangeCenterSeen) bool {
	for _, sentence := range sentenceEnd.Split(seen.Says(), -1) {
		if sentence == "" || c.words.usual(sentence, "status-locked") || c.words.usual(sentence, "status-unlocked") {
			continue
		}
		if slices.ContainsFunc(strings.Fields(sentence), func(w string) bool { return ofHolders.MatchString(strings.Trim(w, ",:;()\"'")) }) {
			return true
		}
	}
	return false
}

// TellsNothing says whether a change center says no more than that of an unlocked
// domain always does.
func (c *Catalogue) TellsNothing(seen ChangeCenterSeen) bool {
	return !slices.ContainsFunc(sentenceEnd.Split(seen.Says(), -1), func(sentence string) bool {
		return sentence != "" && !c.words.usual(sentence, "status-unlocked")
	})
}

// namesSomebody says whether a text may name a person, an account or a time, or say
// that somebody has the lock. What is known in the state does not count.
func (w *Words) namesSomebody(text, key string) bool {
	for _, sentence := range sentenceEnd.Split(text, -1) {
		if sentence != "" && !w.usual(sentence, key) && names(w.withoutButtons(sentence)) {
			return true
		}
	}
	return false
}

// withoutButtons replaces the change center's buttons in a text by a plain word.
func (w *Words) withoutButtons(text string) string {
	for _, key := range []string{"lock-and-edit", "activate-changes", "release-configuration", "undo-all-changes"} {
		for _, button := range w.All(key) {
			text = strings.ReplaceAll(text, button, "it")
		}
	}
	return text
}

// names says whether a sentence holds anything but plain words that name nobody; a
// word or two may be a name.
func names(sentence string) bool {
	tokens := strings.Fields(sentence)
	for i, token := range tokens {
		token = strings.Trim(token, ",:;()\"'")
		if namesHolder.MatchString(token) || !allLetters(token) || i > 0 && strings.ToLower(token) != token {
			return true
		}
	}
	return len(tokens) < 3
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
