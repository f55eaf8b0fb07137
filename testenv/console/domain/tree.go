package domain

import (
	"maps"
	"slices"
	"strconv"
)

// Bean is one configuration object: its kind, its name and every attribute as
// text, in the spelling of the MBean.
type Bean struct {
	Kind  Kind              `json:"kind"`
	Name  string            `json:"name"`
	Attrs map[string]string `json:"attributes"`
}

// NewBean makes a bean with the default of every attribute and lays attrs over
// them.
func NewBean(kind Kind, name string, attrs map[string]string) Bean {
	all := map[string]string{}
	for _, a := range Attributes(kind) {
		all[a.Name] = a.Default
	}
	maps.Copy(all, attrs)
	return Bean{Kind: kind, Name: name, Attrs: all}
}

// Get returns the text of one attribute, empty when it is not set.
func (b *Bean) Get(attr string) string {
	if b == nil {
		return ""
	}
	return b.Attrs[attr]
}

// Tree is one state of the whole configuration. Trees that the model hands out
// are copies: changing them changes nothing.
type Tree struct {
	Domain     string `json:"domain"`
	Production bool   `json:"production"`
	Beans      []Bean `json:"beans"`
}

func (t *Tree) setMode(production bool) {
	t.Production = production
	if b := t.Find(KindDomain, t.Domain); b != nil {
		b.Attrs[ProductionMode] = strconv.FormatBool(production)
	}
}

// Find returns the bean of that kind and exact name, nil when there is none.
func (t *Tree) Find(kind Kind, name string) *Bean {
	for i := range t.Beans {
		if t.Beans[i].Kind == kind && t.Beans[i].Name == name {
			return &t.Beans[i]
		}
	}
	return nil
}

// Of returns the beans of one kind in the order they were configured.
func (t *Tree) Of(kind Kind) []Bean {
	var out []Bean
	for _, b := range t.Beans {
		if b.Kind == kind {
			out = append(out, b)
		}
	}
	return out
}

// Names returns the names of the beans of one kind.
func (t *Tree) Names(kind Kind) []string {
	var out []string
	for _, b := range t.Of(kind) {
		out = append(out, b.Name)
	}
	return out
}

// Members returns the names of the servers of a cluster.
func (t *Tree) Members(cluster string) []string {
	var out []string
	for _, b := range t.Of(KindServer) {
		if b.Get("cluster") == cluster {
			out = append(out, b.Name)
		}
	}
	return out
}

// Clone returns a deep copy.
func (t *Tree) Clone() *Tree {
	c := &Tree{Domain: t.Domain, Production: t.Production, Beans: slices.Clone(t.Beans)}
	for i := range c.Beans {
		c.Beans[i].Attrs = maps.Clone(c.Beans[i].Attrs)
	}
	return c
}

// Change is one difference between two trees. For an object that only one of
// them has, Attr is empty and Before or After is "exists".
type Change struct {
	Kind   Kind   `json:"kind"`
	Name   string `json:"name"`
	Attr   string `json:"attribute"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// NonDynamic says whether the change takes effect only after a restart.
func (c Change) NonDynamic() bool {
	a, ok := Lookup(c.Kind, c.Attr)
	return ok && a.NonDynamic
}

// Diff lists what differs from a to b: first the objects of b in order, then
// those that only a has.
func Diff(a, b *Tree) []Change {
	if a == b {
		return nil
	}
	var out []Change
	for i := range b.Beans {
		out = append(out, diffBean(a.Find(b.Beans[i].Kind, b.Beans[i].Name), &b.Beans[i])...)
	}
	for _, bean := range a.Beans {
		if b.Find(bean.Kind, bean.Name) == nil {
			out = append(out, Change{Kind: bean.Kind, Name: bean.Name, Before: "exists"})
		}
	}
	return out
}

func diffBean(before, after *Bean) []Change {
	if before == nil {
		return []Change{{Kind: after.Kind, Name: after.Name, After: "exists"}}
	}
	var out []Change
	for _, attr := range slices.Sorted(maps.Keys(after.Attrs)) {
		if x, y := before.Attrs[attr], after.Attrs[attr]; x != y {
			out = append(out, Change{after.Kind, after.Name, attr, x, y})
		}
	}
	return out
}
