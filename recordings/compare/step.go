package compare

import (
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"lockedit/recordings"
)

// stepDiffer compares one step of both recordings.
type stepDiffer struct {
	base, rec *side
	a, b      recordings.Step
	// hideA and hideB leave out what is masked.
	hideA, hideB veil
	o            Options
	out          *Step
}

func compareStep(p stepPair, base, rec *side, look *gallery, o Options) (Step, error) {
	step := Step{Name: p.name, Status: StepSame, Differences: []Difference{}}
	if p.a >= 0 {
		step.Baseline = stepRun(base, base.run.Steps[p.a])
		step.Title = step.Baseline.Title
	}
	if p.b >= 0 {
		step.Recording = stepRun(rec, rec.run.Steps[p.b])
		step.Title = step.Recording.Title
	}
	switch {
	case p.b < 0:
		step.Status = StepRemoved
		step.add(Difference{Kind: KindStep, Text: "the step is gone"})
		step.alone(base.run.Steps[p.a], true)
		return step, nil
	case p.a < 0:
		step.Status = StepAdded
		step.add(Difference{Kind: KindStep, Text: "the step is new"})
		step.alone(rec.run.Steps[p.b], false)
		return step, nil
	case p.moved:
		step.add(Difference{Kind: KindStep, Text: fmt.Sprintf("the step moved: it was number %d, and is number %d", step.Baseline.Number, step.Recording.Number)})
	}
	d := stepDiffer{base: base, rec: rec, a: base.run.Steps[p.a], b: rec.run.Steps[p.b], o: o, out: &step}
	d.hideA, d.hideB = veilOf(d.a), veilOf(d.b)
	if err := d.compare(look, p); err != nil {
		return step, err
	}
	step.Differences = merge(step.Differences)
	if len(step.Differences) > 0 {
		step.Status = StepDifferent
	}
	return step, nil
}

func (d *stepDiffer) compare(look *gallery, p stepPair) error {
	d.status()
	d.page()
	if err := d.tree(); err != nil {
		return err
	}
	d.values()
	d.messages()
	d.errors()
	if !d.o.IgnoreLook {
		if err := look.compare(d.out, d.a, d.b, p); err != nil {
			return err
		}
		d.time()
	}
	return nil
}

func stepRun(s *side, step recordings.Step) *StepRun {
	return &StepRun{
		ID: step.ID, Number: step.Number, Title: step.Title, Status: string(step.Status),
		URL: s.clean.address(step.URL), Millis: took(step).Milliseconds(),
	}
}

func took(step recordings.Step) time.Duration {
	if step.Ended.IsZero() {
		return 0
	}
	return max(0, step.Ended.Sub(step.Started))
}

func (s *Step) add(d Difference) { s.Differences = append(s.Differences, d) }

// textA and textB are texts as they are compared.
func (d *stepDiffer) textA(s string) string { return d.hideA.text(d.base.clean.text(s)) }
func (d *stepDiffer) textB(s string) string { return d.hideB.text(d.rec.clean.text(s)) }

func (d *stepDiffer) status() {
	if d.a.Status != d.b.Status {
		text := fmt.Sprintf("the step %s, in the baseline it %s", d.b.Status, d.a.Status)
		d.out.add(Difference{Kind: KindStatus, Text: text, Before: d.textA(d.a.Error), After: d.textB(d.b.Error)})
		return
	}
	if a, b := d.textA(d.a.Error), d.textB(d.b.Error); a != b {
		d.out.add(Difference{Kind: KindStatus, Text: "the step fails for another reason", Before: a, After: b})
	}
}

// page compares the page's label, or its address where it has none.
func (d *stepDiffer) page() {
	if d.o.IgnoreLook {
		return
	}
	a, b := d.base.clean.address(d.a.URL), d.rec.clean.address(d.b.URL)
	if a == b {
		return
	}
	if labelA, labelB := pageLabel(a), pageLabel(b); labelA != labelB {
		d.out.add(Difference{Kind: KindPage, Text: "the page is " + orEmpty(labelB) + ", was " + orEmpty(labelA), Before: a, After: b})
		return
	}
	d.out.add(Difference{Kind: KindPage, Text: "the page has another address", Before: a, After: b})
}

