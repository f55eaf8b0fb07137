package steps

import "testing"

// TestWhosePageItIs tells an object's page by its title and by what its address, its
// forms and its tabs name.
func TestWhosePageItIs(t *testing.T) {
	own, other := []string{"soa_cluster"}, []string{"osb_cluster"}
	plus := []string{"soa+cluster", "soa_cluster"}
	const suffix = " - soainfra - WLS Console"
	for _, test := range []struct {
		name string
		seen identity
		own  bool
	}{
		{"title", identity{Title: "Settings for soa_cluster" + suffix}, true},
		{"title and forms", identity{Title: "Settings for soa_cluster" + suffix, Handles: [][]string{own, plus}, Drawn: [][]string{plus}}, true},
		{"title, and a form names another", identity{Title: "Settings for soa_cluster" + suffix, Handles: [][]string{own, other}, Drawn: [][]string{other}}, false},
		{"a title of another", identity{Title: "Settings for osb_cluster" + suffix, Handles: [][]string{own, own}, Drawn: [][]string{own}}, false},
		{"a longer name", identity{Title: "Settings for soa_cluster2" + suffix, Handles: [][]string{own}, Drawn: [][]string{own}}, false},
		{"a plain title, a form names it", identity{Title: "Settings" + suffix, Handles: [][]string{own, own}, Drawn: [][]string{own}}, true},
		{"a plain title, a form names it in one reading", identity{Title: "WLS Console", Handles: [][]string{plus}, Drawn: [][]string{plus}}, true},
		{"a plain title, a form names another", identity{Title: "WLS Console", Handles: [][]string{own, other}, Drawn: [][]string{own, other}}, false},
		{"a plain title, a tab names another", identity{Title: "WLS Console", Handles: [][]string{own, own}, Drawn: [][]string{own, other}}, false},
		{"a plain title, only the address names it", identity{Title: "WLS Console", Handles: [][]string{own}}, false},
		{"a plain title alone", identity{Title: "WLS Console"}, false},
		{"a title in another language", identity{Title: "soa_cluster: asetukset" + suffix, Handles: [][]string{own}}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			if says, err := test.seen.of(typeCluster, "soa_cluster", "soainfra"); (err == nil) != test.own {
				t.Errorf("%q, %v", says, err)
			}
		})
	}
}
