package browser

import "context"

// Described is how a step of Chrome's Recorder names an element.
type Described struct {
	// Selectors lead to the element and to no other, the steadiest first.
	Selectors []string
	// Width and Height are the element's in CSS pixels.
	Width, Height float64
	Found         Found
}

// Describe waits for the one element of a locator and says how a recorded step
// would name it.
func (p *Page) Describe(ctx context.Context, l Locator) (Described, error) {
	var out Described
	err := p.operate(ctx, "describe", l.Name, func(ctx context.Context, _ int) error {
		return p.perform(ctx, "describe", locatorArgs{Locator: l}, l.describe(), &out)
	})
	return out, err
}

// Act is something that was done on a page: a click, or an address opened.
type Act struct {
	// URL is the address that was opened; empty for a click.
	URL string
	// Clicked is what was clicked.
	Clicked Described
}

// Record hands every later click and opened address to a function, right before
// it is done; nil ends that.
func (p *Page) Record(acts func(Act)) { p.acts = acts }

// recordClick tells of a click, as far as its element can be described.
func (p *Page) recordClick(ctx context.Context, l Locator) error {
	if p.acts == nil {
		return nil
	}
	var out Described
	if err := p.perform(ctx, "describe", locatorArgs{Locator: l}, l.describe(), &out); err != nil {
		return err
	}
	p.acts(Act{Clicked: out})
	return nil
}

func (p *Page) recordGoto(address string) {
	if p.acts != nil {
		p.acts(Act{URL: address})
	}
}
