package steps

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"slices"

	"lockedit/internal/browser"
	"lockedit/selectors"
)

//go:embed js/rows.js
var rowsScript string

// PartlyReadError says that the list of pending changes is there and could not
// be read to its end, so that it is not known whether all of them are this run's.
type PartlyReadError struct{ Err error }

func (e *PartlyReadError) Error() string {
	return "the list of pending changes could not be read to its end, so it is not known whether all of them are this run's: " + e.Err.Error()
}

// Unwrap returns why.
func (e *PartlyReadError) Unwrap() error { return e.Err }

// paged reads "Showing 1 to 10 of 23" out of a row that holds nothing else but the
// links beside it.
func (r pendingRow) paged() (span, bool) {
	if len(slices.DeleteFunc(slices.Clone(r), isEmpty)) > 2 {
		return span{}, false
	}
	for _, cell := range r {
		if from, to, of, ok := selectors.ParsePaging(cell); ok {
			return span{from, to, of}, true
		}
	}
	return span{}, false
}

// maxListPages bounds the walk through a list of pending changes.
const maxListPages = 100

// listPage is one page of a list of pending changes.
type listPage struct {
	rows []pendingRow
	// parts are what its tables say of their pages, such as "Showing 1 to 10 of 23".
	parts []span
}

// pendingRows reads every page of the list that is in view.
func (c *Console) pendingRows(ctx context.Context) ([]pendingRow, error) {
	var all []pendingRow
	var before span
	seen, err := c.firstPendingPage(ctx)
	for range maxListPages {
		if err == nil {
			err = c.pagesTold(ctx, seen)
		}
		if err != nil {
			return nil, err
		}
		all = append(all, seen.rows...)
		turning, wrong := seen.turning(before)
		if wrong == nil && turning != (span{}) {
			wrong = c.follow(ctx, "table.next", nil)
		}
		if wrong != nil {
			return nil, &TableError{Table: "pending change", Err: wrong}
		}
		if turning == (span{}) {
			return all, nil
		}
		before = turning
		seen, err = c.pendingPage(ctx)
	}
	return nil, &TableError{Table: "pending change", Err: errPaging}
}

// firstPendingPage reads the list from its first page: a console may open it where
// it was left.
func (c *Console) firstPendingPage(ctx context.Context) (listPage, error) {
	seen, err := c.pendingPage(ctx)
	for range maxListPages {
		i := slices.IndexFunc(seen.parts, func(part span) bool { return part.from > 1 })
		if err != nil || i < 0 {
			return seen, err
		}
		later := seen.parts[i]
		if err := c.follow(ctx, "table.previous", nil); err != nil {
			return seen, &TableError{Table: "pending change", Err: err}
		}
		seen, err = c.pendingPage(ctx)
		leads := func(part span) bool { return part.to == later.from-1 && part.of == later.of }
		if err == nil && !slices.ContainsFunc(seen.parts, leads) {
			err = &TableError{Table: "pending change", Err: fmt.Errorf("%w: before %s came %s", errPaging, later, seen.parts)}
		}
	}
	return seen, &TableError{Table: "pending change", Err: errPaging}
}

// pendingPage reads the page of the list that is in view.
func (c *Console) pendingPage(ctx context.Context) (listPage, error) {
	var rows []pendingRow
	if err := c.read(ctx, rowsScript, nil, &rows); err != nil {
		return listPage{}, err
	}
	var seen listPage
	for _, row := range rows {
		if part, ok := row.paged(); ok {
			seen.parts = append(seen.parts, part)
			continue
		}
		seen.rows = append(seen.rows, row)
	}
	return seen, nil
}

// pagesTold holds that a list with a next page says which part of it is in view.
func (c *Console) pagesTold(ctx context.Context, seen listPage) error {
	if len(seen.parts) > 0 {
		return nil
	}
	next, leads, err := c.there(ctx, "table.next")
	if err == nil && leads {
		err = fmt.Errorf("%w: %q leads on from a page without its numbers", errPaging, next.Text)
	}
	if err != nil {
		return &TableError{Table: "pending change", Err: err}
	}
	return nil
}

// turning is the part after which Next leads on, or none; before is the part that
// Next was clicked at, or none. It is an error when rows were left out: a change
// that nobody saw would be activated with the rest.
func (p listPage) turning(before span) (span, error) {
	goesOn := func(part span) bool { return part.from == before.to+1 && part.of == before.of }
	if before != (span{}) && !slices.ContainsFunc(p.parts, goesOn) {
		return span{}, fmt.Errorf("%w: after %s came %s", errPaging, before, p.parts)
	}
	for _, part := range p.parts {
		if part.from > 1 && !goesOn(part) {
			return span{}, fmt.Errorf("%w: it begins with %s", errPaging, part)
		}
		if part.to < part.of {
			return part, nil
		}
	}
	return span{}, nil
}

// labelChanges is the page label of View changes and restarts, seen in a crawl.
const labelChanges = "ChangeManagementPage"

// openPending follows View changes and restarts; false means that the page in
// view has no such link. Once the page was visited, the breadcrumbs may name it as
// well; then it is opened by its proven label.
func (c *Console) openPending(ctx context.Context) (bool, error) {
	_, ok, err := c.there(ctx, "change-center.view-changes")
	var several *browser.AmbiguousError
	switch {
	case errors.As(err, &several):
		c.journal.Note(several.Error() + "; none is followed, the page is opened by its own address")
		return true, c.open(ctx, c.portal(labelChanges))
	case err != nil || !ok:
		return false, err
	}
	return true, c.follow(ctx, "change-center.view-changes", nil)
}

// unlisted says whether an error means that this console has no list of changes
// that can be read, rather than that the console cannot be reached.
func unlisted(err error) bool {
	var partly *PartlyReadError
	var status *StatusError
	var broken *TableError
	var missing *browser.NotFoundError
	if errors.As(err, &partly) {
		return false
	}
	return errors.As(err, &broken) || errors.As(err, &missing) || errors.As(err, &status) && status.Status < 500
}

// newPending are the rows that came to the list of changes since the lock was
// taken; none where there is no such list. A list that could be read then has to be
// readable to its end now; a second reading is tried.
func (c *Console) newPending(ctx context.Context) ([]pendingRow, error) {
	rows, err := c.pendingSince(ctx)
	if !c.own.listRead || !unlisted(err) {
		return rows, err
	}
	c.journal.Recovery("the list of pending changes was not read to its end (" + err.Error() + "); reading it once more")
	if err = c.open(ctx, c.base.String()); err == nil {
		rows, err = c.pendingSince(ctx)
	}
	if unlisted(err) {
		err = &PartlyReadError{Err: err}
	}
	return rows, err
}

// pendingSince opens the list and reads what came to it.
func (c *Console) pendingSince(ctx context.Context) ([]pendingRow, error) {
	ok, err := c.openPending(ctx)
	if err != nil || !ok || !c.own.listRead {
		return nil, err
	}
	rows, err := c.pendingRows(ctx)
	return without(rows, c.own.listBefore), err
}
