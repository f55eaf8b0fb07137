package browser

import (
	"context"
	"fmt"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp/kb"
)

// keyRune is the key of a name: one character, or a key that is none.
func keyRune(name string) (rune, error) {
	switch name {
	case "Enter":
		return '\r', nil
	case "Tab":
		return '\t', nil
	case "Space":
		return ' ', nil
	case "Escape":
		return []rune(kb.Escape)[0], nil
	}
	if list := []rune(name); len(list) == 1 {
		return list[0], nil
	}
	return 0, fmt.Errorf("key %q: want Enter, Tab, Space, Escape or one character", name)
}

// Press focuses the element and presses one key: "Enter", "Tab", "Space",
// "Escape" or a character. It does not wait for what the key leads to, and does
// not press twice.
func (p *Page) Press(ctx context.Context, l Locator, key string) error {
	char, err := keyRune(key)
	if err != nil {
		return err
	}
	return p.operate(ctx, "press "+key+" in", l.Name, func(ctx context.Context, _ int) error {
		var out acted
		err := p.perform(ctx, "aimKey", locatorArgs{Locator: l}, l.describe(), &out)
		if err := p.matched(&out.Found, err); err != nil {
			return err
		}
		voyage := p.watch.arm()
		defer p.watch.disarm()
		for _, event := range kb.Encode(char) {
			if _, err := call(ctx, p, input.DispatchKeyEvent, *event); err != nil {
				return afterEvents(p.halfClick(ctx, voyage, err))
			}
		}
		return afterEvents(p.arrived(ctx, l, aimed{Found: out.Found}, voyage))
	})
}
