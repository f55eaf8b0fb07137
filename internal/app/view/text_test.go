package view

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCells(t *testing.T) {
	for text, want := range map[string]int{"": 0, "abc": 3, "設定": 4, "e\u0301": 1, "ｆ": 2, "⟨U+001B⟩": 8} {
		if got := cells(text); got != want {
			t.Errorf("cells(%q) = %d, want %d", text, got, want)
		}
	}
}

func TestWrapLosesNothing(t *testing.T) {
	tests := []struct {
		name, text string
		columns    int
		want       []string
	}{
		{"fits", "abc", 3, []string{"abc"}},
		{"no width", "abc def", 0, []string{"abc def"}},
		{"at blanks", "one two three", 8, []string{"one two", "three"}},
		{"long word", "abcdefgh", 3, []string{"abc", "def", "gh"}},
		{"wide characters", "設定設定", 5, []string{"設定", "設定"}},
		{"one wide character in one column", "設定", 1, []string{"設", "定"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := wrap(tt.text, tt.columns)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func FuzzWrap(f *testing.F) {
	f.Add("one two  three", 4)
	f.Fuzz(func(t *testing.T, text string, columns int) {
		got := strings.Join(wrap(text, columns%200), "")
		squeeze := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		if squeeze(got) != squeeze(text) {
			t.Errorf("wrap(%q, %d) lost something: %q", text, columns, got)
		}
	})
}
