package engine_test

import (
	"net/http"
	"os"
	"strings"

	"lockedit/testenv/console"
)

// everySixth thins the requests that only read. The fault moves on by one
// request from row to row, so that each request meets several faults, and each
// fault every part of the path.
const everySixth = 6

// cells are what the matrix tries: LOCKEDIT_MATRIX=full is each fault at each
// request; else each fault at each request that sends a form, and at every
// sixth of the others. LOCKEDIT_CASE picks those whose name begins so.
func cells(path []console.Request) []matrixCase {
	only, full := os.Getenv("LOCKEDIT_CASE"), os.Getenv("LOCKEDIT_MATRIX") == "full"
	var chosen []matrixCase
	for row, a := range afflictions() {
		for i, r := range path {
			mc := matrixCase{affliction: a, number: i + 1, request: r}
			in := full || r.Method == http.MethodPost || (i+row)%everySixth == 0
			if only != "" {
				in = strings.HasPrefix(mc.name(), only)
			}
			if in {
				chosen = append(chosen, mc)
			}
		}
	}
	return chosen
}
