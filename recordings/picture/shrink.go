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
// part by part. A field has 16 shades of each colour, which keeps light ones
// visible; what is mixed is the edge of a letter, for which 6 are enough. The
// same place of two pictures that are alike becomes the same.
func shrink(img image.Image, part int) image.Image {
	b := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx()/part, b.Dy()/part))
	row := rows(img)
	for y := range out.Rect.Dy() {
		blocks := make([]block, out.Rect.Dx())
		for n := range part {
			for x, c := range row(b.Min.Y + part*y + n)[:part*len(blocks)] {
				blocks[x/part].add(c)
			}
		}
		for x := range blocks {
			out.SetRGBA(x, y, blocks[x].mean())
		}
	}
	return paletted(out)
}

// block is what becomes one pixel.
type block struct {
	first color.RGBA
	n     int
	mixed bool
	red   int
	green int
	blue  int
}

func (k *block) add(c color.RGBA) {
	if k.n == 0 {
		k.first = c
	}
	k.n++
	k.mixed = k.mixed || c != k.first
	k.red, k.green, k.blue = k.red+int(c.R), k.green+int(c.G), k.blue+int(c.B)
}

func (k *block) mean() color.RGBA {
	steps := 15
	if k.mixed {
		steps = 5
	}
	return color.RGBA{shade(k.red/k.n, steps), shade(k.green/k.n, steps), shade(k.blue/k.n, steps), 255}
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

// shade is the nearest of the shades that so many steps of one size lead to from
// black to white.
func shade(v, steps int) uint8 { return uint8((v*steps + 127) / 255 * (255 / steps)) }

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
