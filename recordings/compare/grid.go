package compare

import (
	"cmp"
	"image"
	"slices"
)

// grid gathers differing pixels into regions, by squares of the picture.
type grid struct {
	size          image.Rectangle
	columns, rows int
	cells         []image.Rectangle // the differing part of each square
	count         int
}

func newGrid(size image.Rectangle) *grid {
	g := &grid{size: size, columns: (size.Dx() + cell - 1) / cell, rows: (size.Dy() + cell - 1) / cell}
	g.cells = make([]image.Rectangle, g.columns*g.rows)
	return g
}

func (g *grid) at(x, y int) int { return (y-g.size.Min.Y)/cell*g.columns + (x-g.size.Min.X)/cell }

func (g *grid) mark(x, y int) {
	g.count++
	i := g.at(x, y)
	g.cells[i] = g.cells[i].Union(image.Rect(x, y, x+1, y+1))
}

// fill marks a whole rectangle.
func (g *grid) fill(r image.Rectangle) {
	g.count += r.Dx() * r.Dy()
	for i := range g.cells {
		x, y := g.size.Min.X+i%g.columns*cell, g.size.Min.Y+i/g.columns*cell
		g.cells[i] = g.cells[i].Union(r.Intersect(image.Rect(x, y, x+cell, y+cell)))
	}
}

// reach and drop are how far apart, in squares, two parts of one region may be
// beside and below each other: the words of a line, and lines of one text.
const (
	reach = 4
	drop  = 2
)

// maxRegions bounds the list; the rest are joined into the last.
const maxRegions = 50

// regions joins squares that are near each other, from the top of the picture.
func (g *grid) regions() []Box {
	seen := make([]bool, len(g.cells))
	var list []image.Rectangle
	for i, c := range g.cells {
		if !c.Empty() && !seen[i] {
			list = append(list, g.flood(i, seen))
		}
	}
	slices.SortFunc(list, func(a, b image.Rectangle) int {
		return cmp.Or(cmp.Compare(a.Min.Y, b.Min.Y), cmp.Compare(a.Min.X, b.Min.X))
	})
	for len(list) > maxRegions {
		last := len(list) - 1
		list[last-1] = list[last-1].Union(list[last])
		list = list[:last]
	}
	out := make([]Box, 0, len(list))
	for _, r := range list {
		out = append(out, Box{X: r.Min.X, Y: r.Min.Y, Width: r.Dx(), Height: r.Dy()})
	}
	return out
}

// flood is the box around all marked squares near one.
func (g *grid) flood(start int, seen []bool) image.Rectangle {
	box := image.Rectangle{}
	todo := []int{start}
	seen[start] = true
	for len(todo) > 0 {
		i := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		box = box.Union(g.cells[i])
		for _, k := range g.near(i) {
			if !seen[k] && !g.cells[k].Empty() {
				seen[k] = true
				todo = append(todo, k)
			}
		}
	}
	return box
}

func (g *grid) near(i int) []int {
	var list []int
	column, row := i%g.columns, i/g.columns
	for y := max(0, row-drop); y <= min(g.rows-1, row+drop); y++ {
		for x := max(0, column-reach); x <= min(g.columns-1, column+reach); x++ {
			list = append(list, y*g.columns+x)
		}
	}
	return list
}
