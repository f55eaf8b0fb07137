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

// screen is a picture like one of a console's page: mostly flat, with much text.
func screen(b *testing.B, seed uint64) []byte {
	img := image.NewNRGBA(image.Rect(0, 0, 1280, 1400))
	dice := rand.New(rand.NewPCG(seed, 7))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	for range 9000 {
		x, y, v := dice.IntN(1270), dice.IntN(1390), uint8(dice.IntN(200))
		for dy := range 8 {
			for dx := range 2 {
				img.SetNRGBA(x+dx, y+dy, color.NRGBA{v, v, v, 255})
			}
		}
	}
	return encoded(b, img)
}

// BenchmarkThirtySteps compares two recordings of 30 steps of which every
// picture and every tree differs, and writes the page.
func BenchmarkThirtySteps(b *testing.B) {
	side := func(seed uint64, word string) sample {
		s := sample{flow: "bench"}
		for i := range 30 {
			var tree strings.Builder
			for n := range 150 {
				fmt.Fprintf(&tree, "- link \"%s %d\":\n  - /url: http://h:7001/console?_pageLabel=P%d\n", word, n, n)
			}
			s.pages = append(s.pages, page{name: fmt.Sprintf("step%d", i), title: "Step", tree: tree.String(), picture: screen(b, seed+uint64(i))})
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
