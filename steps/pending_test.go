package steps

import (
	"errors"
	"testing"

	"lockedit/recordings"
	"lockedit/selectors"
)

func planned() []recordings.PlannedChange {
	return []recordings.PlannedChange{
		{Type: typeCluster, Object: "soa_cluster", Attribute: attrBasis, Before: "consensus", After: "database"},
		{Type: typeCluster, Object: "soa_cluster", Attribute: attrDataSource, After: "WLSSchemaDataSource"},
		{Type: typeTarget, Object: "soa_server1 (migratable)", Attribute: attrPolicy, Before: "manual", After: "exactly-once"},
	}
}

// TestJudgePending reads lists of changes of many looks.
func TestJudgePending(t *testing.T) {
	basis := pendingRow{"soa_cluster", "migrationBasis", "consensus", "database"}
	source := pendingRow{"soa_cluster", "Data Source For Automatic Migration", "", "WLSSchemaDataSource"}
	policy := pendingRow{"", "MigratableTarget soa_server1 (migratable)", "Edit", "MigrationPolicy"}
	none := func(error) bool { return false }
	foreign := func(err error) bool { var e *ForeignEditsError; return errors.As(err, &e) }
	unclear := func(err error) bool { var e *UnclearEditsError; return errors.As(err, &e) }
	missing := func(err error) bool { var e *MissingEditsError; return errors.As(err, &e) }
	cat, err := selectors.Load()
	if err != nil {
		t.Fatal(err)
	}
	means := (&Console{cat: cat}).meaning
	tests := []struct {
		name   string
		rows   []pendingRow
		all    bool
		proves bool
		is     func(error) bool
	}{
		{"nothing is listed", nil, true, false, none},
		{"exactly ours", []pendingRow{basis, source, policy}, true, true, none},
		{"a row an object", []pendingRow{{"soa_cluster", "Edit"}, {"soa_server1 (migratable)", "Edit"}}, true, true, none},
		{"a language that is not known", []pendingRow{{"soa_cluster", "x"}, {"soa_cluster", "y"}, {"soa_server1 (migratable)", "z"}}, true, true, none},
		{"all attributes in one cell", []pendingRow{{"soa_cluster", "MigrationBasis, DataSourceForAutomaticMigration"}, policy}, true, true, none},
		{"attributes below their object", []pendingRow{{"soa_cluster"}, basis[1:], source[1:], {"soa_server1 (migratable)"}, {"", "MigrationPolicy", "x"}}, true, true, none},
		{"another object's attributes below it", []pendingRow{{"soa_cluster"}, basis[1:], source[1:], {"osb_cluster"}, basis[1:]}, true, false, foreign},
		{"another attribute below our object", []pendingRow{{"soa_cluster"}, basis[1:], {"notes", "", "x"}}, true, false, foreign},
		{"another object", []pendingRow{basis, source, policy, {"osb_cluster", "notes", "", "x"}}, true, false, foreign},
		{"another attribute of ours", []pendingRow{basis, source, policy, {"soa_cluster", "notes", "", "x"}}, true, false, foreign},
		{"a name that contains ours", []pendingRow{basis, source, policy, {"soa_cluster2", "migrationBasis", "consensus", "database"}}, true, false, foreign},
		{"ours as a value of another", []pendingRow{basis, source, policy, {"osb_server1 (migratable)", "cluster", "osb_cluster", "soa_cluster"}}, true, false, foreign},
		{"another value of ours", []pendingRow{basis, source, {"soa_server1 (migratable)", "MigrationPolicy", "manual", "failure-recovery"}}, true, false, foreign},
		{"another value of ours in words", []pendingRow{basis, source, {"soa_server1 (migratable)", "Migration Policy", "Auto-Migrate Failure Recovery Services"}}, true, false, foreign},
		{"none of ours", []pendingRow{{"1 change is pending"}}, true, false, unclear},
		{"one lacks", []pendingRow{basis, policy}, true, false, missing},
		{"an object lacks", []pendingRow{basis, source}, true, false, missing},
		{"not all have to be there yet", []pendingRow{basis}, false, true, none},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			proof, err := judgePending(test.rows, planned(), test.all, means)
			if (proof != "") != test.proves || (err != nil) != (!test.proves && len(test.rows) > 0) {
				t.Errorf("proof %q, error %v", proof, err)
			}
			if err != nil && !test.is(err) {
				t.Errorf("error %T: %v", err, err)
			}
		})
	}
}

