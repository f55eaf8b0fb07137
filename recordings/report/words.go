package report

import (
	"fmt"
	"html/template"
	"regexp"
	"strings"
	"time"

	"lockedit/recordings"
)

// stamp is a time in full, in UTC.
func stamp(at time.Time) string {
	if at.IsZero() {
		return "not known"
	}
	return at.UTC().Format("2006-01-02 15:04:05") + " UTC"
}

// clock is the time of a day in UTC.
func clock(at time.Time) string {
	if at.IsZero() {
		return "–"
	}
	return at.UTC().Format("15:04:05")
}

// duration is how long something took, in the words of people.
func duration(d time.Duration) string {
	switch {
	case d < 0:
		return "–"
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < time.Minute:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case d < time.Hour:
		d = d.Round(time.Second)
		return fmt.Sprintf("%d min %02d s", d/time.Minute, d%time.Minute/time.Second)
	}
	d = d.Round(time.Minute)
	return fmt.Sprintf("%d h %02d min", d/time.Hour, d%time.Hour/time.Minute)
}

// between is the time from one moment to another, -1 if one is not known.
func between(from, to time.Time) time.Duration {
	if from.IsZero() || to.IsZero() {
		return -1
	}
	return to.Sub(from)
}

// count is a number with its noun.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// visibleLines makes hidden characters visible and keeps the line ends.
func visibleLines(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lead := len(line) - len(strings.TrimLeft(line, " "))
		lines[i] = line[:lead] + recordings.Visible(line[lead:])
	}
	return strings.Join(lines, "\n")
}

// camel finds where a name made of several words may be broken.
var camel = regexp.MustCompile(`([a-z0-9])([A-Z])|([._/@-])(\w)`)

// soft makes a name visible and lets it break between its words.
func soft(name string) template.HTML {
	// Visible leaves no tab in a name, so a tab can mark the places.
	marked := camel.ReplaceAllString(recordings.Visible(name), "$1$3\t$2$4")
	return template.HTML(strings.ReplaceAll(template.HTMLEscapeString(marked), "\t", "<wbr>"))
}

// capital makes a sentence of an error's text.
func capital(text string) string {
	if text == "" {
		return ""
	}
	first := []rune(text)[0]
	return strings.ToUpper(string(first)) + text[len(string(first)):]
}

// commands makes a text visible and sets what stands between backticks, which
// the program puts around commands, as such.
func commands(text string) template.HTML {
	var out strings.Builder
	rest := recordings.Visible(text)
	for {
		before, after, _ := strings.Cut(rest, "`")
		command, next, closed := strings.Cut(after, "`")
		if !closed {
			out.WriteString(template.HTMLEscapeString(rest))
			return template.HTML(out.String())
		}
		out.WriteString(template.HTMLEscapeString(before) + "<code>" + template.HTMLEscapeString(command) + "</code>")
		rest = next
	}
}
