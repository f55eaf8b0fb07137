package report_test

import (
	"fmt"
	"time"

	"lockedit/recordings"
)

// The told runs are what the tests and the samples show.

func (s *teller) look() {
	s.browser("on")
	s.step("login", "Log in", 2*time.Second, "Welcome, lockedit_svc; connected to soainfra", nil)
	s.step("clusters", "Summary of Clusters", 800*time.Millisecond, "soa_cluster is one of 2 clusters", nil, func() {
		s.Match(recordings.Match{Element: "tree.clusters", Candidates: []string{"a#linkCoreClusterClusterTablePage", "role=link name=Clusters"}})
		s.Untouched(recordings.Untouched{Object: "Cluster osb_cluster", Why: "seen in the table and not opened"})
	})
	s.step("cluster-migration", "Settings for soa_cluster: Migration", 1200*time.Millisecond, "three values read", nil, func() {
		for _, v := range [][3]string{{"MigrationBasis", "consensus", "Consensus"}, {"AutoMigrationTableName", "ACTIVE", "ACTIVE"}, {"DataSourceForAutomaticMigration", "", "(None)"}} {
			s.Value(recordings.Value{Object: "soa_cluster", Attribute: v[0], How: "read", Value: v[1], Text: v[2]})
		}
		s.Match(recordings.Match{Element: "cluster.migration.basis", Candidates: []string{`[id$=".migrationBasis"]`, "label=Migration Basis"}})
	})
}

func (s *teller) edit(targets int) {
	s.Warn(recordings.Diagnostic{
		Summary: "one replica would be alone during a rolling restart",
		Detail:  "cluster osb_cluster has 1 replica", Hint: "a full restart is used, so this does not matter here",
	})
	s.step("lock-and-edit", "Lock & Edit", 900*time.Millisecond, "the Change Center offers Release Configuration", nil, func() {
		s.Lock(recordings.LockChange{What: "acquired", How: "Lock & Edit"})
	})
	s.step("save-cluster", "Settings for soa_cluster: Save", 1800*time.Millisecond, "read back from a fresh page: Database, ACTIVE, WLSSchemaDataSource", nil, func() {
		s.Value(recordings.Value{Object: "soa_cluster", Attribute: "MigrationBasis", How: "set", Value: "database", Text: "Database"})
		s.Page(recordings.PageMessage{Kind: "success", Text: "Settings updated successfully."})
		s.Retry(recordings.Retry{What: "select Data Source", Attempt: 2, Why: "the select was disabled"})
	})
	for i, name := range targetNames(targets) {
		s.step(fmt.Sprintf("target-%d", i+1), "Settings for "+name+": Migration", 1100*time.Millisecond, "read back: Auto-Migrate Exactly-Once Services", nil, func() {
			s.Value(recordings.Value{Object: name, Attribute: "MigrationPolicy", How: "set", Value: "exactly-once", Text: "Auto-Migrate Exactly-Once Services"})
			s.Page(recordings.PageMessage{Kind: "success", Text: "Settings updated successfully."})
		})
	}
}

func (s *teller) activate(targets int) {
	s.step("activate", "Activate Changes", 4*time.Second, "the Change Center is unlocked and nothing is pending", nil, func() {
		s.Dialog(recordings.Dialog{Kind: "confirm", Text: "Activate now?", Answer: "dismissed"})
	})
	s.Lock(recordings.LockChange{What: "activated", How: "Activate Changes"})
	s.prove(targets, false)
}

