package browser

import (
	"context"
	"errors"
	"time"

	"github.com/chromedp/cdproto/input"
)

// ClickOptions says what a click leads to and when it is allowed.
type ClickOptions struct {
	// Navigates waits for the page that the click opens.
	Navigates bool
	// Guard has to hold at the moment of the click.
	Guard *Guard
	// Appear is how long the element may take to be there and to be seen; 0 is
	// as long as the operation may take.
	Appear time.Duration
}

// overdue ends the wait for an element that did not appear in time.
func (o ClickOptions) overdue(err error, began time.Time) error {
	var more *again
	if o.Appear == 0 || time.Since(began) < o.Appear || !errors.As(err, &more) {
		return err
	}
	var missing *NotFoundError
	var state *NotActionableError
	if errors.As(more.err, &missing) || errors.As(more.err, &state) && state.Reason == "invisible" {
		return more.err
	}
	return err
}

// aimed is where a click goes.
type aimed struct {
	X, Y  float64
	Found Found
}

// Click clicks the one element that matches, once it is visible, stable,
// enabled and not covered, with real mouse events. The events reach nothing
// else: the page's shield stops them if the element moved away, was covered or
// the guard no longer holds when they arrive; only then, and where the page replaced
// the element before it got the click, is the click tried again. Once it has arrived it
// is never repeated.
//
// With Navigates it returns when the new document is complete, its HTTP status
// kept whatever it is. It returns a [*LostAnswerError] if a form was sent and
// no answer came, and a [*NavigationError] if no page was opened in time.
func (p *Page) Click(ctx context.Context, l Locator, o ClickOptions) (Response, error) {
	var response Response
	recorded, began := false, now()
	err := p.operate(ctx, "click", l.Name, func(ctx context.Context, round int) error {
		if !recorded {
			if err := p.recordClick(ctx, l); err != nil {
				return err
			}
			recorded = true
		}
		var at aimed
		args := locatorArgs{Locator: l, Guard: o.Guard, Round: round}
		if err := p.perform(ctx, "aim", args, l.describe(), &at); err != nil {
			return o.overdue(err, began)
		}
		var err error
		response, err = p.strike(ctx, l, at, o.Navigates)
		return afterEvents(err)
	})
	return response, err
}

// strike sends the mouse events and waits for what they lead to.
func (p *Page) strike(ctx context.Context, l Locator, at aimed, navigates bool) (Response, error) {
	voyage := p.watch.arm()
	defer p.watch.disarm()
	if !navigates {
		p.watch.expectNothing()
	}
	if err := p.mouse(ctx, at); err != nil {
		return Response{}, p.halfClick(ctx, voyage, err)
	}
	if err := p.arrived(ctx, l, at, voyage); err != nil {
		return Response{}, err
	}
	if err := p.matched(&at.Found, nil); err != nil || !navigates {
		return Response{}, err
	}
	response, err := p.land(ctx, voyage)
	return response, err
}

// mouse moves to the point and clicks there.
func (p *Page) mouse(ctx context.Context, at aimed) error {
	p.hovering.Store(true)
	events := []input.DispatchMouseEventParams{
		{Type: input.DispatchMouseEventTypeMouseMoved, X: at.X, Y: at.Y},
		{Type: input.DispatchMouseEventTypeMousePressed, X: at.X, Y: at.Y, Button: input.MouseButtonLeft, Buttons: 1, ClickCount: 1},
		{Type: input.DispatchMouseEventTypeMouseReleased, X: at.X, Y: at.Y, Button: input.MouseButtonLeft, ClickCount: 1},
	}
	for _, event := range events {
		if _, err := call(ctx, p, input.DispatchMouseEvent, event); err != nil {
			return err
		}
	}
	return nil
}

// halfClick is the error where the answer to a mouse event was lost: the click
// may have arrived, so it is not tried again.
func (p *Page) halfClick(ctx context.Context, v *voyage, err error) error {
	cause := p.callFailure(ctx, err)
	var more *again
	if errors.As(cause, &more) {
		cause = more.err
	}
	return p.watch.overdue(v, cause)
}

// landed is what became of the mouse events.
type landed struct {
	State   string
	Detail  string
	Problem *problem
}

// arrived asks the shield what the click hit. A page that is gone by now was
// replaced by the click.
func (p *Page) arrived(ctx context.Context, l Locator, at aimed, v *voyage) error {
	var out landed
	err := p.perform(ctx, "disarm", struct{}{}, l.describe(), &out)
	var more *again
	if errors.As(err, &more) || p.watch.underWay(v) {
		return nil
	}
	if err != nil {
		return err
	}
	return out.outcome(l.describe(), at.Found)
}

// outcome is nil if the events hit the element that they were aimed at.
func (out landed) outcome(looked string, aimedAt Found) error {
	switch {
	case out.State == "hit":
		return nil
	case out.Problem != nil:
		return out.Problem.asError(looked, false)
	case out.State == "blocked":
		return &again{err: &NotActionableError{Reason: out.Detail, Element: elementOf(aimedAt)}}
	}
	return &ClickLostError{Element: elementOf(aimedAt)}
}

func elementOf(f Found) string {
	if f.Text != "" {
		return "<" + f.Tag + "> " + quoted([]string{f.Text})
	}
	return "<" + f.Tag + ">"
}

// underWay says whether a navigation has begun since it was armed.
func (w *watcher) underWay(v *voyage) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return v.loader != ""
}

// expectNothing takes back that the next page was asked for.
func (w *watcher) expectNothing() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked = false
}
