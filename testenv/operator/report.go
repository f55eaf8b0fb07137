package operator

import (
	"context"
	"encoding/json"
	"reflect"
	"slices"
	"time"

	"lockedit/testenv/cluster"
	"lockedit/testenv/operator/crds"
)

// report writes the status of the Domain and its Clusters where it has changed.
func (o *Operator) report(ctx context.Context, w *world) error {
	if !o.statusDue() {
		return nil
	}
	if err := o.writeStatus(ctx, o.domain.path(), w.domain.Status, o.domainStatus(w)); err != nil {
		return err
	}
	for i, c := range w.clusters {
		path := o.domain.clusterPath(o.domain.Clusters[i])
		if err := o.writeStatus(ctx, path, c.Status, o.clusterStatus(w, i)); err != nil {
			return err
		}
	}
	return nil
}

// statusDue says whether the status may be written yet, or is still late.
func (o *Operator) statusDue() bool {
	return o.since(o.currentFaults().StatusDelay)
}

// writeStatus patches a status that differs from the one before. A condition
// that has not changed keeps the time of its last transition.
func (o *Operator) writeStatus(ctx context.Context, path string, before map[string]any, status cluster.Object) error {
	old := conditionsOf(before)
	now := status["conditions"].([]condition)
	for i := range now {
		now[i].Since = transition(old, now[i])
	}
	after, err := normal(status)
	if err != nil || reflect.DeepEqual(before, after) {
		return err
	}
	return o.api.Patch(ctx, path+"/status", cluster.Object{"status": after}, nil)
}

// normal is a value as it reads back from JSON, so that it can be compared.
func normal(status cluster.Object) (after map[string]any, err error) {
	text, err := json.Marshal(status)
	if err != nil {
		return nil, err
	}
	return after, json.Unmarshal(text, &after)
}

func conditionsOf(status map[string]any) []condition {
	var read struct {
		Conditions []condition `json:"conditions"`
	}
	text, _ := json.Marshal(status)
	_ = json.Unmarshal(text, &read) // it came from JSON
	return read.Conditions
}

func transition(old []condition, now condition) string {
	for _, c := range old {
		if c.Type == now.Type && c.Status == now.Status && c.Message == now.Message {
			return c.Since
		}
	}
	return time.Now().UTC().Format(time.RFC3339)
}

// truth is how Kubernetes writes a condition's status.
func truth(b bool) string {
	if b {
		return "True"
	}
	return "False"
}

func (o *Operator) domainStatus(w *world) cluster.Object {
	status := cluster.Object{"servers": o.servers(w), "conditions": o.conditionsV9(w)}
	if o.domain.Version == crds.V8 {
		status["conditions"] = o.conditionsV8(w)
		return status
	}
	status["observedGeneration"] = w.domain.Meta.Generation
	var clusters []any
	for i := range w.clusters {
		entry := o.clusterStatus(w, i)
		delete(entry, "conditions")
		clusters = append(clusters, entry)
	}
	status["clusters"] = clusters
	return status
}

// failures are the Failed conditions that hold.
func (o *Operator) failures() []condition {
	var failed []condition
	for _, f := range []*Failure{o.currentFaults().Failed, o.memory.failure} {
		if f == nil {
			continue
		}
		c := condition{Type: "Failed", Status: "True", Reason: f.Reason, Message: f.Message}
		if o.domain.Version == crds.V9 {
			c.Severity = f.Severity
		}
		failed = append(failed, c)
	}
	return failed
}

// conditionsV9 always has Completed and Available; Failed and Rolling only
// while they hold. With no server wanted, no pod is completion as well.
func (o *Operator) conditionsV9(w *world) []condition {
	faults := o.currentFaults()
	completed := w.complete() && len(o.failures()) == 0 && !faults.Rolling
	if !o.since(faults.StaleCompleted) {
		completed = true
	}
	conditions := []condition{
		{Type: "Available", Status: truth(w.allReady())},
		{Type: "Completed", Status: truth(completed)},
	}
	if o.memory.rolling || faults.Rolling {
		conditions = append(conditions, condition{Type: "Rolling", Status: "True"})
	}
	return append(conditions, o.failures()...)
}

// conditionsV8 has neither Completed nor Rolling.
func (o *Operator) conditionsV8(w *world) []condition {
	conditions := o.failures()
	switch {
	case len(conditions) > 0:
	case w.allReady():
		conditions = []condition{{Type: "Available", Status: "True", Reason: "ServersReady"}}
	case len(w.wanted) > 0:
		conditions = []condition{{Type: "Progressing", Status: "True", Reason: "ManagedServersStarting"}}
	}
	return slices.Clip(conditions)
}

// servers lists every configured server, also those that are not to run.
func (o *Operator) servers(w *world) []any {
	list := []any{o.serverStatus(w, server{name: o.domain.Admin})}
	for _, c := range o.domain.Clusters {
		for _, name := range c.Servers {
			list = append(list, o.serverStatus(w, server{name: name, cluster: c.Name}))
		}
	}
	return list
}

func (o *Operator) serverStatus(w *world, s server) cluster.Object {
	goal, state := "SHUTDOWN", "SHUTDOWN"
	if w.wants(s.name) {
		goal = "RUNNING"
	}
	p, found := w.pod(s.name)
	switch {
	case found && p.ready():
		state = "RUNNING"
	case found && p.terminating():
		state = "SHUTTING_DOWN"
	case found:
		state = "STARTING"
	}
	status := cluster.Object{"serverName": s.name, "state": state}
	if s.cluster != "" {
		status["clusterName"] = s.cluster
	}
	if o.domain.Version == crds.V8 {
		status["desiredState"] = goal
		if found { // operator 3.1 does not know the state of a server it started
			status["state"] = "UNKNOWN"
		}
		return status
	}
	status["stateGoal"] = goal
	if found {
		status["podPhase"], status["podReady"], status["nodeName"] = "Running", truth(p.ready()), cluster.Node
	}
	return status
}

func (o *Operator) clusterStatus(w *world, i int) cluster.Object {
	configured, read := o.domain.Clusters[i], w.clusters[i]
	goal, running, ready := 0, 0, 0
	for _, name := range configured.Servers {
		if w.wants(name) {
			goal++
		}
		p, found := w.pod(name)
		if found {
			running++
		}
		if found && p.ready() {
			ready++
		}
	}
	return cluster.Object{
		"clusterName":     configured.Name,
		"labelSelector":   "weblogic.domainUID=" + o.domain.UID + ",weblogic.clusterName=" + configured.Name,
		"minimumReplicas": 0, "maximumReplicas": len(configured.Servers),
		"replicas": running, "readyReplicas": ready, "replicasGoal": goal,
		"observedGeneration": read.Meta.Generation,
		"conditions": []condition{
			{Type: "Available", Status: truth(goal > 0 && ready == goal)},
			{Type: "Completed", Status: truth(ready == goal && running == goal)},
		},
	}
}

// announce calls the hook when all wanted servers are back, with those that
// have another pod than the last time.
func (o *Operator) announce(w *world) {
	if !w.complete() || len(w.wanted) == 0 {
		return
	}
	first := len(o.memory.running) == 0
	var restarted []string
	running := map[string]string{}
	for _, p := range w.pods {
		running[p.server()] = p.Meta.UID
		if o.memory.running[p.server()] != p.Meta.UID {
			restarted = append(restarted, p.server())
		}
	}
	o.memory.running = running
	if len(restarted) > 0 && !first && o.hooks.OnServersRestarted != nil {
		slices.Sort(restarted)
		o.hooks.OnServersRestarted(restarted)
	}
}
