package restart

import (
	"fmt"
	"slices"
	"time"

	"lockedit/internal/kubectl"
)

// Code names a finding, for programs.
type Code string

// The findings that refuse a restart, and with it the whole change.
const (
	CodeHome          Code = "home-not-persistent" // console changes would be lost
	CodeFailed        Code = "domain-failed"
	CodeStopped       Code = "domain-stopped" // Never, AdminOnly, or a policy nobody knows
	CodeRolling       Code = "domain-rolling"
	CodeIntrospecting Code = "introspector-running"
	CodeNotObserved   Code = "generation-not-observed"
	CodeNotPermitted  Code = "not-permitted"
	CodeNoServers     Code = "no-servers"
	CodeStopping      Code = "servers-stopping"
	CodeDenied        Code = "patch-denied"
)

// passes says whether the finding is of an operator at work, which comes to an end.
func (c Code) passes() bool {
	switch c {
	case CodeRolling, CodeIntrospecting, CodeNotObserved, CodeStopping:
		return true
	}
	return false
}

// The findings that a person ought to know of.
const (
	CodeFewReplicas   Code = "few-replicas"
	CodeOverrides     Code = "overrides"
	CodeWarning       Code = "failure-warning"
	CodeNotReady      Code = "server-not-ready"
	CodeNotCompleted  Code = "not-completed"
	CodeOperatorQuiet Code = "no-status"
	CodeOtherDomain   Code = "other-domain"
)

// Finding is one result of a pre-flight check.
type Finding struct {
	Code    Code
	Object  string // cluster, server or field it is about
	Message string
}

// Report is what the pre-flight checks found.
type Report struct {
	Refusals []Finding
	Warnings []Finding
	// Denials say which strategies begin with a patch that the API server would refuse.
	Denials map[Strategy]Finding
	// Object is the Domain resource that was judged: another one, of another cluster or
	// made anew, has another UID.
	Object kubectl.Meta
	// DomainName is the WebLogic domain that the servers say they are of; empty where
	// they do not say it, or not with one voice.
	DomainName string
}

// Refused says whether the domain must be left alone.
func (r Report) Refused() bool { return len(r.Refusals) > 0 }

// MayPass says whether all that stands against the restart is an operator at work, which
// comes to an end.
func (r Report) MayPass() bool {
	return !slices.ContainsFunc(r.Refusals, func(f Finding) bool { return !f.Code.passes() })
}

func (r *Report) refuse(code Code, object, format string, args ...any) {
	r.Refusals = append(r.Refusals, Finding{Code: code, Object: object, Message: fmt.Sprintf(format, args...)})
}

func (r *Report) warn(code Code, object, format string, args ...any) {
	r.Warnings = append(r.Warnings, Finding{Code: code, Object: object, Message: fmt.Sprintf(format, args...)})
}

// Preflight judges, before anything is changed, whether a domain can be
// restarted and whether a change made in its console would last. canPatch is
// the answer of kubectl.Client.CanPatchDomain, line writes a command as a person
// would type it (kubectl.Client.CommandLine).
func Preflight(s kubectl.Snapshot, canPatch bool, line func(namespace string, args ...string) string) Report {
	report := Report{Object: s.Domain.Meta, DomainName: domainName(s.Servers)}
	report.home(s.Domain)
	report.policy(s.Domain, line)
	report.conditions(s.Domain)
	report.activity(s)
	report.replicas(s)
	if !canPatch {
		report.refuse(CodeNotPermitted, s.Domain.Meta.Name,
			"this account may not patch domains.weblogic.oracle/%s; docs/kubernetes/role.yaml grants what is needed", s.Domain.Meta.Name)
	}
	return report
}

// Denied adds that the API server would not take the patch that begins a restart by a
// strategy.
func (r *Report) Denied(strategy Strategy, domain string, err error) {
	if r.Denials == nil {
		r.Denials = map[Strategy]Finding{}
	}
	r.warn(CodeDenied, domain, "the patch that begins a %s restart of %s would be refused: %s", strategy, domain, err)
	r.Denials[strategy] = r.Warnings[len(r.Warnings)-1]
}

// Untried adds that the patch that begins a restart could not be tried.
func (r *Report) Untried(strategy Strategy, domain string, err error) {
	r.warn(CodeDenied, domain, "whether the patch that begins a %s restart of %s is taken cannot be tried beforehand: %s", strategy, domain, err)
}

// Allows returns a *[RefusedError] where the API server would refuse the patch that
// begins a restart by this strategy.
func (r Report) Allows(strategy Strategy) error {
	if denial, denied := r.Denials[strategy]; denied {
		return &RefusedError{Domain: r.Object.Name, Refusals: []Finding{denial}}
	}
	return nil
}

// FirstPatch is what begins a restart by a strategy, for a trial.
func FirstPatch(d kubectl.Domain, strategy Strategy, now time.Time) string {
	field, value := policyField, d.StopValue()
	if strategy == StrategyRolling {
		field, value = versionField, nextVersion(d.Spec.RestartVersion, now)
	}
	return patchText("", field, &value)
}

// domainName is the WebLogic domain that all servers say they are of.
func domainName(servers []kubectl.Pod) string {
	name := ""
	for _, pod := range servers {
		switch of := pod.DomainName(); {
		case of == "", name != "" && name != of:
			return ""
		default:
			name = of
		}
	}
	return name
}

