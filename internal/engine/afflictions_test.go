package engine_test

import (
	"net/http"
	"slices"

	"lockedit/testenv/console"
)

// affliction is one thing that goes wrong at one request.
type affliction struct {
	name string
	kind kind
	// fault is what the console calls it; without a name if it is none of the console's.
	fault console.Fault
	// arm prepares it for the request of this number, from 1.
	arm func(m *matrixRun, number int)
}

// kind is what an affliction means for whoever meets it; it decides which exit codes
// are right, and how much of a row make test plays.
type kind int

const (
	// losesAnswer strikes once: what was asked is done, and its answer does not come.
	losesAnswer kind = iota
	// undone strikes once, before what was asked is done.
	undone
	// doubled has what was asked done twice.
	doubled
	// endsBefore and endsAfter end the session, before and after what was asked is done.
	endsBefore
	endsAfter
	// lasts goes on for good, fails quickly, and is asked again a few times only.
	lasts
	// waitsOut goes on for good, and is asked again until the time for it is over.
	waitsOut
	stolenBefore
	stolenAfter
	interruptsBefore
	interruptsAfter
	// kills ends the program, and its browser with it.
	kills
	// spoilsPage has one page that is none of those expected.
	spoilsPage
)

// passes says that whoever meets it goes on after it, and may come to it again.
func (k kind) passes() bool { return k == losesAnswer || k == undone || k == doubled }

// matrixFaults are the names of the console's faults that the matrix plays at every
// request, each time.
func matrixFaults() []string {
	var names []string
	for _, a := range afflictions() {
		if a.fault.Name != "" && a.kind != spoilsPage {
			names = append(names, a.fault.Name)
		}
	}
	return names
}

// afflictions are the rows of the matrix.
func afflictions() []affliction {
	return slices.Concat(consoleAfflictions(), hostAfflictions(), pageAfflictions())
}

func consoleAfflictions() []affliction {
	fault := func(name string, k kind, f console.Fault) affliction {
		return affliction{name: name, kind: k, fault: f, arm: func(m *matrixRun, number int) {
			f.Match.Nth = number
			m.inject(f)
		}}
	}
	status := func(code, times int) console.Fault { return console.Fault{Name: "status", Status: code, Times: times} }
	return []affliction{
		fault("500 once, not carried out", undone, status(500, 1)),
		fault("500 once, carried out", losesAnswer, console.Fault{Name: "answer-status", Status: 500}),
		fault("500 from here on", lasts, status(500, -1)),
		fault("503 once, not carried out", undone, status(503, 1)),
		fault("503 from here on", waitsOut, status(503, -1)),
		fault("502 once, not carried out", undone, status(502, 1)),
		fault("502 from here on", waitsOut, status(502, -1)),
		fault("reset, not carried out", undone, console.Fault{Name: "reset"}),
		fault("reset, carried out", losesAnswer, console.Fault{Name: "answer-lost"}),
		fault("hang, not carried out", undone, console.Fault{Name: "hang"}),
		fault("hang, carried out", losesAnswer, console.Fault{Name: "answer-hang"}),
		fault("session ended before", endsBefore, console.Fault{Name: "session-expired"}),
		fault("session ended after", endsAfter, console.Fault{Name: "session-ends"}),
		fault("admin server restarts before", endsBefore, console.Fault{Name: "admin-restart"}),
		fault("admin server restarts after", endsAfter, console.Fault{Name: "admin-restart-after"}),
		fault("delivered twice", doubled, console.Fault{Name: "delivered-twice"}),
	}
}

// hostAfflictions are those that come from elsewhere than the console.
func hostAfflictions() []affliction {
	return []affliction{
		{name: "lock taken before", kind: stolenBefore, arm: func(m *matrixRun, number int) { m.before(number, m.steal) }},
		{name: "lock taken after", kind: stolenAfter, arm: func(m *matrixRun, number int) { m.after(number, m.steal) }},
		{name: "interrupt before", kind: interruptsBefore, arm: func(m *matrixRun, number int) { m.before(number, m.cancel) }},
		{name: "interrupt after", kind: interruptsAfter, arm: func(m *matrixRun, number int) { m.after(number, m.cancel) }},
		{name: "kill before", kind: kills, arm: func(m *matrixRun, number int) {
			m.inject(console.Fault{Name: "reset", Match: console.Match{Nth: number}})
			m.before(number, m.kill)
		}},
		{name: "kill after", kind: kills, arm: func(m *matrixRun, number int) {
			m.inject(console.Fault{Name: "answer-lost", Match: console.Match{Nth: number}})
			m.before(number, m.killSoon)
		}},
	}
}

// pageAfflictions are the console's faults that one page in view can have. They count
// pages alone, so that each is armed by the request before.
func pageAfflictions() []affliction {
	page := func(name string, f console.Fault) affliction {
		f.Name = name
		return affliction{name: name, kind: spoilsPage, fault: f, arm: func(m *matrixRun, number int) {
			m.before(number-1, func() { m.inject(f) })
		}}
	}
	return []affliction{
		page("redirect-host", console.Fault{URL: "http://elsewhere.invalid/console"}),
		page("blank", console.Fault{}),
		page("truncated", console.Fault{}),
		page("unknown-state", console.Fault{}),
		page("missing-buttons", console.Fault{}),
		page("overlay", console.Fault{}),
	}
}

// place is one request of a path.
type place struct {
	path []console.Request
	// number is which, from 1.
	number int
}

func (p place) request() console.Request { return p.path[p.number-1] }

// form says whether it sends a form; what is beyond the path sends none.
func (p place) form() bool {
	return p.number <= len(p.path) && p.request().Method == http.MethodPost
}

// login says whether it sends the password.
func (p place) login() bool { return p.form() && p.request().Action == "login" }

// signsIn says whether it sends the password or is part of the answer to that, which a
// session does not outlast: the login form that is shown again is then all that is seen.
func (p place) signsIn() bool {
	for i := p.number; i >= 1; i-- {
		if at := (place{p.path, i}); at.form() || i < p.number && at.request().Action == "view" {
			return at.login()
		}
	}
	return false
}

// page says whether it only shows a page of the console.
func (p place) page() bool { return p.request().Action == "view" && p.request().Page != "login" }

func (p place) next() place { return place{p.path, p.number + 1} }

// first is the number of the first form with this action, 0 if there is none.
func (p place) first(action string) int {
	return 1 + slices.IndexFunc(p.path, func(r console.Request) bool { return r.Method == http.MethodPost && r.Action == action })
}

// shows is the number of the first request for a page, 0 if there is none.
func (p place) shows(page string) int {
	return 1 + slices.IndexFunc(p.path, func(r console.Request) bool { return r.Page == page })
}
