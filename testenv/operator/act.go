package operator

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"lockedit/testenv/cluster"
)

// act takes the next steps towards the specification.
func (o *Operator) act(ctx context.Context, w *world) error {
	steps := []func(context.Context, *world) error{
		o.endPods, o.readyPods, o.stopUnwanted, o.meddle, o.introspect, o.startMissing, o.roll,
	}
	for _, step := range steps {
		if err := step(ctx, w); err != nil {
			return err
		}
	}
	return nil
}

// endPods lets pods that have been terminating for a step be gone.
func (o *Operator) endPods(ctx context.Context, w *world) error {
	stuck := o.currentFaults().StuckTerminating
	for _, p := range w.pods {
		if !p.terminating() || p.server() == stuck || !o.elapsed(p, "terminating") {
			continue
		}
		if p.server() == o.domain.Admin && o.hooks.OnAdminPodGone != nil {
			o.hooks.OnAdminPodGone()
		}
		if err := o.remove(ctx, p, 0); err != nil {
			return err
		}
	}
	return nil
}

// readyPods lets pods that have been starting for a step be Ready.
func (o *Operator) readyPods(ctx context.Context, w *world) error {
	never := o.currentFaults().NeverReady
	for _, p := range w.pods {
		if p.terminating() || p.ready() || p.server() == never || !o.elapsed(p, "starting") {
			continue
		}
		if p.server() == o.domain.Admin && o.hooks.OnAdminPodReady != nil {
			o.hooks.OnAdminPodReady()
		}
		if err := o.setReady(ctx, p.Meta.Name, true); err != nil {
			return err
		}
	}
	return nil
}

// stopUnwanted deletes the pods of servers that ought not to run, all at once.
func (o *Operator) stopUnwanted(ctx context.Context, w *world) error {
	for _, p := range w.pods {
		if w.wants(p.server()) || p.terminating() {
			continue
		}
		if err := o.remove(ctx, p, 30); err != nil {
			return err
		}
	}
	if len(w.wanted) == 0 && len(w.pods) == 0 {
		o.memory.introspected = false // the next start begins with an introspection
		o.memory.failure = nil
	}
	return nil
}

// meddle makes somebody else's patch, once pods have begun to go.
func (o *Operator) meddle(ctx context.Context, w *world) error {
	patch := o.currentFaults().Meddle
	if patch == nil || o.memory.meddled || !slices.ContainsFunc(w.pods, pod.terminating) {
		return nil
	}
	o.memory.meddled = true
	return o.api.Patch(ctx, o.domain.path(), patch, nil)
}

// introspect runs the introspector before the first pod of a domain that was
// down: its pod lives for one step. After a failure it is retried.
func (o *Operator) introspect(ctx context.Context, w *world) error {
	faults := o.currentFaults()
	needed := len(w.wanted) > 0 && len(w.pods) == 0 && !o.memory.introspected
	switch {
	case len(w.introspectors) > 0:
		return o.endIntrospection(ctx, w.introspectors[0], faults)
	case faults.Introspecting, needed && time.Now().After(o.memory.retryAt):
		o.memory.introspector++
		return o.createIntrospector(ctx)
	}
	return nil
}

func (o *Operator) endIntrospection(ctx context.Context, p pod, faults Faults) error {
	if faults.Introspecting || !o.elapsed(p, "introspecting") {
		return nil
	}
	if err := o.remove(ctx, p, 0); err != nil {
		return err
	}
	o.memory.introspected = !faults.IntrospectionFails
	o.memory.failure = nil
	if faults.IntrospectionFails {
		o.memory.retryAt = time.Now().Add(10 * o.step)
		o.memory.failure = &Failure{
			Severity: "Severe", Reason: "Introspection",
			Message: "introspection of the domain failed: the data source cannot be reached",
		}
	}
	return nil
}

