package flow

import (
	"fmt"
	"slices"
	"strings"
)

// Snapshot is an aria snapshot as nested lines, as package aria writes them.
type Snapshot []SnapshotLine

// SnapshotLine is one node: its text without the dash, and what is below it.
type SnapshotLine struct {
	Text  string
	Below Snapshot
}

// ParseSnapshot reads an aria snapshot. Each line is a dash and a node,
// indented more than the one it belongs to.
func ParseSnapshot(text string) (Snapshot, error) {
	var lines []string
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \t\r\n")
		if line != "" {
			lines = append(lines, line)
		}
	}
	for i, line := range lines {
		if !strings.HasPrefix(strings.TrimLeft(line, " "), "- ") {
			return nil, fmt.Errorf("line %d of the snapshot: %q does not begin with a dash", i+1, line)
		}
	}
	if len(lines) == 0 {
		return nil, fmt.Errorf("the snapshot is empty")
	}
	return nested(lines), nil
}

func indent(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

func nested(lines []string) Snapshot {
	var s Snapshot
	for i := 0; i < len(lines); {
		end := i + 1
		for end < len(lines) && indent(lines[end]) > indent(lines[i]) {
			end++
		}
		text := strings.TrimSpace(strings.TrimPrefix(strings.TrimLeft(lines[i], " "), "- "))
		s = append(s, SnapshotLine{Text: strings.TrimSuffix(text, ":"), Below: nested(lines[i+1 : end])})
		i = end
	}
	return s
}

// Missing is the first line of wanted that the snapshot does not hold, or "".
// Wanted lines have to stand in their order and below one another, as in
// Playwright's toMatchAriaSnapshot; what stands between them does not matter.
func (s Snapshot) Missing(wanted Snapshot) string {
	if s.holds(wanted) || slices.ContainsFunc(s, func(l SnapshotLine) bool { return l.Below.Missing(wanted) == "" }) {
		return ""
	}
	for i := range wanted {
		if s.anywhere(wanted[:i+1]) {
			continue
		}
		return wanted[i].Text
	}
	return wanted[0].Text
}

func (s Snapshot) anywhere(wanted Snapshot) bool {
	return s.holds(wanted) || slices.ContainsFunc(s, func(l SnapshotLine) bool { return l.Below.anywhere(wanted) })
}

// holds says whether the wanted lines are among these, in order.
func (s Snapshot) holds(wanted Snapshot) bool {
	i := 0
	for _, line := range s {
		if i < len(wanted) && line.matches(wanted[i]) {
			i++
		}
	}
	return i == len(wanted)
}

func (l SnapshotLine) matches(wanted SnapshotLine) bool {
	if l.Text != wanted.Text && !strings.HasPrefix(l.Text, wanted.Text+":") && !strings.HasPrefix(l.Text, wanted.Text+" [") {
		return false
	}
	return len(wanted.Below) == 0 || l.Below.anywhere(wanted.Below)
}
