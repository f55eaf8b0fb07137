package restart

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"lockedit/internal/kubectl"
)

// Kind is what an Event is about.
type Kind string

// The kinds of events.
const (
	KindPatch          Kind = "patch"           // Message is the command line
	KindStopping       Kind = "stopping"        // from here on, Message starts the domain again
	KindStarting       Kind = "starting"        // the policy is back, or somebody else's
	KindRolling        Kind = "rolling"         // from here on, the operator may replace pods
	KindRefused        Kind = "refused"         // the first patch was not made, and nothing is changed
	KindPodTerminating Kind = "pod-terminating" // the operator has asked a server to end
	KindPodGone        Kind = "pod-gone"
	KindPodNew         Kind = "pod-new" // a pod with another UID
	KindPodReady       Kind = "pod-ready"
	KindIntrospecting  Kind = "introspecting" // the operator reads the domain's configuration
	KindCondition      Kind = "condition"     // Message is the condition that has come or gone
	KindReadFailed     Kind = "read-failed"   // the first of a series
	KindReadBack       Kind = "read-back"
	KindNote           Kind = "note"
)

// Event is one thing that was done or seen. Server, Pod and UID are set where
// it is about one.
type Event struct {
	Kind    Kind
	Server  string
	Pod     string
	UID     string
	Message string
	At      time.Time
}

// podState is what is known of a server's pod.
type podState struct {
	pod, uid           string
	ready, terminating bool
	gone               bool
}

// tracker remembers the servers that ran before, and what has become of them.
type tracker struct {
	before        map[string]Server
	pods          map[string]podState
	clusters      map[string]string // of the servers that ran before
	replicas      map[string]int    // of the Cluster resources, before
	conditions    map[string]bool   // that hold, as text
	introspectors map[string]bool   // seen, by UID
}

// newTracker takes the servers of a snapshot as those that ran before.
func newTracker(s kubectl.Snapshot) *tracker {
	t := &tracker{
		before: map[string]Server{}, pods: map[string]podState{}, clusters: map[string]string{}, replicas: map[string]int{},
		conditions: notable(s), introspectors: map[string]bool{},
	}
	for _, pod := range s.Servers {
		t.before[pod.Server()] = Server{Name: pod.Server(), Pod: pod.Meta.Name, UIDBefore: pod.Meta.UID}
		t.pods[pod.Server()] = stateOf(pod)
		t.clusters[pod.Server()] = pod.ClusterName()
	}
	for _, cluster := range s.Clusters {
		t.replicas[cluster.WebLogicName()] = s.Domain.Replicas(cluster.Spec.Replicas)
	}
	t.expect(s)
	return t
}

// expect adds the servers that the operator wants to run and that have no pod yet: where
// it does not report that it has completed, nothing but the pods will tell.
func (t *tracker) expect(s kubectl.Snapshot) {
	for _, status := range s.Domain.Status.Servers {
		goal := strings.ToUpper(status.Goal())
		if _, runs := t.before[status.Name]; !runs && (goal == "RUNNING" || goal == "ADMIN") {
			t.before[status.Name] = Server{Name: status.Name}
			t.clusters[status.Name] = status.ClusterName
		}
	}
}

func stateOf(pod kubectl.Pod) podState {
	return podState{pod: pod.Meta.Name, uid: pod.Meta.UID, ready: pod.Ready(), terminating: pod.Terminating()}
}

// observe compares a snapshot with what was known, and returns what is new.
func (t *tracker) observe(s kubectl.Snapshot, now time.Time) []Event {
	events := t.observeConditions(s)
	for _, pod := range s.Introspectors {
		if !t.introspectors[pod.Meta.UID] {
			t.introspectors[pod.Meta.UID] = true
			events = append(events, Event{Kind: KindIntrospecting, Pod: pod.Meta.Name, UID: pod.Meta.UID,
				Message: "the operator introspects the domain"})
		}
	}
	seen := map[string]bool{}
	for _, pod := range s.Servers {
		seen[pod.Server()] = true
		events = append(events, t.observePod(pod, now)...)
	}
	for _, name := range sortedKeys(t.pods) {
		if state := t.pods[name]; !seen[name] && !state.gone {
			events = append(events, goneEvent(name, state))
			state.gone, state.ready = true, false
			t.pods[name] = state
		}
	}
	return events
}

func goneEvent(server string, state podState) Event {
	return Event{Kind: KindPodGone, Server: server, Pod: state.pod, UID: state.uid, Message: "pod is gone"}
}

