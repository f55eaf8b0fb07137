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
	deed, err := p.console.Foresee(ctx, place, steps.Permission{AutoActivate: p.o.AutoActivate})
	if err == nil && deed != steps.DeedNone && !p.o.Alone {
		return steps.DeedNone, &AloneError{}
	}
	return deed, err
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
	if !picked.Secret {
		p.journal.Value(recordings.Value{Object: "page", Attribute: flow.Label(s.Selectors), How: "set", Value: *s.Value, Text: shownText(picked)})
	}
	return landing(picked, answer), nil
}

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
		return true, p.console.Login(ctx)
	case flow.Logout:
		return true, p.console.Logout(ctx)
	case flow.Restart:
		return true, p.restart(ctx)
	case flow.LockAndEdit:
		return true, p.edits(ctx, p.console.LockAndEdit)
	case flow.Save:
		return true, p.edits(ctx, func(ctx context.Context) error {
			return p.console.SavePage(ctx, steps.Permission{AutoActivate: p.o.AutoActivate})
		})
	case flow.Undo, flow.Release, flow.Activate:
		deed := map[string]steps.Deed{flow.Undo: steps.DeedUndo, flow.Release: steps.DeedRelease, flow.Activate: steps.DeedActivate}[s.Name]
		return true, p.edits(ctx, func(ctx context.Context) error { return p.console.PressOwn(ctx, deed) })
	}
	return false, nil
}

// edits runs a step that works on the edit session, if that is allowed.
func (p *Player) edits(ctx context.Context, work func(context.Context) error) error {
	switch {
	case p.o.ReadOnly:
		return &ReadOnlyError{What: "this step"}
	case !p.o.Alone:
		return &AloneError{}
	}
	return work(ctx)
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
