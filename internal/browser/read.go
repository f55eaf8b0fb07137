package browser

import (
	"context"
	"encoding/json"
	"fmt"
)

// Read runs an embedded reading script, `(lib, args) => result`, in the page's
// isolated world and decodes its result into out: look-up, checks and reading
// in one round trip. args and result are JSON; the script may be async. A
// script that throws lib.notYet(reason) is run again until ctx ends. It is also
// run again if its page was replaced under it, so it must not change the page.
//
// lib offers find(locator), look(locator), found(locator), findAll(candidate,
// root), seen(element), text(element), value(element), fold(text), plain(text),
// squeeze(text), decode(address), handle(address), handles(address),
// visible(element), enabled(element), editable(element), options(select),
// labels(control), attr(element, name), queryAll(root, css), brief(element) and
// notYet(reason).
func (p *Page) Read(ctx context.Context, script string, args, out any) error {
	data, err := json.Marshal(args)
	if err != nil {
		return fmt.Errorf("the reading script's arguments: %w", err)
	}
	expression := "lockeditPage.perform('read', {script: (" + script + "\n), args: " + scriptSafe(data) + "})"
	return p.operate(ctx, "read the page", "", func(ctx context.Context, _ int) error {
		return p.evaluate(ctx, expression, "the element of a reading script", out)
	})
}
