package report

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html"
	"html/template"
	"image"
	"image/draw"
	"image/png"
	"strings"

	"lockedit/recordings/picture"
)

// The pictures of a run are much alike: the pages of a console differ in a few
// lines. So a picture that is like an earlier one is drawn as that one with
// patches on it, pixel for pixel the same, and a page with hundreds of
// pictures stays small enough to be sent.

const (
	// cell is the width and height of the squares that are compared.
	cell = 16
	// maxPatches bounds the patches of a picture; beyond it they become one.
	maxPatches = 24
	// maxDepth is how many pictures may lie beneath one another.
	maxDepth = 3
	// remembered is how many pictures a new one is compared with.
	remembered = 8
)

// frame is a picture that later ones may be drawn upon.
type frame struct {
	id    string
	img   *image.RGBA
	depth int
}

// film draws one picture after the other.
type film struct {
	recent []*frame
	count  int
	// part is by how much the pictures are shrunk, 0 for not at all. They are
	// shown as large as they were.
	part int
}

// drawing is a picture as the page draws it.
type drawing struct {
	inner string
	size  image.Point
	scale int
}

// element shows a drawing.
func (d drawing) element(alt string) template.HTML {
	return template.HTML(fmt.Sprintf(`<svg class="page" role="img" aria-label="%s" width="%d" height="%d" viewBox="0 0 %d %d">%s</svg>`,
		html.EscapeString(alt), d.scale*d.size.X, d.scale*d.size.Y, d.size.X, d.size.Y, d.inner))
}

// draw draws a picture; false if it cannot be read.
func (f *film) draw(content []byte) (drawing, bool) {
	if f.part > 1 {
		content = picture.Smaller(content, f.part)
	}
	decoded, err := png.Decode(bytes.NewReader(content))
	if err != nil {
		return drawing{}, false
	}
	f.count++
	next := &frame{id: fmt.Sprintf("p%d", f.count), img: rgba(decoded)}
	inner := f.upon(next)
	if inner == "" {
		inner = inline(content, next.img.Rect, next.id)
	}
	f.remember(next)
	return drawing{inner: inner, size: next.img.Rect.Max, scale: max(f.part, 1)}, true
}

func rgba(img image.Image) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, img.Bounds().Dx(), img.Bounds().Dy()))
	p, ok := img.(*image.Paletted)
	if !ok {
		draw.Draw(out, out.Rect, img, img.Bounds().Min, draw.Src)
		return out
	}
	// The library goes pixel by pixel through an interface here.
	colours := make([][4]byte, 256)
	for i, c := range p.Palette {
		r, g, b, a := c.RGBA()
		colours[i] = [4]byte{byte(r >> 8), byte(g >> 8), byte(b >> 8), byte(a >> 8)}
	}
	for y := range out.Rect.Dy() {
		row := out.Pix[y*out.Stride:]
		for x, index := range p.Pix[y*p.Stride : y*p.Stride+out.Rect.Dx()] {
			copy(row[4*x:4*x+4], colours[index][:])
		}
	}
	return out
}

// remember keeps a picture that others may still be drawn upon.
func (f *film) remember(next *frame) {
	if next.depth < maxDepth {
		f.recent = append(f.recent, next)
	}
	if len(f.recent) > remembered {
		f.recent = f.recent[1:]
	}
}

// upon is the picture drawn upon the one that is most like it; "" if none is.
func (f *film) upon(next *frame) string {
	var base *frame
	var patches []image.Rectangle
	// A picture with patches has to pay: at most a third of it is new.
	least := next.img.Rect.Dx() * next.img.Rect.Dy() / 3
	for _, earlier := range f.recent {
		if earlier.img.Rect != next.img.Rect {
			continue
		}
		if p := differences(earlier.img, next.img); area(p) < least {
			base, patches, least = earlier, p, area(p)
		}
	}
	if base == nil {
		return ""
	}
	patches = settle(next.img, patches)
	next.depth = base.depth + 1
	var out strings.Builder
	fmt.Fprintf(&out, `<g id="%s"><use href="#%s"/>`, next.id, base.id)
	for _, patch := range patches {
		var content bytes.Buffer
		if err := png.Encode(&content, few(next.img, patch)); err != nil {
			return ""
		}
		out.WriteString(inline(content.Bytes(), patch, ""))
	}
	out.WriteString("</g>")
	return out.String()
}

// inline is a picture inside the page. It is written here and not in the
// template, whose escaping would write every plus sign as five characters. It
// fills its place whatever its own shape, because paper has stand-ins there.
func inline(content []byte, at image.Rectangle, id string) string {
	mark := ""
	if id != "" {
		mark = fmt.Sprintf(` id="%s"`, id)
	}
	return fmt.Sprintf(`<image%s x="%d" y="%d" width="%d" height="%d" preserveAspectRatio="none" href="data:image/png;base64,%s"/>`,
		mark, at.Min.X, at.Min.Y, at.Dx(), at.Dy(), base64.StdEncoding.EncodeToString(content))
}

func area(all []image.Rectangle) int {
	sum := 0
	for _, r := range all {
		sum += r.Dx() * r.Dy()
	}
	return sum
}
