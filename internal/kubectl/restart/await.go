package restart

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"lockedit/internal/kubectl"
)

// definitive is how many reads in a row the API server must refuse before the
// refusal is believed: one that has just started can refuse for a moment,
// before it has loaded its roles and resource definitions.
const definitive = 5

// outage is a series of reads that failed.
type outage struct {
	reads   int    // in a row
	refused int    // of them, in a row: not found or not permitted
	said    string // what was last reported of it
}

// await reads once a tick until done says so. A read that fails is tried again
// until the timeout; a Domain that somebody else changed ends it.
func (r *run) await(ctx context.Context, what string, done func(kubectl.Snapshot) (bool, error)) error {
	var last kubectl.Snapshot
	for {
		snapshot, err := r.kube.Snapshot(ctx)
		if err == nil {
			last = snapshot
			r.readable()
			finished, err := r.judge(snapshot, done)
			if finished || err != nil {
				return err
			}
		} else if err := r.unreadable(ctx, err); err != nil {
			return err
		}
		if err := r.pause(ctx); err != nil {
			return r.tooLate(err, what, last)
		}
	}
}

// judge looks at one snapshot: what is new in it, whether the Domain is still
// as this run left it, and whether that is the end of the wait.
func (r *run) judge(s kubectl.Snapshot, done func(kubectl.Snapshot) (bool, error)) (bool, error) {
	for _, event := range r.tracker.observe(s, r.clock.Now()) {
		r.emit(event)
	}
	if other := r.interference(s.Domain); other != nil {
		return false, other
	}
	return done(s)
}

// errExpired is what pause returns after the run's own timeout.
var errExpired = errors.New("timeout of the restart")

// pause waits for the next tick. It returns the context's error, or errExpired.
func (r *run) pause(ctx context.Context) error {
	if !r.clock.Now().Before(r.deadline) {
		return errExpired
	}
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-r.clock.After(r.options.Tick):
		return nil
	}
}

// tooLate says what was being waited for when the time was up.
func (r *run) tooLate(err error, what string, last kubectl.Snapshot) error {
	if !errors.Is(err, errExpired) {
		return fmt.Errorf("waiting for %s: %w", what, err)
	}
	return &TimeoutError{
		Domain: r.before.Domain.Meta.Name, For: what, After: r.options.Timeout,
		Waiting: r.tracker.waiting(last), ReadErr: r.outage.said,
	}
}

// unreadable notes a read that failed, and returns the error when it is not
// worth trying again.
func (r *run) unreadable(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	var missing *kubectl.MissingError
	var notFound *kubectl.NotFoundError
	var forbidden *kubectl.ForbiddenError
	switch {
	case errors.As(err, &missing):
		return err
	case errors.As(err, &notFound), errors.As(err, &forbidden):
		if r.outage.refused++; r.outage.refused >= definitive {
			return err
		}
	default:
		r.outage.refused = 0
	}
	r.failedRead(err)
	return nil
}

// failedRead reports the first of a series of failures.
func (r *run) failedRead(err error) {
	r.outage.reads++
	r.outage.said = err.Error()
	if r.outage.reads == 1 {
		r.emit(Event{Kind: KindReadFailed, Message: err.Error()})
	}
}

// readable notes that reads succeed again.
func (r *run) readable() {
	if r.outage.reads > 0 {
		r.emit(Event{Kind: KindReadBack, Message: fmt.Sprintf("Kubernetes answers again, after %d failed attempts", r.outage.reads)})
	}
	r.outage = outage{}
}

// interference says whether the Domain is no longer as this run left it. The
// generation counts changes of the specification, by anybody; the status, labels
// and annotations do not change it.
func (r *run) interference(now kubectl.Domain) error {
	before := r.before.Domain
	what := ""
	switch {
	case now.Meta.UID != before.Meta.UID:
		what = "it was deleted and made anew"
	case now.Meta.Generation != r.generation:
		what = fmt.Sprintf("its specification is of generation %d, where this run left %d", now.Meta.Generation, r.generation)
	default:
		return nil
	}
	return &InterferenceError{Domain: before.Meta.Name, What: what, Policy: string(now.Policy())}
}

// patchText is a merge patch that sets one field of the specification, or with
// a nil value removes it. With a resource version it applies to that one only.
func patchText(resourceVersion, field string, value *string) string {
	patch := struct {
		Meta any `json:"metadata,omitempty"`
		Spec any `json:"spec"`
	}{Spec: map[string]*string{field: value}}
	if resourceVersion != "" {
		patch.Meta = map[string]string{"resourceVersion": resourceVersion}
	}
	text, err := json.Marshal(patch)
	if err != nil {
		return "" // strings cannot fail to be written
	}
	return string(text)
}
