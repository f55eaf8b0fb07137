package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/runtime"
)

// This file and the others named recorder are what Chrome's Recorder panel can
// record: its selectors and its steps, with the behaviour of @puppeteer/replay
// (https://github.com/puppeteer/replay) where that is defined. What is stricter
// here: a click that something else would take is not sent, and a value that a
// field does not keep is an error.

// Part is one part of a recorded selector.
type Part struct {
	// Kind is "css", "aria", "text", "xpath" or "pierce".
	Kind string `json:"kind"`
	// Text is the selector without its prefix; unused for aria.
	Text string `json:"text"`
	// Name and Role are the accessible name and role of an aria selector; a nil
	// name and an empty role accept any.
	Name *string `json:"name,omitempty"`
	Role string  `json:"role,omitempty"`
	// Nodes is which of the accessibility tree's answers belongs to an aria part.
	Nodes int `json:"nodes"`
}

// Aim says which element a recorded step means.
type Aim struct {
	// Name stands in errors and in the recording.
	Name string
	// Target is "main" or empty, or the address of a frame.
	Target string
	// Frame leads from there to a child frame, by its number at each level.
	Frame []int
	// Alternatives are chains of parts that lead to the same element; the first
	// that leads to a usable one is taken.
	Alternatives [][]Part
}

// Picked is the element that a recorded step ended at.
type Picked struct {
	// Found is what the look-up saw; its Matched names the alternative.
	Found
	// Alternative counts from 0; Count is how many elements it matches, of which
	// the first is taken.
	Alternative int `json:"alternative"`
	Count       int `json:"count"`
	// Others are the alternatives that match, and lead to other elements.
	Others []int `json:"others,omitempty"`
	// Secret says that the element is a password field.
	Secret bool `json:"secret,omitempty"`
	// Press describes the button or link that the element is or is part of;
	// empty where it is none.
	Press string `json:"press,omitempty"`
	// Plain says that pressing does no more than follow a link to an address.
	Plain bool `json:"plain,omitempty"`
	// Within are the names of the marked places that the element is in.
	Within []string `json:"within,omitempty"`
	// Offset says that the recorded point was outside of the element, so that
	// its middle was used.
	Offset bool `json:"offset,omitempty"`
}

// Judge decides whether an element may be acted on, right before the act. The
// page's shield holds back the act if the element changes after that.
type Judge func(Picked) error

// recorderGroup holds the objects of one look-up in the browser.
const recorderGroup = "lockedit-recorder"

// recorderCall hands elements to the scripts beside the arguments.
const recorderCall = "function (name, args, ...nodes) { return lockeditPage.recorder(name, args, nodes); }"

type recorderArgs struct {
	Alternatives [][]Part             `json:"alternatives"`
	Places       map[string][]Locator `json:"places,omitempty"`
	OffsetX      *float64             `json:"offsetX,omitempty"`
	OffsetY      *float64             `json:"offsetY,omitempty"`
	Round        int                  `json:"round"`
	Text         string               `json:"text,omitempty"`
	Secret       bool                 `json:"secret,omitempty"`
	X            float64              `json:"x"`
	Y            float64              `json:"y"`
	Kind         string               `json:"kind,omitempty"`
	Attribute    string               `json:"attribute,omitempty"`
	Wanted       *WaitFor             `json:"wanted,omitempty"`
	// Sizes says how many nodes each aria part has.
	Sizes []int `json:"sizes"`
}

// recorder runs one operation of the recorder's scripts in the frame of a step,
// after asking the browser's accessibility tree for what aria parts name.
func (p *Page) recorder(ctx context.Context, aim Aim, name string, args recorderArgs, out any) error {
	place, err := p.frameWorld(ctx, aim.Target, aim.Frame)
	if err != nil {
		return err
	}
	args.Alternatives = copyParts(aim.Alternatives)
	nodes, err := p.ariaNodes(ctx, place, &args)
	defer p.releaseNodes(ctx)
	if err != nil {
		return err
	}
	data, err := json.Marshal(args)
	if err != nil {
		return err
	}
	nameJSON, err := json.Marshal(name)
	if err != nil {
		return err
	}
	params := runtime.CallFunctionOnParams{
		FunctionDeclaration: recorderCall, UniqueContextID: place.unique, ReturnByValue: new(true), AwaitPromise: new(true),
		Arguments: append([]*runtime.CallArgument{{Value: nameJSON}, {Value: data}}, nodes...),
	}
	result, err := call(ctx, p, runtime.CallFunctionOn, params)
	if err != nil {
		return p.callFailure(ctx, err)
	}
	return unpack(result.Result, result.ExceptionDetails, aim.describe(), out)
}