func (s *teller) restarted(ready int) {
	s.Restart(recordings.RestartInfo{Strategy: "full", Reason: "the leasing basis changes", Phase: "chosen"})
	s.StartStep("restart", "Restart the domain")
	s.Restart(recordings.RestartInfo{Strategy: "full", Phase: "started"})
	s.Command(`kubectl --namespace soans patch domains.v9.weblogic.oracle soainfra --type=merge --patch '{"spec":{"serverStartPolicy":"Never"}}'`)
	names := []string{"AdminServer", "soa_server1", "soa_server2", "soa_server3"}
	for i, name := range names {
		s.wait(5 * time.Second)
		s.Server(recordings.Server{Name: name, Pod: "soainfra-" + name, UIDBefore: fmt.Sprintf("7c9e6679-7425-40de-944b-e07fc1f90a%02d", i)})
	}
	s.Command(`kubectl --namespace soans patch domains.v9.weblogic.oracle soainfra --type=merge --patch '{"spec":{"serverStartPolicy":"IfNeeded"}}'`)
	for i, name := range names[:ready] {
		s.wait(25 * time.Second)
		s.Server(recordings.Server{Name: name, UIDAfter: fmt.Sprintf("b3f1c2d4-0f6e-4a6b-9d0e-55aa11c0de%02d", i), ReadyAt: s.at})
	}
	if ready < len(names) {
		return
	}
	s.Restart(recordings.RestartInfo{Phase: "finished"})
	_ = s.EndStep(recordings.StatusPassed, "4 of 4 servers are ready in new pods", nil)
}

func (s *teller) verified(targets int) {
	s.step("log-in-again", "Log in", 3*time.Second, "Welcome, lockedit_svc", nil)
	s.prove(targets, true)
	s.step("in-force", "Settings for soa_cluster: Migration", 1500*time.Millisecond, "all values are in force", nil)
}

func runDone(s *teller) string {
	const targets = 12
	s.look()
	s.plan(targets)
	s.Question(recordings.Question{Text: "Apply 14 changes and restart soainfra?", Answer: "yes"})
	s.edit(targets)
	s.activate(targets)
	s.restarted(4)
	s.verified(targets)
	return s.finish(recordings.Outcome{Result: "done", Verdict: "14 values are in force on soa_cluster, read back after the restart of 4 servers."})
}

func runActivated(s *teller) string {
	s.look()
	s.plan(2)
	s.edit(2)
	s.activate(2)
	s.restarted(2)
	err := fmt.Errorf("soa_server2 and soa_server3 were not ready after 30m0s")
	_ = s.EndStep(recordings.StatusFailed, "", err)
	s.Error(recordings.Diagnostic{
		Summary: "the restart did not finish: " + err.Error(),
		Detail:  "pod soainfra-soa_server2: 0/1 nodes are available: insufficient memory",
		Hint:    "look at kubectl --namespace soans describe pod soainfra-soa-server2, then run lockedit verify",
	})
	return s.finish(recordings.Outcome{
		Result: "activated", ExitCode: 3, Verdict: "The changes are activated, but 2 of 4 servers did not come back.",
		Next: "lockedit verify when every server is ready",
	})
}

func runFailed(s *teller) string {
	s.look()
	s.plan(3)
	s.edit(1)
	s.step("target-2", "Settings for soa_server2 (migratable): Migration", 2*time.Second, "", errPage)
	s.Lock(recordings.LockChange{What: "undone", How: "Undo All Changes"})
	s.Error(recordings.Diagnostic{
		Summary: errPage.Error(), Hint: "open the page by hand and compare its options with --policy", File: "steps/07-target-2/after.png",
	})
	return s.finish(recordings.Outcome{Result: "failed", ExitCode: 1, Verdict: "Nothing was activated; the edits of this run were undone and its lock given back."})
}

func runPlanned(s *teller) string {
	s.look()
	s.plan(3)
	return s.finish(recordings.Outcome{Result: "differences", ExitCode: 2, Verdict: "5 values would change, 1 is as wanted."})
}

func runLeft(s *teller) string {
	s.browser("off")
	s.look()
	s.plan(1)
	s.edit(1)
	s.Lock(recordings.LockChange{What: "left"})
	return s.finish(recordings.Outcome{
		Result: "person needed", ExitCode: 4, Verdict: "The console went away while the lock was held; pending edits are left in it.",
		Next: "lockedit release --undo",
	})
}
