package view

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"lockedit/recordings"
)

// cells is how many columns of a terminal a text takes.
func cells(text string) int {
	n := 0
	for _, r := range text {
		n += runeCells(r)
	}
	return n
}

func runeCells(r rune) int {
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// clip cuts a text to at most so many columns, with an ellipsis at its end.
func clip(text string, columns int) string {
	if cells(text) <= columns {
		return text
	}
	var b strings.Builder
	used := 0
	for _, r := range text {
		if used += runeCells(r); used > columns-1 {
			break
		}
		b.WriteRune(r)
	}
	return b.String() + "…"
}

// Wrap breaks a text into lines of at most so many columns, at blanks where
// there are any.
func Wrap(text string, columns int) []string { return wrap(text, columns) }

// wrap breaks a text into lines of at most so many columns, at blanks where
// there are any. Nothing is left out: a name that is cut could be another's.
func wrap(text string, columns int) []string {
	if columns < 1 || cells(text) <= columns {
		return []string{text}
	}
	var lines []string
	for cells(text) > columns {
		at := breakAt(text, columns)
		lines = append(lines, strings.TrimRight(text[:at], " "))
		text = strings.TrimLeft(text[at:], " ")
	}
	if text == "" {
		return lines
	}
	return append(lines, text)
}

// breakAt is the byte at which a text is broken: after the last blank that
// fits, else after the last character that does, and after one at least.
func breakAt(text string, columns int) int {
	used, blank := 0, 0
	for i, r := range text {
		if used += runeCells(r); used > columns && i > 0 {
			if blank > 0 {
				return blank
			}
			return i
		}
		if r == ' ' {
			blank = i + 1
		}
	}
	return len(text)
}

// pad fills a text with blanks up to so many columns.
func pad(text string, columns int) string {
	return text + strings.Repeat(" ", max(0, columns-cells(text)))
}

// value shows a value of the configuration so that an empty one, and one with
// blanks at its ends, can be told from others.
func value(text string) string {
	switch {
	case text == "":
		return "(empty)"
	case strings.TrimSpace(text) != text || strings.HasPrefix(text, "(") || strings.ContainsAny(text, `"→`):
		return strconv.Quote(recordings.Visible(text))
	}
	return recordings.Visible(text)
}

// attribute is an attribute in the words of the console's page.
func attribute(name string) string {
	switch name {
	case "migrationBasis":
		return "Migration Basis"
	case "autoMigrationTableName":
		return "Auto Migration Table Name"
	case "dataSourceForAutomaticMigration":
		return "Data Source For Automatic Migration"
	case "migrationPolicy":
		return "Service Migration Policy"
	}
	return recordings.Visible(name)
}
