package steps

import (
	"strings"
	"testing"

	"lockedit/internal/browser"
)

// TestSelected reads selects whose page marks an option, whose script chooses one, and
// whose browser shows the first for want of either.
func TestSelected(t *testing.T) {
	option := func(text, how string) browser.Option {
		return browser.Option{Text: text, Selected: strings.Contains(how, "s"), Marked: strings.Contains(how, "m"), Disabled: strings.Contains(how, "d")}
	}
	for _, test := range []struct {
		name string
		// how the options a, b and c are: selected, marked, disabled
		how  [3]string
		want string
		set  bool
	}{
		{"the first is marked", [3]string{"sm", "", ""}, "a", true},
		{"another is marked", [3]string{"", "sm", ""}, "b", true},
		{"none is marked", [3]string{"s", "", ""}, "a", false},
		{"a script chose another", [3]string{"", "", "s"}, "c", true},
		{"a script chose the first instead of what is marked", [3]string{"s", "m", ""}, "a", true},
		{"a script chose another than what is marked", [3]string{"m", "", "s"}, "c", true},
		{"none is marked, the first cannot be chosen", [3]string{"d", "s", ""}, "b", false},
		{"a script chose the last, the first cannot be chosen", [3]string{"d", "", "s"}, "c", true},
		{"none is marked, none can be chosen", [3]string{"sd", "d", "d"}, "a", false},
		{"a script chose another, none can be chosen", [3]string{"d", "sd", "d"}, "b", true},
		{"marked, none can be chosen", [3]string{"smd", "d", "d"}, "a", true},
		{"marked, and cannot be chosen", [3]string{"smd", "", ""}, "a", true},
		{"all marked, the last counts", [3]string{"m", "m", "sm"}, "c", true},
		{"nothing is selected", [3]string{"d", "d", "d"}, "", false},
		{"two are selected", [3]string{"sm", "sm", ""}, "", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			var found browser.Found
			for i, text := range []string{"a", "b", "c"} {
				found.Options = append(found.Options, option(text, test.how[i]))
			}
			got, set, err := selected(found)
			if got.Text != test.want || set != test.set || (err != nil) != (test.want == "") {
				t.Errorf("%q, set %t, error %v", got.Text, set, err)
			}
		})
	}
}

// TestUnmarkedErrorNamesNoWords says that a value which is not known is no matter of words.
func TestUnmarkedErrorNamesNoWords(t *testing.T) {
	e := &NotUnderstoodError{Field: "Migration Basis", Text: "Database", Offered: []string{"Database", "Consensus"}, Words: wordsBasis}
	if !strings.Contains(e.Error(), wordsBasis) {
		t.Errorf("the words are not named: %s", e)
	}
	e.Unmarked = true
	if text := e.Error(); strings.Contains(text, wordsBasis) || !strings.Contains(text, "marks none") || !strings.Contains(text, `"Database"`) {
		t.Errorf("it reads: %s", text)
	}
}
