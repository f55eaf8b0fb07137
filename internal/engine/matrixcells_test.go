package engine_test

import (
	"net/http"
	"os"
	"strings"

	"lockedit/testenv/console"
)

// thinly thins the requests that only read. The fault moves on by one request
// from row to row, so that each fault meets every part of the path.
const thinly = 14

// thorough says whether everything is to be tried (LOCKEDIT_MATRIX=full, as make
// matrix does), and not only what every make test has the time for.
func thorough() bool { return os.Getenv("LOCKEDIT_MATRIX") == "full" }

// cells are what the matrix tries: LOCKEDIT_MATRIX=full is each fault at each
// request; else each fault at each request that sends a form, and at every
// fourteenth of the others. LOCKEDIT_CASE picks those whose name begins so.
func cells(path []console.Request) []matrixCase {
	only := os.Getenv("LOCKEDIT_CASE")
	var chosen []matrixCase
	for row, a := range afflictions() {
		for i, r := range path {
			mc := matrixCase{affliction: a, number: i + 1, request: r}
			in := thorough() || r.Method == http.MethodPost || (i+row)%thinly == 0
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
