package browser_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"

	"lockedit/internal/browser"
)

func shoot(t *testing.T, page *browser.Page, o browser.PictureOptions) (browser.PictureData, image.Image) {
	t.Helper()
	data, err := page.Picture(within(t), o)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(data.PNG))
	if err != nil {
		t.Fatal(err)
	}
	return data, img
}

func hue(img image.Image, x, y int) color.NRGBA {
	c, _ := color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
	return c
}

var (
	cover  = color.NRGBA{R: 255, B: 255, A: 255}
	field  = color.NRGBA{G: 170, A: 255}
	spin   = color.NRGBA{B: 255, A: 255}
	orange = color.NRGBA{R: 255, G: 136, A: 255}
)

func TestPictureCoversSecrets(t *testing.T) {
	for _, path := range []string{"/secret", "/secret?reveal"} {
		t.Run(path, func(t *testing.T) {
			page := openPage(t, path, browser.PageOptions{})
			if err := page.FillSecret(within(t), css("#pw"), func() string { return "canary-Pa55word" }); err != nil {
				t.Fatal(err)
			}
			_, img := shoot(t, page, browser.PictureOptions{FullPage: true})
			for x := 50; x < 250; x += 7 {
				for y := 50; y < 80; y += 3 {
					if got := hue(img, x, y); got != cover {
						t.Fatalf("the password field shows %v at %d,%d", got, x, y)
					}
				}
			}
			if got := hue(img, 240, 145); got != field {
				t.Errorf("the user field shows %v", got)
			}
		})
	}
}

func TestPictureMasksAndSize(t *testing.T) {
	page := openPage(t, "/secret", browser.PageOptions{})
	data, img := shoot(t, page, browser.PictureOptions{FullPage: true, Mask: []browser.Locator{css("#user"), css("#none")}})
	if data.Width != browser.DefaultWidth || data.Height != 1600 || data.Cut {
		t.Errorf("got %d x %d, cut %v, want the whole page", data.Width, data.Height, data.Cut)
	}
	if got := hue(img, 240, 145); got != cover {
		t.Errorf("the masked field shows %v", got)
	}
	if hue(img, 70, 220) != spin || hue(img, 420, 280) != orange {
		t.Errorf("the animations are not at rest: %v %v", hue(img, 70, 220), hue(img, 420, 280))
	}
	var height int
	if err := page.Read(within(t), "() => innerHeight", nil, &height); err != nil || height != browser.DefaultHeight {
		t.Errorf("the viewport is %d high afterwards, %v", height, err)
	}
	data, img = shoot(t, page, browser.PictureOptions{})
	if data.Height != browser.DefaultHeight || hue(img, 240, 145) != field {
		t.Errorf("got %d high and %v, want the viewport and no mask left", data.Height, hue(img, 240, 145))
	}
}

func TestPicturesAreStable(t *testing.T) {
	for _, path := range []string{"/secret", "/form", "/act?mode=moving"} {
		t.Run(path, func(t *testing.T) {
			var first []byte
			for range 2 {
				page := openPage(t, path, browser.PageOptions{})
				for range 2 {
					data, _ := shoot(t, page, browser.PictureOptions{FullPage: true})
					if first == nil {
						first = data.PNG
					}
					if !bytes.Equal(first, data.PNG) {
						t.Fatal("two pictures of the same page differ")
					}
				}
			}
		})
	}
}

// TestAPictureLeavesThePageScrolled holds that a page is where it was after its
// picture, although the picture shows it from its top.
func TestAPictureLeavesThePageScrolled(t *testing.T) {
	for _, full := range []bool{true, false} {
		page := openPage(t, "/secret", browser.PageOptions{})
		var top float64
		if err := page.Read(within(t), "() => { scrollTo(0, 333); return scrollY; }", nil, &top); err != nil || top != 333 {
			t.Fatalf("scrolled to %v, %v", top, err)
		}
		shoot(t, page, browser.PictureOptions{FullPage: full})
		if err := page.Read(within(t), "() => scrollY", nil, &top); err != nil || top != 333 {
			t.Errorf("full %v: scrolled to %v afterwards, %v", full, top, err)
		}
	}
}

// TestPicturesShowNoCaret holds that what has the keyboard looks as if it had not:
// a caret blinks, so two pictures of one page would differ.
func TestPicturesShowNoCaret(t *testing.T) {
	for _, where := range []string{"plain", "editable", "open", "closed", "design"} {
		t.Run(where, func(t *testing.T) {
			page := openPage(t, "/caret?in="+where, browser.PageOptions{})
			_, img := shoot(t, page, browser.PictureOptions{})
			noGreen(t, img)
		})
	}
}

// TestPicturesShowNoScrollBars holds it of the page's own scroll bar and of one inside
// the page, both of a colour of their own.
func TestPicturesShowNoScrollBars(t *testing.T) {
	for _, full := range []bool{true, false} {
		page := openPage(t, "/bars", browser.PageOptions{})
		_, img := shoot(t, page, browser.PictureOptions{FullPage: full})
		noGreen(t, img)
	}
}

// noGreen holds that nothing in the picture is green.
func noGreen(t *testing.T, img image.Image) {
	t.Helper()
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			if c := hue(img, x, y); c.G > 100 && c.R < 100 && c.B < 100 {
				t.Fatalf("green at %d,%d: %v", x, y, c)
			}
		}
	}
}
