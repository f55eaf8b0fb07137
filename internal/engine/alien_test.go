package engine_test

import (
	"fmt"
	"os"
	"strings"
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
	source  string
	// says is what the verdict has to contain.
	says string
	// pictured runs draw their pictures.
	pictured bool
}

func TestConsolesNobodyHasSeen(t *testing.T) {
	t.Parallel()
	for i, s := range strangers() {
		if !thorough() && i%2 == 1 {
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			s.options.Seed, s.options.Password = int64(i), password
			s.pictured = i%8 == 0
			for _, fault := range meet(t, s.lean(i)) {
				t.Error(fault)
			}
		})
	}
}

// lean gives three of four strangers one target instead of three, where the number of
// targets is no part of what is strange; make matrix leaves them all three.
func (s stranger) lean(number int) stranger {
	if !thorough() && number%8 >= 2 && s.options.Clusters == nil && s.options.PageSize == 0 {
		s.options.Clusters = domain.Targets(1)
	}
	return s
}

// meet runs the path against a console and says what was wrong with its end.
func meet(t *testing.T, s stranger) []string {
	t.Helper()
	c := alienConsole(t, s.options)
	if s.cluster == "" {
		s.cluster = "soa_cluster"
	}
	if s.source == "" {
		s.source = "WLSSchemaDataSource"
	}
	before := c.Domain().Active()
	lock := c.Domain().LockHolder()
	past := len(c.Domain().History())
	result, err := newEngine(s.pictured).Run(t.Context(), alienRequest(t, c, s))
	if err != nil {
		return []string{err.Error()}
	}
	t.Logf("outcome %+v", result.Outcome)
	faults := c.Wrong()
	switch code := result.Outcome.ExitCode; {
	case code == 3 && (s.want == exact || s.want == either):
		faults = append(faults, notExact(c, before, s)...)
	case code == 1 && (s.want == stops || s.want == either || s.want == cleaned):
		faults = append(faults, notAsBefore(c, before, lock, past)...)
	case code == 4 && (s.want == left || s.want == cleaned):
		faults = append(faults, notLeft(c, before)...)
	default:
		faults = append(faults, fmt.Sprintf("wanted %s, got exit code %d: %s", s.want, code, result.Outcome.Verdict))
	}
	if !strings.Contains(result.Outcome.Verdict, s.says) {
		faults = append(faults, fmt.Sprintf("the verdict does not say %q: %s", s.says, result.Outcome.Verdict))
	}
	return faults
}

