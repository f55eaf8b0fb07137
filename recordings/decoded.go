package recordings

import "slices"

// maxLayers is how many encodings inside one another are undone to look for a
// secret, for example JSON inside HTML inside a URL.
const maxLayers = 3

// view is a text with some encodings undone, and where each of its bytes came
// from.
type view struct {
	text string
	// origin[i] is where byte i begins in the first text; it has one more entry
	// for the end. Nil means that nothing was undone.
	origin []int
}

func (v view) at(i int) int {
	if v.origin == nil {
		return i
	}
	return v.origin[i]
}

// find lists the places of the needles in a text under every way to undo up to
// maxLayers encodings.
func find(text string, needles []string) []span {
	var spans []span
	views, seen := []view{{text: text}}, []string{text}
	for layer := 0; len(views) > 0; layer++ {
		var next []view
		for _, v := range views {
			spans = append(spans, v.find(needles)...)
			if layer == maxLayers {
				continue
			}
			for _, d := range decoders {
				if plain, changed := v.undo(d); changed && !slices.Contains(seen, plain.text) {
					next, seen = append(next, plain), append(seen, plain.text)
				}
			}
		}
		views = next
	}
	return spans
}

func (v view) find(needles []string) []span {
	var spans []span
	for _, needle := range needles {
		for _, found := range findAll(v.text, needle) {
			spans = append(spans, span{v.at(found.from), v.at(found.to)})
		}
	}
	return spans
}

// undo undoes one encoding wherever it is met.
func (v view) undo(d decoder) (view, bool) {
	var out view
	var text []byte
	done := 0 // what is before stands in out
	for i := d.next(v.text, 0); i >= 0; {
		plain, width := d.decode(v.text[i:])
		if width == 0 {
			i = d.next(v.text, i+1)
			continue
		}
		text = append(text, v.text[done:i]...)
		for n := done; n < i; n++ {
			out.origin = append(out.origin, v.at(n))
		}
		text = append(text, plain...)
		for range len(plain) {
			out.origin = append(out.origin, v.at(i))
		}
		done = i + width
		i = d.next(v.text, done)
	}
	if done == 0 {
		return v, false
	}
	out.text = string(append(text, v.text[done:]...))
	for n := done; n <= len(v.text); n++ {
		out.origin = append(out.origin, v.at(n))
	}
	return out, true
}
