// Package flow reads and writes console flows as Chrome's Recorder panel has
// them: the JSON of the published schema of @puppeteer/replay
// (https://github.com/puppeteer/replay, version 3), and the steps of this
// program in that format's own extension point, customStep. A flow that the
// schema does not allow is an [*Error] that says where it does not.
package flow

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"
)

// Type is the kind of a step.
type Type string

// The types of steps of the published schema.
const (
	Change                   Type = "change"
	Click                    Type = "click"
	Close                    Type = "close"
	CustomStep               Type = "customStep"
	DoubleClick              Type = "doubleClick"
	EmulateNetworkConditions Type = "emulateNetworkConditions"
	Hover                    Type = "hover"
	KeyDown                  Type = "keyDown"
	KeyUp                    Type = "keyUp"
	Navigate                 Type = "navigate"
	Scroll                   Type = "scroll"
	SetViewport              Type = "setViewport"
	WaitForElement           Type = "waitForElement"
	WaitForExpression        Type = "waitForExpression"
)

// MaxTimeout is the longest timeout that the schema allows; the shortest is
// one millisecond.
const MaxTimeout = 30 * time.Second

// Flow is one recording of Chrome's Recorder panel.
type Flow struct {
	Title string `json:"title"`
	// Timeout bounds each step that has none of its own, in milliseconds; 0 for none.
	Timeout float64 `json:"timeout,omitempty"`
	// SelectorAttribute is the attribute that the Recorder made selectors of.
	SelectorAttribute string `json:"selectorAttribute,omitempty"`
	Steps             []Step `json:"steps"`
}

// Step is one step of a flow. Which fields it has depends on its type.
type Step struct {
	Type Type `json:"type"`
	// Target is "main", or the address of another page or frame.
	Target string `json:"target,omitempty"`
	// Frame leads from the main frame to a child, by its number at each level.
	Frame []int `json:"frame,omitempty"`
	// Timeout is in milliseconds; 0 for the flow's.
	Timeout float64 `json:"timeout,omitempty"`
	// Selectors are alternatives that lead to the same element.
	Selectors []Selector `json:"selectors,omitempty"`
	// URL is the address of a navigate step.
	URL string `json:"url,omitempty"`
	// Value is what a change step fills in; nil where there is none.
	Value *string `json:"value,omitempty"`
	// Key is a key of a keyDown or keyUp step, as the schema names it.
	Key string `json:"key,omitempty"`
	// Expression is the JavaScript that a waitForExpression step waits for.
	Expression string `json:"expression,omitempty"`
	// Name and Parameters are those of a customStep.
	Name       string          `json:"name,omitempty"`
	Parameters json.RawMessage `json:"parameters,omitempty"`

	Pointing
	Viewport
	Network
	Waiting

	// X and Y are where a scroll step scrolls to, in CSS pixels.
	X *float64 `json:"x,omitempty"`
	Y *float64 `json:"y,omitempty"`

	AssertedEvents []Event `json:"assertedEvents,omitempty"`

	// Custom is what Name and Parameters say, for steps of this program.
	Custom *Custom `json:"-"`
	// Place is where the step stands in its file.
	Place Place `json:"-"`
}

// Pointing is how a click or doubleClick step uses the mouse.
type Pointing struct {
	// DeviceType is "mouse", "pen" or "touch"; empty means mouse.
	DeviceType string `json:"deviceType,omitempty"`
	// Button is "primary", "auxiliary", "secondary", "back" or "forward".
	Button string `json:"button,omitempty"`
	// OffsetX and OffsetY are from the element's top left corner, in CSS pixels.
	OffsetX *float64 `json:"offsetX,omitempty"`
	OffsetY *float64 `json:"offsetY,omitempty"`
	// Duration is the time between press and release in milliseconds.
	Duration *float64 `json:"duration,omitempty"`
}

// Viewport is what a setViewport step sets, in CSS pixels.
type Viewport struct {
	Width             *float64 `json:"width,omitempty"`
	Height            *float64 `json:"height,omitempty"`
	DeviceScaleFactor *float64 `json:"deviceScaleFactor,omitempty"`
	IsMobile          *bool    `json:"isMobile,omitempty"`
	HasTouch          *bool    `json:"hasTouch,omitempty"`
	IsLandscape       *bool    `json:"isLandscape,omitempty"`
}

// Network is what an emulateNetworkConditions step sets: bytes a second, and
// milliseconds.
type Network struct {
	Download *float64 `json:"download,omitempty"`
	Upload   *float64 `json:"upload,omitempty"`
	Latency  *float64 `json:"latency,omitempty"`
}

// Waiting is what a waitForElement step waits for.
type Waiting struct {
	// Operator is ">=", "==" or "<="; empty means ">=", as the reference has it.
	Operator string `json:"operator,omitempty"`
	// Count is the number of elements; nil means 1.
	Count *float64 `json:"count,omitempty"`
	// Visible false waits until the rest does not hold; nil means true.
	Visible    *bool             `json:"visible,omitempty"`
	Properties json.RawMessage   `json:"properties,omitempty"`
	Attributes map[string]string `json:"attributes,omitempty"`
}

// Event is an event that a step has to lead to.
type Event struct {
	// Type is "navigation", the only one there is.
	Type string `json:"type"`
	// URL and Title are those that the recorded navigation had. They are not
	// compared, here as little as by the reference: addresses of a console hold
	// names that are made up anew for each session.
	URL   string `json:"url,omitempty"`
	Title string `json:"title,omitempty"`
}

// Navigates says whether the step has to open a page.
func (s Step) Navigates() bool { return len(s.AssertedEvents) > 0 }

// Limit is the step's own timeout, else the flow's, else zero.
func (f Flow) Limit(s Step) time.Duration {
	ms := s.Timeout
	if ms == 0 {
		ms = f.Timeout
	}
	return time.Duration(ms * float64(time.Millisecond))
}

// Selector is a chain of selector parts: each is looked up below what the part
// before it found, inside that element's shadow root where it has one. Most
// chains have one part.
type Selector []string

// String is the selector as people read it.
func (s Selector) String() string {
	var b bytes.Buffer
	for i, part := range s {
		if i > 0 {
			b.WriteString(" » ")
		}
		b.WriteString(part)
	}
	return b.String()
}

// Place is where something stands in a file.
type Place struct {
	// Pointer is a JSON pointer (RFC 6901).
	Pointer string
	// Line and Column count from 1; 0 where they are not known.
	Line, Column int
}

// String is the place as it stands in messages.
func (p Place) String() string {
	pointer := p.Pointer
	if pointer == "" {
		pointer = "the whole flow"
	}
	if p.Line == 0 {
		return pointer
	}
	return fmt.Sprintf("%s (line %d, column %d)", pointer, p.Line, p.Column)
}

// Encode writes a flow as the Recorder exports it: indented by four blanks.
func Encode(f Flow) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "    ")
	if err := enc.Encode(f); err != nil {
		return nil, fmt.Errorf("flow %q: %w", f.Title, err)
	}
	return out.Bytes(), nil
}

func plainJSON(value any) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	err := enc.Encode(value)
	return bytes.TrimSpace(out.Bytes()), err
}