func alienRequest(t *testing.T, c *alien.Console, s stranger) engine.Request {
	return engine.Request{
		Spec: spec.Spec{
			Console: spec.Console{URL: c.URL()}, Cluster: s.cluster, MigrationBasis: spec.BasisDatabase,
			AutoMigrationTableName: "ACTIVE", DataSource: s.source, Policy: spec.PolicyExactlyOnce,
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

func notExact(c *alien.Console, before *domain.Tree, s stranger) []string {
	cluster := s.cluster
	want := before.Clone()
	attrs := want.Find(domain.KindCluster, cluster).Attrs
	attrs[domain.MigrationBasis], attrs[domain.TableName] = "database", "ACTIVE"
	attrs[domain.DataSourceAuto] = s.source
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

func notAsBefore(c *alien.Console, before *domain.Tree, lock *domain.Lock, past int) []string {
	faults := notEqual(before, c.Domain().Active())
	now := c.Domain().LockHolder()
	if (now == nil) != (lock == nil) || now != nil && now.Owner != lock.Owner {
		faults = append(faults, fmt.Sprintf("the lock was %+v and is %+v", lock, now))
	}
	for _, e := range c.Domain().History()[past:] {
		if lock != nil && e.User == alien.User && e.What != "login" {
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
		{name: "plain", options: opt(), want: exact},
		{name: "login: long chain, other cookie, other path", options: alien.Options{Traits: alien.LongLogin | alien.Deploying, Cookie: "JSID9", Context: "/ops/wls"}, want: exact},
		{name: "login goes home", options: opt(alien.LoginGoesHome, alien.SlowStyles), want: exact},
		{name: "home without links, collapsed tree", options: opt(alien.NoHomeLinks, alien.TreeCollapsed), want: exact},
		{name: "tree opens by links, targets beside", options: opt(alien.NoHomeLinks, alien.TreeCollapsed, alien.TreeLinks, alien.TargetsBeside), want: exact},
		{name: "double encoded, moved", options: opt(alien.DoubleEncoded, alien.DispatchMoves), want: exact},
		{name: "the session knows the object", options: opt(alien.SessionObject), want: exact},
		{name: "the session knows the object, redirects", options: opt(alien.SessionObject, alien.Redirects, alien.DispatchMoves), want: exact},
		{name: "active tab is text, no titles", options: opt(alien.ActiveTabText, alien.NoTabTitles, alien.RemembersTab), want: exact},
		{name: "remembers the tab, both titles", options: opt(alien.RemembersTab, alien.BothTabTitles), want: exact},
		{name: "opens at Control with a Migration tab", options: opt(alien.OpensAtControl), want: exact},
		{name: "opens at Control, both titles", options: opt(alien.OpensAtControl, alien.BothTabTitles), want: exact},
		{name: "opens at Control, text tab, no titles, remembers", options: opt(alien.OpensAtControl, alien.ActiveTabText, alien.NoTabTitles, alien.RemembersTab), want: exact},
		{name: "tables without scope and checkboxes", options: opt(alien.NoScope, alien.NoCheckboxes), want: exact},
		{name: "tables with icons and a hidden twin", options: opt(alien.IconColumn, alien.HiddenTable), want: exact},
		{name: "a table of recent objects first", options: opt(alien.HealthTable), want: either},
		{name: "linked cells in another order", options: opt(alien.LinkedCells, alien.OtherOrder, alien.NoScope), want: exact},
		{name: "no cluster column", options: opt(alien.NoClusterColumn), want: either},
		{name: "paging: total first", options: paged(alien.TotalFirst, 2), want: either},
		{name: "paging: dashes", options: paged(alien.Dashes, 2), want: either},
		{name: "paging: page of", options: paged(alien.PageOf, 2), want: either},
		{name: "paging: links only", options: paged(alien.Silent, 2), want: either},
		{name: "remembers the page of a table", options: paged(alien.Showing, 2, alien.RemembersPage), want: exact},
		{name: "remembers the page, one a page", options: paged(alien.Showing, 1, alien.RemembersPage, alien.HiddenTable), want: exact},
		{name: "objects named like links, pages", options: odd, want: exact},
		{name: "objects named like links, one a page", options: odd3, want: exact},
		{name: "a cluster named Migration", options: odd2, want: exact, cluster: "Migration"},
		{name: "a cluster named Next", options: odd, want: exact, cluster: "Next"},
		{name: "opens in the middle of a table", options: paged(alien.Showing, 2, alien.OpensMidTable), want: either},
		{name: "targets open at Control, with the policy's name", options: opt(alien.ControlPolicy), want: either},
		{name: "pages come in two parts", options: opt(alien.Streams), want: exact},
		{name: "thousands of targets", options: large, want: exact},
	}
}

// forms are choices on the pages of the cluster and the targets.
func forms() []stranger {
	opt := func(all ...alien.Trait) alien.Options { return alien.Options{Traits: traits(all...)} }
	return []stranger{
		{name: "nested names, percent-encoded values", options: alien.Options{IDs: alien.Nested, Values: alien.Handles, None: alien.NamedNone}, want: exact},
		{name: "capital names, numbers as values", options: alien.Options{IDs: alien.Capital, Values: alien.Indexes, None: alien.ParenNone}, want: either},
		{name: "opaque names, numbers as values", options: alien.Options{IDs: alien.Opaque, Values: alien.Indexes, None: alien.WithoutNone}, want: either},
		{name: "opaque names, for only, similar labels, help", options: alien.Options{IDs: alien.Opaque, Traits: traits(alien.ForOnly, alien.OverrideSelect, alien.AbbrLabels, alien.HelpColumn)}, want: either},
		{name: "similar labels with help", options: opt(alien.OverrideSelect, alien.HelpColumn), want: exact},
		{name: "abbreviations in labels", options: opt(alien.AbbrLabels, alien.HelpColumn), want: exact},
		{name: "labels far from their fields", options: opt(alien.ForOnly), want: exact},
		{name: "current value once more", options: alien.Options{Traits: alien.CurrentExtra, Values: alien.Handles}, want: exact},
		{name: "text without the lock", options: opt(alien.ReadOnlyText), want: either},
		{name: "policy on General", options: opt(alien.PolicyOnGeneral, alien.HyphenPolicies), want: exact},
		{name: "policy on General, remembered", options: opt(alien.PolicyOnGeneral, alien.RemembersTab, alien.ReadOnlyText), want: either},
		{name: "another Save first", options: opt(alien.NotesForm), want: either},
		{name: "Save outside the form", options: opt(alien.ButtonsOutside), want: either},
		{name: "another Save, and Save outside", options: opt(alien.ButtonsOutside, alien.NotesForm), want: either},
		{name: "source follows at once", options: alien.Options{Depends: alien.AtOnce}, want: exact},
		{name: "source follows late", options: alien.Options{Depends: alien.Late, Traits: alien.SlowStyles}, want: exact},
		{name: "source is drawn again", options: alien.Options{Depends: alien.Rerender}, want: exact},
		{name: "the form comes back unsaved", options: alien.Options{Depends: alien.RoundTrip}, want: exact},
		{name: "everything enabled late", options: alien.Options{Depends: alien.LoadLate}, want: exact},
		{name: "fields drawn again when they change", options: opt(alien.PolicyLosesFocus), want: exact},
		{name: "nothing has a value", options: alien.Options{Traits: alien.NoneValued, Values: alien.Handles}, want: exact},
		{name: "nothing is called None, with a value", options: alien.Options{Traits: alien.NoneValued, None: alien.NamedNone}, want: exact},
		{name: "no entry for nothing, the first wanted", options: alien.Options{None: alien.WithoutNone}, want: either, source: "LocalSvcTblDataSource"},
		{name: "no entry for nothing, all else as wanted", want: either, source: "LocalSvcTblDataSource", options: alien.Options{
			None: alien.WithoutNone, Clusters: []domain.ClusterSpec{{
				Name: "soa_cluster", Prefix: "soa_server", Servers: 2, Targets: map[string]string{domain.MigrationPolicy: "exactly-once"}}}}},
		{name: "decorated sources", options: opt(alien.DecoratedSources), want: either},
		{name: "another table name, drawn again", want: either, options: alien.Options{Traits: alien.PolicyLosesFocus, Clusters: renamed()}},
		{name: "another table name, late source", want: exact, options: alien.Options{Depends: alien.Late, Clusters: renamed()}},
		{name: "no messages", options: opt(alien.NoMessages), want: exact},
		{name: "odd messages, redirects", options: opt(alien.OddMessages, alien.Redirects), want: exact},
		{name: "headings are images, status wrapped", options: opt(alien.HeadingImage, alien.WrappedStatus, alien.ButtonsInTable), want: exact},
		{name: "other edit sessions", options: opt(alien.EditSessions, alien.ButtonsInTable), want: exact},
		{name: "no status paragraph", options: opt(alien.NoStatus), want: exact},
		{name: "lock goes home", options: opt(alien.LockGoesHome), want: exact},
		{name: "lock goes home, remembers", options: opt(alien.LockGoesHome, alien.RemembersTab, alien.SessionObject, alien.NoHomeLinks), want: exact},
	}
}

// states are locks, accounts and faults.
func states() []stranger {
	opt := func(all ...alien.Trait) alien.Options { return alien.Options{Traits: traits(all...)} }
	foreign := func(f alien.Foreign, all ...alien.Trait) alien.Options {
		return alien.Options{Foreign: f, Traits: traits(all...)}
	}
	return []stranger{
		{name: "foreign: a sentence", options: foreign(alien.TextOnly), want: stops, says: alien.Other},
		{name: "foreign: both disabled", options: foreign(alien.BothDisabled), want: stops, says: alien.Other},
		{name: "foreign: both disabled, no status", options: foreign(alien.BothDisabled, alien.NoStatus), want: stops},
		{name: "foreign: takes over", options: foreign(alien.TakeOver), want: stops, says: alien.Other},
		{name: "foreign: takes over, status wrapped", options: foreign(alien.TakeOver, alien.WrappedStatus), want: stops},
		{name: "foreign: takes over, no status class", options: foreign(alien.TakeOver, alien.NoStatus), want: stops},
		{name: "foreign: takes over, a second sentence says so", options: foreign(alien.TakeOverBeside), want: stops, says: alien.Other},
		{name: "foreign: pending", options: foreign(alien.PendingShown), want: stops},
		{name: "foreign: refuses with a message", options: foreign(alien.SilentRefusal), want: stops},
		{name: "foreign: refuses with an odd message", options: foreign(alien.SilentRefusal, alien.OddMessages), want: stops},
		{name: "foreign: refuses without a word", options: foreign(alien.SilentWithout), want: stops},
		{name: "foreign: asks in a dialog", options: foreign(alien.AsksInDialog), want: stops},
		{name: "foreign: taken without asking", options: foreign(alien.TakesSilently), want: left},
		{name: "foreign: looks like one's own", options: foreign(alien.LooksOwn), want: stops},
		{name: "own lock from elsewhere", options: opt(alien.SharedLock), want: stops},
		{name: "a monitor", options: alien.Options{Role: domain.Monitor}, want: stops},
		{name: "an operator", options: alien.Options{Role: domain.Operator}, want: stops},
		{name: "automatic mode", options: alien.Options{AutoLock: true}, want: stops},
		{name: "save refused", options: opt(alien.SaveRejected), want: stops},
		{name: "save refused in odd words", options: opt(alien.SaveRejected, alien.OddMessages), want: stops},
		{name: "save refused without a word", options: opt(alien.SaveRejected, alien.NoMessages), want: stops},
		{name: "save drops the source", options: opt(alien.SaveDropsSource, alien.UndoReleases), want: stops},
		{name: "activation refused", options: opt(alien.ActivateFails), want: stops},
		{name: "activation refused, undo asks", options: opt(alien.ActivateFails, alien.DialogUndo, alien.OddMessages), want: cleaned},
		{name: "activation refused, lock goes home", options: opt(alien.ActivateFails, alien.LockGoesHome, alien.NoMessages), want: stops},
		{name: "activation goes on", options: opt(alien.ActivateSlow), want: exact},
		{name: "session ends with a save", options: opt(alien.SessionDies), want: exact},
		{name: "session ends with a save, login goes home", options: opt(alien.SessionDies, alien.LoginGoesHome, alien.LongLogin), want: exact},
		{name: "lock stolen after a save", options: opt(alien.StolenAfterSave), want: left},
		{name: "lock stolen after a save, silently", options: opt(alien.StolenSilently), want: left},
		{name: "answer to a save is lost", options: opt(alien.SaveLoses), want: either},
	}
}

// renamed are the default clusters with another name of the leasing table.
func renamed() []domain.ClusterSpec {
	all := domain.DefaultClusters()
	all[0].Attrs = map[string]string{domain.MigrationBasis: "consensus", domain.TableName: "LEASES"}
	return all
}
