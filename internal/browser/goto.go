package browser

import (
	"context"

	"github.com/chromedp/cdproto/page"
)

// Goto opens an address and waits until its document is complete. An HTTP
// status such as 404 is no error: the page is there to be read. It returns a
// [*FenceError] without contacting anybody if the address is not allowed, and a
// [*NavigationError] if it cannot be loaded.
func (p *Page) Goto(ctx context.Context, address string) (Response, error) {
	var response Response
	err := p.operate(ctx, "open "+CleanURL(address), "", func(ctx context.Context, _ int) error {
		if !p.watch.fence.allows(address) {
			return p.watch.fence.breach(address)
		}
		p.recordGoto(address)
		var err error
		response, err = p.navigate(ctx, address)
		return err
	})
	return response, err
}

func (p *Page) navigate(ctx context.Context, address string) (Response, error) {
	voyage := p.watch.arm()
	defer p.watch.disarm()
	result, err := call(ctx, p, page.Navigate, page.NavigateParams{URL: address})
	if err != nil {
		if ctx.Err() != nil {
			return Response{}, p.watch.overdue(voyage, context.Cause(ctx))
		}
		return Response{}, p.callFailure(ctx, err)
	}
	if result.LoaderID == "" && result.ErrorText == "" {
		return Response{URL: CleanURL(address)}, nil
	}
	if result.ErrorText != "" {
		return Response{}, p.refused(voyage, address, result.ErrorText)
	}
	return p.land(ctx, voyage)
}

// land waits until the armed navigation has shown a complete document. One that the
// browser had kept is asked for again: what is read has to be the server's, whatever a
// console, or a proxy in front of it, allows. Style sheets and pictures may be kept.
func (p *Page) land(ctx context.Context, v *voyage) (Response, error) {
	response, err := p.watch.land(ctx, v)
	if err != nil || !p.watch.kept(v) {
		return response, err
	}
	v = p.watch.arm()
	if err := p.target.Call(ctx, page.Reload.Method, page.ReloadParams{IgnoreCache: new(true)}, nil); err != nil {
		return response, p.callFailure(ctx, err)
	}
	return p.watch.land(ctx, v)
}

// refused is the error of a navigation that the browser reports as failed.
func (p *Page) refused(v *voyage, address, reason string) error {
	p.watch.mu.Lock()
	defer p.watch.mu.Unlock()
	if v.url == "" {
		v.url = address
	}
	v.failure = reason
	return p.watch.misfortune(v)
}
