package selectors

import "testing"

// TestBeside reads texts that stand beside the known status of a change center.
func TestBeside(t *testing.T) {
	c := load(t)
	for _, test := range []struct {
		name, beside string
		want         State
	}{
		{"nothing", "", StateUnlocked},
		{"a heading", "Change Center", StateUnlocked},
		{"a help line", "Need more help? See the online help for this console.", StateUnlocked},
		{"what the list shows", "The list shows changes and restarts.", StateUnlocked},
		{"the result of an activation", "All changes have been activated. No restarts are necessary.", StateUnlocked},
		{"a result with restarts", "All changes have been activated. However 4 items must be restarted for the changes to take effect.", StateUnlocked},
		{"pending restarts", "3 servers need a restart.", StateUnlocked},
		{"a lock", "The domain is being edited by jane.roe since 3:04PM.", StateOther},
		{"a lock in other words", "Reserved for the night shift.", StateOther},
		{"a holder", "Lock owner: jane", StateOther},
		{"a name alone", "jane", StateOther},
		{"a name in a sentence", "The night belongs to Jane Roe.", StateOther},
		{"an account in a sentence", "The domain is with jane.roe today.", StateOther},
		{"a time", "The domain is free after 18:00.", StateOther},
		{"a result and a holder", "All changes have been activated. Another user already owns the lock.", StateOther},
		{"somebody who restarts", "Servers restarted by jane.", StateOther},
		{"a session", "Edit session: nightly", StateOther},
		{"another alphabet", "配置已被 锁定 了", StateOther},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, reason := c.ChangeCenterState(ChangeCenterSeen{
				SavePresent: true, SaveEnabled: true, SaveText: "Lock & Edit", CancelPresent: true, CancelText: "Release Configuration",
				StatusPresent: true, StatusText: unlockedText, BesideText: test.beside,
			})
			if got != test.want {
				t.Errorf("%s, expected %s: %s", got, test.want, reason)
			}
		})
	}
}
