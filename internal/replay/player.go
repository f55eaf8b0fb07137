package replay

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lockedit/internal/browser"
	"lockedit/recordings"
	"lockedit/recordings/flow"
	"lockedit/selectors"
	"lockedit/steps"
)

// Options are what a flow is played with.
type Options struct {
	Flow flow.Flow
	Vars *Vars
	// ReadOnly refuses every click and key that may change the edit session.
	ReadOnly bool
	// AutoActivate allows edits in a domain where each save is live at once.
	AutoActivate bool
	// Alone says that no other flow is played at the same time; only then may
	// the lock be taken.
	Alone bool
	// Console is the address that the flow's own one is replaced by; empty
	// leaves it. See [Retarget].
	Console string
	// Restart restarts the domain; nil where no domain is named.
	Restart func(ctx context.Context) error
	// Lease is asked before each deed of the flow for the right to change the domain
	// with the account that the flow logged in with, empty where that was not seen;
	// nil where nobody else can be there.
	Lease func(account string) error
}

// Player plays one flow on one page.
type Player struct {
	o       Options
	page    *browser.Page
	console *steps.Console
	run     *steps.Runner
	journal *recordings.Journal
	keys    *browser.Keyboard
	// places are what elements are held against before a click.
	places map[string][]browser.Locator
	// user is the name of the account that was given to the login.
	user string
	// secret says that the step under way puts a secret in.
	secret bool
	closed bool
	// refused ends the flow when the browser refused a request of it.
	refused context.CancelCauseFunc
}

// NewPlayer makes a player of a console whose page is open.
func NewPlayer(o Options, page *browser.Page, console *steps.Console, run *steps.Runner, journal *recordings.Journal) (*Player, error) {
	p := &Player{o: o, page: page, console: console, run: run, journal: journal, keys: page.Keyboard()}
	run.KeepLinks()
	var err error
	p.places, err = places(console.Catalogue())
	p.keys.Places = p.places
	return p, err
}

// placeNames are the elements of the catalogue that decide what a click means.
func placeNames() []string {
	return []string{steps.PlaceSave, steps.PlaceCancel, placeForm, placeLogin, placeTree}
}

// Further places: the forms of the Change Center, of the login and of the tree.
const (
	placeForm   = "change-center.form"
	placeLogin  = "login.form"
	placeTree   = "tree.form"
	placeSearch = "search.form"
)

func places(cat *selectors.Catalogue) (map[string][]browser.Locator, error) {
	all := map[string][]browser.Locator{
		placeSearch: {{Name: placeSearch, Candidates: []browser.Candidate{{
			ID: "search-string", Confidence: "R", CSS: `form:has(input[name$="searchstring" i])`}}}},
	}
	for _, name := range placeNames() {
		loc, err := cat.Locator(name, nil)
		if err != nil {
			return nil, err
		}
		all[name] = []browser.Locator{loc}
	}
	return all, nil
}

// AloneError says that a flow wants the lock while other flows are played.
type AloneError struct{}

// Error is a sentence for people.
func (e *AloneError) Error() string {
	return "the flow takes the lock, and other flows are played at the same time: it has to be played alone"
}

// FaultError says at which step a flow failed.
type FaultError struct {
	// Place is where the step stands in the flow's file.
	Place flow.Place
	Err   error
}

// Error is the step's error with its place.
func (e *FaultError) Error() string { return fmt.Sprintf("%v; the flow's step is %s", e.Err, e.Place) }

// Unwrap returns the step's error.
func (e *FaultError) Unwrap() error { return e.Err }

// Play plays all steps, and then ends the edit session whatever happened.
func (p *Player) Play(ctx context.Context) error {
	err := p.play(ctx)
	tidied, err := p.console.Conclude(ctx, err)
	if tidied {
		p.journal.Warn(recordings.Diagnostic{Summary: "the flow ended with the lock held: its edits were undone and the lock was released",
			Hint: "end the flow with Release Configuration or Activate Changes"})
	}
	return err
}

func (p *Player) play(ctx context.Context) error {
	p.keepSecrets()
	ctx, p.refused = context.WithCancelCause(ctx)
	defer p.refused(nil)
	if p.o.ReadOnly {
		if err := p.refuseChanges(ctx); err != nil {
			return err
		}
	}
	return refusedBy(ctx, p.steps(ctx))
}

func (p *Player) steps(ctx context.Context) error {
	identities := p.o.Flow.Identities()
	for i, step := range p.o.Flow.Steps {
		if err := ctx.Err(); err != nil {
			return context.Cause(ctx)
		}
		p.secret = p.fillsSecret(step)
		if err := p.step(ctx, step, identities[i]); err != nil {
			return &FaultError{Place: step.Place, Err: refusedBy(ctx, err)}
		}
	}
	return nil
}

// step plays one step as one step of the recording.
func (p *Player) step(ctx context.Context, s flow.Step, id flow.Identity) error {
	s, missing := s.Resolve(p.o.Vars.Lookup)
	if len(missing) > 0 {
		return &flow.MissingError{Problems: []flow.Problem{{Place: s.Place, Text: fmt.Sprintf("variables without a value: %q", missing)}}}
	}
	if done, err := p.consoleStep(ctx, s); done {
		return err
	}
	if s.Type == flow.Close {
		return p.close(ctx, id)
	}
	return p.run.Step(ctx, id.Name, id.Title, func(ctx context.Context) (string, error) {
		if p.closed {
			return "", errors.New("the flow has closed its page")
		}
		if limit := p.o.Flow.Limit(s); limit > 0 {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeoutCause(ctx, limit, &steps.StepTimeoutError{Title: id.Title, Limit: limit})
			defer cancel()
		}
		proof, err := p.act(ctx, s)
		if err == nil {
			_, err = p.console.Heard(ctx)
		}
		if err == nil {
			err = p.console.Recognise(ctx)
		}
		return proof, err
	})
}

