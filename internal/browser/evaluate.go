package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/chromedp/cdproto"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/runtime"
)

var errReplaced = errors.New("the page is being replaced")

// answer is what one evaluated operation reports.
type answer struct {
	URL     string          `json:"url"`
	Loading bool            `json:"loading"`
	Problem *problem        `json:"problem"`
	Value   json.RawMessage `json:"value"`
}

// perform runs one operation of the scripts in the document shown now: one
// round trip. Its error is marked [again] where another try may help.
func (p *Page) perform(ctx context.Context, name string, args any, wanted string, out any) error {
	data, err := json.Marshal(args)
	if err != nil {
		return err
	}
	return p.evaluate(ctx, fmt.Sprintf("lockeditPage.perform(%q, %s)", name, scriptSafe(data)), wanted, out)
}

// scriptSafe keeps JSON from ending a line of a script.
func scriptSafe(data []byte) string {
	return strings.NewReplacer("\u2028", `\u2028`, "\u2029", `\u2029`).Replace(string(data))
}

func (p *Page) evaluate(ctx context.Context, expression, wanted string, out any) error {
	world, failed := p.watch.where()
	if failed != "" {
		return p.unreachable(failed)
	}
	if world == "" {
		return &again{err: errReplaced}
	}
	result, err := call(ctx, p, runtime.Evaluate, runtime.EvaluateParams{
		Expression: expression, UniqueContextID: world, ReturnByValue: new(true), AwaitPromise: new(true), UserGesture: new(false),
	})
	if err != nil {
		return p.callFailure(ctx, err)
	}
	if result.ExceptionDetails != nil {
		return &ScriptError{Text: exceptionText(result.ExceptionDetails)}
	}
	var a answer
	if err := json.Unmarshal(result.Result.Value, &a); err != nil {
		return &again{err: errReplaced}
	}
	if a.Problem != nil {
		return a.Problem.asError(wanted, a.Loading)
	}
	if out == nil || len(a.Value) == 0 {
		return nil
	}
	return json.Unmarshal(a.Value, out)
}

// unreachable is the error where an error page of the browser is shown.
func (p *Page) unreachable(address string) error {
	if !p.watch.fence.allows(address) {
		return p.watch.fence.breach(address)
	}
	return &NavigationError{URL: CleanURL(address), Reason: "the browser shows its error page"}
}

func exceptionText(details *runtime.ExceptionDetails) string {
	if details.Exception != nil && details.Exception.Description != "" {
		return details.Exception.Description
	}
	return details.Text
}

// call sends one command to the page's tab.
func call[P, R any](ctx context.Context, p *Page, command cdp.Command[P, R], params P) (R, error) {
	p.calls.Add(1)
	return cdp.Call(ctx, p.target, command, params)
}

// vanished are the protocol's texts for a document that went away under a call.
var vanished = [...]string{
	"Cannot find context with specified id", "uniqueContextId not found", "Execution context was destroyed",
	"Inspected target navigated or closed", "Promise was collected", "Cannot find default execution context",
}

// callFailure turns an error of the protocol into the page's fate, the
// context's cause, or another try.
func (p *Page) callFailure(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if fate := p.watch.verdict(); fate != nil {
		return fate
	}
	var reply *cdproto.Error
	if errors.As(err, &reply) && containsAny(reply.Message, vanished[:]) {
		return &again{err: errReplaced}
	}
	if errors.Is(err, context.Canceled) {
		return &CrashedError{What: "browser", Err: err}
	}
	return err
}

func containsAny(text string, parts []string) bool {
	for _, part := range parts {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}

func startsWithAny(text string, parts []string) bool {
	for _, part := range parts {
		if strings.HasPrefix(text, part) {
			return true
		}
	}
	return false
}
