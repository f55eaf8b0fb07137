package view

import (
	"regexp"
	"strings"
)

// The texts name two kinds of commands: those of lockedit, mostly in backticks, and
// those of kubectl, which nothing marks, since scripts cut them from the end of a line.
// Where these begin and end is told by how package kubectl writes them for a shell.
const (
	word = `(?:[0-9A-Za-z_./:=,@%+-]+|'[^']*'(?:\\''[^']*')*)`
	// connection are the flags that every kubectl may have.
	connection = `(?: --(?:kubeconfig|context|namespace) ` + word + `)*`
	// patch is what a person is to type; failed stands in an error, and ends with the
	// limit that every call has.
	patch  = `(?:KUBECONFIG=` + word + ` )?` + word + connection + ` patch ` + word + ` ` + word + ` --type=merge --patch ` + word
	failed = `\bkubectl` + connection + ` (?:get|patch|auth|config|version)(?: ` + word + `)* --request-timeout=[0-9]+s`
	// mention is no more than a verb and its switches, and stays in its sentence.
	mention = `lockedit(?: evidence)?(?: [a-z]+)?(?: --[a-z-]+)*`
	marked  = "`lockedit(?: " + word + ")+`|`lockedit [^`]+`"
)

var (
	anyCommand  = regexp.MustCompile(failed + `|` + patch + `|` + marked + `|` + mention)
	onlyMention = regexp.MustCompile(`^` + mention + `$`)
	// behind is the punctuation that a command on a line of its own makes needless.
	behind = regexp.MustCompile(`^[,;:.]? *`)
)

// stuck stands for a blank at which no line may be broken. What is shown has no
// control characters of its own.
const stuck = "\x00"

// Fit breaks a text with a prefix into lines for a terminal of so many columns; none
// break nothing. Prose goes on below the first line's text. A command stands whole on a
// line of its own, from the first column, so that it can be copied as one: the terminal
// folds what is too long for it without adding anything.
func Fit(prefix, text string, columns int) []string {
	if columns < 1 {
		return []string{prefix + text}
	}
	indent := strings.Repeat(" ", cells(prefix))
	columns = max(20, columns-1-cells(prefix))
	var lines []string
	add := func(line string) { lines = append(lines, strings.TrimRight(line, " ")) }
	for _, p := range parts(text, columns) {
		if p.command && len(lines) == 0 && strings.TrimSpace(prefix) != "" {
			add(prefix)
		}
		if p.command {
			add(p.text)
			continue
		}
		for _, line := range wrap(p.text, columns) {
			if len(lines) > 0 {
				prefix = indent
			}
			add(prefix + strings.ReplaceAll(line, stuck, " "))
		}
	}
	return lines
}

// part is a piece of a text: prose, or a command that stands alone.
type part struct {
	text    string
	command bool
}

// parts splits a text at the commands that stand alone. The blanks of other commands
// are made stuck.
func parts(text string, columns int) []part {
	var list []part
	prose := ""
	for {
		at := anyCommand.FindStringIndex(text)
		if at == nil {
			break
		}
		before, command := text[:at[0]], text[at[0]:at[1]]
		text = text[at[1]:]
		bare := strings.Trim(command, "`")
		if onlyMention.MatchString(bare) && cells(command) <= columns {
			prose += before + strings.ReplaceAll(command, " ", stuck)
			continue
		}
		if prose += before; prose != "" {
			list = append(list, part{text: strings.TrimRight(prose, " ")})
		}
		list = append(list, part{bare, true})
		prose, text = "", behind.ReplaceAllString(text, "")
	}
	if prose += text; prose != "" || len(list) == 0 {
		list = append(list, part{text: prose})
	}
	return list
}
