package browser

import (
	"bytes"
	"cmp"
	"image"
	"image/draw"
	"image/png"
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
	drawn := strokesOf(img.Pix)
	c.learn(drawn.shades)
	var out bytes.Buffer
	if err := png.Encode(&out, drawn.redraw(img)); err != nil || out.Len() >= len(data) {
		return data, img.Rect, nil
	}
	return out.Bytes(), img.Rect, nil
}

// learn finds what new colours become, those first that are seen most, and
// writes it to the shades.
func (c *colours) learn(shades []shade) {
	if len(c.near) > maxColours {
		*c = *newColours()
	}
	fresh := make([]shade, 0, len(shades))
	for _, s := range shades {
		if _, known := c.index[s.colour]; !known {
			fresh = append(fresh, s)
		}
	}
	slices.SortFunc(fresh, func(a, b shade) int {
		return cmp.Or(b.pixels-a.pixels, cmp.Compare(a.colour, b.colour))
	})
	for _, s := range fresh {
		c.index[s.colour] = c.nearest(s.colour, s.pixels)
	}
	for i := range shades {
		shades[i].becomes = c.index[shades[i].colour]
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
