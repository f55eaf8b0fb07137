package picture_test

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"testing"

	"lockedit/recordings/picture"
)

func encode(t *testing.T, img image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// page is white, and blue on its right half.
func page(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(img, image.Rect(w/2, 0, w, h), image.NewUniform(color.RGBA{0, 0, 0xff, 255}), image.Point{}, draw.Src)
	return img
}

func TestSmaller(t *testing.T) {
	palette := image.NewPaletted(image.Rect(0, 0, 400, 301), color.Palette{color.White, color.RGBA{0, 0, 0xff, 255}})
	draw.Draw(palette, palette.Rect, page(400, 301), image.Point{}, draw.Src)
	for _, test := range []struct {
		name string
		img  image.Image
		part int
		want image.Point
	}{
		{"half", page(400, 301), 2, image.Pt(200, 150)},
		{"a third", page(400, 301), 3, image.Pt(133, 100)},
		{"half of one with a palette", palette, 2, image.Pt(200, 150)},
	} {
		t.Run(test.name, func(t *testing.T) {
			var out bytes.Buffer
			enc := png.Encoder{CompressionLevel: png.NoCompression}
			if err := enc.Encode(&out, test.img); err != nil {
				t.Fatal(err)
			}
			img, err := png.Decode(bytes.NewReader(picture.Smaller(out.Bytes(), test.part)))
			if err != nil || img.Bounds().Size() != test.want {
				t.Fatalf("%v, want %v: %v", img.Bounds(), test.want, err)
			}
			for x, want := range map[int]color.RGBA{1: {0xff, 0xff, 0xff, 255}, test.want.X - 2: {0, 0, 0xff, 255}} {
				if r, g, b, _ := img.At(x, 50).RGBA(); (color.RGBA{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), 255}) != want {
					t.Errorf("pixel %d is %v, want %v", x, img.At(x, 50), want)
				}
			}
		})
	}
}

func TestWhatCannotBeSmallerStays(t *testing.T) {
	unreadable := []byte("no picture")
	if got := picture.Smaller(unreadable, 2); !bytes.Equal(got, unreadable) {
		t.Errorf("what is no picture became %q", got)
	}
	tiny := encode(t, page(2, 2))
	got := picture.Smaller(tiny, 2)
	if _, err := png.Decode(bytes.NewReader(got)); err != nil || len(got) > len(tiny) {
		t.Errorf("%d bytes became %d: %v", len(tiny), len(got), err)
	}
}
