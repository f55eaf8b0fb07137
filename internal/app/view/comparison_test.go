package view_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"lockedit/internal/app/view"
	"lockedit/recordings/compare"
)

func comparison() compare.Result {
	run := &compare.StepRun{Number: 3}
	return compare.Result{
		Verb: "replay", Flow: "clusters", Differences: 2,
		Baseline: compare.Side{Dir: "base"}, Recording: compare.Side{Dir: "new"},
		Context: []compare.Fact{{What: "console version", Before: "12.2.1.4", After: "14.1.1"}},
		Steps: []compare.Step{{Name: "a", Title: "A"}, {
			Name: "b", Title: "Settings for a cluster whose name is long\x1b[2J", Baseline: run, Recording: run,
			Differences: []compare.Difference{
				{Kind: compare.KindStructure, Text: "link “Messaging” is gone from a list of tabs that is longer than any terminal is wide"},
				{Kind: compare.KindScript, Text: "new error\x1b[31m"},
			},
		}},
	}
}

func TestDifferencesThatStandAboveAreOneLine(t *testing.T) {
	r := comparison()
	frame := []compare.Difference{{Kind: compare.KindLink, Text: "link x"}, {Kind: compare.KindLink, Text: "link y"}}
	r.Steps[0].Differences, r.Steps[1].Differences = frame, append(slices.Clone(frame), compare.Difference{Kind: compare.KindValue, Text: "value z"})
	for _, width := range []int{0, 90} {
		var out bytes.Buffer
		view.New(view.Options{Out: &out, Err: &out, OutTerminal: width > 0, Width: func() int { return width }}).Comparison(r, false, "p")
		text := out.String()
		if strings.Count(text, "link x") != 1 || !strings.Contains(text, "value z") || !strings.Contains(text, "2 differences that stand above, too") {
			t.Errorf("width %d:\n%s", width, text)
		}
	}
}

// TestComparisonIsWholeOnAnyTerminal holds that no word is lost at any width,
// that lines fit, and that nothing of a console reaches the terminal raw.
func TestComparisonIsWholeOnAnyTerminal(t *testing.T) {
	for _, width := range []int{0, 40, 90, 119, 120, 200} {
		var out, err bytes.Buffer
		view.New(view.Options{Out: &out, Err: &err, OutTerminal: width > 0, Width: func() int { return width }}).
			Comparison(comparison(), true, "out/compare.html")
		text := out.String()
		for _, word := range []string{"console version is 14.1.1", "structure", "“Messaging”", "wide", "script", "2 differences in 1 of 2 steps", "1 structure, 1 script"} {
			if !strings.Contains(strings.Join(strings.Fields(text), " "), word) {
				t.Errorf("width %d lacks %q:\n%s", width, word, text)
			}
		}
		for line := range strings.Lines(text) {
			if n := len([]rune(strings.TrimSuffix(line, "\n"))); width > 0 && n > width {
				t.Errorf("width %d: a line of %d", width, n)
			}
		}
		if strings.Contains(text, "\x1b") || err.Len() > 0 {
			t.Errorf("width %d: raw or misdirected output: %q", width, err.String())
		}
	}
}
