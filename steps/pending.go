package steps

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"lockedit/recordings"
	"lockedit/selectors"
)

//go:embed js/rows.js
var rowsScript string

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

// paged reads "Showing 1 to 10 of 23" out of a row that holds nothing else.
func (r pendingRow) paged() (span, bool) {
	for _, cell := range r {
		if from, to, of, ok := selectors.ParsePaging(cell); ok {
			return span{from, to, of}, true
		}
	}
	return span{}, false
}

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

// foldName makes "Migration Basis" and "migrationBasis" one word.
func foldName(s string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '_' || r == '\u00a0' {
			return -1
		}
		return r
	}, s))
}

// judgePending holds the rows that came to the list of pending changes since
// the lock was taken against what this run changed. It says what was proved;
// the empty text means that the page lists nothing.
func judgePending(rows []pendingRow, changes []recordings.PlannedChange) (string, error) {
	var own, objects int
	var strange, foreign []string
	for _, row := range rows {
		switch {
		case row.ownChange(changes):
			own++
		case row.ownObject(changes):
			objects++
			strange = append(strange, row.text())
		default:
			foreign = append(foreign, row.text())
		}
	}
	switch {
	case own+objects == 0 && len(foreign) == 0:
		return "", nil
	case own+objects == 0:
		return "", &UnclearEditsError{Rows: foreign}
	case len(foreign) > 0:
		return "", &ForeignEditsError{Rows: foreign}
	case own > 0 && objects > 0:
		return "", &ForeignEditsError{Rows: strange}
	}
	return fmt.Sprintf("%d changes are listed as pending, all of them this run's", own+objects), nil
}

func (r pendingRow) ownChange(changes []recordings.PlannedChange) bool {
	return slices.ContainsFunc(changes, func(c recordings.PlannedChange) bool { return r.names(c.Object) && r.about(c) })
}

func (r pendingRow) ownObject(changes []recordings.PlannedChange) bool {
	return slices.ContainsFunc(changes, func(c recordings.PlannedChange) bool { return r.names(c.Object) })
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

// maxListPages bounds the walk through a list of pending changes.
const maxListPages = 100

// pendingRows reads every page of the list that is in view.
func (c *Console) pendingRows(ctx context.Context) ([]pendingRow, error) {
	var all []pendingRow
	for range maxListPages {
		var rows []pendingRow
		if err := c.read(ctx, rowsScript, nil, &rows); err != nil {
			return nil, err
		}
		more := false
		for _, row := range rows {
			if part, ok := row.paged(); ok {
				more = more || part.to < part.of
				continue
			}
			all = append(all, row)
		}
		if !more {
			return all, nil
		}
		if err := c.follow(ctx, "table.next", nil); err != nil {
			return nil, &TableError{Table: "pending changes", Err: err}
		}
	}
	return nil, &TableError{Table: "pending changes", Err: errPaging}
}

// openPending follows View changes and restarts; false means that the page in
// view has no such link.
func (c *Console) openPending(ctx context.Context) (bool, error) {
	_, ok, err := c.there(ctx, "change-center.view-changes", nil)
	if err != nil || !ok {
		return false, err
	}
	return true, c.follow(ctx, "change-center.view-changes", nil)
}

// notePending reads the list while nothing is pending, so that what it shows
// anyway is known: what comes later are edits.
func (c *Console) notePending(ctx context.Context) error {
	return c.run.Step(ctx, "nothing-pending", "View changes and restarts: nothing is pending", func(ctx context.Context) (string, error) {
		ok, err := c.openPending(ctx)
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
		if c.own.listBefore, err = c.pendingRows(ctx); err != nil {
			return "", err
		}
		c.own.listRead = true
		return "the list was read before anything was changed", c.open(ctx, c.base.String())
	})
}

// onlyOwnPending opens the list of pending changes and refuses when it shows
// any that this run did not make.
func (c *Console) onlyOwnPending(ctx context.Context) (string, error) {
	ok, err := c.openPending(ctx)
	if err != nil {
		return "", err
	}
	proof := ""
	if ok && c.own.listRead {
		rows, err := c.pendingRows(ctx)
		if err != nil {
			return "", err
		}
		if proof, err = judgePending(without(rows, c.own.listBefore), c.own.changes); err != nil {
			return "", err
		}
	}
	if proof == "" {
		const text = "the console shows no list of pending changes: that nothing but this run's edits is pending could not be read"
		c.journal.Warn(recordings.Diagnostic{Summary: text})
		return text, nil
	}
	return proof, nil
}

// CheckPending refuses to go on to Activate Changes when more is pending than
// this run saved: the same account may edit from elsewhere under the same lock.
func (c *Console) CheckPending(ctx context.Context) error {
	return c.run.Step(ctx, "view-changes", "View changes and restarts", func(ctx context.Context) (string, error) {
		proof, err := c.onlyOwnPending(ctx)
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
