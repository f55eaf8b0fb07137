package selectors

import "slices"

// Needs lists the placeholders that [Catalogue.Locator] wants values for.
func (c *Catalogue) Needs(name string) []string {
	if e := c.elements[name]; e != nil {
		return slices.Clone(e.needs)
	}
	return nil
}
