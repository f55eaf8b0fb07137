package console

import (
	"fmt"
	"testing"

	"lockedit/testenv/console/domain"

	"github.com/google/go-cmp/cmp"
)

const testPassword = "welcome1-test"

// TestDocumentedPath walks the whole path on each version and compares the
// active configuration with exactly the wanted one.
func TestDocumentedPath(t *testing.T) {
	for _, version := range Versions() {
		for _, values := range []OptionValues{PlainValues, OpaqueValues, HandleValues} {
			for _, double := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s/%s/double=%t", version, values, double), func(t *testing.T) {
					c, b := open(t, Options{Version: version, OptionValues: values, DoubleEncoded: double, Seed: 7})
					walk(t, c, b)
				})
			}
		}
	}
}

func walk(t *testing.T, c *Console, b *browser) {
	t.Helper()
	before := c.Control().Active()
	b.login("weblogic", testPassword)
	if got, want := b.title(), "Home Page - soainfra - WLS Console"; got != want {
		t.Fatalf("title %q, want %q", got, want)
	}
	b.follow("Clusters").follow("soa_cluster").follow("Migration").click("save")
	if got := b.buttons(); got != "off / Release Configuration" {
		t.Fatalf("after Lock & Edit: %s", got)
	}
	b.click("Save", "migrationBasis", b.option("migrationBasis", "Database"),
		"dataSourceForAutomaticMigration", b.option("dataSourceForAutomaticMigration", "WLSSchemaDataSource"),
		"autoMigrationTableName", "ACTIVE")
	if got := b.messages(); got != "message_SUCCESS: Settings updated successfully." {
		t.Fatalf("after Save: %s", got)
	}
	for _, target := range []string{"soa_server1 (migratable)", "soa_server2 (migratable)", "soa_server3 (migratable)"} {
		b.follow("Migratable Targets").follow(target).follow("Migration")
		b.click("Save", "migrationPolicy", b.option("migrationPolicy", "Auto-Migrate Exactly-Once Services"))
	}
	if got := b.buttons(); got != "Activate Changes / Undo All Changes" {
		t.Fatalf("with pending changes: %s", got)
	}
	b.click("save")
	if got := b.buttons(); got != "Lock & Edit / off" {
		t.Fatalf("after Activate Changes: %s", got)
	}
	want := []domain.Change{
		{Kind: domain.KindCluster, Name: "soa_cluster", Attr: "dataSourceForAutomaticMigration", After: "WLSSchemaDataSource"},
		{Kind: domain.KindCluster, Name: "soa_cluster", Attr: "migrationBasis", Before: "consensus", After: "database"},
		{Kind: domain.KindTarget, Name: "soa_server1 (migratable)", Attr: "migrationPolicy", Before: "manual", After: "exactly-once"},
		{Kind: domain.KindTarget, Name: "soa_server2 (migratable)", Attr: "migrationPolicy", Before: "manual", After: "exactly-once"},
		{Kind: domain.KindTarget, Name: "soa_server3 (migratable)", Attr: "migrationPolicy", Before: "manual", After: "exactly-once"},
	}
	if diff := cmp.Diff(want, domain.Diff(before, c.Control().Active())); diff != "" {
		t.Errorf("changes of the active configuration (-want +got):\n%s", diff)
	}
	if n := len(c.Control().RestartRequired()); n != 5 {
		t.Errorf("%d items need a restart, want 5", n)
	}
}
