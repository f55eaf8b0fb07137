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

		{"unlocked in an unknown language", seen("Låsa", true, "Släpp", false, "Klicka på LÅSA för att ändra"), StateUnlocked},
		{"unlocked in an unknown language, of somebody", seen("Låsa", true, "Släpp", false, "Användaren weblogic2 arbetar"), StateOther},
		{"unlocked in an unknown language, nothing said", seen("Låsa", true, "Släpp", false, ""), StateUnlocked},
		{"locked in chinese", seen("锁定并编辑", false, "释放配置", true, "没有待定更改"), StateLocked},
		{"pending in japanese", seen("変更のアクティブ化", true, "何か", true, "何か"), StatePending},
		{"half translated", seen("ロックして編集", true, "Release Configuration", false, "ロックして編集をクリック"), StateUnlocked},
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

// beside is what was seen with another text beside the status.
func beside(s ChangeCenterSeen, text string) ChangeCenterSeen {
	s.BesideText = text
	return s
}

// TestWhoIsSpokenOf tells a change center that speaks of somebody from one that does
// not, and from one that says nothing at all.
func TestWhoIsSpokenOf(t *testing.T) {
	c := load(t)
	for _, test := range []struct {
		name, text   string
		held, silent bool
	}{
		{"nothing", "", false, true},
		{"unlocked", unlockedText, false, true},
		{"locked", lockedText, false, false},
		{"busy", "The change manager is busy.", false, false},
		{"an owner", "The domain is locked by jane.", true, false},
		{"another language", "Användaren weblogic2 arbetar", false, false},
		{"after the usual", lockedText + " User jane holds it.", true, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := seen("Lock & Edit", false, "Release Configuration", false, test.text)
			if held, silent := c.TellsOfHolder(s), c.TellsNothing(s); held != test.held || silent != test.silent {
				t.Errorf("%q: held %v, silent %v", test.text, held, silent)
			}
		})
	}
}

// TestStatusInOtherWords reads statuses that begin like a state's own: what follows
// must not say that somebody has the lock.
func TestStatusInOtherWords(t *testing.T) {
	const locked, unlocked = "No pending changes exist. ", "Click the Lock & Edit button "
	c := load(t)
	free := func(status, beside string) ChangeCenterSeen {
		s := seen("Lock & Edit", true, "Release Configuration", false, status)
		s.BesideText = beside
		return s
	}
	held := func(status, beside string) ChangeCenterSeen {
		s := seen("Lock & Edit", false, "Release Configuration", true, status)
		s.BesideText = beside
		return s
	}
	for _, test := range []struct {
		name string
		seen ChangeCenterSeen
		want State
	}{
		{"locked: other users", held(locked+"Click the Release Configuration button to allow other users to edit the domain.", ""), StateLocked},
		{"locked: another user", held(locked+"Press Release Configuration to let another user modify the configuration.", ""), StateLocked},
		{"locked: the beginning alone", held("No pending changes exist.", ""), StateLocked},
		{"locked: other words", held(locked+"Release the configuration when you are done.", ""), StateLocked},
		{"locked: the button elsewhere", held(locked+"When you are done, click Release Configuration.", ""), StateLocked},
		{"locked: restarts", held(locked+"3 servers need a restart.", ""), StateLocked},
		{"locked: help beside", held(locked+"Click the Release Configuration button to allow other users to edit it.", "Need more help? See the online help for this console."), StateLocked},
		{"locked: a holder", held(locked+"User jane holds the lock.", ""), StateOther},
		{"locked: an account", held(locked+"The domain is with jane.roe today.", ""), StateOther},
		{"locked: a name", held(locked+"The domain is with Jane today.", ""), StateOther},
		{"locked: a name alone", held(locked+"jane", ""), StateOther},
		{"locked: a time", held(locked+"The lock is good until 18:00.", ""), StateOther},
		{"locked: a take-over", held(locked+"Click the Release Configuration button to end the session of another user.", ""), StateOther},
		{"locked: a release for somebody", held(locked+"Click the Release Configuration button to allow Jane to edit the domain.", ""), StateOther},
		{"locked: an owner beside", held(locked, "The maintenance of jane works here tonight."), StateOther},
		{"locked: the usual, an owner beside", held(lockedText, "Lock owner: jane"), StateOther},
		{"locked: says unlocked", held(unlocked+"to change the domain.", ""), StateOther},
		{"locked: says pending", held("Pending changes exist. Go on.", ""), StateOther},

		{"unlocked: other words", free(unlocked+"to add, change or delete objects in this domain.", ""), StateUnlocked},
		{"unlocked: fewer words", free("Click the Lock & Edit button", ""), StateUnlocked},
		{"unlocked: restarts", free(unlocked+"to edit the configuration. 3 servers need a restart.", ""), StateUnlocked},
		{"unlocked: the button after", free("To edit the domain, click Lock & Edit.", ""), StateOther},
		{"unlocked: a take-over", free(unlocked+"to take over the lock of jane.", ""), StateOther},
		{"unlocked: a take-over of somebody", free(unlocked+"to edit the domain instead of another user.", ""), StateOther},
		{"unlocked: words nobody knows", free(unlocked+"to go ahead.", ""), StateOther},
		{"unlocked: a holder follows", free(unlockedText+" It is with jane.", ""), StateOther},
		{"unlocked: an owner beside", free(unlocked+"to edit the domain.", "Reserved for the night shift."), StateOther},
		{"unlocked: says locked", free(locked+"Click the Release Configuration button to allow other users to edit the domain.", ""), StateOther},

		{"pending: an owner beside", beside(seen("Activate Changes", true, "Undo All Changes", true, pendingText), "The domain is being edited by jane.roe since 3:04PM."), StateOther},
		{"pending: other words and help beside", beside(seen("Activate Changes", true, "Undo All Changes", true, "Pending changes exist. Go on by 18:00."), "Need more help? See the online help for this console."), StatePending},

		{"no buttons: says locked in other words", seen("-", false, "-", false, locked+"Go on."), StateOther},
		{"unknown language: says locked", seen("Låsa", true, "Släpp", false, locked+"Go on."), StateOther},
		{"unknown language: locked, and unknown words", seen("Låsa", false, "Släpp", true, locked+"Klicka."), StateLocked},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got, reason := c.ChangeCenterState(test.seen); got != test.want {
				t.Errorf("%s (%s), want %s", got, reason, test.want)
			}
		})
	}
}

