package engine_test

import (
	"fmt"
	"os"
	"testing"
	"time"

	"lockedit/internal/engine"
	"lockedit/internal/spec"
	"lockedit/recordings"
	"lockedit/testenv/alien"
	"lockedit/testenv/console/domain"
)

// ending is how a run against a console nobody has seen may end.
type ending string

const (
	// exact: activated, and the configuration is what was asked for.
	exact ending = "exact"
	// stops: an error, and everything is as it was.
	stops ending = "stops"
	// either of the two.
	either ending = "either"
	// left: a person is needed, and the message is true.
	left ending = "left"
	// cleaned: stops, or left with something really left.
	cleaned ending = "cleaned"
)

// strangerPatience bounds one step: consoles that are not understood take all of it.
const strangerPatience = 45 * time.Second

// stranger is one combination of choices.
type stranger struct {
	name    string
	options alien.Options
	want    ending
	cluster string
}

// known are the combinations that the product does not manage yet; the test
// fails when one of them is managed, so that the list shrinks.
func known() map[string]string {
	return map[string]string{}
}

func TestConsolesNobodyHasSeen(t *testing.T) {
	for i, s := range strangers() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			s.options.Seed, s.options.Password = int64(i), password
			faults := meet(t, s)
			why, listed := known()[s.name]
			switch {
			case listed && len(faults) == 0:
				t.Errorf("is managed now: take it out of known (%s)", why)
			case !listed:
				for _, f := range faults {
					t.Error(f)
				}
			}
		})
	}
}

