// Package pdf puts the pictures of a page into its print. Chrome decodes each
// PNG of a page that it prints and compresses it again, which takes longer than
// all the rest of a report. A PDF can hold the compressed rows of a PNG as they
// are. So the page is printed with a tiny stand-in for each picture, and the
// stand-ins are replaced here: no pixel is changed, and none is computed.
package pdf

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"regexp"
	"strconv"
	"strings"
)

// Light is a page with stand-ins for its pictures.
type Light struct {
	HTML string
	// pictures are those that were taken out, the first with the narrowest stand-in.
	pictures []picture
}

// least is the width of the first stand-in. A single pixel might be drawn as
// none.
const least = 2

// prefix is how a PNG inside a page begins; it ends before the quote.
const prefix = `data:image/png;base64,`

// TakeOut replaces the pictures of a page. It fails on a picture that a PDF
// cannot hold as it is.
func TakeOut(html string) (Light, error) {
	var light Light
	var out strings.Builder
	known := map[string]string{}
	for {
		before, rest, found := strings.Cut(html, prefix)
		out.WriteString(before)
		if !found {
			light.HTML = out.String()
			return light, nil
		}
		encoded, after, _ := strings.Cut(rest, `"`)
		if known[encoded] == "" {
			p, err := decode(encoded)
			if err != nil {
				return light, err
			}
			known[encoded] = standIn(least + len(light.pictures))
			light.pictures = append(light.pictures, p)
		}
		out.WriteString(known[encoded] + `"`)
		html = after
	}
}

func decode(encoded string) (picture, error) {
	content, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return picture{}, fmt.Errorf("pdf: a picture of the page: %w", err)
	}
	return parse(content)
}

// standIn is a picture of one row that is told from others by its width.
func standIn(width int) string {
	img := image.NewRGBA(image.Rect(0, 0, width, 1))
	for x := range width {
		img.SetRGBA(x, 0, color.RGBA{uint8(x), uint8(x >> 8), 0x80, 0xff})
	}
	var out bytes.Buffer
	_ = png.Encode(&out, img) // into memory, and of a size above zero
	return prefix + base64.StdEncoding.EncodeToString(out.Bytes())
}

// PutBack replaces the stand-ins in the print of a light page. It fails on a
// print that is not made as it expects, or that has other pictures.
func (l Light) PutBack(print []byte) ([]byte, error) {
	f, err := split(print)
	if err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	for i, object := range f.objects {
		n, width, err := pictureOf(object.text)
		if err != nil {
			return nil, fmt.Errorf("pdf: %w", err)
		}
		if n == "" {
			continue
		}
		at := width - least
		if at < 0 || at >= len(l.pictures) {
			return nil, fmt.Errorf("pdf: object %s is a picture that nobody put there", n)
		}
		f.objects[i].text = l.pictures[at].object(n)
	}
	return f.join(), nil
}

// head is the beginning of an object with a stream, up to the stream.
var (
	head   = regexp.MustCompile(`^(\d+) 0 obj\n(<<[^\x80-\xff]*?>> ?stream\n)`)
	width  = regexp.MustCompile(`/Width (\d+)\b`)
	height = regexp.MustCompile(`/Height 1\b`)
)

// pictureOf is the number of an object that is a picture, and its width; "" for
// any other.
func pictureOf(object []byte) (number string, wide int, err error) {
	start := head.FindSubmatch(object)
	if start == nil || !bytes.Contains(start[2], []byte("/Subtype /Image")) {
		return "", 0, nil
	}
	size := width.FindSubmatch(start[2])
	if size == nil || !height.Match(start[2]) {
		return "", 0, errors.New("a picture is no stand-in")
	}
	wide, err = strconv.Atoi(string(size[1]))
	return string(start[1]), wide, err
}
