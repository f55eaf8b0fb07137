package engine_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"lockedit/recordings"
	"lockedit/testenv/alien"
	"lockedit/testenv/console/domain"
)

func TestMoreConsolesNobodyHasSeen(t *testing.T) {
	t.Parallel()
	for i, s := range moreStrangers() {
		if !thorough() && i%2 == 1 {
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			s.options.Seed, s.options.Password = int64(500+i), password
			s.pictured = i%8 == 0
			for _, fault := range meet(t, s.lean(i)) {
				t.Error(fault)
			}
		})
	}
}

func moreStrangers() []stranger {
	return append(append(moreFronts(), morePages()...), moreStates()...)
}

// quirks makes options of quirks and traits.
func quirks(q alien.Quirk, all ...alien.Trait) alien.Options {
	return alien.Options{Quirks: q, Traits: traits(all...)}
}

// moreFronts are choices before the home page.
func moreFronts() []stranger {
	return []stranger{
		{name: "a deployment with a heading that asks again", options: quirks(alien.DeployHeaded, alien.LongLogin), want: exact},
		{name: "a deployment in a language nobody knows", options: quirks(alien.DeployUnknown), want: exact},
		{name: "a deployment with a heading and a link", options: quirks(alien.DeployLinked), want: exact},
		{name: "the session in the form's address", options: quirks(alien.SessionInAction|alien.LateFront, alien.LoginGoesHome), want: exact},
		{name: "the administration port", options: quirks(alien.AdministrationPort), want: stops, says: "administration port"},
	}
}

// TestPagesThatTakeOverASecond meets a console that is slow throughout. It waits most of
// its time, and so is no case of those above, the last of which would wait for it.
func TestPagesThatTakeOverASecond(t *testing.T) {
	t.Parallel()
	s := stranger{options: alien.Options{Seed: 504, Password: password, Quirks: alien.SlowPages, Traits: alien.Streams, PageSize: 3}, want: exact}
	for _, fault := range meet(t, s) {
		t.Error(fault)
	}
}

