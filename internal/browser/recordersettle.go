package browser

import (
	"context"
	"errors"
	"time"
)

// navigationGrace is how long an act that need not open a page is given to
// begin to.
const navigationGrace = 60 * time.Millisecond

// addressTick is how often the address is looked at while a page within the
// same document is waited for.
const addressTick = 50 * time.Millisecond

func isReplaced(err error) bool {
	var more *again
	return errors.As(err, &more)
}

// settle waits for the page that a recorded act opens: for its complete
// document if one is on the way, or for a new address within the same document.
// Where none has to come, it gives up soon.
func (p *Page) settle(ctx context.Context, v *voyage, before string, navigates bool) (Response, error) {
	w := p.watch
	grace := time.NewTimer(navigationGrace)
	defer grace.Stop()
	tick := time.NewTicker(addressTick)
	defer tick.Stop()
	for {
		if w.underWay(v) {
			return p.land(ctx, v)
		}
		if here := w.address(); here != before && navigates {
			return Response{URL: CleanURL(here)}, nil
		}
		select {
		case <-v.moved:
		case <-tick.C:
		case <-grace.C:
			if !navigates {
				w.expectNothing()
				return Response{}, nil
			}
		case <-w.ended:
			return Response{}, w.verdict()
		case <-ctx.Done():
			return Response{}, w.overdue(v, context.Cause(ctx))
		}
	}
}
