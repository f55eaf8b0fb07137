package steps

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"strings"

	"lockedit/internal/browser"
	"lockedit/selectors"
)

//go:embed js/table.js
var tableScript string

// table is one page of one of the console's tables, as it is seen.
type table struct {
	Headers []string `json:"headers"`
	Rows    []row    `json:"rows"`
	// Navigation are the texts above and below the table, such as
	// "Showing 1 to 10 of 23".
	Navigation []string `json:"navigation"`
	// Tables counts the tables that hold rows of the wanted type.
	Tables int `json:"tables"`
}

// row is one configuration object in a table.
type row struct {
	Name  string `json:"name"`
	Cells []cell `json:"cells"`
	// Unreadable says that the row's link does not say which object it opens.
	Unreadable bool `json:"unreadable"`
}

type cell struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// span is the part of a table that one page of it shows.
type span struct{ from, to, of int }

func (s span) String() string { return fmt.Sprintf("%d to %d of %d", s.from, s.to, s.of) }

// errPaging is the cause when a table's pages do not add up.
var errPaging = errors.New("the table changed while its pages were read, or its page numbers are not understood")

// TableError says what is wrong with a table.
type TableError struct {
	Table string
	Err   error
}

func (e *TableError) Error() string { return fmt.Sprintf("table of %ss: %v", inWords(e.Table), e.Err) }

func (e *TableError) Unwrap() error { return e.Err }

// readTable reads the page of the table in view that lists objects of a type.
func (c *Console) readTable(ctx context.Context, kind string) (table, span, error) {
	navigation, err := c.locator("table.navigation", nil)
	if err != nil {
		return table{}, span{}, err
	}
	seen, err := c.awaitTable(ctx, kind, navigation)
	if err != nil {
		return table{}, span{}, &TableError{Table: kind, Err: err}
	}
	if seen.Tables > 1 {
		return seen, span{}, &TableError{Table: kind, Err: fmt.Errorf("%d tables on the page list such objects", seen.Tables)}
	}
	part, err := paging(seen)
	if err != nil {
		return seen, span{}, &TableError{Table: kind, Err: err}
	}
	return seen, part, nil
}

// awaitTable reads the table in view; where there is neither a row nor a text
// about rows yet, it is given a moment to appear.
func (c *Console) awaitTable(ctx context.Context, kind string, navigation browser.Locator) (table, error) {
	args := map[string]any{"type": kind, "navigation": navigation.Candidates}
	var seen table
	wait, cancel := context.WithTimeout(ctx, lateField)
	defer cancel()
	err := browser.Retry(wait, func(ctx context.Context) (bool, error) {
		seen = table{}
		err := c.read(ctx, tableScript, args, &seen)
		return len(seen.Rows)+len(seen.Navigation) > 0, err
	})
	if wait.Err() != nil && ctx.Err() == nil {
		err = nil // what is missing is judged by the caller
	}
	return seen, err
}

// lists says whether the page in view has a table that may list objects of a type.
func (c *Console) lists(ctx context.Context, kind string) (bool, error) {
	navigation, err := c.locator("table.navigation", nil)
	if err != nil {
		return false, err
	}
	seen, err := c.awaitTable(ctx, kind, navigation)
	return len(seen.Rows)+len(seen.Navigation) > 0, err
}

// paging reads "Showing 1 to 10 of 23" in any language, and checks it against
// the rows that are there.
func paging(seen table) (span, error) {
	if len(seen.Navigation) == 0 {
		return span{}, fmt.Errorf("no text such as \"Showing 1 to 10 of 23\" was found beside it, so it is not known whether it has further pages")
	}
	var part span
	for i, text := range seen.Navigation {
		from, to, of, ok := selectors.ParsePaging(text)
		if !ok {
			return span{}, fmt.Errorf("%w: %q", errPaging, text)
		}
		if next := (span{from, to, of}); i == 0 {
			part = next
		} else if next != part {
			return span{}, fmt.Errorf("%w: %q", errPaging, seen.Navigation)
		}
	}
	if shown := len(seen.Rows); part.of > 0 && shown != part.to-part.from+1 || part.of == 0 && shown != 0 {
		return span{}, fmt.Errorf("%w: %q, and %d rows are there", errPaging, seen.Navigation[0], shown)
	}
	return part, nil
}