func (d *stepDiffer) tree() error {
	if d.a.Aria == "" && d.b.Aria == "" {
		return nil
	}
	if d.a.Aria == "" || d.b.Aria == "" {
		d.out.add(Difference{Kind: KindStructure, Text: "only one recording has the page's accessibility tree", Before: d.a.Aria, After: d.b.Aria})
		return nil
	}
	a, err := d.load(d.base, d.a.Aria)
	if err != nil {
		return err
	}
	b, err := d.load(d.rec, d.b.Aria)
	if err != nil {
		return err
	}
	if a.linked() != b.linked() {
		a.unlink()
		b.unlink()
	}
	a.tidy(d.textA, d.base.clean.address)
	b.tidy(d.textB, d.rec.clean.address)
	changes, lines := diffTrees(a, b)
	for _, c := range changes {
		d.out.add(Difference{Kind: c.kind, Text: c.text, Where: c.where, Before: c.before, After: c.after})
	}
	d.out.Tree = lines
	return nil
}

func (d *stepDiffer) load(s *side, name string) (*node, error) {
	text, err := s.read(name, maxText)
	if err != nil {
		return nil, &InputError{Place: filepath.Join(s.dir, name), Changed: true, Err: plainPathError(err)}
	}
	tree, err := parseTree(text)
	if err != nil {
		return nil, &InputError{Place: filepath.Join(s.dir, name), Changed: true, Err: err}
	}
	if d.o.IgnoreLook {
		tree.structural()
	}
	return tree, nil
}

// busy is how many times the limit of slowness a step must exceed when the time
// was not spent waiting for the console: a machine with much to do is slow too.
const busy = 5

// time flags a step that became slow: by the factor, and by the limit of time.
// Where the recordings have the requests, the time that the console took to
// answer decides; the rest is the browser's, and counts when it is much.
func (d *stepDiffer) time() {
	a, b := took(d.a), took(d.b)
	if a <= 0 || b-a <= d.o.SlowBy || float64(b) <= d.o.SlowFactor*float64(a) {
		return
	}
	text := fmt.Sprintf("the step took %s, %.0f times as long as the %s of the baseline", seconds(b), float64(b)/float64(a), seconds(a))
	if requests := d.rec.requests[d.b.ID]; len(requests) > 0 {
		waited := inFlight(requests)
		if waited-inFlight(d.base.requests[d.a.ID]) <= d.o.SlowBy && b-a <= busy*d.o.SlowBy {
			return
		}
		text += fmt.Sprintf(", and waited for answers %s of it", seconds(waited))
	}
	d.out.add(Difference{Kind: KindTime, Text: text, Before: seconds(a), After: seconds(b)})
}

// inFlight is how long at least one of the requests was under way.
func inFlight(requests []recordings.Request) time.Duration {
	list := slices.Clone(requests)
	slices.SortFunc(list, func(a, b recordings.Request) int { return a.At.Compare(b.At) })
	var total time.Duration
	var end time.Time
	for _, r := range list {
		until := r.At.Add(time.Duration(max(0, r.Millis) * float64(time.Millisecond)))
		if from := later(r.At, end); until.After(from) {
			total += until.Sub(from)
			end = until
		}
	}
	return total
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }

// merge makes one of several differences that say the same of several places.
func merge(list []Difference) []Difference {
	out := []Difference{}
	index := map[string]int{}
	times := map[int]int{}
	for _, d := range list {
		key := fmt.Sprintf("%s\x00%s\x00%s\x00%s", d.Kind, d.Text, d.Before, d.After)
		if at, ok := index[key]; ok {
			times[at]++
			continue
		}
		index[key] = len(out)
		out = append(out, d)
	}
	for at, more := range times {
		out[at].Text += fmt.Sprintf(" (in %d places)", more+1)
	}
	return out
}
