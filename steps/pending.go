package steps

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"lockedit/recordings"
	"lockedit/selectors"
)

// ForeignEditsError says that edits are pending in this account's edit session
// which this run did not make. They must be neither activated nor undone.
type ForeignEditsError struct {
	// Rows are the lines of the list of changes that are not this run's.
	Rows []string
}

func (e *ForeignEditsError) Error() string {
	return "edits that this run did not make are pending in its edit session: " + quoted(e.Rows)
}

// UnclearEditsError says that the list of pending changes is not understood, so
// that it cannot be shown that all of them are this run's.
type UnclearEditsError struct{ Rows []string }

func (e *UnclearEditsError) Error() string {
	return "the list of pending changes names none of the objects that this run changed, so it is not known whose they are: " + quoted(e.Rows)
}

// pendingRow is one line of the list of pending changes: the texts of its cells.
type pendingRow []string

// text is a row as one line.
func (r pendingRow) text() string {
	return strings.Join(slices.DeleteFunc(slices.Clone(r), isEmpty), " | ")
}

func isEmpty(s string) bool { return s == "" }

// names says whether a cell of the row names an object.
func (r pendingRow) names(object string) bool {
	return slices.ContainsFunc(r, func(cell string) bool { return titled(cell, object) })
}

// about says whether the row speaks of an attribute: by its name, or by the
// value that this run gave it.
func (r pendingRow) about(change recordings.PlannedChange) bool {
	attribute := foldName(change.Attribute)
	return slices.ContainsFunc(r, func(cell string) bool {
		return strings.Contains(foldName(cell), attribute) || change.After != "" && cell == change.After
	})
}

// meaning is what a cell says of an attribute as a value of a plan, where that is
// understood.
type meaning func(attribute, cell string) (string, bool)

// contradicts says whether the row shows another value of the attribute than this run
// found or gave it.
func (r pendingRow) contradicts(change recordings.PlannedChange, means meaning) bool {
	return slices.ContainsFunc(r, func(cell string) bool {
		value, known := means(change.Attribute, cell)
		return known && value != change.Before && value != change.After
	})
}

// meaning understands policies and bases in the console's words.
func (c *Console) meaning(attribute, cell string) (string, bool) {
	switch attribute {
	case attrPolicy:
		value, known := c.cat.ParsePolicy(cell, "")
		return string(value), known
	case attrBasis:
		value, known := c.cat.ParseBasis(cell, "")
		return string(value), known
	}
	return "", false
}

// foldName makes "Migration Basis" and "migrationBasis" one word.
func foldName(s string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '_' || r == '\u00a0' {
			return -1
		}
		return r
	}, s))
}

// ungrouped gives the rows below a row that holds one of the objects' names and
// nothing else that name, where they speak of a change of the object; such a
// heading is then no row of its own.
func ungrouped(rows []pendingRow, changes []recordings.PlannedChange) []pendingRow {
	var out []pendingRow
	head, headed := "", false
	for i, row := range rows {
		cells := slices.DeleteFunc(slices.Clone(row), isEmpty)
		below := slices.ContainsFunc(changes, func(c recordings.PlannedChange) bool {
			return titled(head, c.Object) && row.about(c) && len(cells) > 1
		})
		switch {
		case head != "" && below:
			if !headed {
				out = out[:len(out)-1]
			}
			headed = true
			row = append(pendingRow{head}, row...)
		case len(cells) == 1 && i+1 < len(rows):
			head, headed = cells[0], false
		default:
			head = ""
		}
		out = append(out, row)
	}
	return out
}

// MissingEditsError says that the list of pending changes does not show all that
// this run saved, so that less would be activated than was planned.
type MissingEditsError struct{ Changes []string }

func (e *MissingEditsError) Error() string {
	return "the list of pending changes lacks what this run saved: " + quoted(e.Changes)
}

// tally is what the list of pending changes shows of one object that this run
// changes.
type tally struct {
	changes []recordings.PlannedChange
	rows    []pendingRow
	// known are the rows that are about one of the changes.
	known int
}

// judgePending holds the rows that came to the list of pending changes since
// the lock was taken against what this run changed. Where all is to be there,
// what is missing is an error, too. It says what was proved; the empty text means
// that the page lists nothing.
//
// A row belongs to the object that it names. The columns are not known, and the
// words may be of any language, so that the number of an object's rows decides:
// more than this run's changes of it cannot be this run's.
func judgePending(rows []pendingRow, changes []recordings.PlannedChange, all bool, means meaning) (string, error) {
	if len(rows) == 0 {
		return "", nil
	}
	objects := map[string]*tally{}
	for _, c := range changes {
		if objects[c.Object] == nil {
			objects[c.Object] = &tally{}
		}
		objects[c.Object].changes = append(objects[c.Object].changes, c)
	}
	var foreign []string
	for _, row := range ungrouped(rows, changes) {
		change, ok := row.owner(changes)
		if !ok || row.about(change) && row.contradicts(change, means) {
			foreign = append(foreign, row.text())
			continue
		}
		of := objects[change.Object]
		of.rows = append(of.rows, row)
		if row.about(change) {
			of.known++
		}
	}
	if len(foreign) == len(rows) {
		return "", &UnclearEditsError{Rows: foreign}
	}
	for _, of := range objects {
		foreign = append(foreign, of.strange()...)
	}
	if len(foreign) > 0 {
		slices.Sort(foreign)
		return "", &ForeignEditsError{Rows: foreign}
	}
	if missing := missingEdits(objects); all && len(missing) > 0 {
		return "", &MissingEditsError{Changes: missing}
	}
	return fmt.Sprintf("%d changes are listed as pending, all of them this run's", len(rows)), nil
}