// meet runs the path against a console and says what was wrong with its end.
func meet(t *testing.T, s stranger) []string {
	t.Helper()
	c, err := alien.New(s.options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	if s.cluster == "" {
		s.cluster = "soa_cluster"
	}
	before := c.Domain().Active()
	lock := c.Domain().LockHolder()
	result, err := newEngine().Run(t.Context(), alienRequest(t, c, s))
	if err != nil {
		return []string{err.Error()}
	}
	t.Logf("outcome %+v", result.Outcome)
	faults := c.Wrong()
	switch code := result.Outcome.ExitCode; {
	case code == 3 && (s.want == exact || s.want == either):
		faults = append(faults, notExact(c, before, s.cluster)...)
	case code == 1 && (s.want == stops || s.want == either || s.want == cleaned):
		faults = append(faults, notAsBefore(c, before, lock)...)
	case code == 4 && (s.want == left || s.want == cleaned):
		faults = append(faults, notLeft(c, before)...)
	default:
		faults = append(faults, fmt.Sprintf("wanted %s, got exit code %d: %s", s.want, code, result.Outcome.Verdict))
	}
	return faults
}

func alienRequest(t *testing.T, c *alien.Console, s stranger) engine.Request {
	return engine.Request{
		Spec: spec.Spec{
			Console: spec.Console{URL: c.URL()}, Cluster: s.cluster, MigrationBasis: spec.BasisDatabase,
			AutoMigrationTableName: "ACTIVE", DataSource: "WLSSchemaDataSource", Policy: spec.PolicyExactlyOnce,
			Targets: spec.Targets{All: true}, Restart: spec.Restart{Strategy: spec.StrategyNone},
			Evidence: spec.Evidence{Dir: evidenceDir(t)},
		},
		Browser: engine.BrowserChoice{NoSandbox: os.Geteuid() == 0},
		Minimal: true, Timeout: strangerPatience,
		Sinks: []recordings.Sink{logSink{t}},
	}
}

func notEqual(want, got *domain.Tree) []string {
	var out []string
	for _, d := range domain.Diff(want, got) {
		out = append(out, fmt.Sprintf("the active configuration is not the wanted one: %+v", d))
	}
	return out
}

func notExact(c *alien.Console, before *domain.Tree, cluster string) []string {
	want := before.Clone()
	attrs := want.Find(domain.KindCluster, cluster).Attrs
	attrs[domain.MigrationBasis], attrs[domain.TableName] = "database", "ACTIVE"
	attrs[domain.DataSourceAuto] = "WLSSchemaDataSource"
	for _, bean := range want.Of(domain.KindTarget) {
		if bean.Get("cluster") == cluster {
			bean.Attrs[domain.MigrationPolicy] = "exactly-once"
		}
	}
	faults := notEqual(want, c.Domain().Active())
	if lock := c.Domain().LockHolder(); lock != nil {
		faults = append(faults, "a lock is left behind: "+lock.Owner)
	}
	if n := len(c.Domain().Pending()); n > 0 {
		faults = append(faults, fmt.Sprintf("%d edits are left pending", n))
	}
	return faults
}

func notAsBefore(c *alien.Console, before *domain.Tree, lock *domain.Lock) []string {
	faults := notEqual(before, c.Domain().Active())
	now := c.Domain().LockHolder()
	if (now == nil) != (lock == nil) || now != nil && now.Owner != lock.Owner {
		faults = append(faults, fmt.Sprintf("the lock was %+v and is %+v", lock, now))
	}
	for _, e := range c.Domain().History() {
		if lock != nil && (e.What == "lock" || e.What == "release" || e.What == "undo") && e.User == alien.User && e.Time.After(lock.Since) {
			faults = append(faults, fmt.Sprintf("somebody's lock was touched: %+v", e))
		}
	}
	return faults
}

func notLeft(c *alien.Console, before *domain.Tree) []string {
	if lock := c.Domain().LockHolder(); lock == nil {
		return []string{"it says that something is left, and nothing is"}
	}
	return notEqual(before, c.Domain().Active())
}

// traits collects traits.
func traits(all ...alien.Trait) alien.Trait {
	var out alien.Trait
	for _, t := range all {
		out |= t
	}
	return out
}

func strangers() []stranger {
	return append(append(navigation(), forms()...), states()...)
}

// navigation are choices on the way to the pages.
func navigation() []stranger {
	opt := func(all ...alien.Trait) alien.Options { return alien.Options{Traits: traits(all...)} }
	paged := func(p alien.Paging, size int, all ...alien.Trait) alien.Options {
		return alien.Options{Traits: traits(all...), Paging: p, PageSize: size}
	}
	odd := alien.Options{PageSize: 2, Clusters: append(domain.DefaultClusters(),
		domain.ClusterSpec{Name: "Next", Prefix: "Next", Servers: 1}, domain.ClusterSpec{Name: "Migration", Prefix: "Migration", Servers: 1},
		domain.ClusterSpec{Name: "Clusters", Prefix: "Clusters", Servers: 1})}
	odd2, odd3 := odd, odd
	odd2.PageSize, odd3.PageSize = 10, 1
	large := alien.Options{PageSize: 600, Clusters: append(domain.DefaultClusters(), domain.ClusterSpec{Name: "big", Prefix: "big", Servers: 1200})}
	return []stranger{
		{"plain", opt(), exact, ""},
		{"login: long chain, other cookie, other path", alien.Options{Traits: alien.LongLogin | alien.Deploying, Cookie: "JSID9", Context: "/ops/wls"}, exact, ""},
		{"login goes home", opt(alien.LoginGoesHome, alien.SlowStyles), exact, ""},
		{"home without links, collapsed tree", opt(alien.NoHomeLinks, alien.TreeCollapsed), exact, ""},
		{"tree opens by links, targets beside", opt(alien.NoHomeLinks, alien.TreeCollapsed, alien.TreeLinks, alien.TargetsBeside), exact, ""},
		{"double encoded, moved", opt(alien.DoubleEncoded, alien.DispatchMoves), exact, ""},
		{"the session knows the object", opt(alien.SessionObject), exact, ""},
		{"the session knows the object, redirects", opt(alien.SessionObject, alien.Redirects, alien.DispatchMoves), exact, ""},
		{"active tab is text, no titles", opt(alien.ActiveTabText, alien.NoTabTitles, alien.RemembersTab), exact, ""},
		{"remembers the tab, both titles", opt(alien.RemembersTab, alien.BothTabTitles), exact, ""},
		{"opens at Control with a Migration tab", opt(alien.OpensAtControl), exact, ""},
		{"opens at Control, both titles", opt(alien.OpensAtControl, alien.BothTabTitles), exact, ""},
		{"opens at Control, text tab, no titles, remembers", opt(alien.OpensAtControl, alien.ActiveTabText, alien.NoTabTitles, alien.RemembersTab), exact, ""},
		{"tables without scope and checkboxes", opt(alien.NoScope, alien.NoCheckboxes), exact, ""},
		{"tables with icons and a hidden twin", opt(alien.IconColumn, alien.HiddenTable), exact, ""},
		{"a table of recent objects first", opt(alien.HealthTable), exact, ""},
		{"linked cells in another order", opt(alien.LinkedCells, alien.OtherOrder, alien.NoScope), exact, ""},
		{"no cluster column", opt(alien.NoClusterColumn), either, ""},
		{"paging: total first", paged(alien.TotalFirst, 2), either, ""},
		{"paging: dashes", paged(alien.Dashes, 2), either, ""},
		{"paging: page of", paged(alien.PageOf, 2), either, ""},
		{"paging: links only", paged(alien.Silent, 2), either, ""},
		{"remembers the page of a table", paged(alien.Showing, 2, alien.RemembersPage), exact, ""},
		{"remembers the page, one a page", paged(alien.Showing, 1, alien.RemembersPage, alien.HiddenTable), exact, ""},
		{"objects named like links, pages", odd, exact, ""},
		{"objects named like links, one a page", odd3, exact, ""},
		{"a cluster named Migration", odd2, exact, "Migration"},
		{"a cluster named Next", odd, exact, "Next"},
		{"thousands of targets", large, exact, ""},
	}
}

// forms are choices on the pages of the cluster and the targets.
func forms() []stranger {
	opt := func(all ...alien.Trait) alien.Options { return alien.Options{Traits: traits(all...)} }
	return []stranger{
		{"nested names, percent-encoded values", alien.Options{IDs: alien.Nested, Values: alien.Handles, None: alien.NamedNone}, exact, ""},
		{"capital names, numbers as values", alien.Options{IDs: alien.Capital, Values: alien.Indexes, None: alien.ParenNone}, either, ""},
		{"opaque names, numbers as values", alien.Options{IDs: alien.Opaque, Values: alien.Indexes, None: alien.WithoutNone}, either, ""},
		{"opaque names, for only, similar labels, help", alien.Options{IDs: alien.Opaque, Traits: traits(alien.ForOnly, alien.OverrideSelect, alien.AbbrLabels, alien.HelpColumn)}, either, ""},
		{"similar labels with help", opt(alien.OverrideSelect, alien.HelpColumn), exact, ""},
		{"abbreviations in labels", opt(alien.AbbrLabels, alien.HelpColumn), exact, ""},
		{"labels far from their fields", opt(alien.ForOnly), exact, ""},
		{"current value once more", alien.Options{Traits: alien.CurrentExtra, Values: alien.Handles}, exact, ""},
		{"text without the lock", opt(alien.ReadOnlyText), exact, ""},
		{"policy on General", opt(alien.PolicyOnGeneral, alien.HyphenPolicies), exact, ""},
		{"policy on General, remembered", opt(alien.PolicyOnGeneral, alien.RemembersTab, alien.ReadOnlyText), exact, ""},
		{"another Save first", opt(alien.NotesForm), either, ""},
		{"Save outside the form", opt(alien.ButtonsOutside), either, ""},
		{"another Save, and Save outside", opt(alien.ButtonsOutside, alien.NotesForm), either, ""},
		{"source follows at once", alien.Options{Depends: alien.AtOnce}, exact, ""},
		{"source follows late", alien.Options{Depends: alien.Late, Traits: alien.SlowStyles}, exact, ""},
		{"source is drawn again", alien.Options{Depends: alien.Rerender}, exact, ""},
		{"the form comes back unsaved", alien.Options{Depends: alien.RoundTrip}, exact, ""},
		{"everything enabled late", alien.Options{Depends: alien.LoadLate}, exact, ""},
		{"fields drawn again when they change", opt(alien.PolicyLosesFocus), exact, ""},
		{"decorated sources", opt(alien.DecoratedSources), either, ""},
		{"no messages", opt(alien.NoMessages), exact, ""},
		{"odd messages, redirects", opt(alien.OddMessages, alien.Redirects), exact, ""},
		{"headings are images, status wrapped", opt(alien.HeadingImage, alien.WrappedStatus, alien.ButtonsInTable), exact, ""},
		{"other edit sessions", opt(alien.EditSessions, alien.ButtonsInTable), exact, ""},
		{"no status paragraph", opt(alien.NoStatus), exact, ""},
		{"lock goes home", opt(alien.LockGoesHome), exact, ""},
		{"lock goes home, remembers", opt(alien.LockGoesHome, alien.RemembersTab, alien.SessionObject, alien.NoHomeLinks), exact, ""},
	}
}

// states are locks, accounts and faults.
func states() []stranger {
	opt := func(all ...alien.Trait) alien.Options { return alien.Options{Traits: traits(all...)} }
	foreign := func(f alien.Foreign, all ...alien.Trait) alien.Options {
		return alien.Options{Foreign: f, Traits: traits(all...)}
	}
	return []stranger{
		{"foreign: a sentence", foreign(alien.TextOnly), stops, ""},
		{"foreign: both disabled", foreign(alien.BothDisabled), stops, ""},
		{"foreign: both disabled, no status", foreign(alien.BothDisabled, alien.NoStatus), stops, ""},
		{"foreign: takes over", foreign(alien.TakeOver), stops, ""},
		{"foreign: takes over, status wrapped", foreign(alien.TakeOver, alien.WrappedStatus), stops, ""},
		{"foreign: takes over, no status class", foreign(alien.TakeOver, alien.NoStatus), stops, ""},
		{"foreign: pending", foreign(alien.PendingShown), stops, ""},
		{"foreign: refuses with a message", foreign(alien.SilentRefusal), stops, ""},
		{"foreign: refuses with an odd message", foreign(alien.SilentRefusal, alien.OddMessages), stops, ""},
		{"foreign: refuses without a word", foreign(alien.SilentWithout), stops, ""},
		{"foreign: looks like one's own", foreign(alien.LooksOwn), stops, ""},
		{"own lock from elsewhere", opt(alien.SharedLock), stops, ""},
		{"a monitor", alien.Options{Role: domain.Monitor}, stops, ""},
		{"an operator", alien.Options{Role: domain.Operator}, stops, ""},
		{"automatic mode", alien.Options{AutoLock: true}, stops, ""},
		{"save refused", opt(alien.SaveRejected), stops, ""},
		{"save refused in odd words", opt(alien.SaveRejected, alien.OddMessages), stops, ""},
		{"save refused without a word", opt(alien.SaveRejected, alien.NoMessages), stops, ""},
		{"save drops the source", opt(alien.SaveDropsSource, alien.UndoReleases), stops, ""},
		{"activation refused", opt(alien.ActivateFails), stops, ""},
		{"activation refused, undo asks", opt(alien.ActivateFails, alien.DialogUndo, alien.OddMessages), stops, ""},
		{"activation refused, lock goes home", opt(alien.ActivateFails, alien.LockGoesHome, alien.NoMessages), stops, ""},
		{"activation goes on", opt(alien.ActivateSlow), exact, ""},
		{"session ends with a save", opt(alien.SessionDies), cleaned, ""},
		{"session ends with a save, login goes home", opt(alien.SessionDies, alien.LoginGoesHome, alien.LongLogin), cleaned, ""},
		{"lock stolen after a save", opt(alien.StolenAfterSave), left, ""},
		{"answer to a save is lost", opt(alien.SaveLoses), either, ""},
	}
}