// eachPage walks through all pages of the table in view, from its first. The
// visit ends the walk early by returning true.
func (c *Console) eachPage(ctx context.Context, kind string, visit func(table) (bool, error)) error {
	seen, part, err := c.firstPage(ctx, kind)
	for {
		if err != nil {
			return err
		}
		done, err := visit(seen)
		if done || err != nil {
			return err
		}
		if part.to >= part.of {
			return nil
		}
		if seen, part, err = c.nextPage(ctx, kind, part); err != nil {
			return err
		}
	}
}

// firstPage reads the table in view from its first page: a console may open it
// where it was left.
func (c *Console) firstPage(ctx context.Context, kind string) (table, span, error) {
	seen, part, err := c.readTable(ctx, kind)
	for err == nil && part.from > 1 {
		before := part
		if err = c.follow(ctx, "table.previous", nil); err != nil {
			return seen, part, &TableError{Table: kind, Err: fmt.Errorf("the page before row %d of %d: %w", part.from, part.of, err)}
		}
		seen, part, err = c.readTable(ctx, kind)
		if err == nil && (part.to != before.from-1 || part.of != before.of) {
			return seen, part, &TableError{Table: kind, Err: fmt.Errorf("%w: before %s came %s", errPaging, before, part)}
		}
	}
	return seen, part, err
}

// nextPage follows Next, and checks that the rows go on where they ended.
func (c *Console) nextPage(ctx context.Context, kind string, before span) (table, span, error) {
	if err := c.follow(ctx, "table.next", nil); err != nil {
		return table{}, span{}, &TableError{Table: kind, Err: fmt.Errorf("next page after row %d of %d: %w", before.to, before.of, err)}
	}
	seen, part, err := c.readTable(ctx, kind)
	if err != nil {
		return seen, part, err
	}
	if part.from != before.to+1 || part.of != before.of {
		return seen, part, &TableError{Table: kind, Err: fmt.Errorf("%w: after %s came %s", errPaging, before, part)}
	}
	return seen, part, nil
}

// NotInTableError says that an object is not in its table, and which are.
type NotInTableError struct {
	Type, Name string
	Names      []string
}

func (e *NotInTableError) Error() string {
	return fmt.Sprintf("there is no %s named %q; the console lists %s", inWords(e.Type), e.Name, quoted(e.Names))
}

// inWords is a type of configuration objects as people call it.
func inWords(kind string) string {
	switch kind {
	case typeCluster:
		return "cluster"
	case typeTarget:
		return "migratable target"
	}
	return kind
}

// UnreadableRowError says that a row's link does not name its object in a way
// that is understood, so that it cannot be proved which one it opens.
type UnreadableRowError struct{ Type, Name string }

func (e *UnreadableRowError) Error() string {
	return fmt.Sprintf("%s %q is in the table, but the address of its link does not say in a known way which object it opens", inWords(e.Type), e.Name)
}

// openRow pages through the table in view to the object's row, and follows its
// link. It returns the page of the table with the row.
func (c *Console) openRow(ctx context.Context, kind, name string) (table, error) {
	var names []string
	var with table
	err := c.eachPage(ctx, kind, func(page table) (bool, error) {
		for _, r := range page.Rows {
			names = append(names, r.Name)
			if r.Name == name && r.Unreadable {
				return false, &UnreadableRowError{Type: kind, Name: name}
			}
			if r.Name == name {
				with = page
			}
		}
		return len(with.Rows) > 0, nil
	})
	if err != nil {
		return with, err
	}
	if len(with.Rows) == 0 {
		return with, &NotInTableError{Type: kind, Name: name, Names: names}
	}
	return with, c.follow(ctx, "row.link", vars{"name": name, "type": kind})
}

func quoted(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	marked := make([]string, len(names))
	for i, name := range names {
		marked[i] = fmt.Sprintf("%q", name)
	}
	return strings.Join(marked, ", ")
}
