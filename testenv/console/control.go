package console

import (
	"slices"

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

// Running returns a copy of what the named server was started with, nil for an
// unknown one; without a name, what is in force on every server it concerns.
func (k *Control) Running(server ...string) *domain.Tree {
	if len(server) == 0 || server[0] == "" {
		return k.c.dom.InForce()
	}
	return k.c.dom.Running(server[0])
}

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

// Domain returns the model itself, for what the control lacks.
func (k *Control) Domain() *domain.Domain { return k.c.dom }

// ClearRequests empties the request log.
func (k *Control) ClearRequests() {
	k.c.mu.Lock()
	defer k.c.mu.Unlock()
	k.c.requests = nil
}

// Sessions lists the sessions that are logged in.
func (k *Control) Sessions() []SessionInfo {
	k.c.mu.Lock()
	defer k.c.mu.Unlock()
	var out []SessionInfo
	for _, s := range k.c.sessions {
		if s.user != "" {
			out = append(out, SessionInfo{s.user, s.started, s.last})
		}
	}
	slices.SortFunc(out, func(a, b SessionInfo) int { return a.Started.Compare(b.Started) })
	return out
}

// ExpireSessions ends the sessions of a user, of everybody when user is empty.
func (k *Control) ExpireSessions(user string) {
	k.c.mu.Lock()
	defer k.c.mu.Unlock()
	for id, s := range k.c.sessions {
		if user == "" || s.user == user {
			delete(k.c.sessions, id)
		}
	}
}

// Before sets a function that is called with every request before it is done,
// nil for none. It may use the control: this is how a test changes something
// at an exact moment of a run.
func (k *Control) Before(hook func(Request)) {
	k.c.mu.Lock()
	defer k.c.mu.Unlock()
	k.c.hook = hook
}

// After sets a function that is called with every request that was carried out
// and answered, nil for none.
func (k *Control) After(hook func(Request)) {
	k.c.mu.Lock()
	defer k.c.mu.Unlock()
	k.c.hookAfter = hook
}

// Inject arms a fault and returns the number to remove it by. It returns an
// error for a name that FaultNames lacks.
func (k *Control) Inject(f Fault) (int, error) { return k.c.inject(f) }

// Remove disarms one fault; an unknown number is ignored.
func (k *Control) Remove(id int) {
	k.c.mu.Lock()
	defer k.c.mu.Unlock()
	k.c.faults = slices.DeleteFunc(k.c.faults, func(f *activeFault) bool { return f.id == id })
}

// ClearFaults disarms every fault.
func (k *Control) ClearFaults() {
	k.c.mu.Lock()
	defer k.c.mu.Unlock()
	k.c.faults = nil
}

// ArmedFault is a fault that is armed and how many matching requests it met.
type ArmedFault struct {
	ID    int   `json:"id"`
	Fault Fault `json:"fault"`
	Seen  int   `json:"seen"`
	Left  int   `json:"left"`
}

// Faults lists the armed faults.
func (k *Control) Faults() []ArmedFault {
	k.c.mu.Lock()
	defer k.c.mu.Unlock()
	var out []ArmedFault
	for _, f := range k.c.faults {
		out = append(out, ArmedFault{f.id, f.Fault, f.seen, f.left})
	}
	return out
}

// Settle waits until all is done whose answer was cut off.
func (k *Control) Settle() { k.c.background.Wait() }

// LockAs takes the edit lock as a user, as a session in another tool would.
func (k *Control) LockAs(user string) error { return k.c.dom.Lock(user) }

// Steal takes the edit lock as a user from whoever holds it.
func (k *Control) Steal(user string) error { return k.c.dom.TakeLock(user) }

// Stage makes one pending edit as a user, taking the lock first.
func (k *Control) Stage(user string, kind domain.Kind, name, attr, value string) error {
	if err := k.c.dom.Lock(user); err != nil {
		return err
	}
	return k.c.dom.Set(user, kind, name, map[string]string{attr: value})
}

// Overwrite changes a value of the active configuration behind everybody's
// back.
func (k *Control) Overwrite(kind domain.Kind, name, attr, value string) error {
	return k.c.dom.Overwrite(kind, name, attr, value)
}

// AddTarget adds a migratable target to a cluster; RemoveTarget takes it away.
func (k *Control) AddTarget(cluster, server string) {
	k.c.dom.Add(domain.NewBean(domain.KindTarget, server+" (migratable)",
		map[string]string{"cluster": cluster, "userPreferredServer": server}))
}

// RemoveTarget removes a migratable target by its full name.
func (k *Control) RemoveTarget(name string) { k.c.dom.Remove(domain.KindTarget, name) }

// PageLabel returns the _pageLabel of a page by its key, empty for an unknown
// key. It is for tests of the console itself: the product must not know it.
func (k *Control) PageLabel(key string) string {
	if p := k.c.pages[key]; p != nil {
		return p.label
	}
	return ""
}