// morePages are choices on the pages.
func morePages() []stranger {
	paged := quirks(alien.WrappedPaging, alien.RemembersPage, alien.OpensMidTable)
	paged.PageSize = 2
	tongue := quirks(alien.Tongue|alien.WrappedPaging, alien.RemembersPage, alien.OpensMidTable)
	tongue.PageSize = 2
	control := quirks(alien.Tongue, alien.OpensAtControl, alien.RemembersTab)
	plain := quirks(alien.Tongue, alien.ActiveTabText, alien.NoHomeLinks, alien.TreeCollapsed, alien.RemembersTab)
	opaque := quirks(alien.Tongue)
	opaque.Values = alien.Indexes
	odd := alien.Options{Clusters: append(domain.DefaultClusters(),
		domain.ClusterSpec{Name: "Cluster", Prefix: "Cluster", Servers: 1}, domain.ClusterSpec{Name: "soa_cluster (old)", Prefix: "soa_server (old) ", Servers: 1},
		domain.ClusterSpec{Name: "a, b", Prefix: "c, d", Servers: 1}, domain.ClusterSpec{Name: `R&D's <b>"x"</b>`, Prefix: `<i>&amp;%41+`, Servers: 1},
		domain.ClusterSpec{Name: "集群 一", Prefix: "服务器", Servers: 2})}
	odd2, odd3, odd4 := odd, odd, odd
	odd2.Traits, odd3.Traits, odd4.Traits = alien.DoubleEncoded, alien.LinkedCells|alien.NoScope, alien.SessionObject
	return []stranger{
		{name: "paging wrapped, opens in the middle", options: paged, want: exact},
		{name: "a language nobody knows", options: plain, want: exact},
		{name: "a language nobody knows, pages", options: tongue, want: exact},
		{name: "a language nobody knows, opens at Control", options: control, want: exact},
		{name: "a language nobody knows, opaque values", options: opaque, want: stops, says: "not a value this program knows"},
		{name: "values like constants", options: quirks(alien.Underscores | alien.Policy14), want: exact},
		{name: "values like constants, unknown language", options: quirks(alien.Underscores | alien.Tongue), want: exact},
		{name: "the fields of 14.1.1", options: alien.Options{Quirks: alien.Policy14, Traits: alien.HelpColumn, IDs: alien.Opaque}, want: either},
		{name: "controls that share an id", options: quirks(alien.SharedNames), want: exact},
		{name: "tree links by script", options: quirks(alien.ScriptedTree), want: exact},
		{name: "tree links by script, none elsewhere", options: quirks(alien.ScriptedTree, alien.NoHomeLinks, alien.TargetsBeside), want: exact},
		{name: "odd names beside", options: odd, want: exact},
		{name: "a cluster named Cluster", options: odd3, want: exact, cluster: "Cluster"},
		{name: "a cluster in parentheses", options: odd2, want: exact, cluster: "soa_cluster (old)"},
		{name: "a cluster named like markup", options: odd, want: stops, cluster: `R&D's <b>"x"</b>`, says: "does not say in a known way"},
		{name: "a cluster with a comma", options: odd, want: stops, cluster: "a, b", says: "does not say in a known way"},
		{name: "a cluster in Chinese", options: odd4, want: exact, cluster: "集群 一"},
		{name: "changes below their object", options: quirks(alien.ListGrouped), want: exact},
		{name: "changes by JMX names", options: quirks(alien.ListByObjectName), want: exact},
		{name: "the trail in a row, changes in groups", options: quirks(alien.TrailRow | alien.ListGrouped), want: exact},
		{name: "the text of tabs floats", options: quirks(alien.FloatingTabs), want: exact},
		{name: "the active tab leads nowhere", options: quirks(alien.DeadActiveTab, alien.RemembersTab), want: exact},
		{name: "the active tab has no address", options: quirks(alien.BareActiveTab, alien.RemembersTab), want: exact},
		{name: "the active tab leads nowhere, opens at Control", options: quirks(alien.DeadActiveTab, alien.OpensAtControl, alien.RemembersTab), want: exact},
		{name: "tabs by script", options: quirks(alien.ScriptedTabs), want: exact},
		{name: "a language nobody knows, the active tab leads nowhere", options: quirks(alien.Tongue|alien.DeadActiveTab, alien.RemembersTab), want: exact},
		{name: "a language nobody knows, tabs by script", options: quirks(alien.Tongue | alien.ScriptedTabs), want: exact},
		{name: "titles that name no object", options: quirks(alien.PlainTitles), want: exact},
		{name: "titles that name no object, the session knows it", options: quirks(alien.PlainTitles, alien.SessionObject), want: stops, says: "titled"},
		{name: "a language nobody knows, the policy's name at Control", options: quirks(alien.Tongue, alien.ControlPolicy), want: either},
	}
}

