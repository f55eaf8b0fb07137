package report

import (
	"fmt"
	"time"

	"lockedit/recordings"
)

// width is that of the drawing in its own units; the page stretches it.
const width = 1000

// Bar is one row of the time line.
type Bar struct {
	// Label names it, Link is where the page tells more.
	Label, Link string
	// Kind is "lock", "restart" or "step"; Status that of a step.
	Kind, Status string
	From, To     time.Time
	Took         string
	// X and W place the bar, from 0 to width.
	X, W int
}

// Timeline is the run drawn over time.
type Timeline struct {
	Bars  []Bar
	Ticks []string
	// Held are the spans of the lock, drawn behind all bars.
	Held []Bar
}

type scale struct{ from, to time.Time }

func (s scale) x(at time.Time) int {
	span := s.to.Sub(s.from)
	if span <= 0 {
		return 0
	}
	x := int(at.Sub(s.from) * width / span)
	return min(max(x, 0), width)
}

// bar places a span; one that did not end goes on to the end of the run.
func (s scale) bar(b Bar) Bar {
	b.Took = duration(between(b.From, b.To))
	end := b.To
	if end.IsZero() {
		end, b.Took = s.to, "not ended"
	}
	b.X = s.x(b.From)
	b.W = max(s.x(end)-b.X, 3)
	b.X = min(b.X, width-b.W)
	return b
}

func timeline(run recordings.Run) Timeline {
	s := scale{run.Started, run.Ended}
	var t Timeline
	for _, lock := range append(append([]recordings.Lock{}, run.Lock.Earlier...), run.Lock) {
		if lock.AcquiredAt.IsZero() {
			continue
		}
		t.Held = append(t.Held, s.bar(Bar{Label: "Lock held, " + lockEnd(lock), Kind: "lock", From: lock.AcquiredAt, To: lock.ReleasedAt}))
	}
	t.Bars = append(t.Bars, t.Held...)
	if r := run.Restart; !r.Started.IsZero() {
		t.Bars = append(t.Bars, s.bar(Bar{Label: "Restart, " + r.Strategy, Link: "restart", Kind: "restart", From: r.Started, To: r.Ended}))
	}
	for _, step := range run.Steps {
		t.Bars = append(t.Bars, s.bar(Bar{
			Label: fmt.Sprintf("%d. %s", step.Number, step.Title), Link: anchor(step),
			Kind: "step", Status: string(step.Status), From: step.Started, To: step.Ended,
		}))
	}
	for i := range 5 {
		t.Ticks = append(t.Ticks, clock(run.Started.Add(run.Ended.Sub(run.Started)*time.Duration(i)/4)))
	}
	return t
}

// lockEnds are the words for the ends of a lock.
var lockEnds = map[string]string{
	"activated": "ended by activating the changes",
	"undone":    "ended by undoing the changes",
	"released":  "given back without a change",
	"left":      "left behind",
	"":          "end not recorded",
}

func lockEnd(lock recordings.Lock) string {
	if words, ok := lockEnds[lock.How]; ok {
		return words
	}
	return lock.How
}
