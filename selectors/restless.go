package selectors

import (
	"regexp"

	"lockedit/internal/browser"
	"lockedit/recordings/sessionid"
)

// The parts of a console page that differ each time, by what a person sees of
// them (fact sheet, layout: the welcome line in the tool bar, "Health of
// Running Servers as of 16:36" and the counts below it). The patterns are those
// of JavaScript.
const (
	clockPattern = `(?<![\d.:])(?:\d{4}-\d{2}-\d{2}[T\s]\s*|\d{1,2}/\d{1,2}/\d{2,4},?\s+)?` +
		`(?:(?:[AaPp][Mm]|[上下]午|午[前後]|오[전후])\s?)?` +
		`(?:[01]?\d|2[0-3])(?::[0-5]\d(?::[0-5]\d)?|\s?[時时시]\s?[0-5]?\d\s?[分분])` +
		`(?:\s?[AaPp]\.?[Mm]\.?)?(?![\d:])`
	countPattern = `^\s*\S[^()（）]{0,60}[\(（](?<part>\d+)[\)）]\s*$`
)

const (
	// healthRows is how many counts one table must have to be the health table,
	// which has five.
	healthRows = 3
	// barBottom is the lowest place of the tool bar with the welcome line, in
	// pixels.
	barBottom = 150
)

// Restless are the marks of what differs each time a page of the console is
// drawn: the clock, the counts of servers by health, session ids and, if the
// account is given, the account's name in the tool bar.
func Restless(account string) []browser.Mark {
	marks := []browser.Mark{
		{Why: "clock", Pattern: clockPattern},
		{Why: "health count", Pattern: countPattern, Alike: healthRows, Row: true},
		{Why: "session id", Pattern: sessionid.Pattern},
	}
	if account == "" {
		return marks
	}
	name := `(?<![\w.\-])` + escapeScript(account) + `(?![\w.\-])`
	return append(marks, browser.Mark{Why: "account", Pattern: name, Top: barBottom})
}

var scriptSyntax = regexp.MustCompile(`[\^$\\.*+?()\[\]{}|/]`)

// escapeScript writes a text as a pattern of JavaScript with flag u, which
// knows fewer escapes than Go.
func escapeScript(text string) string { return scriptSyntax.ReplaceAllString(text, `\$0`) }
