package report

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCommands(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"no command", "look <here> & there", "look &lt;here&gt; &amp; there"},
		{"two", "run `lockedit restart`, then `lockedit verify`", "run <code>lockedit restart</code>, then <code>lockedit verify</code>"},
		{"hostile", "run `<script>`", "run <code>&lt;script&gt;</code>"},
		{"not closed", "a `b` and `c <", "a <code>b</code> and `c &lt;"},
		{"empty", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, string(commands(tt.text))); diff != "" {
				t.Error(diff)
			}
		})
	}
}
