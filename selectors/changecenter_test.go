package selectors

import (
	"strings"
	"testing"
)

const (
	unlockedText = "Click the Lock & Edit button to modify, add or delete items in this domain."
	lockedText   = "No pending changes exist. Click the Release Configuration button to allow others to edit the domain."
	pendingText  = "Pending changes exist. They must be activated to take effect."
	autoText     = "Configuration editing is enabled. Future changes will automatically be activated as you modify, add or delete items in this domain."
)

// seen builds what the page shows; a text of "-" is a button that is not there.
func seen(save string, saveOn bool, cancel string, cancelOn bool, status string) ChangeCenterSeen {
	s := ChangeCenterSeen{StatusPresent: status != "-"}
	if save != "-" {
		s.SavePresent, s.SaveEnabled, s.SaveText = true, saveOn, save
	}
	if cancel != "-" {
		s.CancelPresent, s.CancelEnabled, s.CancelText = true, cancelOn, cancel
	}
	if s.StatusPresent {
		s.StatusText = status
	}
	return s
}

func TestChangeCenterState(t *testing.T) {
	const lock, release, activate, undo = "Lock & Edit", "Release Configuration", "Activate Changes", "Undo All Changes"
	c := load(t)
	for _, test := range []struct {
		name string
		seen ChangeCenterSeen
		want State
	}{
		{"unlocked", seen(lock, true, release, false, unlockedText), StateUnlocked},
		{"unlocked, text split over lines", seen(lock, true, release, false, "Click the\n Lock & Edit \nbutton to modify, add or delete items in this domain."), StateUnlocked},
		{"unlocked without a status", seen(lock, true, release, false, "-"), StateUnlocked},
		{"locked", seen(lock, false, release, true, lockedText), StateLocked},
		{"pending", seen(activate, true, undo, true, pendingText), StatePending},
		{"pending, continuation unknown", seen(activate, true, undo, true, "Pending changes exist. Something else."), StatePending},
		{"automatic", seen("-", false, "-", false, autoText), StateAutoActivate},

		{"unlocked in an unknown language", seen("Låsa", true, "Släpp", false, "Klicka"), StateUnlocked},
		{"locked in chinese", seen("锁定并编辑", false, "释放配置", true, "没有待定更改"), StateLocked},
		{"pending in japanese", seen("変更のアクティブ化", true, "何か", true, "何か"), StatePending},
		{"half translated", seen("ロックして編集", true, "Release Configuration", false, "何か"), StateUnlocked},
		{"no buttons, unknown language", seen("-", false, "-", false, "配置编辑已启用"), StateAbsent},
		{"no buttons, no status", seen("-", false, "-", false, "-"), StateAbsent},
		{"no buttons, read-only account", seen("-", false, "-", false, "Your account may view this domain."), StateAbsent},

		{"both disabled", seen(lock, false, release, false, "Somebody holds the lock."), StateOther},
		{"both disabled, silent", seen(lock, false, release, false, unlockedText), StateOther},
		{"take-over offered", seen(lock, true, release, false, "User jane holds the lock."), StateOther},
		{"pending of somebody", seen(activate, true, undo, true, "User jane has pending changes."), StateOther},
		{"no buttons, known other text", seen("-", false, "-", false, lockedText), StateOther},
		{"one button only", seen(lock, true, "-", false, unlockedText), StateOther},
		{"other button only", seen("-", false, release, true, lockedText), StateOther},
		{"looks unlocked, reads activate", seen(activate, true, release, false, unlockedText), StateOther},
		{"looks unlocked, reads activate in chinese", seen("激活更改", true, "?", false, "?"), StateOther},
		{"looks pending, reads lock", seen(lock, true, release, true, lockedText), StateOther},
		{"looks pending, cancel reads release", seen(activate, true, release, true, pendingText), StateOther},
		{"looks pending, status says locked", seen(activate, true, undo, true, lockedText), StateOther},
		{"looks unlocked, status says pending", seen(lock, true, release, false, pendingText), StateOther},
		{"looks unlocked, status says pending, unknown language", seen("Låsa", true, "Släpp", false, pendingText), StateOther},
		{"looks locked, unknown button text", seen("Take Lock", false, release, true, lockedText), StateOther},
		{"status empty", seen(lock, true, release, false, ""), StateOther},
		{"buttons without texts", seen("", true, "", false, unlockedText), StateOther},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, reason := c.ChangeCenterState(test.seen)
			if got != test.want {
				t.Errorf("%s (%s), want %s", got, reason, test.want)
			}
			if reason == "" {
				t.Error("no reason")
			}
		})
	}
}

func TestChangeCenterReasonQuotesTheUnknownText(t *testing.T) {
	_, reason := load(t).ChangeCenterState(seen("Lock & Edit", true, "Release Configuration", false, "User jane holds the lock since noon."))
	if !strings.Contains(reason, "User jane holds the lock since noon.") {
		t.Errorf("reason %q hides what the console says", reason)
	}
}

// TestChangeCenterFlagsAlone walks through every combination of the buttons'
// flags without a known text, as in a language of which nothing is known.
func TestChangeCenterFlagsAlone(t *testing.T) {
	c := load(t)
	want := map[[4]bool]State{
		{true, true, true, false}:    StateUnlocked,
		{true, false, true, true}:    StateLocked,
		{true, true, true, true}:     StatePending,
		{false, false, false, false}: StateAbsent,
	}
	for bits := range 16 {
		key := [4]bool{bits&1 > 0, bits&2 > 0, bits&4 > 0, bits&8 > 0}
		if (key[1] && !key[0]) || (key[3] && !key[2]) {
			continue // a button that is not there is not enabled
		}
		state, ok := want[key]
		if !ok {
			state = StateOther
		}
		got, reason := c.ChangeCenterState(ChangeCenterSeen{
			SavePresent: key[0], SaveEnabled: key[1], SaveText: "αβγ", CancelPresent: key[2], CancelEnabled: key[3], CancelText: "δεζ",
			StatusPresent: true, StatusText: "ηθι",
		})
		if got != state {
			t.Errorf("%v is %s (%s), want %s", key, got, reason, state)
		}
	}
}
