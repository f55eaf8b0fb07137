package domain

import "strings"

// Create adds an object to the edit tree. It returns ErrNotLocked, ErrNoRights,
// a *LockedError or a *ValueError; in automatic mode it activates at once.
func (d *Domain) Create(user string, kind Kind, name string, attrs map[string]string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	auto := d.autoActivate()
	if auto {
		if err := d.acquire(user); err != nil {
			return err
		}
	}
	if err := d.create(user, kind, name, attrs); err != nil {
		if auto {
			d.lock = nil
		}
		return err
	}
	if !auto {
		return nil
	}
	err := d.activate(user)
	if err != nil {
		d.edit, d.lock = d.active, nil
	}
	return err
}

func (d *Domain) create(user string, kind Kind, name string, attrs map[string]string) error {
	if err := d.holds(user); err != nil {
		return err
	}
	next := d.edit.Clone()
	switch {
	case strings.TrimSpace(name) == "":
		return &ValueError{"name", name, "a name is needed"}
	case next.Find(kind, name) != nil:
		return &ValueError{"name", name, "there is one of that name"}
	}
	next.Beans = append(next.Beans, NewBean(kind, name, attrs))
	d.note(user, "create", string(kind)+" "+name)
	d.edit = next
	return nil
}
