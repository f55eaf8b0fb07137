package browser

import (
	"context"
	"errors"
	"time"

	"github.com/chromedp/cdproto/input"
)

// Press is how a recorded click uses the mouse.
type Press struct {
	// Clicks is 1, or 2 for a double click.
	Clicks int
	// Button is "primary", "auxiliary", "secondary", "back" or "forward"; empty
	// means primary.
	Button string
	// OffsetX and OffsetY are from the element's top left corner; nil means its middle.
	OffsetX, OffsetY *float64
	// Hold is the time between press and release.
	Hold time.Duration
	// Navigates says that a page has to be opened.
	Navigates bool
	// Judge decides whether the element may be clicked; nil allows every one.
	Judge Judge
	// Places are what Picked.Within is told of.
	Places map[string][]Locator
}

// recorderAim is where a recorded act goes.
type recorderAim struct {
	X, Y   float64
	Picked Picked
}

// ClickAt clicks what a recorded step means, once it is in view, stable and
// enabled and nothing covers it. Once the click has arrived it is never sent
// again. A page that the click opens is waited for; with Navigates one has to
// be opened.
func (p *Page) ClickAt(ctx context.Context, aim Aim, press Press) (Picked, Response, error) {
	var picked Picked
	var response Response
	err := p.operate(ctx, "click", aim.Name, func(ctx context.Context, round int) error {
		var at recorderAim
		args := recorderArgs{OffsetX: press.OffsetX, OffsetY: press.OffsetY, Round: round, Kind: "mouse", Places: press.Places}
		err := p.recorder(ctx, aim, "aim", args, &at)
		if err := p.recorded(aim, &at.Picked, err); err != nil {
			return err
		}
		picked = at.Picked
		if press.Judge != nil {
			if err := press.Judge(picked); err != nil {
				p.lower(ctx, aim)
				return err
			}
		}
		response, err = p.pressAt(ctx, aim, at, press)
		return afterEvents(err)
	})
	return picked, response, err
}

// lower disarms the shield after an act that was not allowed.
func (p *Page) lower(ctx context.Context, aim Aim) {
	// An error means that the page, and its shield with it, is gone.
	_ = p.recorder(ctx, Aim{Target: aim.Target, Frame: aim.Frame}, "disarm", recorderArgs{}, nil)
}

func (p *Page) pressAt(ctx context.Context, aim Aim, at recorderAim, press Press) (Response, error) {
	voyage := p.watch.arm()
	defer p.watch.disarm()
	before := p.watch.address()
	p.hovering.Store(true)
	for _, event := range press.events(at) {
		if event.Type == input.DispatchMouseEventTypeMouseReleased && press.Hold > 0 {
			if err := pause(ctx, press.Hold); err != nil {
				return Response{}, p.halfClick(ctx, voyage, err)
			}
		}
		if _, err := call(ctx, p, input.DispatchMouseEvent, event); err != nil {
			return Response{}, p.halfClick(ctx, voyage, err)
		}
	}
	if err := p.hitBy(ctx, aim, at.Picked, voyage); err != nil {
		return Response{}, press.once(err)
	}
	return p.settle(ctx, voyage, before, press.Navigates)
}

// once makes the failure of a double click final: its first half may have
// arrived.
func (press Press) once(err error) error {
	var more *again
	if press.Clicks > 1 && errors.As(err, &more) {
		return more.err
	}
	return err
}

func (press Press) events(at recorderAim) []input.DispatchMouseEventParams {
	button := map[string]input.MouseButton{
		"auxiliary": input.MouseButtonMiddle, "secondary": input.MouseButtonRight,
		"back": input.MouseButtonBack, "forward": input.MouseButtonForward,
	}[press.Button]
	if button == "" {
		button = input.MouseButtonLeft
	}
	events := []input.DispatchMouseEventParams{{Type: input.DispatchMouseEventTypeMouseMoved, X: at.X, Y: at.Y}}
	for n := 1; n <= max(press.Clicks, 1); n++ {
		events = append(events,
			input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMousePressed, X: at.X, Y: at.Y, Button: button, ClickCount: int64(n)},
			input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMouseReleased, X: at.X, Y: at.Y, Button: button, ClickCount: int64(n)})
	}
	return events
}

// hitBy asks the shield of the step's frame what the events hit. A page that is
// gone by now was replaced by them.
func (p *Page) hitBy(ctx context.Context, aim Aim, picked Picked, v *voyage) error {
	var out landed
	err := p.recorder(ctx, Aim{Target: aim.Target, Frame: aim.Frame}, "disarm", recorderArgs{}, &out)
	if p.watch.underWay(v) || isReplaced(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return out.outcome(aim.describe(), picked.Found)
}

// HoverAt moves the mouse over what a recorded step means, and leaves it there.
func (p *Page) HoverAt(ctx context.Context, aim Aim, navigates bool) (Picked, Response, error) {
	var picked Picked
	var response Response
	err := p.operate(ctx, "hover over", aim.Name, func(ctx context.Context, round int) error {
		var at recorderAim
		err := p.recorder(ctx, aim, "aim", recorderArgs{Round: round, Kind: "hover"}, &at)
		if err := p.recorded(aim, &at.Picked, err); err != nil {
			return err
		}
		picked = at.Picked
		voyage := p.watch.arm()
		defer p.watch.disarm()
		before := p.watch.address()
		p.hovering.Store(false)
		_, err = call(ctx, p, input.DispatchMouseEvent, input.DispatchMouseEventParams{
			Type: input.DispatchMouseEventTypeMouseMoved, X: at.X, Y: at.Y,
		})
		if err != nil {
			return p.callFailure(ctx, err)
		}
		response, err = p.settle(ctx, voyage, before, navigates)
		return err
	})
	return picked, response, err
}