// startMissing makes the pods of wanted servers that have none: the
// administration server's first, the others' when that is Ready.
func (o *Operator) startMissing(ctx context.Context, w *world) error {
	if len(w.wanted) == 0 || !o.memory.introspected {
		return nil
	}
	admin, found := w.pod(o.domain.Admin)
	if !found {
		return o.createPod(ctx, w, w.wanted[0])
	}
	if !admin.ready() {
		return nil
	}
	never := o.currentFaults().NeverBack
	for _, s := range w.wanted {
		if _, found := w.pod(s.name); found || s.name == never {
			continue
		}
		if err := o.createPod(ctx, w, s); err != nil {
			return err
		}
	}
	return nil
}

// roll replaces pods of another restart version, one at a time, the
// administration server's first.
func (o *Operator) roll(ctx context.Context, w *world) error {
	outdated := slices.ContainsFunc(w.pods, w.outdated)
	o.memory.rolling = len(w.wanted) > 0 && (outdated || o.memory.rolling && !w.allReady())
	if !outdated || !w.allReady() {
		return nil
	}
	for _, s := range w.wanted {
		if p, _ := w.pod(s.name); w.outdated(p) {
			return o.remove(ctx, p, 30)
		}
	}
	return nil
}

// remove deletes a pod with a grace period; one that is gone already is fine.
func (o *Operator) remove(ctx context.Context, p pod, graceSeconds int) error {
	err := o.api.Delete(ctx, o.domain.podsPath()+"/"+p.Meta.Name, graceSeconds)
	if cluster.IsStatus(err, http.StatusNotFound) {
		return nil
	}
	return err
}

func (o *Operator) createPod(ctx context.Context, w *world, s server) error {
	labels := cluster.Object{
		"weblogic.domainUID": o.domain.UID, "weblogic.domainName": o.domain.WebLogic,
		"weblogic.serverName": s.name, "weblogic.createdByOperator": "true",
	}
	if s.cluster != "" {
		labels["weblogic.clusterName"] = s.cluster
	}
	if version := w.domain.Spec.RestartVersion; version != "" {
		labels["weblogic.domainRestartVersion"] = version
	}
	name := o.domain.PodName(s.name)
	if err := o.create(ctx, name, labels, "weblogic-server"); err != nil {
		return err
	}
	return o.setReady(ctx, name, false)
}

func (o *Operator) createIntrospector(ctx context.Context) error {
	job := o.domain.UID + "-introspector"
	labels := cluster.Object{
		"weblogic.domainUID": o.domain.UID, "weblogic.createdByOperator": "true", "job-name": job,
	}
	return o.create(ctx, fmt.Sprintf("%s-%05d", job, o.memory.introspector), labels, job)
}

// create makes a pod that is bound to the node from the start.
func (o *Operator) create(ctx context.Context, name string, labels cluster.Object, container string) error {
	pod := cluster.Object{
		"metadata": cluster.Object{"name": name, "labels": labels},
		"spec": cluster.Object{
			"nodeName": cluster.Node,
			"containers": []any{cluster.Object{
				"name": container, "image": "soasuite:12.2.1.4",
				"ports": []any{cluster.Object{"containerPort": 7001}},
			}},
		},
	}
	err := o.api.Create(ctx, o.domain.podsPath(), pod, nil)
	if cluster.IsStatus(err, http.StatusConflict) {
		return nil // a tick before this one made it
	}
	return err
}

// setReady plays the kubelet: the pod runs, and passes its readiness probe or
// does not.
func (o *Operator) setReady(ctx context.Context, name string, ready bool) error {
	condition := cluster.Object{"type": "Ready", "status": "True"}
	if !ready {
		condition = cluster.Object{
			"type": "Ready", "status": "False", "reason": "ContainersNotReady",
			"message": "containers with unready status: [weblogic-server]",
		}
	}
	status := cluster.Object{"status": cluster.Object{"phase": "Running", "conditions": []any{condition}}}
	err := o.api.Patch(ctx, o.domain.podsPath()+"/"+name+"/status", status, nil)
	if cluster.IsStatus(err, http.StatusNotFound) {
		return nil // somebody deleted it meanwhile
	}
	return err
}