// unpack turns the answer of a script into a value or a typed error.
func unpack(result *runtime.RemoteObject, thrown *runtime.ExceptionDetails, wanted string, out any) error {
	if thrown != nil {
		return &ScriptError{Text: exceptionText(thrown)}
	}
	var a answer
	if err := json.Unmarshal(result.Value, &a); err != nil {
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

func copyParts(all [][]Part) [][]Part {
	out := make([][]Part, len(all))
	for i, chain := range all {
		out[i] = append([]Part{}, chain...)
	}
	return out
}

// ariaNodes looks every aria part up in the accessibility tree, as Puppeteer
// does, and returns the elements as arguments of the scripts' world.
func (p *Page) ariaNodes(ctx context.Context, place world, args *recorderArgs) ([]*runtime.CallArgument, error) {
	var all []*runtime.CallArgument
	args.Sizes = []int{}
	var root runtime.RemoteObjectID
	for i := range args.Alternatives {
		for j := range args.Alternatives[i] {
			part := &args.Alternatives[i][j]
			if part.Kind != "aria" {
				continue
			}
			if root == "" {
				var err error
				if root, err = p.documentOf(ctx, place); err != nil {
					return nil, err
				}
			}
			nodes, err := p.queryAria(ctx, place, root, *part)
			if err != nil {
				return nil, err
			}
			part.Nodes = len(args.Sizes)
			args.Sizes = append(args.Sizes, len(nodes))
			all = append(all, nodes...)
		}
	}
	return all, nil
}

func (p *Page) documentOf(ctx context.Context, place world) (runtime.RemoteObjectID, error) {
	result, err := call(ctx, p, runtime.Evaluate, runtime.EvaluateParams{
		Expression: "document", UniqueContextID: place.unique, ObjectGroup: recorderGroup,
	})
	if err != nil {
		return "", p.callFailure(ctx, err)
	}
	return result.Result.ObjectID, nil
}

// maxAria bounds how many elements of one accessible name are looked at.
const maxAria = 200

func (p *Page) resolve(ctx context.Context, place world, ids []dom.ResolveNodeParams) ([]*runtime.CallArgument, error) {
	var nodes []*runtime.CallArgument
	for _, params := range ids {
		params.ExecutionContextID, params.ObjectGroup = place.id, recorderGroup
		result, err := call(ctx, p, dom.ResolveNode, params)
		if err != nil {
			// A node that is gone by now is none of the page.
			continue
		}
		nodes = append(nodes, &runtime.CallArgument{ObjectID: result.Object.ObjectID})
	}
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	return nodes, nil
}

// releaseLimit is how long a page may take to let go of what was looked up. It lets
// go of it anyway when it goes.
const releaseLimit = time.Second

func (p *Page) releaseNodes(ctx context.Context) {
	ctx, cancelTime := context.WithTimeout(context.WithoutCancel(ctx), releaseLimit)
	defer cancelTime()
	ctx, cancel := p.bound(ctx)
	defer cancel()
	// An error means that the page is gone, and the objects with it, or that it hangs.
	_, _ = call(ctx, p, runtime.ReleaseObjectGroup, runtime.ReleaseObjectGroupParams{ObjectGroup: recorderGroup})
}

// describe says in words what a recorded step looks for.
func (a Aim) describe() string {
	var list []string
	for _, chain := range a.Alternatives {
		var parts []string
		for _, part := range chain {
			parts = append(parts, part.describe())
		}
		list = append(list, strings.Join(parts, " » "))
	}
	return strings.Join(few(list), " or ")
}

func (p Part) describe() string {
	if p.Kind != "aria" {
		return p.Kind + "/" + p.Text
	}
	text := "aria/"
	if p.Name != nil {
		text += *p.Name
	}
	if p.Role != "" {
		text += fmt.Sprintf("[role=%q]", p.Role)
	}
	return text
}

// recorded reports the element of a recorded step, if there is one.
func (p *Page) recorded(aim Aim, picked *Picked, err error) error {
	if err != nil {
		return err
	}
	picked.Locator = aim.Name
	if picked.Alternative < len(aim.Alternatives) {
		one := Aim{Alternatives: aim.Alternatives[picked.Alternative : picked.Alternative+1]}
		picked.Matched = []string{one.describe()}
	}
	found := picked.Found
	return p.matched(&found, nil)
}

// Pick waits until one of the alternatives leads to an element and says what it
// is. Places are locators by name; those that the element stands in are told.
func (p *Page) Pick(ctx context.Context, aim Aim, attribute string) (Picked, string, error) {
	var out struct {
		Picked Picked
		Value  string
	}
	err := p.operate(ctx, "look for", aim.Name, func(ctx context.Context, _ int) error {
		err := p.recorder(ctx, aim, "pick", recorderArgs{Attribute: attribute}, &out)
		return p.recorded(aim, &out.Picked, err)
	})
	return out.Picked, out.Value, err
}

// errTarget is a step whose page is none that is open.
var errTarget = errors.New("no page or frame of that address is open; other windows than the first are not opened")
