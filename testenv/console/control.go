package console

import (
	"lockedit/testenv/console/domain"
)

// Control is the test's side of a console.
type Control struct{ c *Console }

// Control returns the test's side of the console.
func (c *Console) Control() *Control { return &Control{c} }

// Active returns a copy of the active configuration.
func (k *Control) Active() *domain.Tree { return k.c.dom.Active() }

// Edit returns a copy of the configuration with the pending edits.
func (k *Control) Edit() *domain.Tree { return k.c.dom.Edit() }

// Running returns a copy of what a server was started with.
func (k *Control) Running(server string) *domain.Tree { return k.c.dom.Running(server) }

// Lock returns the holder of the edit lock, nil when nobody holds it.
func (k *Control) Lock() *domain.Lock { return k.c.dom.LockHolder() }

// Pending lists the edits that are not activated.
func (k *Control) Pending() []domain.Change { return k.c.dom.Pending() }

// RestartRequired lists what is active but not in force.
func (k *Control) RestartRequired() []domain.RestartItem { return k.c.dom.RestartRequired() }

// History returns who did what in the domain.
func (k *Control) History() []domain.Event { return k.c.dom.History() }

// Requests returns the request log in order.
func (k *Control) Requests() []Request { return k.c.copyRequests() }
