package engine_test

import (
	"errors"
	"fmt"
	"testing"

	"lockedit/internal/engine"
	"lockedit/steps"
	"lockedit/testenv/console"
	"lockedit/testenv/console/domain"
)

// flavour is one console that the product has never seen.
type flavour struct {
	name    string
	options console.Options
	targets int
}

// flavours combine what public material says differs between consoles: version,
// language, names, option values, encodings, table pages, tree, tabs and looks.
func flavours() []flavour {
	return []flavour{
		{"10.3.6", console.Options{Version: "10.3.6"}, 3},
		{"10.3.6 double encoded", console.Options{Version: "10.3.6", DoubleEncoded: true, OptionValues: console.OpaqueValues}, 1},
		{"10.3.6 development mode with locks", console.Options{Version: "10.3.6", Development: true}, 1},
		{"10.3.6 collapsed tree", console.Options{Version: "10.3.6", TreeCollapsed: true, PageSize: 2, ChangesPaged: true}, 3},
		{"10.3.6 Chinese", console.Options{Version: "10.3.6", Language: "zh-CN"}, 1},
		{"12.1.3", console.Options{Version: "12.1.3", OptionValues: console.HandleValues}, 1},
		{"12.1.3 hyphens", console.Options{Version: "12.1.3", HyphenPolicies: true, OptionValues: console.OpaqueValues}, 1},
		{"12.1.3 split labels", console.Options{Version: "12.1.3", Labels: console.LabelSplit}, 1},
		{"12.1.3 German", console.Options{Version: "12.1.3", Language: "de"}, 1},
		{"12.1.3 active tab is text", console.Options{Version: "12.1.3", ActiveTabText: true}, 1},
		{"12.2.1.3", console.Options{Version: "12.2.1.3", DeployingHits: 1}, 1},
		{"12.2.1.3 targets beside clusters", console.Options{Version: "12.2.1.3", TargetsInTree: "sibling"}, 1},
		{"12.2.1.3 no targets in the tree", console.Options{Version: "12.2.1.3", TargetsInTree: "none"}, 1},
		{"12.2.1.3 no-break spaces", console.Options{Version: "12.2.1.3", Labels: console.LabelNbsp, TabTitle: console.TabBoth}, 1},
		{"12.2.1.3 French", console.Options{Version: "12.2.1.3", Language: "fr"}, 1},
		{"12.2.1.3 Spanish", console.Options{Version: "12.2.1.3", Language: "es"}, 1},
		{"12.2.1.4", console.Options{Version: "12.2.1.4", ContextPath: "/wls/admin"}, 1},
		{"12.2.1.4 forty targets", console.Options{Version: "12.2.1.4", PageSize: 25, OptionValues: console.OpaqueValues}, 40},
		{"12.2.1.4 untitled tabs", console.Options{Version: "12.2.1.4", TabTitle: console.TabNone, DoubleEncoded: true}, 1},
		{"12.2.1.4 likely names", console.Options{Version: "12.2.1.4", FixedNames: true}, 1},
		{"12.2.1.4 plain policies", console.Options{Version: "12.2.1.4", PlainPolicies: true, PercentBlanks: true}, 1},
		{"12.2.1.4 Japanese", console.Options{Version: "12.2.1.4", Language: "ja", PageSize: 3}, 3},
		{"12.2.1.4 Italian", console.Options{Version: "12.2.1.4", Language: "it"}, 1},
		{"12.2.1.4 undo releases", console.Options{Version: "12.2.1.4", UndoReleases: true, TimeoutOnly: true}, 1},
		{"14.1.1 pages that may be kept", console.Options{Version: "14.1.1", CacheablePages: true}, 3},
		{"14.1.1 double encoded", console.Options{Version: "14.1.1", DoubleEncoded: true, PercentBlanks: true, OptionValues: console.HandleValues}, 1},
		{"14.1.1 Korean", console.Options{Version: "14.1.1", Language: "ko"}, 1},
		{"14.1.1 Brazilian Portuguese", console.Options{Version: "14.1.1", Language: "pt-BR"}, 1},
		{"14.1.1 Taiwanese Chinese", console.Options{Version: "14.1.1", Language: "zh-TW", ActiveTabText: true}, 1},
		{"12.2.1.4 other page labels", console.Options{OtherLabels: true, PageSize: 2}, 3},
		{"12.1.3 other page labels, collapsed tree", console.Options{Version: "12.1.3", OtherLabels: true, TreeCollapsed: true}, 1},
		{"14.1.1 reordered labels", console.Options{Version: "14.1.1", Labels: console.LabelReordered}, 1},
	}
}