// observePod compares one server's pod with what was known of the server.
func (t *tracker) observePod(pod kubectl.Pod, now time.Time) []Event {
	name, is := pod.Server(), stateOf(pod)
	was := t.pods[name]
	t.pods[name] = is
	var events []Event
	add := func(kind Kind, message string) {
		events = append(events, Event{Kind: kind, Server: name, Pod: is.pod, UID: is.uid, Message: message})
	}
	if was.uid != is.uid {
		if was.uid != "" && !was.gone {
			events = append(events, goneEvent(name, was))
		}
		add(KindPodNew, "new pod")
		was = podState{}
	}
	if is.terminating && !was.terminating {
		add(KindPodTerminating, "pod is terminating")
	}
	switch {
	case !is.ready || was.ready:
	case is.uid == t.before[name].UIDBefore:
		add(KindNote, "server "+name+": its old pod is Ready again")
	default:
		add(KindPodReady, "pod is Ready")
		t.back(name, is.uid, now)
	}
	return events
}

// back notes when a server came back with a new pod.
func (t *tracker) back(name, uid string, now time.Time) {
	server, ran := t.before[name]
	if ran && server.UIDBefore != uid {
		server.UIDAfter, server.ReadyAt = uid, now
		t.before[name] = server
	}
}

// notable are the conditions worth telling, as text.
func notable(s kubectl.Snapshot) map[string]bool {
	texts := map[string]bool{}
	for _, c := range s.Domain.Status.Conditions {
		if c.True() && (c.Type == "Failed" || c.Type == "Rolling" || c.Type == "Completed") {
			texts[strings.TrimSpace(c.String())] = true
		}
	}
	return texts
}

func (t *tracker) observeConditions(s kubectl.Snapshot) []Event {
	now := notable(s)
	var events []Event
	for _, text := range sortedKeys(t.conditions) {
		if !now[text] {
			events = append(events, Event{Kind: KindCondition, Message: "no longer: " + text})
		}
	}
	for _, text := range sortedKeys(now) {
		if !t.conditions[text] {
			events = append(events, Event{Kind: KindCondition, Message: text})
		}
	}
	t.conditions = now
	return events
}

// missing names the servers that ran before and are not Ready in a new pod now.
func (t *tracker) missing() []string {
	var names []string
	for _, name := range sortedKeys(t.before) {
		state := t.pods[name]
		if !state.ready || state.uid == t.before[name].UIDBefore {
			names = append(names, name)
		}
	}
	return names
}

// released are the missing servers that nobody waits for any more: their cluster was
// scaled in meanwhile, and as many of it are back as its Cluster resource now asks for.
func (t *tracker) released(s kubectl.Snapshot) []string {
	missing := t.missing()
	var names []string
	for _, cluster := range s.Clusters {
		var back, out []string
		for _, name := range sortedKeys(t.before) {
			switch {
			case t.clusters[name] != cluster.WebLogicName():
			case !slices.Contains(missing, name):
				back = append(back, name)
			case t.pods[name].gone:
				out = append(out, name)
			}
		}
		wanted, before := s.Domain.Replicas(cluster.Spec.Replicas), t.replicas[cluster.WebLogicName()]
		if cluster.Observed() && wanted < before && len(back) >= wanted {
			names = append(names, out...)
		}
	}
	return names
}

// waiting describes what keeps the restart from its end, as far as a snapshot
// tells: pods, introspection, conditions.
func (t *tracker) waiting(s kubectl.Snapshot) []string {
	var lines []string
	present := map[string]bool{}
	for _, pod := range s.Servers {
		present[pod.Server()] = true
		if !pod.Ready() {
			lines = append(lines, fmt.Sprintf("pod %s: %s", pod.Meta.Name, strings.TrimSpace(pod.Trouble())))
		}
	}
	for _, name := range t.missing() {
		if !present[name] {
			lines = append(lines, "server "+name+": no pod")
		}
	}
	for _, pod := range s.Introspectors {
		lines = append(lines, fmt.Sprintf("introspector %s: %s", pod.Meta.Name, strings.TrimSpace(pod.Trouble())))
	}
	for _, failed := range s.Domain.Status.Conditions.Failures() {
		lines = append(lines, "condition "+failed.String())
	}
	if !s.Domain.Observed() {
		lines = append(lines, fmt.Sprintf("the operator has seen generation %d of %d: does it run?",
			s.Domain.Status.ObservedGeneration, s.Domain.Meta.Generation))
	}
	return lines
}

// servers returns what became of those that ran before, by name.
func (t *tracker) servers() []Server {
	var list []Server
	for _, name := range sortedKeys(t.before) {
		list = append(list, t.before[name])
	}
	return list
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