// TestBesideInOtherLanguages reads texts that stand beside the usual status of an
// unlocked domain where nobody can tell what they say.
func TestBesideInOtherLanguages(t *testing.T) {
	const (
		german  = "Klicken Sie auf Sperren und bearbeiten, um Elemente dieser Domain zu ändern."
		french  = "Cliquez sur Verrouiller et modifier pour modifier des éléments."
		italian = "Fare clic su Blocca e modifica per modificare elementi."
		japan   = "「ロックして編集」ボタンをクリックします。"
	)
	c := load(t)
	free := func(save, cancel, status, head, after string) ChangeCenterSeen {
		s := seen(save, true, cancel, false, status)
		s.HeadText, s.BesideText = head, strings.TrimSpace(head+" "+after)
		return s
	}
	for _, test := range []struct {
		name string
		seen ChangeCenterSeen
		want State
	}{
		{"german", free("Sperren und bearbeiten", "Freigeben", german, "", ""), StateUnlocked},
		{"german, a heading", free("Sperren und bearbeiten", "Freigeben", german, "Änderungscenter", ""), StateUnlocked},
		{"german, a holder beside", free("Sperren und bearbeiten", "Freigeben", german, "", "Benutzer anna bearbeitet die Domäne seit 15:04"), StateOther},
		{"german, a heading and a holder", free("Sperren und bearbeiten", "Freigeben", german, "Änderungscenter", "Gesperrt durch anna"), StateOther},
		{"german, a holder alone", free("Sperren und bearbeiten", "Freigeben", german, "", "Gesperrt durch anna"), StateOther},
		{"german, a holder instead of the status", free("Sperren und bearbeiten", "Freigeben", "", "Gesperrt von Jane", ""), StateOther},
		{"german, a holder before", free("Sperren und bearbeiten", "Freigeben", german, "Gesperrt: anna", ""), StateOther},
		{"german, a holder in the status", free("Sperren und bearbeiten", "Freigeben", german+" Benutzer anna bearbeitet sie.", "", ""), StateOther},
		{"german, no word of the button, a text that names it", free("Sperren und bearbeiten", "Freigeben", "Benutzer anna bearbeitet die Domäne.", "", german), StateOther},
		{"french, a heading", free("Verrouiller et modifier", "Libérer la configuration", french, "Centre de modifications", ""), StateUnlocked},
		{"french, a holder beside", free("Verrouiller et modifier", "Libérer la configuration", french, "", "utilisateur anna modifie le domaine"), StateOther},
		{"italian, a heading", free("Blocca e modifica", "Rilascia configurazione", italian, "Centro modifiche", ""), StateUnlocked},
		{"italian, a holder in lower case", free("Blocca e modifica", "Rilascia configurazione", italian, "", "anna lavora sul dominio da ieri"), StateOther},
		{"japanese, a heading", free("ロックして編集", "構成の解放", japan, "チェンジ・センター", ""), StateUnlocked},
		{"japanese, a holder as a heading", free("ロックして編集", "構成の解放", japan, "annaが編集中", ""), StateOther},
		{"japanese, a holder in the status", free("ロックして編集", "構成の解放", japan+"ユーザーannaが編集しています。", "", ""), StateOther},
		{"english buttons, help beside", free("Lock & Edit", "Release Configuration", unlockedText, "", "Need more help? See the online help for this console."), StateUnlocked},
		{"a status known from english alone, a holder beside", free("Låsa", "Släpp", "Click the Lock & Edit button to edit this domain.", "", "anna arbetar i dag"), StateOther},
		{"locked, a text beside", beside(seen("Sperren und bearbeiten", false, "Freigeben", true, "Keine Änderungen."), "Hilfe finden Sie hier."), StateLocked},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got, reason := c.ChangeCenterState(test.seen); got != test.want {
				t.Errorf("%s (%s), want %s", got, reason, test.want)
			}
		})
	}
}

