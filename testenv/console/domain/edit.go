package domain

import "fmt"

// Lock takes the edit lock for a user. A user who already holds it keeps it.
// It returns ErrNoRights or a *LockedError.
func (d *Domain) Lock(user string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.acquire(user)
}

func (d *Domain) acquire(user string) error {
	if !d.mayEdit(user) {
		return ErrNoRights
	}
	if d.lock != nil && d.lock.Owner != user {
		return &LockedError{*d.lock}
	}
	if d.lock == nil {
		d.lock = &Lock{Owner: user, Since: d.now()}
		d.note(user, "lock", "")
	}
	return nil
}

// TakeLock takes the lock even when another user holds it; that user's pending
// edits stay.
func (d *Domain) TakeLock(user string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.mayEdit(user) {
		return ErrNoRights
	}
	if d.lock != nil && d.lock.Owner != user {
		d.note(user, "take lock", "from "+d.lock.Owner)
		d.lock = nil
	}
	return d.acquire(user)
}

func (d *Domain) holds(user string) error {
	if d.lock == nil {
		return ErrNotLocked
	}
	if d.lock.Owner != user {
		return &LockedError{*d.lock}
	}
	return nil
}

// Set changes attributes of one object in the edit tree, all of them or none.
// In automatic mode the lock is taken, the change activated and the lock
// released at once. It returns ErrNotLocked, ErrNoRights, ErrNoObject, a
// *LockedError or a *ValueError.
func (d *Domain) Set(user string, kind Kind, name string, values map[string]string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.autoActivate() {
		return d.set(user, kind, name, values)
	}
	if err := d.acquire(user); err != nil {
		return err
	}
	if err := d.set(user, kind, name, values); err != nil {
		d.lock = nil
		return err
	}
	err := d.activate(user)
	if err != nil {
		d.edit, d.lock = d.active, nil
	}
	return err
}

func (d *Domain) set(user string, kind Kind, name string, values map[string]string) error {
	if err := d.holds(user); err != nil {
		return err
	}
	next, err := d.edited(kind, name, values)
	if err != nil {
		return err
	}
	for _, c := range Diff(d.edit, next) {
		d.note(user, "edit", fmt.Sprintf("%s %s %s: %q -> %q", c.Kind, c.Name, c.Attr, c.Before, c.After))
	}
	d.edit = next
	return nil
}

// edited returns a copy of the edit tree with the values set.
func (d *Domain) edited(kind Kind, name string, values map[string]string) (*Tree, error) {
	next := d.edit.Clone()
	bean := next.Find(kind, name)
	if bean == nil {
		return nil, fmt.Errorf("%s %q: %w", kind, name, ErrNoObject)
	}
	for attr, value := range values {
		a, ok := Lookup(kind, attr)
		if !ok {
			return nil, &ValueError{attr, value, "no such attribute"}
		}
		if reason := next.check(a, value); reason != "" {
			return nil, &ValueError{attr, value, reason}
		}
		bean.Attrs[attr] = value
	}
	return next, nil
}

func (t *Tree) check(a Attribute, value string) string {
	if a.ReadOnly {
		return "the attribute cannot be changed"
	}
	if a.Type == Ref && value != "" && t.Find(a.RefKind, value) == nil {
		return "no such " + string(a.RefKind)
	}
	return a.check(value)
}

// Activate makes the pending edits of the user active and releases the lock.
// Changes of dynamic attributes reach the running servers at once. It returns
// ErrNotLocked, ErrInvalid or a *LockedError.
func (d *Domain) Activate(user string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.activate(user)
}

func (d *Domain) activate(user string) error {
	if err := d.holds(user); err != nil {
		return err
	}
	if err := d.edit.validate(); err != nil {
		return err
	}
	changes := Diff(d.active, d.edit)
	d.active = d.edit
	d.applyDynamic(changes)
	d.lock = nil
	d.note(user, "activate", fmt.Sprintf("%d changes", len(changes)))
	return nil
}

// validate holds the rule between attributes that the servers check: a target
// that migrates by itself on database leasing needs the data source.
func (t *Tree) validate() error {
	for _, mt := range t.Of(KindTarget) {
		cluster := t.Find(KindCluster, mt.Get("cluster"))
		if mt.Get(MigrationPolicy) == "manual" || cluster == nil {
			continue
		}
		if cluster.Get(MigrationBasis) == "database" && cluster.Get(DataSourceAuto) == "" {
			return fmt.Errorf("cluster %q has no data source for automatic migration: %w", cluster.Name, ErrInvalid)
		}
	}
	return nil
}

func (d *Domain) applyDynamic(changes []Change) {
	for server, tree := range d.running {
		next := tree.Clone()
		for _, c := range changes {
			if bean := next.Find(c.Kind, c.Name); bean != nil && c.Attr != "" && !c.NonDynamic() {
				bean.Attrs[c.Attr] = c.After
			}
		}
		d.running[server] = next
	}
}

// Undo throws the pending edits away. The lock stays unless the domain was
// made with UndoReleases.
func (d *Domain) Undo(user string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.holds(user); err != nil {
		return err
	}
	d.edit = d.active
	if d.settings.UndoReleases {
		d.lock = nil
	}
	d.note(user, "undo", "")
	return nil
}

// Release gives the lock back. It returns ErrPending while edits are pending.
func (d *Domain) Release(user string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.holds(user); err != nil {
		return err
	}
	if len(Diff(d.active, d.edit)) > 0 {
		return ErrPending
	}
	d.lock = nil
	d.note(user, "release", "")
	return nil
}
