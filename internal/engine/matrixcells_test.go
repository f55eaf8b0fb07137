package engine_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"lockedit/internal/engine"
	"lockedit/testenv/console"
)

// matrixCase is one cell.
type matrixCase struct {
	affliction affliction
	place
}

func (mc matrixCase) name() string {
	return fmt.Sprintf("%s/%d %s %s", mc.affliction.name, mc.number, mc.request().Action, mc.request().Page)
}

// apart is how many requests are between two faults of one run: enough for the
// first to be over before the next.
const apart = 5

// thorough says whether everything is to be tried (LOCKEDIT_MATRIX=full, as make
// matrix does), and not only what every make test has the time for.
func thorough() bool { return os.Getenv("LOCKEDIT_MATRIX") == "full" || alone() }

// alone says whether each cell is to have a run and a browser of its own, too
// (LOCKEDIT_MATRIX=alone).
func alone() bool { return os.Getenv("LOCKEDIT_MATRIX") == "alone" }

// cells are what is tried of a route: everything, or the part of it that make test has
// the time for. LOCKEDIT_CASE picks those whose name begins so.
func cells(way route) []matrixCase {
	only := os.Getenv("LOCKEDIT_CASE")
	var chosen []matrixCase
	for row, a := range afflictions() {
		for i := range way.path {
			mc := matrixCase{affliction: a, place: place{way.path, i + 1}}
			in := thorough() || way.sampled(mc, i+row)
			if only != "" {
				in = strings.HasPrefix(mc.name(), only)
			}
			if in && way.plays(mc) {
				chosen = append(chosen, mc)
			}
		}
	}
	return chosen
}

// plays says whether a route has a cell at all.
func (w route) plays(mc matrixCase) bool {
	k := mc.affliction.kind
	return len(w.right(k, mc.place)) > 0 && (k != spoilsPage || mc.page())
}

// sampled says whether make test tries a cell: all of the documented path; of another
// route what a run gets over, at every form and some of the other requests, and at few of
// them what ends a run; not what is waited for long, and no spoilt page. The turn moves on
// by one request from row to row, so that each part of the route meets each kind.
func (w route) sampled(mc matrixCase, turn int) bool {
	switch k := mc.affliction.kind; {
	case w.whole:
		return true
	case k == spoilsPage, k == waitsOut:
		return false
	case k.passes():
		return mc.form() || turn%w.passing == 0
	}
	return turn%w.others == 0
}

// together tries cells that may share a run, several in each: reads with a fault
// that a run passes. A cell counts only if its fault came at its request and the run
// ended well; every other is left for a run of its own, as are all where that is wanted
// or somebody picks.
func together(t *testing.T, way route, cases []matrixCase) []verdict {
	verdicts := make([]verdict, len(cases))
	if alone() || os.Getenv("LOCKEDIT_CASE") != "" {
		return verdicts
	}
	slots := make(chan struct{}, abroad)
	var wg sync.WaitGroup
	for _, members := range companies(cases) {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			v, met := tryTogether(t, way, cases, members)
			if v.code != way.good || len(v.broken) > 0 {
				t.Logf("%s: %d in one run ended with %d: %s %v", cases[members[0]].affliction.name, len(members), v.code, v.text, v.broken)
				return
			}
			v.shared, v.met, v.took = true, true, v.took/time.Duration(len(members))
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
		if !mc.affliction.kind.passes() || mc.form() {
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
func tryTogether(t *testing.T, way route, cases []matrixCase, members []int) (verdict, map[int]bool) {
	wanted, met := map[int]bool{}, map[int]bool{}
	for _, i := range members {
		wanted[cases[i].number] = true
	}
	v := tryRun(t, false, func(ctx context.Context, m *matrixRun, r engine.Request) verdict {
		f := cases[members[0]].affliction.fault
		return way.judge(m, way.pass(ctx, m, r, func() { m.strikeEach(f, way.path, wanted, met) }))
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