// TestOwnState reads change centers whose status is known in no state while this
// account's own edit session is to be ended.
func TestOwnState(t *testing.T) {
	const lock, release, activate, undo = "Lock & Edit", "Release Configuration", "Activate Changes", "Undo All Changes"
	c := load(t)
	for _, test := range []struct {
		name string
		seen ChangeCenterSeen
		want State
	}{
		{"locked", seen(lock, false, release, true, "You are editing this domain; click Release Configuration to end."), StateLocked},
		{"locked, other users", seen(lock, false, release, true, "You hold the lock. Click the Release Configuration button to allow another user to edit the domain."), StateLocked},
		{"locked, silent", seen(lock, false, release, true, "-"), StateLocked},
		{"pending", seen(activate, true, undo, true, "Some changes are not active."), StateOther},
		{"pending, plainly", seen(activate, true, undo, true, "Your changes are yet to be activated."), StatePending},
		{"unlocked", seen(lock, true, release, false, "The lock was released."), StateUnlocked},
		{"a holder", seen(lock, false, release, true, "User jane holds the lock."), StateOther},
		{"an account", seen(lock, false, release, true, "The domain is edited with jane.roe today."), StateOther},
		{"a name", seen(lock, false, release, true, "You may ask nobody but Jane today."), StateOther},
		{"a name alone", seen(lock, false, release, true, "jane"), StateOther},
		{"another state's sentence", seen(lock, false, release, true, pendingText), StateOther},
		{"another state's sentence in other words", seen(activate, true, undo, true, "No pending changes exist. Go on."), StateOther},
		{"automatic", seen(lock, false, release, true, autoText), StateOther},
		{"an unknown button", seen("Take Lock", false, release, true, "You are editing this domain."), StateOther},
		{"a button of another state", seen(lock, true, undo, true, "You are editing this domain."), StateOther},
		{"both disabled", seen(lock, false, release, false, "You are editing this domain."), StateOther},
		{"one button", seen("-", false, release, true, "You are editing this domain."), StateOther},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got, known := c.OwnState(test.seen); got != test.want || known != (test.want != StateOther) {
				t.Errorf("%s, known %t, want %s", got, known, test.want)
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
			StatusPresent: true, StatusText: "ηθι αβγ",
		})
		if got != state {
			t.Errorf("%v is %s (%s), want %s", key, got, reason, state)
		}
	}
}
