package steps

import (
	"context"
	"fmt"

	"lockedit/selectors"
)

// ownState is the state of the Change Center for clearing up, of the page in view.
// Once this run holds the lock, or has clicked Lock & Edit, a status sentence that is
// not known must not keep its own lock held: its buttons decide, if their texts are
// known and the sentence names nobody. When a person asked to release, nothing shows
// that the lock is this run's, and the sentence counts.
func (c *Console) ownState(ctx context.Context, seen ChangeCenter) selectors.State {
	clicked := c.own.locked && !c.own.saved
	if seen.State != selectors.StateOther || !c.own.acquired && !clicked {
		return seen.State
	}
	now := selectors.ChangeCenterSeen{StatusText: seen.Status}
	save, there, err := c.there(ctx, "change-center.save-button")
	if err != nil {
		return seen.State
	}
	now.SavePresent, now.SaveEnabled, now.SaveText = there, save.Enabled, save.Text
	cancel, there, err := c.there(ctx, "change-center.cancel-button")
	if err != nil {
		return seen.State
	}
	now.CancelPresent, now.CancelEnabled, now.CancelText = there, cancel.Enabled, cancel.Text
	state, known := c.cat.OwnState(now)
	if !known {
		return seen.State
	}
	c.journal.Recovery(fmt.Sprintf("the change center says what is not known (%s); its buttons show that it is %s", seen.Reason, state))
	return state
}
