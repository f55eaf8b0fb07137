package console

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"lockedit/testenv/console/domain"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

// rows are the texts of the row headers of the table.
func (b *browser) rows() []string {
	var out []string
	for _, td := range all(b.doc, "td") {
		if attr(td, "scope") == "row" {
			out = append(out, textOf(td))
		}
	}
	return out
}

func TestPaging(t *testing.T) {
	tests := []struct {
		name     string
		size     int
		clusters []domain.ClusterSpec
		pages    int
	}{
		{"3 targets", 10, nil, 1}, {"40 targets", 10, domain.Targets(40), 5},
		{"23 rows", 10, domain.Targets(21), 3}, {"full pages", 5, domain.Targets(8), 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, b := open(t, Options{PageSize: tt.size, Clusters: tt.clusters, Language: "en"})
			b.login("weblogic", testPassword).follow("Migratable Targets")
			want := c.Control().Active().Names(domain.KindTarget)
			slices.Sort(want)
			got, pages := b.rows(), 1
			for b.hasLink("Next") {
				b.follow("Next")
				got = append(got, b.rows()...)
				pages++
			}
			if diff := cmp.Diff(want, got); diff != "" || pages != tt.pages {
				t.Errorf("%d pages, want %d (-want +got):\n%s", pages, tt.pages, diff)
			}
			if !strings.Contains(b.body, "of "+strconv.Itoa(len(want))) {
				t.Error("the total is not shown")
			}
		})
	}
}

// TestTheListOfChangesHasPages pages through it, also with the faults of its pages.
func TestTheListOfChangesHasPages(t *testing.T) {
	for _, tt := range []struct {
		name  string
		fault string
		shown []string
	}{
		{"each page", "", []string{"1 to 1 of 3", "2 to 2 of 3", "3 to 3 of 3"}},
		{"one is left out", "page-skipped", []string{"1 to 1 of 3", "3 to 3 of 3"}},
		{"it opens at its end", "last-page-first", []string{"3 to 3 of 3"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, b := open(t, Options{PageSize: 1, ChangesPaged: true, Language: "en"})
			b.login("weblogic", testPassword)
			for _, attribute := range []string{"notes", "autoMigrationTableName", "additionalAutoMigrationAttempts"} {
				if err := c.Control().Stage("weblogic", domain.KindCluster, "soa_cluster", attribute, "7"); err != nil {
					t.Fatal(err)
				}
			}
			if tt.fault != "" {
				inject(t, c, Fault{Name: tt.fault, Match: Match{Page: "changes"}, Times: -1})
			}
			b.follow("View changes and restarts")
			for i, want := range tt.shown {
				if !strings.Contains(b.body, "Showing "+want) || b.hasLink("Next") != (i+1 < len(tt.shown)) {
					t.Fatalf("page %d is not %q", i+1, want)
				}
				if b.hasLink("Next") {
					b.follow("Next")
				}
			}
		})
	}
}

func (b *browser) hasLink(text string) bool {
	return slices.ContainsFunc(all(b.doc, "a"), func(n *html.Node) bool { return textOf(n) == text })
}

func TestSortingChangesRowNumbers(t *testing.T) {
	_, b := open(t, Options{})
	b.login("weblogic", testPassword).follow("Clusters")
	first := textOf(b.one("td", "id", "name1"))
	for _, th := range all(b.doc, "th") {
		if attr(th, "title") == "Sort table by Name" {
			b.get(attr(all(th, "a")[0], "href"))
			break
		}
	}
	if got := textOf(b.one("td", "id", "name1")); got == first {
		t.Errorf("row 1 is still %q", got)
	}
}

func TestTableMarkup(t *testing.T) {
	_, b := open(t, Options{})
	b.login("weblogic", testPassword).follow("Migratable Targets")
	b.one("form", "id", "genericTableForm")
	b.one("table", "id", "genericTableFormtable")
	b.one("input", "name", "all")
	var boxes int
	for _, in := range all(b.doc, "input") {
		if attr(in, "id") != "MigratableTargetsConfigTablePortletchosenContents" {
			continue
		}
		boxes++
		if _, ok := parseHandle(attr(in, "value")); !ok || !strings.Contains(attr(in, "value"), "%28%22com.bea%3AName%3D") {
			t.Errorf("row value %q", attr(in, "value"))
		}
		if !has(in, "disabled") {
			t.Error("a row can be chosen without the lock")
		}
	}
	if boxes != 5 {
		t.Errorf("%d rows share the id, want 5", boxes)
	}
	if !strings.Contains(b.body, "Migratable Targets (Filtered - More Columns Exist)") {
		t.Error("no caption")
	}
}
