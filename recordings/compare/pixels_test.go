package compare_test

import (
	"image"
	"image/color"
	"image/draw"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lockedit/recordings/compare"
)

// disc draws a circle whose edge is blended, as a browser draws one, with its
// centre moved by a part of a pixel.
func disc(t *testing.T, shift float64) []byte {
	img := image.NewNRGBA(image.Rect(0, 0, 120, 120))
	draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
	for y := range 120 {
		for x := range 120 {
			dx, dy := float64(x)-60-shift, float64(y)-60
			cover := min(1, max(0, (40*40-dx*dx-dy*dy)/80+0.5))
			v := uint8(255 - 255*cover)
			img.SetNRGBA(x, y, color.NRGBA{v, v, v, 255})
		}
	}
	return encoded(t, img)
}

func TestPictures(t *testing.T) {
	paletted := image.NewPaletted(image.Rect(0, 0, 200, 100), color.Palette{color.White, color.Black})
	for _, test := range []struct {
		name          string
		before, after []byte
		pixels        int
		regions       []compare.Box
	}{
		{"the same", drawn(t, 200, 100), drawn(t, 200, 100), 0, nil},
		{"the same in another form", drawn(t, 200, 100), encoded(t, paletted), 0, nil},
		{"anti-aliasing", disc(t, 0), disc(t, 0.2), 0, nil},
		{"two places", drawn(t, 200, 100), drawn(t, 200, 100, image.Rect(1, 1, 11, 6), image.Rect(150, 80, 160, 85)), 100,
			[]compare.Box{{X: 1, Y: 1, Width: 10, Height: 5}, {X: 150, Y: 80, Width: 10, Height: 5}}},
		{"higher", drawn(t, 200, 100), drawn(t, 200, 110), 2000, []compare.Box{{Y: 100, Width: 200, Height: 10}}},
		{"narrower", drawn(t, 200, 100), drawn(t, 190, 100), 1000, []compare.Box{{X: 190, Width: 10, Height: 100}}},
		{"at the corner", drawn(t, 200, 100), drawn(t, 200, 100, image.Rect(195, 95, 200, 100)), 25, []compare.Box{{X: 195, Y: 95, Width: 5, Height: 5}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			result := compared(t, one(page{picture: test.before}), one(page{picture: test.after}), compare.Options{})
			p := result.Steps[0].Pictures[0]
			if p.Pixels != test.pixels || p.Same != (test.pixels == 0) {
				t.Errorf("%d pixels differ, want %d", p.Pixels, test.pixels)
			}
			if diff := cmp.Diff(test.regions, p.Regions); diff != "" && len(test.regions)+len(p.Regions) > 0 {
				t.Errorf("regions (-want +got):\n%s", diff)
			}
		})
	}
}
