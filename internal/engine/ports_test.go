package engine_test

import (
	"errors"
	"os"
	"testing"

	"lockedit/internal/engine"
	"lockedit/testenv/alien"
)

// firstAt says that a console was never run against. The ports of test consoles
// come round again, and what a run left at an earlier console of the same address
// would pass for what was left at this one.
func firstAt(t *testing.T, url string) {
	t.Helper()
	name, err := engine.LeaseFile("", url, account)
	if err == nil {
		err = os.Remove(name)
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}

// alienConsole starts a console of the other kind.
func alienConsole(t *testing.T, o alien.Options) *alien.Console {
	t.Helper()
	c, err := alien.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	firstAt(t, c.URL())
	return c
}
