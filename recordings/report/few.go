package report

import (
	"image"
	"image/color"
)

// few is a part of a picture, with a palette where 256 colours are enough.
func few(img *image.RGBA, part image.Rectangle) image.Image {
	index := map[color.RGBA]uint8{}
	out := image.NewPaletted(image.Rect(0, 0, part.Dx(), part.Dy()), nil)
	for y := range part.Dy() {
		for x := range part.Dx() {
			c := img.RGBAAt(part.Min.X+x, part.Min.Y+y)
			at, known := index[c]
			if !known {
				if len(out.Palette) == 256 {
					return img.SubImage(part)
				}
				at = uint8(len(out.Palette))
				index[c] = at
				out.Palette = append(out.Palette, c)
			}
			out.Pix[out.PixOffset(x, y)] = at
		}
	}
	return out
}
