package domain

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

// Errors of the edit session.
var (
	ErrNoRights  = errors.New("the user has no edit rights")
	ErrNotLocked = errors.New("the user does not hold the edit lock")
	ErrPending   = errors.New("pending changes exist")
	ErrNoObject  = errors.New("no such object")
	ErrInvalid   = errors.New("the configuration is not valid")
)

// LockedError says that another user holds the edit lock.
type LockedError struct{ Lock Lock }

// Error names the owner and since when.
func (e *LockedError) Error() string {
	return fmt.Sprintf("the edit lock is held by %s since %s", e.Lock.Owner, e.Lock.Since.Format(time.RFC3339))
}

// ValueError says that a value is not legal for an attribute.
type ValueError struct{ Attr, Value, Reason string }

// Error names the attribute, the value and the reason.
func (e *ValueError) Error() string {
	return fmt.Sprintf("%s: %q: %s", e.Attr, e.Value, e.Reason)
}

// Lock is the holder of the edit lock and the time it was taken.
type Lock struct {
	Owner string    `json:"owner"`
	Since time.Time `json:"since"`
}

// Event is one entry of the domain's history.
type Event struct {
	Time time.Time `json:"time"`
	User string    `json:"user"`
	What string    `json:"what"`
	Note string    `json:"note,omitempty"`
}

// Settings are the parts of a new domain that are not configuration objects.
type Settings struct {
	Name       string
	Production bool
	// AutoLock is the preference "Automatically Acquire Lock and Activate
	// Changes"; it has an effect in development mode only.
	AutoLock bool
	// UndoReleases gives the lock back when all changes are undone.
	UndoReleases bool
	// Now is the clock; nil means time.Now.
	Now func() time.Time
}

// Domain is one WebLogic domain. All methods may be called at once.
type Domain struct {
	mu       sync.Mutex
	settings Settings
	users    map[string]*User
	active   *Tree
	edit     *Tree
	running  map[string]*Tree
	lock     *Lock
	history  []Event
}

// New makes a domain with the given objects, all of them in force.
func New(s Settings, beans []Bean) *Domain {
	beans = append([]Bean{NewBean(KindDomain, s.Name, nil)}, beans...)
	active := (&Tree{Domain: s.Name, Beans: beans}).Clone()
	active.setMode(s.Production)
	d := &Domain{settings: s, users: map[string]*User{}, active: active, edit: active, running: map[string]*Tree{}}
	for _, name := range active.Names(KindServer) {
		d.running[name] = active
	}
	return d
}

func (d *Domain) now() time.Time {
	if d.settings.Now != nil {
		return d.settings.Now()
	}
	return time.Now()
}

func (d *Domain) note(user, what, note string) {
	d.history = append(d.history, Event{d.now(), user, what, note})
}

// Name returns the domain's name.
func (d *Domain) Name() string { return d.settings.Name }

// Production says whether the domain runs in production mode.
func (d *Domain) Production() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.settings.Production
}

// SetMode switches between production and development mode and sets the
// automatic lock preference.
func (d *Domain) SetMode(production, autoLock bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.settings.Production, d.settings.AutoLock = production, autoLock
	same := d.active == d.edit
	d.active = d.active.Clone()
	if same {
		d.edit = d.active
	} else {
		d.edit = d.edit.Clone()
	}
	d.active.setMode(production)
	d.edit.setMode(production)
}

// AutoActivate says whether every save is activated at once: development mode
// with the automatic lock.
func (d *Domain) AutoActivate() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.autoActivate()
}

func (d *Domain) autoActivate() bool { return !d.settings.Production && d.settings.AutoLock }

// Active returns a copy of the active configuration.
func (d *Domain) Active() *Tree {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.active.Clone()
}

// Edit returns a copy of the edit configuration: active plus pending edits.
func (d *Domain) Edit() *Tree {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.edit.Clone()
}

// View returns the edit configuration without copying it. Every change makes a
// new tree, so it stays as it is; the caller must not change it.
func (d *Domain) View() *Tree {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.edit
}

// Running returns a copy of what a server runs with, nil for an unknown server.
func (d *Domain) Running(server string) *Tree {
	d.mu.Lock()
	defer d.mu.Unlock()
	if t := d.running[server]; t != nil {
		return t.Clone()
	}
	return nil
}

// LockHolder returns the edit lock, nil when nobody holds it.
func (d *Domain) LockHolder() *Lock {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.lock == nil {
		return nil
	}
	l := *d.lock
	return &l
}

// Pending lists the edits that are not activated yet.
func (d *Domain) Pending() []Change {
	d.mu.Lock()
	defer d.mu.Unlock()
	return Diff(d.active, d.edit)
}

// History returns who did what, in order.
func (d *Domain) History() []Event {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.history)
}
