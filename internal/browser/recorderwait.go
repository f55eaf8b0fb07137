package browser

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/chromedp/cdproto/runtime"
)

// WaitFor is what a recorded step waits for: a number of elements.
type WaitFor struct {
	// Operator is ">=", "==" or "<=".
	Operator string  `json:"operator"`
	Count    float64 `json:"count"`
	// Visible false waits until the rest does not hold.
	Visible bool `json:"visible"`
	// Properties and Attributes have to be as given for all of the elements.
	Properties json.RawMessage   `json:"properties,omitempty"`
	Attributes map[string]string `json:"attributes,omitempty"`
}

// WaitAt waits until the wanted number of elements is there, and returns it.
func (p *Page) WaitAt(ctx context.Context, aim Aim, wanted WaitFor) (int, error) {
	var out struct{ Count int }
	err := p.operate(ctx, "wait for", aim.Name, func(ctx context.Context, _ int) error {
		return p.recorder(ctx, aim, "wait", recorderArgs{Wanted: &wanted}, &out)
	})
	return out.Count, err
}

// WaitExpression waits until a JavaScript expression of the page's own world is
// true, after waiting for it if it is a promise.
func (p *Page) WaitExpression(ctx context.Context, target string, frame []int, expression string) error {
	return p.operate(ctx, "wait for an expression", "", func(ctx context.Context, _ int) error {
		place, err := p.contextOf(ctx, target, frame, false)
		if err != nil {
			return err
		}
		result, err := call(ctx, p, runtime.Evaluate, runtime.EvaluateParams{
			Expression: "(async () => Boolean(await (" + expression + "\n)))()", UniqueContextID: place.unique,
			ReturnByValue: new(true), AwaitPromise: new(true), UserGesture: new(false),
		})
		if err != nil {
			return p.callFailure(ctx, err)
		}
		return judged(result)
	})
}

func judged(result runtime.EvaluateResult) error {
	if d := result.ExceptionDetails; d != nil {
		err := &ExpressionError{Text: exceptionText(d)}
		if d.Exception != nil && d.Exception.ClassName == "SyntaxError" {
			return err
		}
		return &again{err: err}
	}
	if string(result.Result.Value) != "true" {
		return &again{err: &NotYetError{Reason: "the expression is not true"}}
	}
	return nil
}

// ExpressionError says that the expression of a recorded step failed by itself.
type ExpressionError struct{ Text string }

// Error is a sentence for people.
func (e *ExpressionError) Error() string { return fmt.Sprintf("the expression failed: %s", e.Text) }
