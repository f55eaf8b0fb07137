package engine

import (
	"lockedit/recordings"
	"lockedit/steps"
)

// flowLease are the leases of a flow. One is taken before the flow's first deed with
// an account; a flow that only looks takes none, and is in nobody's way.
type flowLease struct {
	s *session
	// held are those taken, by account; nil where this machine has none to give.
	held map[string]*lease
}

// take takes the lease of an account, unless the flow has it. An account that was not
// seen is the run's own.
func (f *flowLease) take(account string) error {
	if account == "" {
		account = f.s.account.Name
	}
	if _, taken := f.held[account]; taken {
		return nil
	}
	self := f.s.holder(recordings.Plan{}) // what a flow is going to change, nobody knows
	self.Account = account
	held, err := f.s.lease(self)
	if err == nil {
		f.held[account] = held
	}
	return err
}

// during plays a flow and gives the leases back when its edit session has ended.
func (f *flowLease) during(play func() error) error {
	// What ends here without an answer has left something: the description stays.
	left := true
	defer func() {
		for _, held := range f.held {
			f.s.giveBack(held, left)
		}
	}()
	err := play()
	left = kind[*steps.LeftError](err)
	if len(f.held) == 0 && f.s.accountErr == nil {
		err = f.s.explain(err)
	}
	return err
}
