// Package picture makes pictures of pages smaller where a format has no room
// for them as they are.
package picture

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
)

// Smaller is a PNG with a part of the width and height of another; that one
// itself where it would be no smaller or cannot be read.
func Smaller(content []byte, part int) []byte {
	img, err := png.Decode(bytes.NewReader(content))
	if err != nil {
		return content
	}
	var out bytes.Buffer
	if err := png.Encode(&out, shrink(img, part)); err != nil || out.Len() >= len(content) {
		return content
	}
	return out.Bytes()
}

// shrink makes a picture a part as wide and high: each pixel is the mean of
// part by part, in 16 shades of each colour, which text needs no more of.
func shrink(img image.Image, part int) image.Image {
	b := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx()/part, b.Dy()/part))
	row := rows(img)
	for y := range out.Rect.Dy() {
		sums := make([][3]int, out.Rect.Dx())
		for n := range part {
			for x, c := range row(b.Min.Y + part*y + n)[:part*len(sums)] {
				s := &sums[x/part]
				s[0], s[1], s[2] = s[0]+int(c.R), s[1]+int(c.G), s[2]+int(c.B)
			}
		}
		for x, s := range sums {
			out.SetRGBA(x, y, color.RGBA{shade(s[0] / part / part), shade(s[1] / part / part), shade(s[2] / part / part), 255})
		}
	}
	return paletted(out)
}

// rows reads a picture row by row, fast where it has a palette.
func rows(img image.Image) func(y int) []color.RGBA {
	b := img.Bounds()
	var palette []color.RGBA
	p, hasPalette := img.(*image.Paletted)
	if hasPalette {
		for _, c := range p.Palette {
			palette = append(palette, rgba(c))
		}
	}
	return func(y int) []color.RGBA {
		row := make([]color.RGBA, b.Dx())
		for x := range row {
			if hasPalette {
				row[x] = palette[p.Pix[p.PixOffset(b.Min.X+x, y)]]
				continue
			}
			row[x] = rgba(img.At(b.Min.X+x, y))
		}
		return row
	}
}

func rgba(c color.Color) color.RGBA {
	r, g, b, _ := c.RGBA()
	return color.RGBA{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), 255}
}

// shade is the nearest of 16 shades, black and white among them.
func shade(v int) uint8 { return uint8((v*15 + 127) / 255 * 17) }

// paletted is the picture with a palette where 256 colours are enough.
func paletted(img *image.RGBA) image.Image {
	index := map[color.RGBA]uint8{}
	out := image.NewPaletted(img.Rect, nil)
	for i := range out.Pix {
		c := color.RGBA{img.Pix[4*i], img.Pix[4*i+1], img.Pix[4*i+2], 255}
		at, known := index[c]
		if !known {
			if len(out.Palette) == 256 {
				return img
			}
			at = uint8(len(out.Palette))
			index[c] = at
			out.Palette = append(out.Palette, c)
		}
		out.Pix[i] = at
	}
	return out
}
