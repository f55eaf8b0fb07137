package browser

import "context"

// Filling is what a recorded step puts into an element.
type Filling struct {
	// Value is asked for when it is needed.
	Value func() string
	// Secret makes a field for text one for passwords, whatever the page calls it: it
	// is covered in pictures, and what it holds stands in no error, tree or report.
	Secret bool
	// Navigates says that a page comes of it.
	Navigates bool
}

// FillAt puts a value into what a recorded step means: an option's value into a
// list, a text into a field. A box is ticked if the value is not empty, with a
// click. The value never stands in an error or a report where it is a secret, or the
// field is one for passwords.
func (p *Page) FillAt(ctx context.Context, aim Aim, f Filling) (Picked, Response, error) {
	var out struct {
		Picked Picked
		Click  bool
	}
	var response Response
	err := p.operate(ctx, "fill", aim.Name, func(ctx context.Context, _ int) error {
		voyage := p.watch.arm()
		defer p.watch.disarm()
		before := p.watch.address()
		err := p.recorder(ctx, aim, "fill", recorderArgs{Text: f.Value(), Secret: f.Secret}, &out)
		if err := p.recorded(aim, &out.Picked, err); err != nil || out.Click {
			return err
		}
		response, err = p.settle(ctx, voyage, before, f.Navigates)
		return err
	})
	if err != nil || !out.Click {
		return out.Picked, response, err
	}
	_, response, err = p.ClickAt(ctx, aim, Press{Navigates: f.Navigates})
	return out.Picked, response, err
}

// ScrollAt scrolls what a recorded step means, or the page where it names
// nothing, to a place in pixels.
func (p *Page) ScrollAt(ctx context.Context, aim Aim, x, y float64) (Picked, error) {
	var out struct{ Picked *Picked }
	err := p.operate(ctx, "scroll", aim.Name, func(ctx context.Context, _ int) error {
		err := p.recorder(ctx, aim, "scroll", recorderArgs{X: x, Y: y}, &out)
		if err != nil || out.Picked == nil {
			return err
		}
		return p.recorded(aim, out.Picked, nil)
	})
	if out.Picked == nil {
		return Picked{}, err
	}
	return *out.Picked, err
}
