package replay

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"lockedit/internal/browser"
	"lockedit/recordings"
	"lockedit/recordings/flow"
	"lockedit/steps"
)

// ReadOnlyError says that a step may change the edit session, and --read-only
// was asked for.
type ReadOnlyError struct{ What string }

// Error is a sentence for people.
func (e *ReadOnlyError) Error() string {
	return fmt.Sprintf("%s may change the edit session, which --read-only refuses", e.What)
}

// click clicks what a step means. Before the mouse moves, what the element is
// and the state of the Change Center decide what the click does to the edit
// session, and whether it may.
func (p *Player) click(ctx context.Context, s flow.Step) (string, error) {
	clicks := 1
	if s.Type == flow.DoubleClick {
		clicks = 2
	}
	aim := aimOf(s)
	deed := steps.DeedNone
	press := browser.Press{
		Clicks: clicks, Button: s.Button, OffsetX: s.OffsetX, OffsetY: s.OffsetY, Hold: hold(s),
		Navigates: s.Navigates(), Places: p.places,
		Judge: func(picked browser.Picked) (err error) {
			deed, err = p.foresee(ctx, picked)
			return err
		},
	}
	picked, answer, err := p.page.ClickAt(ctx, aim, press)
	if err := p.console.Done(ctx, deed, err); err != nil {
		return "", err
	}
	p.notePicked(s, picked)
	return landing(picked, answer), nil
}

// foresee says what pressing an element does, and refuses what is not allowed.
func (p *Player) foresee(ctx context.Context, picked browser.Picked) (steps.Deed, error) {
	place := placeOf(picked)
	if harmless(picked) {
		return steps.DeedNone, nil
	}
	if p.o.ReadOnly {
		return steps.DeedNone, &ReadOnlyError{What: "a click on " + picked.Press}
	}
	return p.console.Foresee(ctx, place, p.permission())
}

// permission is what the flow may do to the edit session.
func (p *Player) permission() steps.Permission {
	return steps.Permission{AutoActivate: p.o.AutoActivate, Still: p.mayChange}
}

// mayChange refuses a deed while another flow is played, or while another run changes
// the domain with the same account: the console would give both one edit session.
func (p *Player) mayChange() error {
	switch {
	case !p.o.Alone:
		return &AloneError{}
	case p.o.Lease == nil:
		return nil
	}
	return p.o.Lease(p.user)
}

func placeOf(picked browser.Picked) string {
	for _, place := range []string{steps.PlaceSave, steps.PlaceCancel} {
		if slices.Contains(picked.Within, place) {
			return place
		}
	}
	return ""
}

// harmless says whether pressing an element can only show something: it is no
// button and no link at all, a link to an address, or part of the login, the
// search or the tree. Whatever else it is may change something.
func harmless(picked browser.Picked) bool {
	switch {
	case placeOf(picked) != "":
		return false
	case picked.Press == "", picked.Plain:
		return true
	case slices.Contains(picked.Within, placeForm):
		return false
	}
	return slices.ContainsFunc([]string{placeLogin, placeSearch, placeTree}, func(place string) bool {
		return slices.Contains(picked.Within, place)
	})
}

// change fills a value in.
func (p *Player) change(ctx context.Context, s flow.Step) (string, error) {
	picked, answer, err := p.page.FillAt(ctx, aimOf(s), browser.Filling{
		Value: func() string { return *s.Value }, Secret: p.secret, Navigates: s.Navigates(),
	})
	if picked.Secret {
		p.keepOut(*s.Value)
	}
	if err != nil {
		return "", err
	}
	p.notePicked(s, picked)
	if picked.ID == userField {
		p.user = *s.Value
	}
	if !picked.Secret {
		p.journal.Value(recordings.Value{Object: "page", Attribute: flow.Label(s.Selectors), How: "set", Value: *s.Value, Text: shownText(picked)})
	}
	return landing(picked, answer), nil
}

// userField is the id of the login's user name; the servlet specification fixes it.
const userField = "j_username"

// shownText is what a list shows for the option that is chosen.
func shownText(picked browser.Picked) string {
	for _, option := range picked.Options {
		if option.Selected {
			return option.Text
		}
	}
	return ""
}

// notePicked warns of selectors that no longer mean the same element.
func (p *Player) notePicked(s flow.Step, picked browser.Picked) {
	if len(picked.Others) > 0 {
		p.journal.Note(fmt.Sprintf("%s: %s", s.Place, landing(picked, browser.Response{})))
	}
}

// sendingKeys may press a button or send a form.
func sendingKeys() []string { return []string{"Enter", "NumpadEnter", "\r", "\n", " ", "Space"} }

// key presses a key or lets it go. One that may send a form is judged as a
// click on the form's button.
func (p *Player) key(ctx context.Context, s flow.Step) (string, error) {
	deed := steps.DeedNone
	judge := func(at browser.KeyTarget) (err error) {
		if !slices.Contains(sendingKeys(), s.Key) || at.Picked.Press == "" && !at.Form {
			return nil
		}
		deed, err = p.foreseeKey(ctx, at)
		return err
	}
	send := p.keys.Up
	if s.Type == flow.KeyDown {
		send = p.keys.Down
	}
	answer, err := send(ctx, s.Key, s.Navigates(), judge)
	return landing(browser.Picked{}, answer), p.console.Done(ctx, deed, err)
}

func (p *Player) foreseeKey(ctx context.Context, at browser.KeyTarget) (steps.Deed, error) {
	if len(at.Picked.Within) == 0 && at.Picked.Press == "" {
		at.Picked.Press = "the form of " + at.Picked.Tag
		at.Picked.Plain = false
	}
	return p.foresee(ctx, at.Picked)
}

// consoleStep plays a step that the console's own view does, as a step of its
// own. Done is false for every other step.
func (p *Player) consoleStep(ctx context.Context, s flow.Step) (done bool, err error) {
	if s.Type != flow.CustomStep {
		return false, nil
	}
	switch s.Name {
	case flow.Login:
		p.user = "" // the program's own account
		return true, p.console.Login(ctx)
	case flow.Logout:
		return true, p.console.Logout(ctx)
	case flow.Restart:
		return true, p.restart(ctx)
	case flow.LockAndEdit:
		return true, p.edits(ctx, p.console.LockOwn)
	case flow.Save:
		return true, p.edits(ctx, p.console.SavePage)
	case flow.Undo, flow.Release, flow.Activate:
		deed := map[string]steps.Deed{flow.Undo: steps.DeedUndo, flow.Release: steps.DeedRelease, flow.Activate: steps.DeedActivate}[s.Name]
		return true, p.edits(ctx, func(ctx context.Context, may steps.Permission) error { return p.console.PressOwn(ctx, deed, may) })
	}
	return false, nil
}

// edits runs a step that works on the edit session, if that is allowed.
func (p *Player) edits(ctx context.Context, work func(context.Context, steps.Permission) error) error {
	switch {
	case p.o.ReadOnly:
		return &ReadOnlyError{What: "this step"}
	case !p.o.Alone:
		return &AloneError{}
	}
	return work(ctx, p.permission())
}

func (p *Player) restart(ctx context.Context) error {
	if p.o.ReadOnly {
		return &ReadOnlyError{What: "a restart"}
	}
	if p.o.Restart == nil {
		return errors.New("no domain to restart: give --namespace and --domain-uid")
	}
	return p.o.Restart(ctx)
}
