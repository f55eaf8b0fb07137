package browser

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"
)

// shades is a picture of a smoothed page: a few plain fields and n shades.
func shades(n int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, 128, 128))
	for i := range 128 * 128 {
		c := color.RGBA{0xff, 0xff, 0xff, 255}
		switch {
		case i < n:
			c = color.RGBA{uint8(i), uint8(i >> 4), uint8(i >> 8), 255}
		case i%5 == 0:
			c = color.RGBA{0x14, 0x4b, 0x91, 255}
		}
		img.SetRGBA(i%128, i/128, c)
	}
	return img
}

func encode(t *testing.T, img image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	enc := png.Encoder{CompressionLevel: png.NoCompression}
	if err := enc.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestPackedPictureLooksTheSame(t *testing.T) {
	for _, test := range []struct {
		name    string
		shades  int
		palette bool
	}{{"plain", 0, true}, {"smoothed", 600, true}, {"colourful", 16000, false}} {
		t.Run(test.name, func(t *testing.T) {
			drawn := shades(test.shades)
			data := encode(t, drawn)
			packed, size, err := newColours().pack(data)
			if err != nil || size != drawn.Rect {
				t.Fatalf("%v %v", size, err)
			}
			if len(packed) >= len(data) {
				t.Errorf("%d bytes became %d", len(data), len(packed))
			}
			img, err := png.Decode(bytes.NewReader(packed))
			if err != nil {
				t.Fatal(err)
			}
			if _, ok := img.(*image.Paletted); ok != test.palette {
				t.Errorf("the file is a %T", img)
			}
			for y := range 128 {
				for x := range 128 {
					r, g, b, _ := img.At(x, y).RGBA()
					was := drawn.RGBAAt(x, y)
					if d := apart(r>>8<<16|g>>8<<8|b>>8, uint32(was.R)<<16|uint32(was.G)<<8|uint32(was.B)); d > tolerance {
						t.Fatalf("pixel %d,%d is %d steps off", x, y, d)
					}
				}
			}
		})
	}
}

func TestSamePictureIsTheSameFile(t *testing.T) {
	c := newColours()
	first, _, err := c.pack(encode(t, shades(600)))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := c.pack(encode(t, shades(9000))); err != nil {
		t.Fatal(err)
	}
	again, _, err := c.pack(encode(t, shades(600)))
	if err != nil || !bytes.Equal(first, again) {
		t.Errorf("the file of the same picture differs: %v", err)
	}
}

func TestPackRefusesWhatIsNoPicture(t *testing.T) {
	if _, _, err := newColours().pack([]byte("no picture")); err == nil {
		t.Error("accepted")
	}
}

func BenchmarkPack(b *testing.B) {
	var out bytes.Buffer
	if err := png.Encode(&out, shades(3000)); err != nil {
		b.Fatal(err)
	}
	c := newColours()
	for b.Loop() {
		if _, _, err := c.pack(out.Bytes()); err != nil {
			b.Fatal(err)
		}
	}
}
