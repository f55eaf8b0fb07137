package selectors

import "lockedit/internal/browser"

// Fold makes texts comparable that consoles of different versions spell
// differently; see [browser.Fold].
func Fold(text string) string { return browser.Fold(text) }
