package compare_test

import (
	"fmt"
	"image"
	"image/color"
	"math/rand/v2"
	"strings"
	"testing"

	"lockedit/recordings/compare"
)

// canvas is what a picture of either form can be drawn on.
type canvas interface {
	image.Image
	Set(x, y int, c color.Color)
}

// greys are all shades of grey.
func greys() color.Palette {
	list := make(color.Palette, 256)
	for v := range list {
		list[v] = color.NRGBA{uint8(v), uint8(v), uint8(v), 255}
	}
	return list
}

// screen is a picture like one of a console's page: mostly flat, with much text.
func screen(b *testing.B, img canvas, seed uint64) []byte {
	dice := rand.New(rand.NewPCG(seed, 7))
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			img.Set(x, y, color.White)
		}
	}
	for range 9000 {
		x, y, v := dice.IntN(1270), dice.IntN(1390), uint8(dice.IntN(200))
		for dy := range 8 {
			for dx := range 2 {
				img.Set(x+dx, y+dy, color.NRGBA{v, v, v, 255})
			}
		}
	}
	return encoded(b, img)
}

// BenchmarkThirtySteps compares two recordings of 30 steps of which every
// picture and every tree differs, and writes the page. Recordings have their
// pictures with a table of colours, except those with too many of them.
func BenchmarkThirtySteps(b *testing.B) {
	size := image.Rect(0, 0, 1280, 1400)
	for _, form := range []struct {
		name string
		make func() canvas
	}{
		{"colour tables", func() canvas { return image.NewPaletted(size, greys()) }},
		{"true colour", func() canvas { return image.NewNRGBA(size) }},
	} {
		b.Run(form.name, func(b *testing.B) { benchmarkThirtySteps(b, form.make) })
	}
}

func benchmarkThirtySteps(b *testing.B, blank func() canvas) {
	side := func(seed uint64, word string) sample {
		s := sample{flow: "bench"}
		for i := range 30 {
			var tree strings.Builder
			for n := range 150 {
				fmt.Fprintf(&tree, "- link \"%s %d\":\n  - /url: http://h:7001/console?_pageLabel=P%d\n", word, n, n)
			}
			s.pages = append(s.pages, page{name: fmt.Sprintf("step%d", i), title: "Step", tree: tree.String(), picture: screen(b, blank(), seed+uint64(i))})
		}
		return s
	}
	baseline, recording := record(b, side(100, "link")), record(b, side(500, "node"))
	for b.Loop() {
		result, err := compare.Compare(b.Context(), baseline, recording, compare.Options{})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := result.HTML(); err != nil {
			b.Fatal(err)
		}
		if result.Different() != 30 {
			b.Fatalf("%d steps differ", result.Different())
		}
	}
}
