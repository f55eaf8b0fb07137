package trace

import (
	"image"
	"image/color"
)

// shrink halves a picture: each pixel is the mean of four, in 16 shades of each
// colour, which text needs no more of.
func shrink(img image.Image) image.Image {
	b := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx()/2, b.Dy()/2))
	row := rows(img)
	for y := range out.Rect.Dy() {
		upper, lower := row(b.Min.Y+2*y), row(b.Min.Y+2*y+1)
		for x := range out.Rect.Dx() {
			out.SetRGBA(x, y, mean(upper[2*x], upper[2*x+1], lower[2*x], lower[2*x+1]))
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

func mean(p ...color.RGBA) color.RGBA {
	var r, g, b int
	for _, c := range p {
		r, g, b = r+int(c.R), g+int(c.G), b+int(c.B)
	}
	return color.RGBA{shade(r / len(p)), shade(g / len(p)), shade(b / len(p)), 255}
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
