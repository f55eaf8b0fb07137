package browser

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp/kb"
)

// Keyboard holds which keys of a page are down.
type Keyboard struct {
	// Places are what Picked.Within is told of.
	Places    map[string][]Locator
	page      *Page
	modifiers int64
	down      []string
}

// Keyboard is a keyboard of the page with no key down.
func (p *Page) Keyboard() *Keyboard { return &Keyboard{page: p} }

// KeyTarget is what a key event goes to.
type KeyTarget struct {
	Picked Picked
	// Field says that it is a control that holds a value, Form that it belongs
	// to a form, which Enter may send.
	Field, Form bool
	// Inner is the number of the child frame that has the focus, -1 for none.
	Inner int
}

// UnknownKeyError says that a key has no place on the keyboard.
type UnknownKeyError struct{ Key string }

// Error is a sentence for people.
func (e *UnknownKeyError) Error() string {
	return fmt.Sprintf("there is no key %q on the keyboard", e.Key)
}

// Down presses a key, named as in the schema of Chrome's Recorder, and keeps it
// down. The judge, if there is one, is asked about what has the focus.
func (k *Keyboard) Down(ctx context.Context, key string, navigates bool, judge func(KeyTarget) error) (Response, error) {
	return k.send(ctx, key, true, navigates, judge)
}

// Up lets a key go.
func (k *Keyboard) Up(ctx context.Context, key string, navigates bool, judge func(KeyTarget) error) (Response, error) {
	return k.send(ctx, key, false, navigates, judge)
}

func (k *Keyboard) send(ctx context.Context, key string, down, navigates bool, judge func(KeyTarget) error) (Response, error) {
	name := "release key " + key
	if down {
		name = "press key " + key
	}
	event, err := k.event(key, down)
	if err != nil {
		return Response{}, err
	}
	var response Response
	err = k.page.operate(ctx, name, "", func(ctx context.Context, _ int) error {
		at, aim, err := k.focus(ctx)
		if err != nil {
			return err
		}
		if judge != nil {
			if err := judge(at); err != nil {
				k.page.lower(ctx, aim)
				return err
			}
		}
		response, err = k.strike(ctx, aim, event, navigates)
		return afterEvents(err)
	})
	return response, err
}

// focus finds what has the focus, in whichever frame, and arms its shield.
func (k *Keyboard) focus(ctx context.Context) (KeyTarget, Aim, error) {
	var aim Aim
	for {
		at := KeyTarget{Inner: -1}
		err := k.page.recorder(ctx, aim, "key", recorderArgs{Places: k.Places}, &at)
		if err != nil || at.Inner < 0 || len(aim.Frame) > maxFrames {
			return at, aim, err
		}
		aim.Frame = append(aim.Frame, at.Inner)
	}
}

// maxFrames bounds how deep frames may stand in one another.
const maxFrames = 20

func (k *Keyboard) strike(ctx context.Context, aim Aim, event input.DispatchKeyEventParams, navigates bool) (Response, error) {
	voyage := k.page.watch.arm()
	defer k.page.watch.disarm()
	before := k.page.watch.address()
	if _, err := call(ctx, k.page, input.DispatchKeyEvent, event); err != nil {
		return Response{}, k.page.halfClick(ctx, voyage, err)
	}
	response, err := k.page.settle(ctx, voyage, before, navigates)
	if err == nil && response.URL == "" {
		k.page.lower(ctx, aim)
	}
	return response, err
}

// event makes the event of a key, and keeps the modifiers.
func (k *Keyboard) event(name string, down bool) (input.DispatchKeyEventParams, error) {
	key, ok := keyNamed(name)
	if !ok {
		return input.DispatchKeyEventParams{}, &UnknownKeyError{Key: name}
	}
	modifier := modifierOf(key.Key)
	repeated := slices.Contains(k.down, key.Code)
	kind := input.DispatchKeyEventTypeKeyUp
	if down {
		k.modifiers |= modifier
		k.down = append(k.down, key.Code)
		kind = input.DispatchKeyEventTypeRawKeyDown
	} else {
		k.modifiers &^= modifier
		k.down = slices.DeleteFunc(k.down, func(code string) bool { return code == key.Code })
	}
	event := input.DispatchKeyEventParams{
		Type: kind, Modifiers: k.modifiers, Code: key.Code, Key: key.Key, WindowsVirtualKeyCode: key.Windows, NativeVirtualKeyCode: key.Native,
	}
	if down && key.Text != "" && k.modifiers&^modifierShift == 0 {
		event.Type, event.Text, event.UnmodifiedText = input.DispatchKeyEventTypeKeyDown, key.Text, key.Unmodified
	}
	if down && repeated {
		event.AutoRepeat = new(true)
	}
	return event, nil
}

// The bits of modifier keys in the protocol's Input.dispatchKeyEvent.
const (
	modifierAlt = 1 << iota
	modifierCtrl
	modifierMeta
	modifierShift
)

func modifierOf(key string) int64 {
	switch key {
	case "Alt":
		return modifierAlt
	case "Control":
		return modifierCtrl
	case "Meta":
		return modifierMeta
	case "Shift":
		return modifierShift
	}
	return 0
}

// keyNamed finds a key by what the Recorder calls it: its value, such as "a" or
// "Enter", or its place, such as "KeyA".
func keyNamed(name string) (kb.Key, bool) {
	name = strings.NewReplacer("\n", "Enter", "\r", "Enter").Replace(name)
	if list := []rune(name); len(list) == 1 {
		if key, ok := kb.Keys[list[0]]; ok {
			return *key, true
		}
	}
	var best *kb.Key
	for _, key := range kb.Keys {
		if key.Key != name && key.Code != name {
			continue
		}
		if best == nil || better(key, best, name) {
			best = key
		}
	}
	if best == nil {
		return kb.Key{}, false
	}
	return *best, true
}

// better prefers the plain key to a shifted one, and a fixed order among equals.
func better(a, b *kb.Key, name string) bool {
	if (a.Key == name) != (b.Key == name) {
		return a.Key == name
	}
	if a.Shift != b.Shift {
		return !a.Shift
	}
	return a.Code < b.Code
}
