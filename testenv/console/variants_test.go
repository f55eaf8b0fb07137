package console

import (
	"strings"
	"testing"

	"lockedit/testenv/console/domain"
)

func TestMarksOfASelect(t *testing.T) {
	for _, test := range []struct {
		name   string
		marks  Marks
		marked bool
		choose string
	}{{"server", MarksServer, true, ""}, {"script", MarksScript, false, "consensus"}, {"none", MarksNone, false, ""}} {
		t.Run(test.name, func(t *testing.T) {
			_, b := open(t, Options{Language: "en", Marks: map[string]Marks{domain.MigrationBasis: test.marks}})
			b.login("weblogic", testPassword).follow("Clusters").follow("soa_cluster").follow("Migration")
			for _, s := range all(b.doc, "select") {
				basis, marked := strings.HasSuffix(attr(s, "id"), "."+domain.MigrationBasis), false
				for _, o := range all(s, "option") {
					marked = marked || has(o, "selected")
				}
				switch {
				case !basis && (!marked || has(s, "data-choose")):
					t.Errorf("%s is not as usual", attr(s, "id"))
				case basis && (marked != test.marked || attr(s, "data-choose") != test.choose):
					t.Errorf("marked %t, chosen by script %q", marked, attr(s, "data-choose"))
				}
			}
		})
	}
}

func TestMarksAreChecked(t *testing.T) {
	if _, err := New(Options{Marks: map[string]Marks{domain.MigrationBasis: "odd"}}); err == nil {
		t.Error("marks that do not exist are taken")
	}
}

func TestStatusTextsReplaceTheStatesOwn(t *testing.T) {
	c, b := open(t, Options{Language: "en", Status: StatusTexts{Unlocked: "It is *free*.", Locked: "It is yours.", Pending: "It is changed."}})
	status := func(want string) {
		t.Helper()
		if got := fold(textOf(b.follow("Clusters").one("p", "class", "changeliststatus"))); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	b.login("weblogic", testPassword)
	status("It is free.")
	if err := c.Control().LockAs("weblogic"); err != nil {
		t.Fatal(err)
	}
	status("It is yours.")
	stage(t, c, "weblogic")
	status("It is changed.")
	if err := c.Control().Steal("weblogic2"); err != nil {
		t.Fatal(err)
	}
	b.follow("Clusters")
	if got := fold(textOf(b.one("p", "class", "changeliststatus"))); !strings.Contains(got, "weblogic2") {
		t.Errorf("another user's lock reads %q", got)
	}
}
