package operator

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"lockedit/testenv/operator/crds"
)

// object is the part of any object that is read here.
type object struct {
	Meta struct {
		Name              string            `json:"name"`
		UID               string            `json:"uid"`
		Generation        int64             `json:"generation"`
		Labels            map[string]string `json:"labels"`
		DeletionTimestamp *string           `json:"deletionTimestamp"`
	} `json:"metadata"`
	Status struct {
		Conditions []condition `json:"conditions"`
	} `json:"status"`
}

type condition struct {
	Type     string `json:"type"`
	Status   string `json:"status"`
	Severity string `json:"severity,omitempty"`
	Reason   string `json:"reason,omitempty"`
	Message  string `json:"message,omitempty"`
	Since    string `json:"lastTransitionTime,omitempty"`
}

type pod struct{ object }

func (p pod) server() string    { return p.Meta.Labels["weblogic.serverName"] }
func (p pod) terminating() bool { return p.Meta.DeletionTimestamp != nil }

// version is the restart version with which the pod was made.
func (p pod) version() string { return p.Meta.Labels["weblogic.domainRestartVersion"] }

func (p pod) ready() bool {
	return !p.terminating() && slices.ContainsFunc(p.Status.Conditions, func(c condition) bool {
		return c.Type == "Ready" && c.Status == "True"
	})
}

type domainObject struct {
	object
	Spec struct {
		ServerStartPolicy string `json:"serverStartPolicy"`
		RestartVersion    string `json:"restartVersion"`
		Replicas          *int   `json:"replicas"`
		Clusters          []struct {
			Name        string `json:"name"`
			ClusterName string `json:"clusterName"`
			Replicas    *int   `json:"replicas"`
			Policy      string `json:"serverStartPolicy"`
		} `json:"clusters"`
	} `json:"spec"`
	Status map[string]any `json:"status"` // as it was reported last
}

type clusterObject struct {
	object
	Spec struct {
		ClusterName string `json:"clusterName"`
		Replicas    *int   `json:"replicas"`
		Policy      string `json:"serverStartPolicy"`
	} `json:"spec"`
	Status map[string]any `json:"status"`
}

// server is one that ought to run.
type server struct{ name, cluster string }

// world is what one tick has read, and what follows from it.
type world struct {
	topology      Domain
	domain        domainObject
	clusters      []clusterObject
	pods          []pod
	introspectors []pod
	wanted        []server // administration server first
}

// read gets the Domain, its Clusters and its pods.
func (o *Operator) read(ctx context.Context) (*world, error) {
	w := &world{topology: o.domain}
	if err := o.api.Get(ctx, o.domain.path(), &w.domain); err != nil {
		return nil, err
	}
	if o.domain.Version == crds.V9 {
		for _, c := range o.domain.Clusters {
			var read clusterObject
			if err := o.api.Get(ctx, o.domain.clusterPath(c), &read); err != nil {
				return nil, err
			}
			w.clusters = append(w.clusters, read)
		}
	}
	if err := o.readPods(ctx, w); err != nil {
		return nil, err
	}
	w.wanted = w.wantedServers()
	return w, nil
}

func (o *Operator) readPods(ctx context.Context, w *world) error {
	var list struct {
		Items []pod `json:"items"`
	}
	selector := url.QueryEscape("weblogic.domainUID=" + o.domain.UID)
	if err := o.api.Get(ctx, o.domain.podsPath()+"?labelSelector="+selector, &list); err != nil {
		return err
	}
	for _, p := range list.Items {
		if p.server() == "" {
			w.introspectors = append(w.introspectors, p)
			continue
		}
		w.pods = append(w.pods, p)
	}
	return nil
}

// policy brings both spellings of a start policy to one.
func policy(raw string) string {
	return strings.ToLower(strings.ReplaceAll(raw, "_", ""))
}

// wantedServers says which servers ought to run: none under Never, the
// administration server under AdminOnly, else that and each cluster's first
// servers up to its replicas.
func (w *world) wantedServers() []server {
	domainPolicy := policy(w.domain.Spec.ServerStartPolicy)
	if domainPolicy == "never" {
		return nil
	}
	wanted := []server{{name: w.topology.Admin}}
	if domainPolicy == "adminonly" {
		return wanted
	}
	for _, c := range w.topology.Clusters {
		for _, name := range c.Servers[:min(w.replicas(c.Name), len(c.Servers))] {
			wanted = append(wanted, server{name: name, cluster: c.Name})
		}
	}
	return wanted
}

// replicas is how many servers of a WebLogic cluster ought to run: as its
// Cluster (v9) or entry (v8) says, else the Domain, else 1 (v9) or 0 (v8).
func (w *world) replicas(name string) int {
	for _, c := range w.clusters {
		if c.Spec.ClusterName == name && policy(c.Spec.Policy) == "never" {
			return 0
		}
		if c.Spec.ClusterName == name && c.Spec.Replicas != nil {
			return *c.Spec.Replicas
		}
	}
	for _, c := range w.domain.Spec.Clusters {
		if c.ClusterName == name && policy(c.Policy) == "never" {
			return 0
		}
		if c.ClusterName == name && c.Replicas != nil {
			return *c.Replicas
		}
	}
	switch {
	case w.domain.Spec.Replicas != nil:
		return *w.domain.Spec.Replicas
	case w.topology.Version == crds.V9:
		return 1
	}
	return 0
}

// pod returns the pod of a server, if it has one.
func (w *world) pod(name string) (pod, bool) {
	for _, p := range w.pods {
		if p.server() == name {
			return p, true
		}
	}
	return pod{}, false
}

// wants says whether a server ought to run.
func (w *world) wants(name string) bool {
	return slices.ContainsFunc(w.wanted, func(s server) bool { return s.name == name })
}

// outdated says whether a pod was made under another restart version.
func (w *world) outdated(p pod) bool {
	return p.version() != w.domain.Spec.RestartVersion
}

// allReady says whether every wanted server's pod is Ready, and at least one is
// wanted.
func (w *world) allReady() bool {
	for _, s := range w.wanted {
		if p, found := w.pod(s.name); !found || !p.ready() {
			return false
		}
	}
	return len(w.wanted) > 0
}

// complete says whether the specification is carried out: the wanted servers
// run under the wanted restart version, and no other.
func (w *world) complete() bool {
	if len(w.wanted) == 0 {
		return len(w.pods) == 0
	}
	return w.allReady() && len(w.pods) == len(w.wanted) && !slices.ContainsFunc(w.pods, w.outdated)
}
