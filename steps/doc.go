// Package steps is the documented path through the Administration Console, in
// the console's own words, one file a step: log in, Clusters, the cluster's
// Migration tab, Lock & Edit, Save, Migratable Targets, each target's Migration
// tab, Activate Changes, restart, verify. path.go lists them in the order of
// Oracle's page; runner.go is the only place that starts, times, pictures and
// ends a step; plan.go is the difference between what was seen and what is wanted.
//
// Source of the path: "Enable Automatic Service Migration" in Oracle's SOA on
// Kubernetes guide (releases 20.3.3 to 21.1.2), and the Administration Console
// online help for clusters, migratable targets and the change center.
package steps
