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
		Before: shown(c.Before), After: shown(c.After),
		ReadBack: check(c.ReadBack, c.After), InForce: check(c.InForce, c.After), Unchanged: unchanged,
	}
}

// shown is a value that may be empty.
func shown(value string) string {
	if value == "" {
		return recordings.EmptyValue
	}
	return value
}

func check(value, wanted string) Check {
	switch {
	case value == "":
		return Check{Word: "not read", Tone: "none"}
	case value == shown(wanted):
		return Check{Value: value, Mark: "✓", Word: "as wanted", Tone: toneGood}
	}
	return Check{Value: value, Mark: "≠", Word: "not as wanted", Tone: toneBad}
}

// ValueTable is the table of values and which of its columns have a use.
type ValueTable struct {
	Rows              []Row
	Changed, Same     int
	ReadBack, InForce bool
}

func valueTable(run recordings.Run) ValueTable {
	t := ValueTable{Rows: rows(run), Changed: len(run.Changes), Same: len(run.Unchanged)}
	for _, row := range t.Rows {
		t.ReadBack = t.ReadBack || row.ReadBack.Value != ""
		t.InForce = t.InForce || row.InForce.Value != ""
	}
	if run.Verb != "plan" && !run.Lock.AcquiredAt.IsZero() {
		t.ReadBack, t.InForce = true, true
	}
	return t
}
