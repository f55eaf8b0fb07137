package browser

// Mark says which parts of a page to find the place of while its picture is
// taken: parts that differ each time, such as a clock. Elements are found by
// Elements, texts by Pattern; one of the two is set.
type Mark struct {
	// Why names the part, for example "clock".
	Why string `json:"why"`
	// Elements finds whole elements: all that any candidate matches.
	Elements *Locator `json:"elements,omitempty"`
	// Pattern is a regular expression of JavaScript (flag u) that is held
	// against each visible text; what it matches is the part. With a group
	// named "part" only that is.
	Pattern string `json:"pattern,omitempty"`
	// Top is how many pixels from the page's top a text may begin; 0 is anywhere.
	Top int `json:"top,omitempty"`
	// Alike is how many texts of one table must match, 0 any number: a column
	// of counts is told from one name that looks like a count.
	Alike int `json:"alike,omitempty"`
	// Row marks the whole row of a table in which the text stands.
	Row bool `json:"row,omitempty"`
}

// Marked is a part of a page that a [Mark] found.
type Marked struct {
	Why string `json:"why"`
	// X, Y, Width and Height are its place in the picture, in pixels.
	X      int `json:"x"`
	Y      int `json:"y"`
	Width  int `json:"width"`
	Height int `json:"height"`
	// Text is the whole text that holds it, Part the part of it; blanks folded.
	Text string `json:"text"`
	Part string `json:"part"`
}
