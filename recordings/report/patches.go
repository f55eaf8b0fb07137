package report

import (
	"bytes"
	"image"
)

// differences are the parts of two pictures of one size that are not the same.
func differences(a, b *image.RGBA) []image.Rectangle {
	var all []image.Rectangle
	for y := 0; y < b.Rect.Dy(); y += cell {
		bottom := min(y+cell, b.Rect.Dy())
		if bytes.Equal(a.Pix[y*a.Stride:bottom*a.Stride], b.Pix[y*b.Stride:bottom*b.Stride]) {
			continue
		}
		all = append(all, band(a, b, y, bottom)...)
	}
	return stacked(all)
}

// settle makes patches of what differs: each large enough for its edges to be
// calm, and not too many.
func settle(img *image.RGBA, all []image.Rectangle) []image.Rectangle {
	for i := range all {
		all[i] = calm(img, all[i])
	}
	all = apart(all)
	if len(all) > maxPatches {
		all = []image.Rectangle{union(all)}
	}
	return all
}

// band lists the runs of cells in one row of them that differ.
func band(a, b *image.RGBA, top, bottom int) []image.Rectangle {
	var all []image.Rectangle
	for x := 0; x < b.Rect.Dx(); x += cell {
		right := min(x+cell, b.Rect.Dx())
		if same(a, b, image.Rect(x, top, right, bottom)) {
			continue
		}
		if last := len(all) - 1; last >= 0 && x-all[last].Max.X <= 2*cell {
			all[last].Max.X = right
			continue
		}
		all = append(all, image.Rect(x, top, right, bottom))
	}
	return all
}

func same(a, b *image.RGBA, r image.Rectangle) bool {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		from, to := b.PixOffset(r.Min.X, y), b.PixOffset(r.Max.X-1, y)+4
		if !bytes.Equal(a.Pix[from:to], b.Pix[from:to]) {
			return false
		}
	}
	return true
}

// stacked joins parts that stand on one another and are about as wide.
func stacked(all []image.Rectangle) []image.Rectangle {
	var out []image.Rectangle
	for _, r := range all {
		joined := false
		for i := range out {
			if out[i].Max.Y == r.Min.Y && out[i].Min.X <= r.Max.X && r.Min.X <= out[i].Max.X {
				if u := out[i].Union(r); area([]image.Rectangle{u}) <= 2*(area(out[i:i+1])+area([]image.Rectangle{r})) {
					out[i], joined = u, true
					break
				}
			}
		}
		if !joined {
			out = append(out, r)
		}
	}
	return out
}

func union(all []image.Rectangle) image.Rectangle {
	var u image.Rectangle
	for _, r := range all {
		u = u.Union(r)
	}
	return u
}

// calm makes a part of a picture so large that its edges run where nothing is
// drawn across them: a patch that cut through a word would show when a browser
// or a printer scales it.
func calm(img *image.RGBA, r image.Rectangle) image.Rectangle {
	for before := (image.Rectangle{}); r != before; {
		before = r
		for r.Min.X > img.Rect.Min.X && !calmColumn(img, r.Min.X, r) {
			r.Min.X--
		}
		for r.Max.X < img.Rect.Max.X && !calmColumn(img, r.Max.X, r) {
			r.Max.X++
		}
		for r.Min.Y > img.Rect.Min.Y && !calmRow(img, r.Min.Y, r) {
			r.Min.Y--
		}
		for r.Max.Y < img.Rect.Max.Y && !calmRow(img, r.Max.Y, r) {
			r.Max.Y++
		}
	}
	return r
}

// calmColumn says whether the columns around x are the same: one on each side.
func calmColumn(img *image.RGBA, x int, r image.Rectangle) bool {
	for i, y := img.PixOffset(x, r.Min.Y), r.Min.Y; y < r.Max.Y; i, y = i+img.Stride, y+1 {
		if x > img.Rect.Min.X && !bytes.Equal(img.Pix[i-4:i], img.Pix[i:i+4]) {
			return false
		}
	}
	return true
}

// calmRow says the same of the rows around y.
func calmRow(img *image.RGBA, y int, r image.Rectangle) bool {
	from, to := max(y-1, img.Rect.Min.Y), min(y+1, img.Rect.Max.Y)
	first := img.Pix[img.PixOffset(r.Min.X, from) : img.PixOffset(r.Max.X-1, from)+4]
	for at := from + 1; at < to; at++ {
		if !bytes.Equal(first, img.Pix[img.PixOffset(r.Min.X, at):img.PixOffset(r.Max.X-1, at)+4]) {
			return false
		}
	}
	return true
}

// apart joins parts that overlap.
func apart(all []image.Rectangle) []image.Rectangle {
	var out []image.Rectangle
	for _, r := range all {
		for i := 0; i < len(out); i++ {
			if out[i].Overlaps(r) {
				r = r.Union(out[i])
				out = append(out[:i], out[i+1:]...)
				i = -1
			}
		}
		out = append(out, r)
	}
	return out
}
