package kubectl

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// TestCheckVersion refuses what is too old, and lets pass what it cannot read.
func TestCheckVersion(t *testing.T) {
	const answer = `echo '{"clientVersion":{"gitVersion":"%"}}'`
	tests := []struct {
		name, script string
		old          bool
		warning      string
	}{
		{"current", strings.Replace(answer, "%", "v1.36.3", 1), false, ""},
		{"the oldest", strings.Replace(answer, "%", "v1.20.0", 1), false, ""},
		{"a vendor's", strings.Replace(answer, "%", "v1.27.3-eks-a5565ad", 1), false, ""},
		{"too old", strings.Replace(answer, "%", "v1.19.16", 1), true, ""},
		{"much too old", strings.Replace(answer, "%", "v1.9.0", 1), true, ""},
		{"the next major", strings.Replace(answer, "%", "v2.0.0", 1), false, ""},
		{"of no known form", strings.Replace(answer, "%", "today", 1), false, "not understood: today"},
		{"knows no such flag", `echo 'Error: unknown shorthand flag' >&2; exit 1`, false, "unknown shorthand flag"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var warnings []string
			c := New(Options{Path: program(t, test.script), Warn: func(line string) { warnings = append(warnings, line) }})
			err := c.CheckVersion(t.Context())
			var old *TooOldError
			if errors.As(err, &old) != test.old || !test.old && err != nil {
				t.Errorf("got %v, too old: %v", err, test.old)
			}
			if all := strings.Join(warnings, "\n"); (test.warning == "") != (all == "") || !strings.Contains(all, test.warning) {
				t.Errorf("warnings %q, want %q", all, test.warning)
			}
		})
	}
	hanging := New(Options{Path: program(t, "sleep 600"), Timeout: time.Second})
	var late *TimeoutError
	if err := hanging.CheckVersion(t.Context()); !errors.As(err, &late) {
		t.Errorf("a kubectl that hangs: %v", err)
	}
}
