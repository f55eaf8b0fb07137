package browser

import (
	"bytes"
	"cmp"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"maps"
	"slices"
)

// plain is from how many pixels on a colour is one that the page was painted
// with: it is kept as it is. The shades that smooth the edges of text are rarer,
// and there are thousands of them.
const plain = 200

// tolerance is how far such a shade may be from the one that was drawn, in
// steps of 255 for each of red, green and blue. Nobody sees that much at the
// edge of a letter, and a page that fits into a palette takes a third of the
// space.
const tolerance = 16

// maxColours bounds the memory of [colours]; beyond it a new one begins.
const maxColours = 4096

// colours keeps what each colour became, so that what looked the same in two
// pictures of a page is the same in their files.
type colours struct {
	// near are the colours that stand for others, in the order of their finding.
	near  []uint32
	index map[uint32]uint32
}

func newColours() *colours { return &colours{index: map[uint32]uint32{}} }

// pack writes a picture as small as it gets in little time. A picture that is
// no PNG comes back as it is, with the error.
func (c *colours) pack(data []byte) ([]byte, image.Rectangle, error) {
	decoded, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return data, image.Rectangle{}, err
	}
	img, ok := decoded.(*image.RGBA)
	if !ok {
		img = image.NewRGBA(decoded.Bounds())
		draw.Draw(img, img.Rect, decoded, img.Rect.Min, draw.Src)
	}
	c.learn(img)
	var out bytes.Buffer
	if err := png.Encode(&out, c.apply(img)); err != nil || out.Len() >= len(data) {
		return data, img.Rect, nil
	}
	return out.Bytes(), img.Rect, nil
}

// at is the colour of a pixel as a number; pages have no transparent pixels.
func at(pix []byte, i int) uint32 {
	return uint32(pix[i])<<16 | uint32(pix[i+1])<<8 | uint32(pix[i+2])
}

// runs calls f for each run of pixels of one colour, as most of a page is.
func runs(pix []byte, f func(colour uint32, from, to int)) {
	for from := 0; from < len(pix); {
		colour, to := at(pix, from), from+4
		for to < len(pix) && at(pix, to) == colour {
			to += 4
		}
		f(colour, from, to)
		from = to
	}
}

// learn finds what new colours become, those first that are seen most.
func (c *colours) learn(img *image.RGBA) {
	count := map[uint32]int{}
	runs(img.Pix, func(colour uint32, from, to int) { count[colour] += (to - from) / 4 })
	if len(c.near) > maxColours {
		*c = *newColours()
	}
	fresh := make([]uint32, 0, len(count))
	for colour := range count {
		if _, known := c.index[colour]; !known {
			fresh = append(fresh, colour)
		}
	}
	slices.SortFunc(fresh, func(a, b uint32) int {
		return cmp.Or(count[b]-count[a], cmp.Compare(a, b))
	})
	for _, colour := range fresh {
		c.index[colour] = c.nearest(colour, count[colour])
	}
}

// nearest is the closest colour within tolerance, or the colour itself.
func (c *colours) nearest(colour uint32, pixels int) uint32 {
	best, found := tolerance+1, colour
	for _, n := range c.near {
		if d := apart(n, colour); d < best && pixels < plain {
			best, found = d, n
		}
	}
	if best > tolerance {
		c.near = append(c.near, colour)
	}
	return found
}

// apart is the largest difference of two colours in one of their parts.
func apart(a, b uint32) int {
	worst := 0
	for shift := 0; shift < 24; shift += 8 {
		d := int(a>>shift&255) - int(b>>shift&255)
		worst = max(worst, d, -d)
	}
	return worst
}

// apply is the picture in its new colours: with a palette, in the order of the
// colours' numbers, where 256 are enough.
func (c *colours) apply(img *image.RGBA) image.Image {
	used := map[uint32]uint8{}
	runs(img.Pix, func(colour uint32, from, to int) {
		colour = c.index[colour]
		used[colour] = 0
		for i := from; i < to; i += 4 {
			img.Pix[i], img.Pix[i+1], img.Pix[i+2] = uint8(colour>>16), uint8(colour>>8), uint8(colour)
		}
	})
	if len(used) > 256 {
		return img
	}
	out := image.NewPaletted(img.Rect, nil)
	for n, colour := range slices.Sorted(maps.Keys(used)) {
		used[colour] = uint8(n)
		out.Palette = append(out.Palette, color.RGBA{uint8(colour >> 16), uint8(colour >> 8), uint8(colour), 255})
	}
	runs(img.Pix, func(colour uint32, from, to int) {
		for i := from; i < to; i += 4 {
			out.Pix[i/4] = used[colour]
		}
	})
	return out
}
