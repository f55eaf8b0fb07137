package restart

import (
	"context"
	"math"
	"slices"
	"strconv"
	"time"

	"lockedit/internal/kubectl"
)

// versionField is the Domain's field that a rolling restart writes.
const versionField = "restartVersion"

// rolling has the operator replace the servers' pods one after the other. There
// is nothing to put back: the old restart version would roll once more.
func (r *run) rolling(ctx context.Context) error {
	version := nextVersion(r.before.Domain.Spec.RestartVersion, r.clock.Now())
	r.emit(Event{Kind: KindRolling}) // said before it is done, like a stop
	err := r.firstPatch(ctx, versionField, version)
	if uncertain(err) {
		err = r.learn(ctx, version, err)
	}
	if err != nil {
		return err
	}
	return r.await(ctx, "every server to be replaced", r.allBack)
}

// learn finds out whether a patch that got no answer has been made: then the
// roll goes on, else the patch's error stands.
func (r *run) learn(ctx context.Context, version string, patchErr error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), r.options.PutBack)
	defer cancel()
	for {
		now, err := r.kube.Domain(ctx, r.before.Domain.Meta.Name)
		if err == nil {
			if raw := now.Spec.RestartVersion; raw == nil || *raw != version {
				r.emit(Event{Kind: KindRefused})
				return patchErr
			}
			r.patched, r.generation = true, now.Meta.Generation
			r.emit(Event{Kind: KindNote, Message: "the patch got no answer, but it was made"})
			return nil
		}
		if r.pause(ctx) != nil {
			r.patched = true
			return &UncertainError{Field: versionField, Value: version, Err: patchErr}
		}
	}
}

// nextVersion is another restart version than the one before: the next number,
// as the operator's own script has it, or else the time. Both are legal as the
// value of the label that the operator puts on its pods.
func nextVersion(before *string, now time.Time) string {
	if before == nil || *before == "" {
		return "1"
	}
	if n, err := strconv.ParseUint(*before, 10, 63); err == nil && n < math.MaxInt64 {
		return strconv.FormatUint(n+1, 10)
	}
	version := now.UTC().Format("20060102T150405Z")
	if version == *before {
		return version + "-2"
	}
	return version
}

// allBack says whether every server that ran before has a new, Ready pod, no
// other pod is on its way, and the operator reports that it is done.
func (r *run) allBack(s kubectl.Snapshot) (bool, error) {
	if err := r.failure(s); err != nil {
		return false, err
	}
	released := r.tracker.released(s)
	if len(r.tracker.missing()) > len(released) {
		return false, nil
	}
	for _, pod := range s.Servers {
		if !pod.Ready() {
			return false, nil
		}
	}
	if !r.settled(s) {
		return false, nil
	}
	for _, name := range released {
		r.emit(Event{Kind: KindNote, Server: name, Message: "server " + name + " is not waited for: its cluster was scaled in meanwhile"})
	}
	return true, nil
}

// settled judges the operator's own report. In v8 there is none to judge by:
// its status has neither generations nor the condition Completed. While any Failed
// condition holds, Completed does not; where that is a Warning only, which the domain
// carried before as well, the pods and the generation decide.
func (r *run) settled(s kubectl.Snapshot) bool {
	if !s.Domain.HasGenerations() {
		return true
	}
	conditions := s.Domain.Status.Conditions
	_, completed := conditions.Find("Completed")
	_, rolling := conditions.Find("Rolling")
	warned := onlyWarned(r.before.Domain.Status.Conditions.Failures()) && onlyWarned(conditions.Failures())
	if !s.Domain.Observed() || !completed && !warned || rolling {
		return false
	}
	for _, cluster := range s.Clusters {
		if !cluster.Observed() {
			return false
		}
	}
	return true
}

// onlyWarned says whether conditions Failed hold, and all of them are warnings.
func onlyWarned(failures []kubectl.Condition) bool {
	return len(failures) > 0 && !slices.ContainsFunc(failures, func(c kubectl.Condition) bool { return c.Severity != kubectl.SeverityWarning })
}

// failure judges the Failed conditions while servers start: a Warning is
// nothing, a Severe one (or v8's, which has no severity) may pass, since the
// operator tries again, and a Fatal one will not.
func (r *run) failure(s kubectl.Snapshot) error {
	severe := false
	for _, failed := range s.Domain.Status.Conditions.Failures() {
		switch failed.Severity {
		case kubectl.SeverityWarning:
		case kubectl.SeverityFatal:
			if s.Domain.Observed() {
				return r.failed(s, failed)
			}
		default:
			severe = true
			if r.severe.IsZero() {
				r.severe = r.clock.Now()
			}
			if r.clock.Now().Sub(r.severe) >= r.options.SevereGrace {
				return r.failed(s, failed)
			}
		}
	}
	if !severe {
		r.severe = time.Time{}
	}
	return nil
}

func (r *run) failed(s kubectl.Snapshot, condition kubectl.Condition) error {
	return &FailedError{Domain: s.Domain.Meta.Name, Condition: condition, Waiting: r.tracker.waiting(s)}
}
