package view

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"lockedit/recordings"
)

// row is one attribute of one object, as it is shown.
type row struct{ object, attribute, value, note string }

// Plan shows what would change, what is as wanted, and the restart.
func (v *View) Plan(p recordings.Plan, outcome recordings.Outcome, dir string) {
	b := v.result()
	b.changes(p)
	b.rows(heading("As wanted already", len(p.Unchanged)), plannedRows(p.Unchanged))
	if len(p.Changes) > 0 {
		b.restart(p.Restart)
		b.warnings(p.Restart)
	}
	if dir != "" {
		b.line("Plan: " + filepath.Join(dir, "plan.json"))
	}
	b.next(outcome)
	v.show(b)
}

// Ended shows the verdict, the table of values and where the recording is.
func (v *View) Ended(run recordings.Run, outcome recordings.Outcome, dir string) {
	b := v.result()
	if outcome.Verdict != "" {
		b.line(capital(outcome.Verdict))
	}
	what := "Changes"
	if run.Verb == "verify" {
		what = "Not as wanted"
	}
	b.rows(heading(what, len(run.Changes)), changedRows(run.Changes))
	b.rows(heading("As wanted already", len(run.Unchanged)), changedRows(run.Unchanged))
	b.untouched(run.Untouched)
	b.servers(run.Restart)
	if dir != "" {
		b.line("Recording: " + dir)
	}
	b.next(outcome)
	v.show(b)
}

// Say writes a line of a result.
func (v *View) Say(text string) {
	b := v.result()
	b.line(recordings.Visible(text))
	v.show(b)
}

// Question is what a person reads before the question whether to go on.
func (v *View) Question(p recordings.Plan) string {
	b := builder{width: v.width()}
	b.changes(p)
	b.restart(p.Restart)
	b.warnings(p.Restart)
	return b.String()
}

// next says what to do next after a verb that did what it was asked; after
// others the last line of standard error says it.
func (b *builder) next(o recordings.Outcome) {
	if o.Next != "" && (o.ExitCode == 0 || o.ExitCode == 2) {
		b.line("Next: " + recordings.Visible(o.Next))
	}
}

func heading(what string, n int) string { return fmt.Sprintf("%s (%d):", what, n) }

func plannedRows(changes []recordings.PlannedChange) []row {
	rows := make([]row, len(changes))
	for i, c := range changes {
		rows[i] = row{c.Object, c.Attribute, transition(c.Before, c.After), ""}
	}
	return rows
}

func changedRows(changes []recordings.Change) []row {
	rows := make([]row, len(changes))
	for i, c := range changes {
		rows[i] = row{c.Object, c.Attribute, transition(c.Before, c.After), changeNote(c)}
	}
	return rows
}

func changeNote(c recordings.Change) string {
	switch {
	case c.InForce != "" && c.InForce != recordings.Shown(c.After):
		return "NOT in force: " + read(c.InForce)
	case c.InForce != "":
		return "in force"
	case c.ReadBack != "" && c.ReadBack != recordings.Shown(c.After):
		return "READ BACK AS " + read(c.ReadBack)
	case c.ReadBack != "":
		return "read back"
	}
	return ""
}

// read is a value that was read, where the empty string would mean that none was.
func read(text string) string {
	if text == recordings.EmptyValue {
		return text
	}
	return value(text)
}

func transition(before, after string) string {
	if before == after {
		return value(after)
	}
	return value(before) + " → " + value(after)
}

func capital(text string) string {
	text = recordings.Visible(text)
	if text == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// result is a builder for standard output: fitted to a terminal, and whole
// lines for everything else.
func (v *View) result() *builder {
	b := &builder{}
	if v.o.OutTerminal {
		b.width = v.width()
	}
	return b
}

// show writes a result, unless only warnings and errors or events are wanted.
func (v *View) show(b *builder) {
	if v.o.Quiet || v.o.JSON {
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.erase()
	v.shown = true
	_, _ = io.WriteString(v.o.Out, b.String()) // a closed pipe is the reader's choice
	v.redraw()
}

// builder makes the text of a result. A width of 0 does not wrap.
type builder struct {
	strings.Builder
	width int
}

// line writes a line of prose, which may name commands.
func (b *builder) line(text string) {
	for _, l := range Fit("", text, b.width) {
		b.WriteString(l + "\n")
	}
}

// indented writes a value, wrapped with an indentation.
func (b *builder) indented(indent, text string) {
	columns := 0
	if b.width > 0 {
		columns = max(20, b.width-1-cells(indent))
	}
	for _, l := range wrap(text, columns) {
		b.WriteString(indent + l + "\n")
	}
}

func (b *builder) changes(p recordings.Plan) {
	if len(p.Changes) == 0 {
		b.line("Nothing to change: " + recordings.Visible(p.Cluster) + " is as wanted.")
		return
	}
	b.rows(heading("Changes to "+recordings.Visible(p.Cluster), len(p.Changes)), plannedRows(p.Changes))
}

// rows writes a table that is grouped by object.
func (b *builder) rows(title string, rows []row) {
	if len(rows) == 0 {
		return
	}
	b.line(title)
	columns, values := 0, 0
	for _, r := range rows {
		columns, values = max(columns, cells(attribute(r.attribute))), max(values, cells(r.value))
	}
	object := ""
	for i, r := range rows {
		if i == 0 || r.object != object {
			object = r.object
			b.indented("  ", value(object))
		}
		b.row(r, columns, values)
	}
}

// row writes attribute, value and note on one line, or below one another where
// the terminal is too narrow for the longest of them.
func (b *builder) row(r row, columns, values int) {
	line := "    " + pad(attribute(r.attribute), columns) + "  "
	if r.note == "" {
		line += r.value
	} else {
		line += pad(r.value, values) + "  " + r.note
	}
	if b.width == 0 || cells(line) < b.width {
		b.WriteString(line + "\n")
		return
	}
	b.indented("    ", attribute(r.attribute))
	b.indented("      ", r.value)
	if r.note != "" {
		b.indented("      ", r.note)
	}
}

func (b *builder) restart(r recordings.PlannedRestart) {
	text := "restart: " + recordings.Visible(r.Strategy)
	switch r.Strategy {
	case "full":
		text += ": downtime: every server of the domain is stopped, then started"
	case "rolling":
		text += ": one server after the other"
	case "none":
		text += ": the changes come into force with the next restart, which is yours to do"
	}
	if r.Reason != "" && r.Strategy != "none" {
		text += " (" + recordings.Visible(r.Reason) + ")"
	}
	if r.Strategy != "" {
		b.line(text)
	}
}

func (b *builder) warnings(r recordings.PlannedRestart) {
	for _, w := range r.Warnings {
		b.line("warning: " + recordings.Visible(w))
	}
}

func (b *builder) untouched(all []recordings.Untouched) {
	if len(all) == 0 {
		return
	}
	b.line(heading("Left as it was", len(all)))
	for _, u := range all {
		b.indented("    ", value(u.Object)+": "+recordings.Visible(u.Why))
	}
}

// servers writes a line a server that came back in another pod.
func (b *builder) servers(r recordings.Restart) {
	if len(r.Servers) == 0 {
		return
	}
	b.line(heading("Restarted, "+recordings.Visible(r.Strategy), len(r.Servers)))
	for _, s := range r.Servers {
		state := "not back"
		if !s.ReadyAt.IsZero() {
			state = "ready at " + s.ReadyAt.UTC().Format("2006-01-02 15:04:05Z")
		}
		b.indented("    ", recordings.Visible(s.Name+"  "+s.Pod+"  "+state))
	}
}
