package selectors

import "testing"

// load returns the catalogue with the user's files laid over it.
func load(t *testing.T, files ...string) *Catalogue {
	t.Helper()
	c, err := Load(files...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestEveryElementHasALocator(t *testing.T) {
	c := load(t)
	for _, name := range c.Names() {
		vars := Vars{}
		for _, v := range c.Needs(name) {
			vars[v] = "x"
		}
		if _, err := c.Locator(name, vars); err != nil {
			t.Error(err)
		}
	}
}