// home refuses domains whose configuration is not kept on a volume: there, the
// operator's guide says, changes made in the console are lost at a restart.
func (r *Report) home(d kubectl.Domain) {
	if home := d.HomeSourceType(); home != kubectl.HomePersistentVolume {
		how := "is"
		if d.Spec.HomeSourceType == "" {
			how = "is absent, which means"
		}
		r.refuse(CodeHome, "spec.domainHomeSourceType",
			"spec.domainHomeSourceType %s %s: what is changed in the console is lost at the next restart; it must be %s",
			how, home, kubectl.HomePersistentVolume)
	}
	if name := d.Spec.Configuration.OverridesConfigMap; name != "" {
		r.warn(CodeOverrides, "spec.configuration.overridesConfigMap",
			"configuration overrides from ConfigMap %s may mask what is changed in the console", name)
	}
}

func (r *Report) policy(d kubectl.Domain, line func(string, ...string) string) {
	if policy := d.Policy(); policy != kubectl.PolicyIfNeeded {
		r.refuse(CodeStopped, "spec.serverStartPolicy",
			"spec.serverStartPolicy is %s: only a domain under %s is restarted%s", *d.Spec.ServerStartPolicy, d.StartValue(), cutOff(d, line))
	}
}

// cutOff says how to start a domain that a full restart has stopped and could not
// start again, because its program was killed. Only a domain under IfNeeded is ever
// restarted, so that is what it was under.
func cutOff(d kubectl.Domain, line func(string, ...string) string) string {
	if d.Policy() != kubectl.PolicyNever {
		return ""
	}
	start := d.StartValue()
	return "; if a restart of lockedit was cut off and nobody else stopped it, start it again with: " +
		line(d.Meta.Namespace, kubectl.PatchArgs(d, patchText("", policyField, &start))...)
}

func (r *Report) conditions(d kubectl.Domain) {
	for _, failed := range d.Status.Conditions.Failures() {
		if failed.Severity == kubectl.SeverityWarning {
			r.warn(CodeWarning, d.Meta.Name, "the operator reports: %s", failed)
			continue
		}
		r.refuse(CodeFailed, d.Meta.Name, "the domain carries the condition %s: once stopped, it might stay down", failed)
	}
	if _, rolling := d.Status.Conditions.Find("Rolling"); rolling {
		r.refuse(CodeRolling, d.Meta.Name, "a rolling restart is under way")
	}
	if !d.Observed() {
		r.refuse(CodeNotObserved, d.Meta.Name,
			"the operator has seen generation %d of the Domain's %d: it is still at work, or does not run",
			d.Status.ObservedGeneration, d.Meta.Generation)
		return
	}
	if _, completed := d.Status.Conditions.Find("Completed"); d.HasGenerations() && !completed {
		r.warn(CodeNotCompleted, d.Meta.Name, "the operator does not report the domain as completed")
	}
	if len(d.Status.Conditions) == 0 {
		r.warn(CodeOperatorQuiet, d.Meta.Name, "the Domain has no conditions: does the operator run?")
	}
}

func (r *Report) activity(s kubectl.Snapshot) {
	for _, pod := range s.Introspectors {
		if !pod.Finished() {
			r.refuse(CodeIntrospecting, pod.Meta.Name, "the operator is introspecting the domain (pod %s)", pod.Meta.Name)
		}
	}
	if len(s.Servers) == 0 {
		r.refuse(CodeNoServers, s.Domain.Meta.Name,
			"no pod of domain %s has a server in it: there is nothing to restart", s.Domain.DomainUID())
	}
	for _, pod := range s.Servers {
		switch {
		case pod.Terminating():
			r.refuse(CodeStopping, pod.Server(), "server %s is being stopped: pod %s is terminating", pod.Server(), pod.Meta.Name)
		case !pod.Ready():
			r.warn(CodeNotReady, pod.Server(), "server %s is not Ready now (pod %s)", pod.Server(), pod.Meta.Name)
		}
	}
	for _, cluster := range s.Clusters {
		if !cluster.Observed() {
			r.refuse(CodeNotObserved, cluster.WebLogicName(),
				"the operator has seen generation %d of Cluster %s's %d: it is still at work, or does not run",
				cluster.Status.ObservedGeneration, cluster.Meta.Name, cluster.Meta.Generation)
		}
	}
}

// replicas warns of clusters in which a service has nowhere to migrate to.
func (r *Report) replicas(s kubectl.Snapshot) {
	few := func(name string, own *int) {
		if n := s.Domain.Replicas(own); n < 2 {
			r.warn(CodeFewReplicas, name,
				"cluster %s has replicas %d: with fewer than 2 servers, a service has nowhere to migrate to", name, n)
		}
	}
	told := map[string]bool{"": true}
	for _, cluster := range s.Clusters {
		told[cluster.WebLogicName()] = true
		few(cluster.WebLogicName(), cluster.Spec.Replicas)
	}
	for _, entry := range s.Domain.Spec.Clusters {
		if entry.ClusterName != "" { // v8
			told[entry.ClusterName] = true
			few(entry.ClusterName, entry.Replicas)
		}
	}
	for _, pod := range s.Servers { // clusters that the Domain does not name have its own number
		if name := pod.ClusterName(); !told[name] {
			told[name] = true
			few(name, nil)
		}
	}
}
