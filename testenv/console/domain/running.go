package domain

import "slices"

// RestartItem is a change that is active but not in force on the named servers.
type RestartItem struct {
	Change
	Servers []string `json:"servers"`
}

// RestartRequired lists the active changes that some server does not run with
// yet. A cluster's or target's change concerns the servers of that cluster and
// the admin server.
func (d *Domain) RestartRequired() []RestartItem {
	d.mu.Lock()
	defer d.mu.Unlock()
	var items []RestartItem
	for _, server := range d.active.Names(KindServer) {
		for _, c := range Diff(d.running[server], d.active) {
			if c.NonDynamic() && d.concerns(server, c) {
				items = addItem(items, c, server)
			}
		}
	}
	return items
}

// InForce returns the active configuration as far as every server concerned
// runs with it: a change that waits for a restart still shows its old value.
func (d *Domain) InForce() *Tree {
	items := d.RestartRequired()
	tree := d.Active()
	for _, it := range items {
		if b := tree.Find(it.Kind, it.Name); b != nil {
			b.Attrs[it.Attr] = it.Before
		}
	}
	return tree
}

func addItem(items []RestartItem, c Change, server string) []RestartItem {
	i := slices.IndexFunc(items, func(it RestartItem) bool { return it.Change == c })
	if i < 0 {
		return append(items, RestartItem{c, []string{server}})
	}
	items[i].Servers = append(items[i].Servers, server)
	return items
}

func (d *Domain) concerns(server string, c Change) bool {
	own := d.active.Find(KindServer, server).Get("cluster")
	if own == "" {
		return true
	}
	switch c.Kind {
	case KindCluster:
		return own == c.Name
	case KindTarget:
		return own == d.active.Find(KindTarget, c.Name).Get("cluster")
	case KindServer:
		return server == c.Name
	}
	return true
}

// Restart makes the active configuration the running one on the named servers,
// on all of them when none is named.
func (d *Domain) Restart(servers ...string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(servers) == 0 {
		servers = d.active.Names(KindServer)
	}
	for _, s := range servers {
		if d.active.Find(KindServer, s) != nil {
			d.running[s] = d.active
			d.note("", "restart", s)
		}
	}
}

// AdminServer returns the name of the admin server: the first server that is
// in no cluster.
func (d *Domain) AdminServer() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, s := range d.active.Of(KindServer) {
		if s.Get("cluster") == "" {
			return s.Name
		}
	}
	return ""
}

// Overwrite changes a value in the active and the edit tree at once, as a
// change by another tool between two pages would look.
func (d *Domain) Overwrite(kind Kind, name, attr, value string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	active, edit := d.active.Clone(), d.edit.Clone()
	for _, t := range []*Tree{active, edit} {
		bean := t.Find(kind, name)
		if bean == nil {
			return ErrNoObject
		}
		bean.Attrs[attr] = value
	}
	d.active, d.edit = active, edit
	d.note("", "overwrite", string(kind)+" "+name+" "+attr)
	return nil
}

// Add adds a bean to every tree; Remove takes one away.
func (d *Domain) Add(b Bean) {
	d.everywhere(func(t *Tree) { t.Beans = append(t.Beans, b) })
}

// Remove takes a bean out of every tree.
func (d *Domain) Remove(kind Kind, name string) {
	d.everywhere(func(t *Tree) {
		t.Beans = slices.DeleteFunc(t.Beans, func(b Bean) bool { return b.Kind == kind && b.Name == name })
	})
}

func (d *Domain) everywhere(change func(*Tree)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	same := d.edit == d.active
	d.active = d.active.Clone()
	change(d.active)
	if same {
		d.edit = d.active
	} else {
		d.edit = d.edit.Clone()
		change(d.edit)
	}
	for _, s := range d.active.Names(KindServer) {
		if d.running[s] == nil {
			d.running[s] = d.active
			continue
		}
		d.running[s] = d.running[s].Clone()
		change(d.running[s])
	}
}
