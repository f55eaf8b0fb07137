package console

import (
	"errors"
	"fmt"

	"lockedit/testenv/console/domain"
)

const ccPortlet = "ChangeManagerPortlet"

// changeCenterActions maps the actions of the Change Center to their names in
// the log. Only the first two are published; the others are made up.
func changeCenterActions() map[string]string {
	return map[string]string{
		"/MakeChangesAction": "lock", "/ActivateChangesAction": "activate",
		"/ReleaseLockAction": "release", "/UndoChangesAction": "undo", "/TakeLockAction": "takeover",
	}
}

// ccButton is one of the two buttons.
type ccButton struct {
	Name, Text, Action, Confirm string
	Enabled                     bool
}

// ccView is the Change Center as the template draws it.
type ccView struct {
	ViewURL string
	Status  []string // odd parts are emphasised
	Beside  string   // what stands beside the status
	Buttons []ccButton
}

// editState is what the Change Center and the forms depend on.
type editState struct {
	auto, rights, mine, other, pending bool
	lock                               *domain.Lock
}

func (x *exchange) editState() editState {
	d, user := x.c.dom, x.user()
	st := editState{auto: d.AutoActivate(), rights: d.MayEdit(user), lock: d.LockHolder(), pending: len(d.Pending()) > 0}
	st.mine = st.lock != nil && st.lock.Owner == user
	st.other = st.lock != nil && !st.mine
	return st
}

// editable says whether form fields are enabled.
func (st editState) editable() bool {
	return st.rights && (st.mine || (st.auto && !st.other))
}

// band says whether pages show the band that asks for the lock.
func (st editState) band() bool { return st.rights && !st.auto && !st.mine }

func (x *exchange) changeCenterView(st editState) ccView {
	v := ccView{ViewURL: x.c.pageURL(x.c.pages["changes"])}
	switch {
	case !st.rights:
		v.Status = []string{x.lang.text("cc.readonly")}
	case st.other:
		x.otherLock(&v, st)
	case st.auto:
		v.Status = []string{x.lang.text("cc.auto")}
	case st.pending && st.mine:
		v.Status = x.status(x.c.opt.Status.Pending, "cc.pending")
		v.Buttons = x.buttons("cc.activate", "/ActivateChangesAction", true, "cc.undo", "/UndoChangesAction", true)
	case st.mine:
		v.Status = x.status(x.c.opt.Status.Locked, "cc.locked", x.lang.text("cc.release"))
		v.Buttons = x.buttons("cc.lock", "/MakeChangesAction", false, "cc.release", "/ReleaseLockAction", true)
	default:
		x.unlocked(&v, true)
	}
	return v
}

func (x *exchange) unlocked(v *ccView, enabled bool) {
	v.Status = x.status(x.c.opt.Status.Unlocked, "cc.unlocked", x.lang.text("cc.lock"))
	v.Buttons = x.buttons("cc.lock", "/MakeChangesAction", enabled, "cc.release", "/ReleaseLockAction", false)
}

// otherLock draws another user's lock in the look that the options ask for.
func (x *exchange) otherLock(v *ccView, st editState) {
	x.unlocked(v, false)
	text := x.lang.text("cc.other", st.lock.Owner, st.lock.Since.Format("2006-01-02 15:04:05"))
	switch x.c.opt.OtherLock {
	case OtherDisabled:
		v.Status = []string{text}
	case OtherTakeover, OtherBeside:
		x.unlocked(v, true)
		v.Beside = text
		v.Buttons[0].Action = "/TakeLockAction"
		if x.c.opt.OtherLock == OtherTakeover {
			v.Status, v.Beside = []string{text}, ""
			v.Buttons[0].Confirm = x.lang.text("cc.takeover", st.lock.Owner)
		}
	case OtherNone:
		v.Status, v.Buttons = []string{text}, nil
	case OtherSilent:
	}
}

func (x *exchange) buttons(save, saveAction string, saveOn bool, cancel, cancelAction string, cancelOn bool) []ccButton {
	return []ccButton{
		{Name: "save", Text: x.lang.text(save), Action: saveAction, Enabled: saveOn},
		{Name: "cancel", Text: x.lang.text(cancel), Action: cancelAction, Enabled: cancelOn},
	}
}

// changeCenter does what a button of the Change Center asks for.
func (x *exchange) changeCenter(action string) {
	if x.actionIgnored() {
		return
	}
	switch action {
	case "/MakeChangesAction":
		x.takeLock()
	case "/TakeLockAction":
		x.report(x.c.dom.TakeLock(x.user()), "message.locked")
	case "/ReleaseLockAction":
		x.report(x.c.dom.Release(x.user()), "message.released")
	case "/UndoChangesAction":
		x.report(x.c.dom.Undo(x.user()), "message.undone")
	case "/ActivateChangesAction":
		x.activate()
	default:
		x.say("ERROR", "message.path", action)
	}
}

// report says how an edit ended; a lock or release is not announced.
func (x *exchange) report(err error, done string) {
	var locked *domain.LockedError
	var value *domain.ValueError
	switch {
	case err == nil:
		if done != "message.locked" && done != "message.released" {
			x.say("SUCCESS", done)
		}
	case errors.As(err, &locked):
		x.say("ERROR", "message.other", locked.Lock.Owner)
	case errors.As(err, &value):
		x.say("ERROR", "message.invalid", value.Value, value.Reason)
	case errors.Is(err, domain.ErrNoRights):
		x.say("ERROR", "message.norights")
	case errors.Is(err, domain.ErrNoObject):
		x.say("ERROR", "message.notfound")
	case errors.Is(err, domain.ErrNotLocked):
		x.say("ERROR", "message.nolock")
	default:
		x.say("ERROR", "message.activatefailed", err)
	}
}

func (x *exchange) takeLock() {
	if f := x.hits.get("lock-refused"); f != nil {
		x.report(fmt.Errorf("%s: %w", f.text("the edit lock is not available"), errRefused), "")
		return
	}
	if x.lockLater() {
		return
	}
	x.report(x.c.dom.Lock(x.user()), "message.locked")
	x.lost("lock-answer-lost")
}

func (x *exchange) activate() {
	if x.activateFault() {
		return
	}
	if err := x.c.dom.Activate(x.user()); err != nil {
		x.report(err, "")
		return
	}
	if !x.lost("activate-answer-lost") {
		x.activated()
	}
}

func (x *exchange) activated() {
	objects := map[handle]bool{}
	for _, it := range x.c.dom.RestartRequired() {
		objects[handle{it.Kind, it.Name}] = true
	}
	if len(objects) == 0 {
		x.say("SUCCESS", "message.activated")
		return
	}
	x.say("SUCCESS", "message.restarts", len(objects))
}
