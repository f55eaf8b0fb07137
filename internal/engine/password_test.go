package engine_test

import (
	"strings"
	"testing"

	"lockedit/testenv/console"
)

// TestAPasswordWithoutAnAnswerIsSentOnce holds that a login which was answered with an
// error, and may have been refused, is not tried again: five failures lock the account.
func TestAPasswordWithoutAnAnswerIsSentOnce(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]console.Fault{
		"500": {Name: "status", Status: 500},
		"503": {Name: "status", Status: 503},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := oneTarget(t, console.Options{})
			fault.Match = console.Match{Action: "login"}
			arm(t, c, fault)
			result := runOne(t, c, nil)
			if result.Outcome.ExitCode != 1 || !strings.Contains(result.Outcome.Verdict, "was not sent a second time") {
				t.Errorf("outcome %+v", result.Outcome)
			}
			sent := 0
			for _, r := range c.Control().Requests() {
				if r.Action == "login" {
					sent++
				}
			}
			if sent != 1 {
				t.Errorf("the password was sent %d times", sent)
			}
		})
	}
}