// moreStates are choices of the Change Center.
func moreStates() []stranger {
	late := quirks(alien.BesideHelp, alien.NoStatus)
	taken := alien.Options{Foreign: alien.TakeOver, Quirks: alien.HeadingInForm}
	return []stranger{
		{name: "help beside the status", options: quirks(alien.BesideHelp | alien.HeadingInForm), want: exact},
		{name: "help beside a status without a class", options: late, want: either},
		{name: "the result of an activation stays", options: quirks(alien.BesideResult), want: exact},
		{name: "a heading in the form, no status class", options: quirks(alien.HeadingInForm, alien.NoStatus), want: exact},
		{name: "a heading in the form, taken", options: taken, want: stops, says: alien.Other},
		{name: "buttons beside the form", options: quirks(alien.CenterOutside), want: exact},
		{name: "buttons and help beside the form", options: quirks(alien.CenterOutside | alien.BesideHelp), want: exact},
		{name: "buttons beside the form, taken", options: alien.Options{Foreign: alien.TakeOverBeside, Quirks: alien.CenterOutside}, want: stops, says: alien.Other},
		{name: "a status of two elements, taken", options: alien.Options{Foreign: alien.TakeOverBeside, Quirks: alien.TwoStatuses}, want: stops, says: alien.Other},
		{name: "a status of two elements", options: quirks(alien.TwoStatuses), want: exact},
		{name: "a status of two elements, buttons beside the form", options: quirks(alien.TwoStatuses|alien.CenterOutside|alien.TrailRow, alien.UndoReleases), want: exact},
		{name: "a language nobody knows, taken", options: alien.Options{Foreign: alien.TakeOverBeside, Quirks: alien.Tongue}, want: stops, says: alien.Other},
		{name: "a language nobody knows, a status of two elements", options: quirks(alien.Tongue | alien.TwoStatuses | alien.HeadingInForm), want: exact},
		{name: "a language nobody knows, a status of two elements, taken", options: alien.Options{Foreign: alien.TakeOverBeside, Quirks: alien.Tongue | alien.TwoStatuses | alien.HeadingInForm}, want: stops, says: alien.Other},
		{name: "a language nobody knows, no status class", options: quirks(alien.Tongue|alien.HeadingInForm, alien.NoStatus), want: exact},
		{name: "a language nobody knows, no status class, taken", options: alien.Options{Foreign: alien.TakeOverBeside, Quirks: alien.Tongue, Traits: alien.NoStatus}, want: stops, says: alien.Other},
		{name: "a language nobody knows, buttons beside the form", options: quirks(alien.Tongue | alien.CenterOutside), want: exact},
		{name: "a page asks whether to take over", options: quirks(alien.AsksOnPage), want: stops, says: alien.Other},
	}
}

// TestSomebodyIsQuicker proves that a lock which somebody else takes in the
// moment of Lock & Edit is left alone, and that nothing is said to be left.
func TestSomebodyIsQuicker(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		traits  alien.Trait
		quirks  alien.Quirk
		foreign alien.Foreign
	}{
		{"with a message", 0, 0, alien.NoForeign},
		{"without a message", alien.NoMessages, 0, alien.NoForeign},
		{"without a status class", alien.NoStatus, 0, alien.NoForeign},
		{"take-over offered", 0, 0, alien.TakeOver},
		{"take-over offered beside the status", alien.NoMessages, 0, alien.TakeOverBeside},
		{"take-over offered in a language nobody knows", 0, alien.Tongue, alien.TakeOver},
		{"take-over offered beside the status in a language nobody knows", alien.NoMessages, alien.Tongue, alien.TakeOverBeside},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := alienConsole(t, alien.Options{Password: password, Quirks: alien.LockRace | test.quirks, Traits: test.traits, Foreign: test.foreign})
			before := c.Domain().Active()
			r := alienRequest(t, c, stranger{cluster: "soa_cluster", source: "WLSSchemaDataSource"})
			if test.quirks != 0 {
				r.Timeout = 20 * time.Second // what cannot be read is looked at for all the time there is
			}
			result, err := newEngine(false).Run(t.Context(), r)
			if err != nil || result.Outcome.ExitCode != 1 || !strings.Contains(result.Outcome.Verdict, alien.Other) {
				t.Errorf("outcome %+v, %v", result.Outcome, err)
			}
			faults := append(c.Wrong(), notEqual(before, c.Domain().Active())...)
			if lock := c.Domain().LockHolder(); lock == nil || lock.Owner != alien.Other || len(faults) > 0 {
				t.Errorf("the lock is %+v; %q", lock, faults)
			}
		})
	}
}

// TestTheOpenTabMayAnswerNoClick reads a console whose open tab is a link that does
// nothing: it is clicked, and then taken for what it is.
func TestTheOpenTabMayAnswerNoClick(t *testing.T) {
	t.Parallel()
	c := alienConsole(t, alien.Options{Password: password, Quirks: alien.IdleActiveTab, Traits: alien.RemembersTab, Clusters: domain.Targets(2)})
	result, err := newEngine(false).Plan(t.Context(), alienRequest(t, c, stranger{cluster: "soa_cluster", source: "WLSSchemaDataSource"}))
	if err != nil || result.Outcome.ExitCode != 0 || len(c.Wrong()) > 0 {
		t.Errorf("outcome %+v, %v; %q", result.Outcome, err, c.Wrong())
	}
}

