package browser

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/page"

	"lockedit/internal/defect"
)

// TestAPanicOverAPictureIsItsError has a picture that cannot be made small.
func TestAPanicOverAPictureIsItsError(t *testing.T) {
	var taken bytes.Buffer
	if err := png.Encode(&taken, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		t.Fatal(err)
	}
	p := &Page{} // has no colours
	_, err := p.develop(PictureData{PNG: taken.Bytes()}).Wait()
	var caught *defect.Error
	if !errors.As(err, &caught) || len(caught.Stack) == 0 {
		t.Errorf("got %v", err)
	}
}

// TestAPanicOfAnObserverIsTold holds that the observer hears of it, and of what comes after.
func TestAPanicOfAnObserverIsTold(t *testing.T) {
	var caught *defect.Error
	var heard []string
	m := newMailbox(func(err error) {
		if errors.As(err, &caught) {
			heard = append(heard, err.Error())
		}
	})
	m.post(func() { heard = append(heard, "before") })
	m.post(func() { panic("odd") })
	m.post(func() { heard = append(heard, "after") })
	m.close()
	if want := []string{"before", "defect in lockedit: odd", "after"}; !slices.Equal(heard, want) {
		t.Errorf("heard %q, want %q", heard, want)
	}
}

// defects hears of nothing else.
type defects struct {
	NopObserver
	heard []error
}

func (d *defects) Defect(err error) { d.heard = append(d.heard, err) }

// TestAPanicOverAnEventIsTold has an event of the tab that is not there.
func TestAPanicOverAnEventIsTold(t *testing.T) {
	d := &defects{}
	w := newWatcher(fence{}, PageOptions{Observer: d})
	w.hear((*page.EventWindowOpen)(nil))
	w.mail.close()
	if len(d.heard) != 1 {
		t.Errorf("heard %v", d.heard)
	}
	if w.verdict() != nil || w.address() != "" { // the lock is free
		t.Error("the page has ended")
	}
}
