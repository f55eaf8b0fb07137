package browser

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"

	"lockedit/internal/defect"
)

// MaxPictureHeight is the height in pixels at which a full-page picture is cut.
const MaxPictureHeight = 10_000

// fontLimit is how long a picture waits for the page's fonts.
const fontLimit = 2 * time.Second

// restoreLimit is how long the page may take to be as before.
const restoreLimit = 5 * time.Second

// PictureOptions says what a picture shows.
type PictureOptions struct {
	// Mask lists elements to cover; all matches of all candidates are. Password
	// fields are always covered.
	Mask []Locator
	// FullPage shows the whole page, up to [MaxPictureHeight].
	FullPage bool
	// Marks are places to look up in the picture; they are not covered.
	Marks []Mark
}

// PictureData is one picture.
type PictureData struct {
	PNG           []byte
	Width, Height int
	At            time.Time
	// Cut says that the page goes on below the picture.
	Cut bool
	// Marked are the places of the marks that were found.
	Marked []Marked
}

type freezeArgs struct {
	Masks     []Locator `json:"masks"`
	Marks     []Mark    `json:"marks"`
	Full      bool      `json:"full"`
	Cap       int       `json:"cap"`
	FontLimit int64     `json:"fontLimit"`
}

type frozen struct {
	Width, Height int
	Ready, Cut    bool
	Marked        []Marked
}

// Drawing is a picture that was taken and whose file is being made.
type Drawing struct {
	made    chan struct{}
	picture PictureData
	err     error
}

// Wait returns the picture when its file is made, which takes a tenth of a
// second and no browser.
func (d *Drawing) Wait() (PictureData, error) {
	<-d.made
	return d.picture, d.err
}

// Draw takes a stable picture: fixed size, no caret, animations at their end,
// fonts loaded. The page is as before afterwards, and may be used while the
// picture's file is made. The caller waits for one drawing of a page before it
// takes the next, because the colours of a picture depend on those before.
func (p *Page) Draw(ctx context.Context, o PictureOptions) (*Drawing, error) {
	taken, err := p.take(ctx, o)
	if err != nil {
		return nil, err
	}
	return p.develop(taken), nil
}

// develop makes a picture's file.
func (p *Page) develop(taken PictureData) *Drawing {
	d := &Drawing{made: make(chan struct{})}
	go func() {
		defer close(d.made)
		d.err = defect.Guard(func() (err error) {
			d.picture, err = p.pack(taken)
			return err
		})
	}()
	return d
}

// Picture is [Page.Draw] with the file made.
func (p *Page) Picture(ctx context.Context, o PictureOptions) (PictureData, error) {
	drawing, err := p.Draw(ctx, o)
	if err != nil {
		return PictureData{}, err
	}
	return drawing.Wait()
}

// take takes a picture as the browser writes it.
func (p *Page) take(ctx context.Context, o PictureOptions) (PictureData, error) {
	var picture PictureData
	args := freezeArgs{
		Masks: append([]Locator{}, o.Mask...), Marks: append([]Mark{}, o.Marks...), Full: o.FullPage,
		Cap: MaxPictureHeight, FontLimit: fontLimit.Milliseconds(),
	}
	err := p.operate(ctx, "picture", "", func(ctx context.Context, _ int) error {
		var err error
		if p.browser.options.Blank {
			picture, err = p.blank(ctx)
			return err
		}
		picture, err = p.shoot(ctx, args)
		return err
	})
	return picture, err
}

// shoot makes one attempt.
func (p *Page) shoot(ctx context.Context, args freezeArgs) (PictureData, error) {
	if err := p.leave(ctx); err != nil {
		return PictureData{}, err
	}
	state, stretched, err := p.freeze(ctx, args)
	if err != nil {
		// The first error tells more than that there was nothing to undo.
		_ = p.restore(ctx, stretched)
		return PictureData{}, err
	}
	data, err := call(ctx, p, page.CaptureScreenshot, page.CaptureScreenshotParams{
		Format: page.CaptureScreenshotFormatPng, OptimizeForSpeed: new(true),
	})
	at := now()
	if err != nil {
		_ = p.restore(ctx, stretched)
		return PictureData{}, p.callFailure(ctx, err)
	}
	if err := p.restore(ctx, stretched); err != nil {
		return PictureData{}, err
	}
	return PictureData{PNG: data.Data, At: at, Cut: state.Cut, Marked: state.Marked}, nil
}

// blank is the picture of a browser that is asked for none.
func (p *Page) blank(ctx context.Context) (PictureData, error) {
	var out bytes.Buffer
	err := png.Encode(&out, image.NewGray(image.Rect(0, 0, 1, 1)))
	return PictureData{PNG: out.Bytes(), At: now()}, errors.Join(err, ctx.Err())
}

// restore gives the page its looks and size back, even if ctx has ended.
func (p *Page) restore(ctx context.Context, stretched bool) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), restoreLimit)
	defer cancel()
	at, err := p.thaw(ctx)
	if !stretched {
		return err
	}
	if err = errors.Join(err, p.resize(ctx, p.height())); err != nil || at == (scrolled{}) {
		return err
	}
	return p.perform(ctx, "scrollBack", at, "", &struct{}{})
}

// scrolled is a place in a page, in CSS pixels.
type scrolled struct {
	Left float64 `json:"left"`
	Top  float64 `json:"top"`
}

// leave takes the mouse away, so that nothing is shown as hovered over.
func (p *Page) leave(ctx context.Context) error {
	if !p.hovering.Swap(false) {
		return nil
	}
	_, err := call(ctx, p, input.DispatchMouseEvent, input.DispatchMouseEventParams{
		Type: input.DispatchMouseEventTypeMouseMoved, X: -1, Y: -1,
	})
	if err != nil {
		return p.callFailure(ctx, err)
	}
	return nil
}

// freeze prepares the page, after making the viewport as high as the page.
func (p *Page) freeze(ctx context.Context, args freezeArgs) (state frozen, stretched bool, err error) {
	for range 3 {
		state = frozen{}
		if err = p.perform(ctx, "freeze", args, "", &state); err != nil || state.Ready {
			return state, stretched, err
		}
		stretched = true
		if err = p.resize(ctx, state.Height); err != nil {
			return state, stretched, err
		}
	}
	return state, stretched, &again{err: &NotActionableError{Reason: "still growing", Element: "the page"}}
}

func (p *Page) resize(ctx context.Context, height int) error {
	_, err := call(ctx, p, emulation.SetDeviceMetricsOverride, p.metrics(height))
	if err != nil {
		return p.callFailure(ctx, err)
	}
	return nil
}

// thaw undoes freeze and returns where the page was scrolled to. A page that was
// replaced meanwhile may have shown something uncovered, so the picture is
// thrown away.
func (p *Page) thaw(ctx context.Context) (scrolled, error) {
	var out struct {
		Frozen bool
		scrolled
	}
	if err := p.perform(ctx, "thaw", struct{}{}, "", &out); err != nil {
		return scrolled{}, err
	}
	if !out.Frozen {
		return out.scrolled, &again{err: errReplaced}
	}
	return out.scrolled, nil
}

// pack makes the picture's file small; see [colours].
func (p *Page) pack(picture PictureData) (PictureData, error) {
	data, size, err := p.colours.pack(picture.PNG)
	if err != nil {
		return PictureData{}, fmt.Errorf("picture: %w", err)
	}
	picture.PNG, picture.Width, picture.Height = data, size.Dx(), size.Dy()
	return picture, nil
}