// TestNumbersOfRowsMayBeOdd reads a table of more than a thousand rows whose numbers are
// not written as in English.
func TestNumbersOfRowsMayBeOdd(t *testing.T) {
	t.Parallel()
	c := alienConsole(t, alien.Options{Password: password, Quirks: alien.OddNumbers, PageSize: 600,
		Clusters: append(domain.Targets(1), domain.ClusterSpec{Name: "big", Prefix: "big", Servers: 1000})})
	result, err := newEngine(false).Plan(t.Context(), alienRequest(t, c, stranger{cluster: "soa_cluster", source: "WLSSchemaDataSource"}))
	if err != nil || result.Outcome.ExitCode != 0 {
		t.Errorf("outcome %+v, %v", result.Outcome, err)
	}
}

// TestReleaseOnStrangers proves that the edits and the lock of this account are
// undone and released on consoles whose list of changes looks differently.
func TestReleaseOnStrangers(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		options alien.Options
	}{
		{"no list", alien.Options{}},
		{"changes below their object", quirks(alien.ListGrouped|alien.HeadingInForm, alien.UndoReleases)},
		{"a language nobody knows", quirks(alien.ListByObjectName | alien.Tongue)},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.options.Password = password
			c := alienConsole(t, test.options)
			before := c.Domain().Active()
			if err := errors.Join(c.Domain().Lock(alien.User), c.Domain().Set(alien.User, domain.KindCluster, "soa_cluster", map[string]string{domain.TableName: "LEASES"})); err != nil {
				t.Fatal(err)
			}
			r := alienRequest(t, c, stranger{cluster: "soa_cluster", source: "WLSSchemaDataSource"})
			r.Undo = true
			result, err := newEngine(false).Release(t.Context(), r)
			if err != nil || result.Outcome.ExitCode != 0 {
				t.Errorf("outcome %+v, %v", result.Outcome, err)
			}
			if lock := c.Domain().LockHolder(); lock != nil || len(c.Domain().Pending()) > 0 {
				t.Errorf("left: %+v, %+v", lock, c.Domain().Pending())
			}
			for _, fault := range append(c.Wrong(), notEqual(before, c.Domain().Active())...) {
				t.Error(fault)
			}
		})
	}
}

// warnings collects what a run warns of.
type warnings struct {
	mu   sync.Mutex
	said []string
}

func (w *warnings) Event(e recordings.Event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if e.Diagnostic != nil && e.Diagnostic.Severity == "warning" {
		w.said = append(w.said, e.Message)
	}
}

// TestServersWithoutTargetsAreNamed proves that a plan for all targets warns of
// servers of the cluster that the table shows no target of.
func TestServersWithoutTargetsAreNamed(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		options alien.Options
		warns   bool
	}{
		{"every server has one", alien.Options{Password: password}, false},
		{"a filter hides one", alien.Options{Password: password, Quirks: alien.FilteredTargets}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := alienConsole(t, test.options)
			seen := &warnings{}
			r := alienRequest(t, c, stranger{cluster: "soa_cluster", source: "WLSSchemaDataSource"})
			r.Sinks = append(r.Sinks, seen)
			result, err := newEngine(false).Plan(t.Context(), r)
			if err != nil || result.Outcome.ExitCode != 0 {
				t.Fatalf("outcome %+v, %v", result.Outcome, err)
			}
			all := strings.Join(seen.said, "\n")
			if strings.Contains(all, `"soa_server2"`) != test.warns || strings.Contains(all, "soa_server1") {
				t.Errorf("warnings %q", all)
			}
		})
	}
}
