package alien

import (
	"errors"
	"net/http"
	"time"

	"lockedit/testenv/console/domain"
)

// buttonView is a Change Center button.
type buttonView struct {
	Text, Action string
	Disabled     bool
	Ask          string
}

// centerView is the Change Center as the template draws it.
type centerView struct {
	Before, Em, After string
	Beside            string
	Save, Cancel      *buttonView
	Sessions          bool
}

func (c *Console) center(s *session) centerView {
	v := c.centerState(s)
	v.Sessions = c.opt.has(EditSessions)
	if v.Beside == "" && v.Save != nil {
		v.Beside = c.beside()
	}
	if v.Cancel != nil && v.Cancel.Text == "Undo All Changes" && c.opt.has(DialogUndo) {
		v.Cancel.Ask = "Undo all changes?"
	}
	return v
}

func (c *Console) centerState(s *session) centerView {
	lock := c.dom.LockHolder()
	switch {
	case c.dom.AutoActivate():
		return centerView{Before: "Configuration editing is enabled. Future changes will automatically be activated as you modify, add or delete items in this domain."}
	case c.opt.Role == domain.Monitor:
		return centerView{}
	case c.busy:
		return centerView{Before: "The changes are being activated.", Save: &buttonView{Text: "Activate Changes", Disabled: true},
			Cancel: &buttonView{Text: "Undo All Changes", Disabled: true}}
	case lock != nil && lock.Owner != s.user:
		return c.foreign(lock)
	case lock == nil:
		return unlocked()
	case len(c.dom.Pending()) > 0:
		return centerView{Before: "Pending changes exist. They must be activated to take effect.",
			Save: &buttonView{Text: "Activate Changes", Action: "/ActivateChangesAction"}, Cancel: &buttonView{Text: "Undo All Changes", Action: "/UndoAction"}}
	}
	return held()
}

func unlocked() centerView {
	return centerView{Before: "Click the ", Em: "Lock & Edit", After: " button to modify, add or delete items in this domain.",
		Save:   &buttonView{Text: "Lock & Edit", Action: "/MakeChangesAction"},
		Cancel: &buttonView{Text: "Release Configuration", Disabled: true}}
}

func held() centerView {
	return centerView{Before: "No pending changes exist. Click the ", Em: "Release Configuration", After: " button to allow others to edit the domain.",
		Save:   &buttonView{Text: "Lock & Edit", Disabled: true},
		Cancel: &buttonView{Text: "Release Configuration", Action: "/ReleaseAction"}}
}

// foreign draws a lock of somebody else in the chosen way.
func (c *Console) foreign(lock *domain.Lock) centerView {
	text := "The domain is being edited by " + lock.Owner + " since " + lock.Since.Format(time.Kitchen) + "."
	v := unlocked()
	if c.opt.has(StolenSilently) {
		return v
	}
	switch c.opt.Foreign {
	case BothDisabled:
		v = centerView{Before: text, Save: v.Save, Cancel: v.Cancel}
		v.Save.Disabled = true
	case TakeOver:
		v = centerView{Before: text, Save: v.Save, Cancel: v.Cancel}
	case PendingShown:
		v = centerView{Before: text, Save: &buttonView{Text: "Activate Changes", Action: "/ActivateChangesAction"},
			Cancel: &buttonView{Text: "Undo All Changes", Action: "/UndoAction"}}
	case LooksOwn:
		v = held()
	case TakeOverBeside:
		v.Beside = text
	case AsksInDialog:
		v.Save.Ask = lock.Owner + " is editing the domain. Take the lock over?"
	case SilentRefusal, SilentWithout, TakesSilently:
	case NoForeign: // taken meanwhile
		v = centerView{Before: text, Save: v.Save, Cancel: v.Cancel}
		v.Save.Disabled = true
	default:
		v = centerView{Before: text}
	}
	return v
}

// act does what a Change Center button asks for.
func (c *Console) act(s *session, action string) {
	err := c.perform(s, action)
	var locked *domain.LockedError
	switch {
	case err == nil:
	case errors.As(err, &locked) && c.opt.Foreign == SilentWithout:
	default:
		s.say("ERROR", err.Error())
	}
}

func (c *Console) perform(s *session, action string) error {
	switch action {
	case "/MakeChangesAction":
		if c.race() {
			return c.dom.Lock(s.user)
		}
		if c.askOnPage(s) {
			return nil
		}
		if c.opt.Foreign == TakesSilently {
			return c.dom.TakeLock(s.user)
		}
		if lock := c.dom.LockHolder(); lock != nil && takesOver(c.opt.Foreign) {
			c.blame("the lock was taken from %s", Other)
			return c.dom.TakeLock(s.user)
		}
		return c.dom.Lock(s.user)
	case "/ReleaseAction":
		return c.dom.Release(s.user)
	case "/UndoAction":
		if err := c.dom.Undo(s.user); err != nil {
			c.blame("undo without the lock: %v", err)
			return err
		}
		s.say("SUCCESS", "All changes have been undone.")
		return nil
	case "/ActivateChangesAction":
		return c.activate(s)
	}
	c.blame("unknown Change Center action %q", action)
	return errors.New("Invalid Path " + action)
}

// takesOver says whether Lock & Edit takes a foreign lock after a warning.
func takesOver(f Foreign) bool { return f == TakeOver || f == TakeOverBeside || f == AsksInDialog }

func (c *Console) activate(s *session) error {
	switch {
	case c.opt.has(ActivateFails):
		return errors.New("an error occurred while the changes were activated, so they were not")
	case c.opt.has(ActivateSlow):
		c.busy = true
		time.AfterFunc(3*time.Second, func() {
			c.mu.Lock()
			defer c.mu.Unlock()
			_ = c.dom.Activate(s.user)
			c.busy = false
		})
		return nil
	}
	if err := c.dom.Activate(s.user); err != nil {
		c.blame("activation without the lock: %v", err)
		return err
	}
	c.activated = true
	s.say("SUCCESS", "All changes have been activated. However 4 items must be restarted for the changes to take effect.")
	return nil
}

func (s *session) say(kind, text string) { s.notes = append(s.notes, note{kind, text}) }

// post does what a form asks for and says whether it has answered itself.
func (c *Console) post(w http.ResponseWriter, r *http.Request, s *session) bool {
	f := r.PostForm
	switch {
	case f.Has("changeCenter"):
		if f.Get("ChangeManagerPortletfrsc") != s.token {
			return c.expel(w, r)
		}
		c.act(s, f.Get("ChangeManagerPortlet_actionOverride"))
		if c.opt.has(LockGoesHome) {
			s.label = "HomePage1"
		}
	case f.Has("nodeId"):
		s.open[f.Get("nodeId")] = f.Get("action") != "collapse"
	case f.Has("quickNotes"):
		c.blame("the Save of another form was clicked")
	case f.Has("ConsoleSearch"):
		c.blame("a search was sent: %q", f.Get("ConsoleSearch"))
	case f.Has("operation"):
		c.blame("the page Control was saved")
	default:
		return c.save(w, r, s)
	}
	return false
}

// expel ends a session whose form carries no valid token.
func (c *Console) expel(w http.ResponseWriter, r *http.Request) bool {
	c.blame("a form without its token was sent to %s", r.URL)
	id, _ := c.session(r)
	delete(c.sessions, id)
	c.bounce(w, r)
	return true
}