// TestMoreRowsThanObjects reads lists that name an object of three changes in as many
// rows as there may be, and in another number.
func TestMoreRowsThanObjects(t *testing.T) {
	changes := []recordings.PlannedChange{
		{Type: typeCluster, Object: "soa_cluster", Attribute: attrBasis, Before: "consensus", After: "database"},
		{Type: typeCluster, Object: "soa_cluster", Attribute: attrDataSource, After: "WLSSchemaDataSource"},
		{Type: typeCluster, Object: "soa_cluster", Attribute: attrTableName, Before: "LEASES", After: "ACTIVE"},
	}
	whole, part := pendingRow{"soa_cluster", "Edit"}, pendingRow{"soa_cluster", "DatabaseLessLeasingBasis", "Edit"}
	named := pendingRow{"soa_cluster", "migrationBasis"}
	tests := []struct {
		name string
		rows []pendingRow
		ours bool
	}{
		{"one", []pendingRow{whole}, true},
		{"one a change", []pendingRow{whole, whole, whole}, true},
		{"one for the object, and another", []pendingRow{whole, part}, false},
		{"one of a change, and another", []pendingRow{named, part}, false},
		{"two of changes", []pendingRow{named, {"soa_cluster", "x", "ACTIVE"}}, true},
		{"more than changes", []pendingRow{whole, whole, whole, part}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			none := func(string, string) (string, bool) { return "", false }
			if _, err := judgePending(test.rows, changes, false, none); (err == nil) != test.ours {
				t.Errorf("error %v", err)
			}
		})
	}
}

// TestPagedRows tells rows that say which part of the list is in view from changes.
func TestPagedRows(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		row  pendingRow
		want span
	}{
		{"a row of its own", pendingRow{"Showing 1 to 10 of 23"}, span{1, 10, 23}},
		{"with links beside it", pendingRow{"", "Showing 1 to 10 of 23", "Previous | Next"}, span{1, 10, 23}},
		{"a change with a date", pendingRow{"soa_cluster", "migrationBasis", "2026-11-28"}, span{}},
		{"a change with a time", pendingRow{"soa_cluster", "16:36:40"}, span{}},
		{"a date beside a label", pendingRow{"Last activation", "2026-11-28"}, span{}},
		{"a change with numbers that fit", pendingRow{"soa_cluster", "notes", "", "1 to 2 of 3"}, span{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got, ok := test.row.paged(); got != test.want || ok != (test.want != span{}) {
				t.Errorf("%v, %v", got, ok)
			}
		})
	}
}

// TestTurning follows the pages of lists, beside other tables or not.
func TestTurning(t *testing.T) {
	tests := []struct {
		name   string
		before span
		parts  []span
		want   span
		ok     bool
	}{
		{"no word of pages", span{}, nil, span{}, true},
		{"one page", span{}, []span{{1, 3, 3}}, span{}, true},
		{"nothing", span{}, []span{{0, 0, 0}}, span{}, true},
		{"the first of three", span{}, []span{{1, 10, 25}}, span{1, 10, 25}, true},
		{"told above and below", span{}, []span{{1, 10, 25}, {1, 10, 25}}, span{1, 10, 25}, true},
		{"the second", span{1, 10, 25}, []span{{11, 20, 25}}, span{11, 20, 25}, true},
		{"the last", span{11, 20, 25}, []span{{21, 25, 25}}, span{}, true},
		{"beside another table", span{1, 10, 25}, []span{{1, 2, 2}, {11, 20, 25}}, span{11, 20, 25}, true},
		{"opened in its middle", span{}, []span{{11, 20, 25}}, span{}, false},
		{"opened at its end", span{}, []span{{21, 25, 25}}, span{}, false},
		{"a page is left out", span{1, 10, 25}, []span{{21, 25, 25}}, span{}, false},
		{"the same page again", span{1, 10, 25}, []span{{1, 10, 25}}, span{}, false},
		{"more rows than before", span{1, 10, 25}, []span{{11, 20, 26}}, span{}, false},
		{"no word of pages any more", span{1, 10, 25}, nil, span{}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := listPage{parts: test.parts}.turning(test.before)
			if got != test.want || (err == nil) != test.ok {
				t.Errorf("turning %s, error %v", got, err)
			}
		})
	}
}
