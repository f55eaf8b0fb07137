package view

import (
	"fmt"
	"strings"

	"lockedit/recordings"
	"lockedit/recordings/compare"
)

const (
	// titleColumns is the most that the column of step names takes.
	titleColumns = 34
	// wideEnough is the width of a terminal from which the step has a column of
	// its own; on a narrower one its name stands above.
	wideEnough = 120
)

// Comparison shows what differs between two recordings as a table, where the
// page with the pictures is, and what was accepted.
func (v *View) Comparison(r compare.Result, accepted bool, page string) {
	b := v.result()
	paint := v.outPaint()
	b.line("compare: " + recordings.Visible(r.Subject()))
	for _, s := range []struct {
		name string
		side compare.Side
	}{{"baseline ", r.Baseline}, {"recording", r.Recording}} {
		b.line(fmt.Sprintf("  %s  %s  %s, %s", s.name, recordings.Visible(s.side.Dir), s.side.Started.UTC().Format("2006-01-02 15:04:05Z"),
			recordings.Visible(consoleName(s.side))))
	}
	for _, f := range r.Context {
		b.line("  not counted: " + recordings.Visible(f.What) + " is " + value(f.After) + ", was " + value(f.Before))
	}
	b.differences(r, paint)
	b.WriteString("\n")
	b.line(paint(verdictStyle(r), capital(r.Sentence())))
	if accepted {
		b.accepted(r)
	}
	b.line("Report: " + recordings.Visible(page))
	v.show(b)
}

func consoleName(s compare.Side) string {
	if s.Console.Version == "" {
		return s.Console.URL
	}
	return "console " + s.Console.Version
}

func verdictStyle(r compare.Result) style {
	if r.Differences == 0 {
		return good
	}
	return caution
}

// differences is the table: step, what, difference.
func (b *builder) differences(r compare.Result, paint func(style, string) string) {
	if r.Differences == 0 {
		return
	}
	if b.width > 0 && b.width < wideEnough {
		b.stepwise(r, paint)
		return
	}
	titles := cells("Step")
	for _, step := range r.Steps {
		if len(step.Differences) > 0 {
			titles = max(titles, cells(stepTitle(step)))
		}
	}
	titles = min(titles, titleColumns)
	const kinds = len(compare.KindStructure)
	indent := strings.Repeat(" ", titles+kinds+4)
	b.WriteString("\n" + paint(faint, pad("Step", titles)+"  "+pad("What", kinds)+"  Difference") + "\n")
	told := above{}
	for _, step := range r.Steps {
		title := clip(stepTitle(step), titles)
		for _, d := range told.rest(step) {
			head := pad(title, titles) + "  " + paint(kindStyle(d.Kind), pad(string(d.Kind), kinds)) + "  "
			b.hanging(head, indent, recordings.Visible(d.Text))
			title = ""
		}
	}
}

// stepwise is the table for narrow terminals: the step's name above what
// differs in it.
func (b *builder) stepwise(r compare.Result, paint func(style, string) string) {
	const kinds = len(compare.KindStructure)
	told := above{}
	for _, step := range r.Steps {
		if len(step.Differences) > 0 {
			b.WriteString("\n")
			b.line(stepTitle(step))
		}
		for _, d := range told.rest(step) {
			head := "   " + paint(kindStyle(d.Kind), pad(string(d.Kind), kinds)) + "  "
			b.hanging(head, strings.Repeat(" ", kinds+5), recordings.Visible(d.Text))
		}
	}
}

// above are the differences that the table has told. A change of the frame
// around all pages is in every step, and is told in full once.
type above map[compare.Difference]bool

// again is the kind of the line that stands for differences told above.
const again compare.Kind = "again"

// rest lists a step's differences; those that stand above are one line.
func (a above) rest(step compare.Step) []compare.Difference {
	var list []compare.Difference
	for _, d := range step.Differences {
		if !a[d] {
			list = append(list, d)
		}
		a[d] = true
	}
	switch n := len(step.Differences) - len(list); n {
	case 0:
	case 1:
		list = append(list, compare.Difference{Kind: again, Text: "one difference that stands above, too"})
	default:
		list = append(list, compare.Difference{Kind: again, Text: fmt.Sprintf("%d differences that stand above, too", n)})
	}
	return list
}

// hanging writes a text behind a head; further lines stand below the text.
func (b *builder) hanging(head, indent, text string) {
	columns := 0
	if b.width > 0 {
		columns = max(20, b.width-1-len(indent))
	}
	for _, l := range wrap(text, columns) {
		b.WriteString(head + l + "\n")
		head = indent
	}
}

// stepTitle is a step's number and title.
func stepTitle(step compare.Step) string {
	title := step.Title
	if title == "" {
		title = step.Name
	}
	number := 0
	switch {
	case step.Recording != nil:
		number = step.Recording.Number
	case step.Baseline != nil:
		number = step.Baseline.Number
	default:
		return recordings.Visible(title)
	}
	return fmt.Sprintf("%2d %s", number, recordings.Visible(title))
}

func kindStyle(k compare.Kind) style {
	switch k {
	case compare.KindScript, compare.KindHTTP, compare.KindStatus:
		return bad
	case again:
		return faint
	}
	return caution
}

// accepted says what is the baseline now.
func (b *builder) accepted(r compare.Result) {
	if r.Differences == 0 {
		b.line("Accepted: nothing, the baseline stays as it is.")
		return
	}
	counts := map[compare.Kind]int{}
	for _, step := range r.Steps {
		for _, d := range step.Differences {
			counts[d.Kind]++
		}
	}
	var parts []string
	for _, kind := range compare.Kinds() {
		if counts[kind] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", counts[kind], kind))
		}
	}
	b.line("Accepted: " + recordings.Visible(r.Baseline.Dir) + " is now a copy of " + recordings.Visible(r.Recording.Dir) +
		", with the differences above (" + strings.Join(parts, ", ") + ").")
}

// outPaint colours texts on standard output where a person sees them.
func (v *View) outPaint() func(style, string) string {
	return func(s style, text string) string {
		code := map[style]string{good: "32", bad: "31", caution: "33", faint: "2"}[s]
		if !v.o.Colour || !v.o.OutTerminal || code == "" {
			return text
		}
		return "\x1b[" + code + "m" + text + "\x1b[0m"
	}
}
