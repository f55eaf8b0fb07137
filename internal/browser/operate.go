package browser

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// errEnded is why the context of an operation ended when its page did.
var errEnded = errors.New("the page ended")

// operation is one call of a page's method under way.
type operation struct {
	page    *Page
	name    string
	locator string
	began   time.Time
	log     tries
}

// operate runs try in the retry loop and turns what comes out into an
// [*ActionError].
func (p *Page) operate(ctx context.Context, name, locator string, try func(context.Context, int) error) error {
	ctx, cancel := p.bound(ctx)
	defer cancel()
	op := &operation{page: p, name: name, locator: locator, began: now()}
	p.watch.lastDialog()
	err := p.watch.verdict()
	if err == nil {
		err = persist(ctx, try, op.note)
	}
	p.flush(ctx)
	return op.failure(err)
}

// lastWords is how long the observer may take to hear why an operation ended whose
// time is over.
const lastWords = 2 * time.Second

// flush lets the observer hear what happened until now, in the time of the operation.
func (p *Page) flush(ctx context.Context) {
	if ctx.Err() != nil {
		late, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWords)
		defer cancel()
		ctx = late
	}
	p.watch.mail.flush(ctx)
}

// bound gives ctx a deadline if it has none, and ends it with the page.
func (p *Page) bound(ctx context.Context) (context.Context, context.CancelFunc) {
	cancelTime := context.CancelFunc(func() {})
	if _, ok := ctx.Deadline(); !ok {
		ctx, cancelTime = context.WithTimeout(ctx, DefaultTimeout)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	stop := make(chan struct{})
	go func() {
		select {
		case <-p.watch.ended:
			cancel(p.watch.verdict())
		case <-stop:
		}
	}()
	return ctx, func() {
		close(stop)
		cancel(errEnded)
		cancelTime()
	}
}

// note logs a try and reports it.
func (op *operation) note(round int, err error) {
	op.log.add(err.Error())
	seen := RetrySeen{At: now(), Op: op.name, Locator: op.locator, Round: round + 1, Reason: err.Error()}
	op.page.watch.mail.post(func() { op.page.observer.Retry(seen) })
}

func (op *operation) failure(err error) error {
	if err == nil {
		return nil
	}
	var last *endedError
	failure := &ActionError{
		Op: op.name, Locator: op.locator, Tried: op.log.lines, Err: err, LastSeen: op.page.watch.lastDialog(),
		URL: CleanURL(op.page.watch.address()), Elapsed: time.Since(op.began),
	}
	if errors.As(err, &last) {
		failure.Err, failure.Ended = last.last, last.cause
	}
	if fate := op.page.watch.verdict(); fate != nil {
		failure.Err, failure.Ended = fate, nil
	}
	return failure
}

// tries is the log of an operation with repeats folded.
type tries struct {
	lines []string
	last  string
	count int
}

func (t *tries) add(text string) {
	if text == t.last {
		t.count++
		t.lines[len(t.lines)-1] = fmt.Sprintf("%d × %s", t.count, text)
		return
	}
	t.last, t.count = text, 1
	t.lines = append(t.lines, text)
}

// matched reports the element that an operation found, if it did, and passes
// the operation's error on.
func (p *Page) matched(found *Found, err error) error {
	if err != nil || found == nil {
		return err
	}
	found.Href = CleanURL(found.Href)
	seen := *found
	p.watch.mail.post(func() { p.observer.Matched(seen) })
	return nil
}
