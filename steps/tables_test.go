package steps

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lockedit/internal/spec"
	"lockedit/selectors"
)

func TestPaging(t *testing.T) {
	rows := func(n int) []row { return make([]row, n) }
	tests := []struct {
		name string
		page table
		want span
		ok   bool
	}{
		{"one page", table{Rows: rows(2), Navigation: []string{"Showing 1 to 2 of 2 Previous | Next"}}, span{1, 2, 2}, true},
		{"above and below", table{Rows: rows(10), Navigation: []string{"Showing 1 to 10 of 23", "Showing 1 to 10 of 23"}}, span{1, 10, 23}, true},
		{"they differ", table{Rows: rows(10), Navigation: []string{"Showing 1 to 10 of 23", "Showing 1 to 10 of 24"}}, span{}, false},
		{"rows are missing", table{Rows: rows(9), Navigation: []string{"Showing 1 to 10 of 23"}}, span{}, false},
		{"no text", table{Rows: rows(2)}, span{}, false},
		{"not a paging text", table{Rows: rows(2), Navigation: []string{"12 objects"}}, span{}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := paging(test.page)
			if (err == nil) != test.ok || test.ok && got != test.want {
				t.Errorf("%v, %v", got, err)
			}
		})
	}
}

func TestChooseTargets(t *testing.T) {
	all := []target{{Name: "soa1 (migratable)", Cluster: "soa"}, {Name: "osb1 (migratable)", Cluster: "osb"}, {Name: "soa2 (migratable)", Cluster: "soa"}}
	tests := []struct {
		name   string
		wanted spec.Targets
		want   []string
		fails  bool
	}{
		{"all of this cluster and of no other", spec.Targets{All: true}, []string{"soa1 (migratable)", "soa2 (migratable)"}, false},
		{"named", spec.Targets{Names: []string{"soa2 (migratable)"}}, []string{"soa2 (migratable)"}, false},
		{"of another cluster", spec.Targets{Names: []string{"osb1 (migratable)"}}, nil, true},
		{"not there", spec.Targets{Names: []string{"soa3 (migratable)"}}, nil, true},
		{"a part of a name", spec.Targets{Names: []string{"soa1"}}, nil, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := chooseTargets(all, "soa", test.wanted)
			if (err != nil) != test.fails {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	var none *NoTargetsError
	if _, err := chooseTargets(all, "adf", spec.Targets{All: true}); !errors.As(err, &none) {
		t.Errorf("a cluster without targets: %v", err)
	}
}

func TestClusterColumn(t *testing.T) {
	cat, err := selectors.Load()
	if err != nil {
		t.Fatal(err)
	}
	c := &Console{cat: cat}
	cells := func(ids, texts [3]string) []cell {
		list := make([]cell, 3)
		for i := range list {
			list[i] = cell{ID: ids[i], Text: texts[i]}
		}
		return list
	}
	texts := [3]string{"soa1 (migratable)", "soa_cluster", "soa1"}
	tests := []struct {
		name    string
		ids     [3]string
		headers []string
		texts   [3]string
		want    int
		ok      bool
	}{
		{"by header", [3]string{}, []string{"Name", "Cluster", "User Preferred Server"}, texts, 1, true},
		{"by id", [3]string{"name1", "Cluster1", "server1"}, []string{"a", "b", "c"}, texts, 1, true},
		{"by value", [3]string{}, []string{"a", "b", "c"}, texts, 1, true},
		{"id and header disagree", [3]string{"name1", "x1", "cluster1"}, []string{"Name", "Cluster", "z"}, texts, 0, false},
		{"not to be told", [3]string{}, []string{"a", "b", "c"}, [3]string{"soa1 (migratable)", "soa_cluster", "soa_cluster"}, 0, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := c.clusterColumn([]row{{Name: test.texts[0], Cells: cells(test.ids, test.texts)}}, test.headers, "soa_cluster")
			if (err == nil) != test.ok || test.ok && got != test.want {
				t.Errorf("column %d, %v", got, err)
			}
		})
	}
}

func TestTitled(t *testing.T) {
	tests := []struct {
		title, name string
		want        bool
	}{
		{"Settings for soa_cluster", "soa_cluster", true},
		{"Settings for soa_cluster2", "soa_cluster", false},
		{"Settings for my soa_cluster", "soa_cluster", false},
		{"soa_cluster 的设置", "soa_cluster", true},
		{"soa_clusterの設定", "soa_cluster", true},
		{"Paramètres de soa_cluster-2", "soa_cluster", false},
		{"Summary of Clusters", "soa_cluster", false},
		{"Settings for a  b", "a  b", true},
	}
	for _, test := range tests {
		if got := titled(test.title, test.name); got != test.want {
			t.Errorf("title %q names %q: %v", test.title, test.name, got)
		}
	}
}

func TestSideEffects(t *testing.T) {
	before := []control{{Name: "a", Value: "1"}, {Name: "b", Value: "2"}, {Name: "c", Value: "3"}}
	if err := sideEffects(before, []control{{Name: "a", Value: "9"}, {Name: "b", Value: "2"}}, map[string]bool{"a": true}); err != nil {
		t.Errorf("only the planned field changed: %v", err)
	}
	var other *SideEffectError
	if err := sideEffects(before, []control{{Name: "a", Value: "9"}, {Name: "b", Value: "8"}}, map[string]bool{"a": true}); !errors.As(err, &other) {
		t.Errorf("another field changed, and it was not seen: %v", err)
	}
}

// TestUnsetFields holds which lists keep a form from being saved: those that it would
// send, and that would set something.
func TestUnsetFields(t *testing.T) {
	cat, err := selectors.Load()
	if err != nil {
		t.Fatal(err)
	}
	c := &Console{cat: cat}
	filled := control{Name: "a", Value: "9", Form: 1}
	for _, test := range []struct {
		name  string
		field control
		want  bool
	}{
		{"one that is set", control{Name: "b", Value: "x", Form: 1}, false},
		{"one that is not", control{Name: "b", Value: "x", Form: 1, Unset: true}, true},
		{"of another form", control{Name: "b", Value: "x", Form: 2, Unset: true}, false},
		{"with an entry for none", control{Name: "b", Value: "(none)", Form: 1, Unset: true}, false},
		{"the one that was filled in", control{Name: "a", Value: "x", Form: 1, Unset: true}, false},
	} {
		var unset *UnsetFieldError
		if got := c.unsetFields([]control{test.field, filled}, map[string]bool{"a": true}); errors.As(got, &unset) != test.want {
			t.Errorf("%s: %v", test.name, got)
		}
	}
}

func TestDomainOf(t *testing.T) {
	for title, want := range map[string]string{
		"Home Page - base_domain - WLS Console": "base_domain",
		"a - b - base_domain - WLS Console":     "base_domain",
		"Oracle WebLogic Server":                "",
		"Startseite - soainfra - WLS-Konsole":   "soainfra",
	} {
		if got := domainOf(title); got != want {
			t.Errorf("%q: %q, expected %q", title, got, want)
		}
	}
}