func TestEveryFlavourEndsExactlyAsWanted(t *testing.T) {
	t.Parallel()
	for i, f := range flavours() {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			f.options.Seed = int64(100 + i)
			f.options.Clusters = domain.Targets(f.targets)
			c := start(t, f.options)
			before := c.Control().Active()
			r := request(t, c)
			r.Minimal, r.Timeout = true, patience
			result, err := newEngine(i%6 == 0).Run(t.Context(), r)
			if err != nil || result.Outcome.ExitCode != 3 {
				t.Fatalf("outcome %+v, error %v, %v", result.Outcome, err, result.Err)
			}
			expectConfiguration(t, c, before, "soa_cluster")
		})
	}
}

// runOne runs the path against a console and returns how it ended.
func runOne(t *testing.T, c *console.Console, change func(*engine.Request)) engine.Result {
	t.Helper()
	r := request(t, c)
	r.Minimal = true
	if change != nil {
		change(&r)
	}
	result, err := engineWith(shareBlank).Run(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// expectAsBefore says that nothing at all has changed in the domain.
func expectAsBefore(t *testing.T, c *console.Console, before *domain.Tree) {
	t.Helper()
	if diff := differences(before, c.Control().Active()); len(diff) > 0 {
		t.Errorf("the active configuration changed: %+v", diff)
	}
}

func TestWordsThatAreNotKnownStopTheRun(t *testing.T) {
	t.Parallel()
	for _, language := range []string{"ko", "de", "zh-TW"} {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			c := start(t, console.Options{Language: language, OptionValues: console.OpaqueValues})
			before := c.Control().Active()
			result := runOne(t, c, nil)
			var unknown *steps.NotUnderstoodError
			if result.Outcome.ExitCode != 1 || !errors.As(result.Err, &unknown) {
				t.Errorf("outcome %+v, %v", result.Outcome, result.Err)
			}
			expectAsBefore(t, c, before)
			expectUntouched(t, c)
		})
	}
}

func TestAlreadyAsWantedClicksNothingButLinks(t *testing.T) {
	t.Parallel()
	c := start(t, console.Options{})
	overwrite(t, c, domain.KindCluster, "soa_cluster", "migrationBasis", "database")
	overwrite(t, c, domain.KindCluster, "soa_cluster", "dataSourceForAutomaticMigration", "WLSSchemaDataSource")
	for i := range 3 {
		overwrite(t, c, domain.KindTarget, fmt.Sprintf("soa_server%d (migratable)", i+1), "migrationPolicy", "exactly-once")
	}
	before := c.Control().Active()
	result := runOne(t, c, nil)
	if result.Outcome.ExitCode != 0 || result.Outcome.Result != "nothing to do" {
		t.Errorf("outcome %+v, %v", result.Outcome, result.Err)
	}
	expectNothingSent(t, c)
	expectAsBefore(t, c, before)
	expectUntouched(t, c)
}

func overwrite(t *testing.T, c *console.Console, kind domain.Kind, name, attr, value string) {
	t.Helper()
	if err := c.Control().Overwrite(kind, name, attr, value); err != nil {
		t.Fatal(err)
	}
}
