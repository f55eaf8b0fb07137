package browser

import (
	"encoding/binary"
	"image"
	"image/color"
	"slices"
)

// shade is one colour of a picture, and what it becomes in the picture's file.
type shade struct {
	colour  uint32
	pixels  int
	becomes uint32
}

// stroke is a run of pixels of one shade, as most of a page is.
type stroke struct{ shade, pixels int32 }

// strokes are a picture by its shades, in the order of their first pixel.
type strokes struct {
	shades []shade
	list   []stroke
	// slots find a shade by its colour: open addressing, where 0 is free and
	// any other number is one more than the shade's place. A map of the language
	// takes most of a picture's time here.
	slots []int32
}

// strokesOf reads the pixels of a picture; pages have no transparent ones.
func strokesOf(pix []byte) *strokes {
	s := &strokes{slots: make([]int32, 1<<13)}
	for from := 0; from < len(pix); {
		colour, to := pixel(pix, from), from+4
		for to < len(pix) && pixel(pix, to) == colour {
			to += 4
		}
		n := (to - from) / 4
		place := s.place(colour)
		s.shades[place].pixels += n
		s.list = append(s.list, stroke{int32(place), int32(n)})
		from = to
	}
	return s
}

// pixel is the colour of the pixel at an offset, as a number 0xRRGGBB.
func pixel(pix []byte, i int) uint32 { return binary.BigEndian.Uint32(pix[i:]) >> 8 }

// place finds a shade, or adds it.
func (s *strokes) place(colour uint32) int {
	i := s.slot(colour)
	if s.slots[i] == 0 {
		if 2*len(s.shades) >= len(s.slots) {
			s.grow()
			i = s.slot(colour)
		}
		s.shades = append(s.shades, shade{colour: colour})
		s.slots[i] = int32(len(s.shades))
	}
	return int(s.slots[i]) - 1
}

// slot is where a colour is, or would be.
func (s *strokes) slot(colour uint32) int {
	mask := len(s.slots) - 1
	for i := int(colour*0x9e3779b1>>12) & mask; ; i = (i + 1) & mask {
		if at := s.slots[i]; at == 0 || s.shades[at-1].colour == colour {
			return i
		}
	}
}

func (s *strokes) grow() {
	s.slots = make([]int32, 2*len(s.slots))
	for n, shade := range s.shades {
		s.slots[s.slot(shade.colour)] = int32(n) + 1
	}
}

// redraw is the picture in its new colours: with a palette, in the order of the
// colours' numbers, where 256 are enough.
func (s *strokes) redraw(img *image.RGBA) image.Image {
	used := make([]uint32, 0, len(s.shades))
	for _, shade := range s.shades {
		used = append(used, shade.becomes)
	}
	slices.Sort(used)
	used = slices.Compact(used)
	if len(used) > 256 {
		s.recolour(img.Pix)
		return img
	}
	out := image.NewPaletted(img.Rect, palette(used))
	entries := make([]uint8, len(s.shades))
	for i, shade := range s.shades {
		n, _ := slices.BinarySearch(used, shade.becomes)
		entries[i] = uint8(n)
	}
	at := 0
	for _, run := range s.list {
		fill(out.Pix[at:at+int(run.pixels)], entries[run.shade])
		at += int(run.pixels)
	}
	return out
}

func fill(pix []uint8, entry uint8) {
	for i := range pix {
		pix[i] = entry
	}
}

func palette(used []uint32) color.Palette {
	list := make(color.Palette, 0, len(used))
	for _, c := range used {
		list = append(list, color.RGBA{uint8(c >> 16), uint8(c >> 8), uint8(c), 255})
	}
	return list
}

// recolour writes the new colours over the old ones.
func (s *strokes) recolour(pix []byte) {
	at := 0
	for _, run := range s.list {
		c := s.shades[run.shade].becomes
		for end := at + 4*int(run.pixels); at < end; at += 4 {
			pix[at], pix[at+1], pix[at+2] = uint8(c>>16), uint8(c>>8), uint8(c)
		}
	}
}
