package engine_test

import (
	"context"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"lockedit/internal/engine"
	"lockedit/testenv/console"
)

// thinly thins the requests that only read, for the faults that end a run or may
// come to it once only. The fault moves on by one request from row to row, so that
// each meets every part of the path.
const thinly = 14

// apart is how many requests are between two faults of one run: enough for the
// first to be over before the next.
const apart = 5

// thorough says whether everything is to be tried (LOCKEDIT_MATRIX=full, as make
// matrix does), and not only what every make test has the time for.
func thorough() bool { return os.Getenv("LOCKEDIT_MATRIX") == "full" }

// cells are what the matrix tries: LOCKEDIT_MATRIX=full is each fault at each
// request. Else it is each fault at each request that sends a form, and of the
// others all for a fault that a run passes, every fourteenth for the rest.
// LOCKEDIT_CASE picks those whose name begins so.
func cells(path []console.Request) []matrixCase {
	only := os.Getenv("LOCKEDIT_CASE")
	var chosen []matrixCase
	for row, a := range afflictions() {
		for i, r := range path {
			mc := matrixCase{affliction: a, number: i + 1, request: r}
			in := thorough() || a.passes || r.Method == http.MethodPost || (i+row)%thinly == 0
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

// together tries cells that may share a run, several in each: reads with a fault
// that a run passes. A cell counts only if its fault came at its request and the run
// ended well; every other is left for a run of its own, as are all where everything is
// to be tried or somebody picks.
func together(t *testing.T, path []console.Request, cases []matrixCase) []verdict {
	verdicts := make([]verdict, len(cases))
	if thorough() || os.Getenv("LOCKEDIT_CASE") != "" {
		return verdicts
	}
	slots := make(chan struct{}, abroad)
	var wg sync.WaitGroup
	for _, members := range companies(cases) {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			v, met := tryTogether(t, path, cases, members)
			if v.code != 3 || len(v.broken) > 0 {
				t.Logf("%s: %d in one run ended with %d: %s %v", cases[members[0]].affliction.name, len(members), v.code, v.text, v.broken)
				return
			}
			v.shared, v.took = true, v.took/time.Duration(len(members))
			for _, i := range members {
				if met[cases[i].number] {
					verdicts[i] = v
				}
			}
		})
	}
	wg.Wait()
	return verdicts
}

// companies are the cells that share runs, by their places.
func companies(cases []matrixCase) [][]int {
	type key struct {
		name string
		turn int
	}
	members, order := map[key][]int{}, []key(nil)
	for i, mc := range cases {
		if !mc.affliction.passes || mc.request.Method == http.MethodPost {
			continue
		}
		k := key{mc.affliction.name, mc.number % apart}
		if members[k] == nil {
			order = append(order, k)
		}
		members[k] = append(members[k], i)
	}
	out := make([][]int, len(order))
	for i, k := range order {
		out[i] = members[k]
	}
	return out
}

// tryTogether is one run with one fault at several requests; it tells at which of
// them it came.
func tryTogether(t *testing.T, path []console.Request, cases []matrixCase, members []int) (verdict, map[int]bool) {
	wanted, met := map[int]bool{}, map[int]bool{}
	for _, i := range members {
		wanted[cases[i].number] = true
	}
	v := tryRun(t, false, func(ctx context.Context, m *matrixRun, r engine.Request) verdict {
		m.strikeEach(cases[members[0]].affliction.fault, path, wanted, met)
		result, _ := m.run(ctx, engineWith(shareBlank), r)
		return m.judge(result)
	})
	return v, met
}

// strikeEach lets a fault come to each wanted request of the path, and notes those
// that it came to. What is asked for again, after a fault, is no step on the path.
func (m *matrixRun) strikeEach(f console.Fault, path []console.Request, wanted, met map[int]bool) {
	next := 0
	if wanted[1] {
		m.inject(f)
	}
	m.c.Control().Before(func(r console.Request) {
		m.mu.Lock()
		on := next < len(path) && alike(r, path[next])
		if on {
			next++
			met[next] = len(r.Faults) > 0
		}
		arm := on && wanted[next+1]
		m.mu.Unlock()
		if arm {
			m.inject(f)
		}
	})
}

// alike says whether two requests are for the same step of the path.
func alike(r, of console.Request) bool {
	return r.Method == of.Method && r.Page == of.Page && r.Action == of.Action
}
