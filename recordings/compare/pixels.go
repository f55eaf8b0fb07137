package compare

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"

	"github.com/orisano/pixelmatch"

	"lockedit/recordings"
)

// pixels is what differs between two pictures.
type pixels struct {
	count   int
	share   float64
	regions []Box
	masks   []Mask
}

// margin is how many equal pixels around the differing part pixelmatch needs to
// see, because it judges a pixel by its neighbours' neighbours.
const margin = 3

// cell is the side, in pixels, of the squares by which differing pixels are
// gathered into regions.
const cell = 16

// decode reads a PNG as non-premultiplied pixels, the form that Chrome writes.
func decode(data []byte) (*image.NRGBA, error) {
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("is no picture that can be read: %w", err)
	}
	switch img := img.(type) {
	case *image.NRGBA:
		return img, nil
	case *image.RGBA:
		if img.Opaque() { // then both forms have the same bytes
			return &image.NRGBA{Pix: img.Pix, Stride: img.Stride, Rect: img.Rect}, nil
		}
	case *image.Paletted:
		return unfold(img), nil
	}
	out := image.NewNRGBA(img.Bounds())
	draw.Draw(out, out.Bounds(), img, img.Bounds().Min, draw.Src)
	return out, nil
}

// unfold looks every pixel's colour up once.
func unfold(img *image.Paletted) *image.NRGBA {
	var colours [256][4]byte
	for i, c := range img.Palette {
		plain, _ := color.NRGBAModel.Convert(c).(color.NRGBA) // the model gives no other type
		colours[i] = [4]byte{plain.R, plain.G, plain.B, plain.A}
	}
	out := image.NewNRGBA(img.Bounds())
	for y := range img.Rect.Dy() {
		from, to := img.Pix[y*img.Stride:][:img.Rect.Dx()], out.Pix[y*out.Stride:]
		for x, index := range from {
			copy(to[4*x:], colours[index][:])
		}
	}
	return out
}

// comparePixels compares two pictures by pixelmatch, anti-aliasing ignored.
// What one of them lacks because it is smaller differs as a whole.
func comparePixels(a, b *image.NRGBA, masks []recordings.Masked) (pixels, error) {
	size := a.Bounds().Union(b.Bounds())
	common := a.Bounds().Intersect(b.Bounds())
	out := pixels{masks: boxes(masks)}
	for _, m := range out.masks {
		cover(a, m.Box)
		cover(b, m.Box)
	}
	marks := newGrid(size)
	if part := differing(a, b, common); !part.Empty() {
		part = part.Inset(-margin).Intersect(common)
		if err := match(a, b, part, marks); err != nil {
			return out, err
		}
	}
	for _, rest := range outside(size, common) {
		marks.fill(rest)
	}
	out.count = marks.count
	out.share = float64(marks.count) / float64(size.Dx()*size.Dy())
	out.regions = marks.regions()
	return out, nil
}

// match runs pixelmatch over a part of both pictures.
func match(a, b *image.NRGBA, part image.Rectangle, marks *grid) error {
	var drawn image.Image
	white, red := color.RGBA{R: 255, G: 255, B: 255, A: 255}, color.RGBA{R: 255, A: 255}
	count, err := pixelmatch.MatchPixel(atOrigin(a, part), atOrigin(b, part),
		pixelmatch.Alpha(0), pixelmatch.AntiAliasedColor(white), pixelmatch.DiffColor(red), pixelmatch.WriteTo(&drawn))
	if err != nil || count == 0 {
		return err
	}
	picture, ok := drawn.(*image.RGBA)
	if !ok {
		return fmt.Errorf("pixelmatch drew a %T", drawn)
	}
	for y := part.Min.Y; y < part.Max.Y; y++ {
		line := picture.Pix[picture.PixOffset(0, y-part.Min.Y):][:part.Dx()*4]
		for i := 0; i < len(line); i += 4 {
			if line[i] == red.R && line[i+1] == red.G && line[i+2] == red.B {
				marks.mark(part.Min.X+i/4, y)
			}
		}
	}
	return nil
}

// atOrigin is a part of a picture, with its corner at 0, 0: pixelmatch knows no
// other place.
func atOrigin(img *image.NRGBA, part image.Rectangle) *image.NRGBA {
	return &image.NRGBA{Pix: img.Pix[img.PixOffset(part.Min.X, part.Min.Y):], Stride: img.Stride, Rect: image.Rectangle{Max: part.Size()}}
}

// differing is the smallest box around all pixels that are not equal.
func differing(a, b *image.NRGBA, common image.Rectangle) image.Rectangle {
	var box image.Rectangle
	width := common.Dx() * 4
	for y := common.Min.Y; y < common.Max.Y; y++ {
		lineA := a.Pix[a.PixOffset(common.Min.X, y):][:width]
		lineB := b.Pix[b.PixOffset(common.Min.X, y):][:width]
		if bytes.Equal(lineA, lineB) {
			continue
		}
		from, to := 0, width
		for lineA[from] == lineB[from] {
			from++
		}
		for lineA[to-1] == lineB[to-1] {
			to--
		}
		box = box.Union(image.Rect(common.Min.X+from/4, y, common.Min.X+(to+3)/4, y+1))
	}
	return box
}

// outside lists the parts of a rectangle that another one within it leaves.
func outside(size, common image.Rectangle) []image.Rectangle {
	var rest []image.Rectangle
	if common.Max.X < size.Max.X {
		rest = append(rest, image.Rect(common.Max.X, size.Min.Y, size.Max.X, size.Max.Y))
	}
	if common.Max.Y < size.Max.Y {
		rest = append(rest, image.Rect(size.Min.X, common.Max.Y, common.Max.X, size.Max.Y))
	}
	return rest
}

// cover paints a masked part in one colour.
func cover(img *image.NRGBA, b Box) {
	box := image.Rect(b.X, b.Y, b.X+b.Width, b.Y+b.Height)
	draw.Draw(img, box.Intersect(img.Bounds()), image.NewUniform(color.NRGBA{R: 128, G: 128, B: 128, A: 255}), image.Point{}, draw.Src)
}

// boxes are the masks of both pictures, each once.
func boxes(masks []recordings.Masked) []Mask {
	var list []Mask
	seen := map[Mask]bool{}
	for _, m := range masks {
		mask := Mask{Box: Box{X: m.X, Y: m.Y, Width: m.Width, Height: m.Height}, Why: m.Why}
		if !seen[mask] {
			seen[mask] = true
			list = append(list, mask)
		}
	}
	return list
}
