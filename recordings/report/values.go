package report

import "lockedit/recordings"

// Row is one attribute in the table of values.
type Row struct {
	Type, Object, Attribute string
	Before, After           string
	ReadBack, InForce       Check
	Unchanged               bool
}

// Check is a value that was read to prove another one.
type Check struct {
	// Value is what was read, "" if nothing was.
	Value string
	// Mark and Word judge it; Tone colours it.
	Mark, Word, Tone string
}

func rows(run recordings.Run) []Row {
	var all []Row
	for _, c := range run.Changes {
		all = append(all, newRow(c, false))
	}
	for _, c := range run.Unchanged {
		all = append(all, newRow(c, true))
	}
	return all
}

func newRow(c recordings.Change, unchanged bool) Row {
	return Row{
		Type: c.Type, Object: c.Object, Attribute: c.Attribute,
		Before: recordings.Shown(c.Before), After: recordings.Shown(c.After),
		ReadBack: check(c.ReadBack, c.After), InForce: check(c.InForce, c.After), Unchanged: unchanged,
	}
}

func check(value, wanted string) Check {
	switch {
	case value == "":
		return Check{Word: "not read", Tone: "none"}
	case value == recordings.Shown(wanted):
		return Check{Value: value, Mark: "✓", Word: "as wanted", Tone: toneGood}
	}
	return Check{Value: value, Mark: "≠", Word: "not as wanted", Tone: toneBad}
}

// Group is the rows of one kind of object under a heading of their own.
type Group struct {
	Title string
	Rows  []Row
}

// grouped puts rows of one kind that stand side by side under one heading.
func grouped(rows []Row) []Group {
	var all []Group
	for _, row := range rows {
		title := row.Type
		if row.Unchanged {
			title = "As wanted already"
		}
		if last := len(all) - 1; last >= 0 && all[last].Title == title {
			all[last].Rows = append(all[last].Rows, row)
			continue
		}
		all = append(all, Group{Title: title, Rows: []Row{row}})
	}
	return all
}

// ValueTable is the table of values and which of its columns have a use.
type ValueTable struct {
	Groups            []Group
	Changed, Same     int
	ReadBack, InForce bool
	Columns           int
	// Lead is said of the values that are not as wanted.
	Lead string
}

func valueTable(run recordings.Run) ValueTable {
	all := rows(run)
	t := ValueTable{Groups: grouped(all), Changed: len(run.Changes), Same: len(run.Unchanged)}
	for _, row := range all {
		t.ReadBack = t.ReadBack || row.ReadBack.Value != ""
		t.InForce = t.InForce || row.InForce.Value != ""
	}
	if run.Verb != "plan" && !run.Lock.AcquiredAt.IsZero() {
		t.ReadBack, t.InForce = true, true
	}
	t.Columns, t.Lead = 4, "to change"
	if run.Verb == "verify" {
		t.Lead = "not as wanted"
	}
	for _, shown := range []bool{t.ReadBack, t.InForce} {
		if shown {
			t.Columns++
		}
	}
	return t
}
