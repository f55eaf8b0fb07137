package steps

import (
	"lockedit/internal/browser"
	"lockedit/recordings"
)

// Masks are the marked places of a picture as its recording keeps them.
func Masks(marked []browser.Marked) []recordings.Masked {
	var list []recordings.Masked
	for _, m := range marked {
		list = append(list, recordings.Masked{
			X: m.X, Y: m.Y, Width: m.Width, Height: m.Height, Why: m.Why, Text: m.Text, Part: m.Part,
		})
	}
	return list
}