// strange are the rows of an object that are not this run's. A list has one row an
// object or one a change; with any other number, rows that are about none of the
// changes are not of them, and all are strange where there are more than changes and
// that cannot be told.
func (t *tally) strange() []string {
	if len(t.rows) <= 1 || len(t.rows) == len(t.changes) {
		return nil
	}
	var strange, every []string
	for _, row := range t.rows {
		every = append(every, row.text())
		if !slices.ContainsFunc(t.changes, row.about) {
			strange = append(strange, row.text())
		}
	}
	if len(strange) == 0 && len(t.rows) > len(t.changes) {
		return every
	}
	return strange
}

// missingEdits are the changes that no row shows. An object may have one row for
// all of its changes.
func missingEdits(objects map[string]*tally) []string {
	var missing []string
	for _, of := range objects {
		whole := len(of.rows) > 0 && of.known == 0 || len(of.rows) == len(of.changes)
		for _, c := range of.changes {
			shown := slices.ContainsFunc(of.rows, func(r pendingRow) bool { return r.about(c) })
			if !whole && !shown {
				missing = append(missing, c.Attribute+" of "+c.Object)
			}
		}
	}
	slices.Sort(missing)
	return missing
}

// owner is the change that a row is about, else any of the object that the row
// names first.
func (r pendingRow) owner(changes []recordings.PlannedChange) (recordings.PlannedChange, bool) {
	for _, c := range changes {
		if r.names(c.Object) && r.about(c) {
			return c, true
		}
	}
	for _, cell := range r {
		for _, c := range changes {
			if titled(cell, c.Object) {
				return c, true
			}
		}
	}
	return recordings.PlannedChange{}, false
}

// without drops the rows that were there before; a row that stands there more
// often than before is new.
func without(rows, before []pendingRow) []pendingRow {
	known := map[string]int{}
	for _, r := range before {
		known[r.text()]++
	}
	var added []pendingRow
	for _, r := range rows {
		if known[r.text()] > 0 {
			known[r.text()]--
			continue
		}
		added = append(added, r)
	}
	return added
}

// notePending reads the list while nothing is pending, so that what it shows
// anyway is known: what comes later are edits.
func (c *Console) notePending(ctx context.Context) error {
	return c.run.Step(ctx, "nothing-pending", "View changes and restarts: nothing is pending", func(ctx context.Context) (string, error) {
		ok, err := c.openPending(ctx)
		if unlisted(err) {
			return "there is no list of changes: " + err.Error(), c.open(ctx, c.base.String())
		}
		if err != nil || !ok {
			return "the change center has no link to the list of changes", err
		}
		seen, err := c.ChangeCenter(ctx)
		if err != nil {
			return "", err
		}
		if seen.State != selectors.StateLocked && seen.State != selectors.StateAbsent {
			return "", &ChangeCenterError{Seen: seen, Want: "locked by this account, with nothing pending"}
		}
		if c.own.listBefore, err = c.pendingRows(ctx); err != nil && !unlisted(err) {
			return "", err
		}
		if c.own.listRead = err == nil; c.own.listRead && c.own.allowed.Listed != nil {
			c.own.allowed.Listed(cellsOf(c.own.listBefore))
		}
		return "the list was read before anything was changed", c.open(ctx, c.base.String())
	})
}

// cellsOf are rows as plain texts.
func cellsOf(rows []pendingRow) [][]string {
	cells := make([][]string, len(rows))
	for i, row := range rows {
		cells[i] = row
	}
	return cells
}

// onlyOwnPending opens the list of pending changes and refuses when it shows
// any that this run did not make or, where all are to be there, lacks one.
func (c *Console) onlyOwnPending(ctx context.Context, all bool) (string, error) {
	rows, err := c.newPending(ctx)
	if err != nil && !unlisted(err) {
		return "", err
	}
	proof, judged := judgePending(rows, c.own.sentChanges(), all, c.meaning)
	if judged != nil || proof != "" {
		return proof, judged
	}
	text := "the console shows no list of pending changes: that nothing but this run's edits is pending could not be read"
	if err != nil {
		text += " (" + err.Error() + ")"
		err = c.open(ctx, c.base.String())
	}
	c.journal.Warn(recordings.Diagnostic{Summary: text})
	return text, err
}

// CheckPending refuses to go on to Activate Changes when more is pending than
// this run saved: the same account may edit from elsewhere under the same lock.
func (c *Console) CheckPending(ctx context.Context) error {
	return c.run.Step(ctx, "view-changes", "View changes and restarts", func(ctx context.Context) (string, error) {
		proof, err := c.onlyOwnPending(ctx, true)
		if err != nil {
			return "", err
		}
		seen, err := c.ChangeCenter(ctx)
		if err == nil && seen.State == selectors.StateAbsent {
			err = c.open(ctx, c.base.String())
		}
		return proof, err
	})
}
