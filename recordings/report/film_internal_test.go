package report

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var (
	elements = regexp.MustCompile(`<(use|image)([^>]*)>`)
	value    = regexp.MustCompile(`(\w+)="([^"]*)"`)
	groupID  = regexp.MustCompile(`<g id="(p\d+)">`)
)

// screen plays what a browser does with the elements of a film.
type screen map[string]*image.RGBA

func (s screen) show(t *testing.T, element string) *image.RGBA {
	t.Helper()
	var out *image.RGBA
	id := ""
	if g := groupID.FindStringSubmatch(element); g != nil {
		id = g[1]
	}
	for _, e := range elements.FindAllStringSubmatch(element, -1) {
		a := map[string]string{}
		for _, pair := range value.FindAllStringSubmatch(e[2], -1) {
			a[pair[1]] = pair[2]
		}
		if e[1] == "use" {
			base := s[strings.TrimPrefix(a["href"], "#")]
			if base == nil {
				t.Fatalf("%s is not there", a["href"])
			}
			out = image.NewRGBA(base.Rect)
			copy(out.Pix, base.Pix)
			continue
		}
		data, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(a["href"], "data:image/png;base64,"))
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if a["id"] != "" {
			id, out = a["id"], image.NewRGBA(img.Bounds())
		}
		x, _ := strconv.Atoi(a["x"])
		y, _ := strconv.Atoi(a["y"])
		draw.Draw(out, image.Rect(x, y, x+img.Bounds().Dx(), y+img.Bounds().Dy()), img, img.Bounds().Min, draw.Src)
	}
	s[id] = out
	return out
}

// console draws a white page with a block of many colours, as a smoothed text
// is, that stays, and three that depend on n.
func console(n, width, height int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
	text := func(x, y, w, seed int) {
		for i := range w * 8 {
			seed = seed*1664525 + 1013904223
			img.SetRGBA(x+i%w, y+i/w, color.RGBA{uint8(seed >> 8), uint8(seed >> 16), uint8(seed >> 24), 255})
		}
	}
	text(20, 200, 280, 1)
	for i := range 3 {
		text(20+(n*37+i*90)%(width-120), 10+i*40, 60, n+i)
	}
	return img
}

// TestPatchedPicturesAreThePictures puts every picture together again.
func TestPatchedPicturesAreThePictures(t *testing.T) {
	var f film
	s := screen{}
	patched := 0
	for n := range 30 {
		width := 320
		if n%7 == 0 {
			width = 333
		}
		img := console(n, width, 251)
		var content bytes.Buffer
		if err := png.Encode(&content, img); err != nil {
			t.Fatal(err)
		}
		drawn, ok := f.draw(content.Bytes())
		if !ok {
			t.Fatal("not drawn")
		}
		element := drawn.element("page")
		if strings.Contains(string(element), "<use") {
			patched++
		}
		if got := s.show(t, string(element)); got.Rect != img.Rect || !bytes.Equal(got.Pix, img.Pix) {
			t.Fatalf("picture %d is not what was taken", n)
		}
	}
	if patched < 20 {
		t.Errorf("only %d pictures are drawn with patches", patched)
	}
}

func TestNoPictureIsNotDrawn(t *testing.T) {
	var f film
	if _, ok := f.draw([]byte("\x89PNG\r\n\x1a\nrest")); ok {
		t.Error("drawn")
	}
}

// TestPatchesCutThroughNoWord holds that the edges of a patch run where the
// picture is the same on both sides of them.
func TestPatchesCutThroughNoWord(t *testing.T) {
	a, b := console(1, 320, 251), console(1, 320, 251)
	word := image.Rect(120, 203, 124, 205)
	draw.Draw(b, word, image.Black, image.Point{}, draw.Src)
	patches := settle(b, differences(a, b))
	if len(patches) != 1 || !image.Rect(20, 200, 300, 208).In(patches[0]) {
		t.Errorf("the patches for %v are %v", word, patches)
	}
	if patches := differences(a, console(1, 320, 251)); len(patches) != 0 {
		t.Errorf("patches where nothing differs: %v", patches)
	}
}