// close ends the page; there is nothing to picture afterwards.
func (p *Player) close(ctx context.Context, id flow.Identity) error {
	p.closed = true
	p.run.Attach(nil)
	return p.run.Step(ctx, id.Name, id.Title, func(context.Context) (string, error) {
		return "the page is closed", p.page.Close()
	})
}

// act does what a step of the Recorder's own, or one of this program's that
// looks at the page, says.
func (p *Player) act(ctx context.Context, s flow.Step) (string, error) {
	switch s.Type {
	case flow.SetViewport:
		return p.setViewport(ctx, s)
	case flow.Navigate:
		return p.navigate(ctx, s)
	case flow.Click, flow.DoubleClick:
		return p.click(ctx, s)
	case flow.Change:
		return p.change(ctx, s)
	case flow.KeyDown, flow.KeyUp:
		return p.key(ctx, s)
	case flow.Hover:
		picked, answer, err := p.page.HoverAt(ctx, aimOf(s), s.Navigates())
		return landing(picked, answer), err
	case flow.Scroll:
		_, err := p.page.ScrollAt(ctx, aimOf(s), number(s.X), number(s.Y))
		return "", err
	case flow.WaitForElement:
		return p.waitForElement(ctx, s)
	case flow.WaitForExpression:
		return "", p.page.WaitExpression(ctx, s.Target, s.Frame, s.Expression)
	case flow.EmulateNetworkConditions:
		return "", p.page.SlowNetwork(ctx, number(s.Download), number(s.Upload), number(s.Latency))
	case flow.CustomStep:
		return p.look(ctx, s)
	case flow.Close:
	}
	return "", fmt.Errorf("step type %q is not known", s.Type)
}

func (p *Player) setViewport(ctx context.Context, s flow.Step) (string, error) {
	return "", p.page.SetScreen(ctx, browser.Screen{
		Width: int(*s.Width), Height: int(*s.Height), Scale: *s.DeviceScaleFactor,
		Mobile: *s.IsMobile, Touch: *s.HasTouch, Landscape: *s.IsLandscape,
	})
}

// navigate opens an address. One that acts instead of showing is a click of
// another kind.
func (p *Player) navigate(ctx context.Context, s flow.Step) (string, error) {
	if err := p.mayOpen(ctx, s.URL); err != nil {
		return "", err
	}
	answer, err := p.page.Goto(ctx, s.URL)
	return landing(browser.Picked{}, answer), err
}

func (p *Player) mayOpen(ctx context.Context, address string) error {
	switch {
	case !acts(address):
		return nil
	case p.o.ReadOnly:
		return &ReadOnlyError{What: "the address " + browser.CleanURL(address)}
	}
	if err := p.console.Unclaimed(ctx); err != nil {
		return err
	}
	return p.mayChange()
}

func (p *Player) waitForElement(ctx context.Context, s flow.Step) (string, error) {
	wanted := browser.WaitFor{
		Operator: s.Operator, Count: 1, Visible: s.Visible == nil || *s.Visible,
		Properties: s.Properties, Attributes: s.Attributes,
	}
	if s.Count != nil {
		wanted.Count = *s.Count
	}
	if wanted.Operator == "" {
		wanted.Operator = ">="
	}
	count, err := p.page.WaitAt(ctx, aimOf(s), wanted)
	return fmt.Sprintf("%d elements", count), err
}

func number(n *float64) float64 {
	if n == nil {
		return 0
	}
	return *n
}

// landing says in a proof which page an act ended at.
func landing(picked browser.Picked, answer browser.Response) string {
	text := ""
	if picked.Count > 1 {
		text = fmt.Sprintf("the selector matches %d elements; the first was taken", picked.Count)
	}
	if len(picked.Others) > 0 {
		text = join(text, "other selectors of the step lead to other elements")
	}
	if picked.Offset {
		text = join(text, "the recorded point is not on the element; its middle was taken")
	}
	if answer.Status > 0 {
		text = join(text, fmt.Sprintf("a page came with HTTP status %d", answer.Status))
	}
	return text
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + "; " + b
}

func hold(s flow.Step) time.Duration {
	return time.Duration(number(s.Duration) * float64(time.Millisecond))
}

// aimOf turns a step's selectors into what the browser looks for.
func aimOf(s flow.Step) browser.Aim { return aimAt(s.Selectors, s.Target, s.Frame) }

func aimAt(selectors []flow.Selector, target string, frame []int) browser.Aim {
	aim := browser.Aim{Target: target, Frame: frame, Alternatives: [][]browser.Part{}}
	if len(selectors) > 0 {
		aim.Name = flow.Label(selectors)
	}
	for _, s := range selectors {
		var chain []browser.Part
		for _, text := range s {
			chain = append(chain, partOf(text))
		}
		aim.Alternatives = append(aim.Alternatives, chain)
	}
	return aim
}

func partOf(text string) browser.Part {
	kind, rest := flow.Kind(text)
	part := browser.Part{Kind: kind, Text: rest}
	if kind == "aria" {
		// The parser has taken it.
		a, _ := flow.ParseAria(rest)
		part.Name, part.Role = a.Name, a.Role
	}
	return part
}
