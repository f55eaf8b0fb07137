package browser

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"

	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
)

//go:embed js/workerless.js
var workerless string

// Refusal says whether a request must not be sent. It is called from another
// goroutine than the page's operations, and must not call the page.
type Refusal func(method, address string) bool

// RefuseRequests holds every request of the page back, from whatever in it, and
// sends only those that are not refused. A refused request fails in the page,
// which stays. Scripts of the page have no workers from the next document on.
func (p *Page) RefuseRequests(ctx context.Context, refused Refusal) error {
	paused, stop := p.target.Subscribe(fetch.RequestPaused.Method)
	go func() {
		defer stop()
		for event := range paused {
			p.sendOrRefuse(context.WithoutCancel(ctx), event, refused)
		}
	}()
	for _, step := range []struct {
		method string
		params any
	}{
		{fetch.Enable.Method, fetch.EnableParams{Patterns: []*fetch.RequestPattern{{URLPattern: "*"}}}},
		{page.AddScriptToEvaluateOnNewDocument.Method, page.AddScriptToEvaluateOnNewDocumentParams{Source: workerless, RunImmediately: new(true)}},
	} {
		if err := p.target.Call(ctx, step.method, step.params, nil); err != nil {
			stop()
			return fmt.Errorf("%s: %w", step.method, p.callFailure(ctx, err))
		}
	}
	return nil
}

// sendOrRefuse answers for one request that is held back. What is not
// understood is refused. Errors mean that the page, and the request with it, is
// gone.
func (p *Page) sendOrRefuse(ctx context.Context, event []byte, refused Refusal) {
	var held struct {
		ID      fetch.RequestID `json:"requestId"`
		Request struct {
			Method string `json:"method"`
			URL    string `json:"url"`
		} `json:"request"`
	}
	if json.Unmarshal(event, &held) != nil || refused(held.Request.Method, held.Request.URL) {
		_ = p.target.Call(ctx, fetch.FailRequest.Method, fetch.FailRequestParams{RequestID: held.ID, ErrorReason: network.ErrorReasonAborted}, nil)
		return
	}
	_ = p.target.Call(ctx, fetch.ContinueRequest.Method, fetch.ContinueRequestParams{RequestID: held.ID}, nil)
}
