// Package restart restarts all servers of a WebLogic domain on Kubernetes
// through the operator: fully (server start policy Never, wait until no server
// is left, the previous policy back) or rolling (another restartVersion), and
// waits until every server that ran is back in a new pod.
//
// The procedures are those of the operator's guide, "Full domain restarts" and
// "Restart all the servers in the domain". Only the Domain's own two fields are
// written; clusters and servers keep their policies and replicas.
//
// A full restart that does not come to its end puts the previous policy back,
// whatever happened, and its error carries the command that does so by hand.
package restart

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lockedit/internal/kubectl"
)

// Kube is what the restart needs of Kubernetes; *kubectl.Reader has it.
type Kube interface {
	// Snapshot reads the domain's state, all from one tick.
	Snapshot(ctx context.Context) (kubectl.Snapshot, error)
	// Domain reads the Domain alone.
	Domain(ctx context.Context, name string) (kubectl.Domain, error)
	// PatchDomain merges a patch and returns the Domain as it is then.
	PatchDomain(ctx context.Context, domain kubectl.Domain, patch string) (kubectl.Domain, error)
	// CommandLine is a kubectl command as a person would type it.
	CommandLine(namespace string, args ...string) string
}

// Clock is the time and the waiting, replaced in tests.
type Clock interface {
	Now() time.Time
	After(d time.Duration) <-chan time.Time
}

// Options say how to restart. The zero value of each but Strategy is usable.
type Options struct {
	Strategy Strategy // StrategyFull or StrategyRolling; see Choose
	// Timeout bounds the whole restart; 0 is 30 minutes.
	Timeout time.Duration
	// Tick is the time between two reads; 0 is 2 s.
	Tick time.Duration
	// Settle bounds how long is waited, before anything is changed, for what passes by
	// itself: a read that fails, an operator at work; 0 is 1 minute.
	Settle time.Duration
	// PutBack bounds how long is tried to put the policy back after an error;
	// 0 is 1 minute.
	PutBack time.Duration
	// SevereGrace is how long a Severe failure may last while servers start; 0
	// is 5 minutes. The operator tries again every 2 minutes by default.
	SevereGrace time.Duration
	// Clock is the system's when nil.
	Clock Clock
	// Judged is the UID of the Domain resource that has to be restarted; another one of
	// the same name is not touched. Empty is any.
	Judged string
	// Progress is called from Run's goroutine for everything that is seen; may
	// be nil.
	Progress func(Event)
}

// Result is what a restart did, as far as it came: it is filled on errors too.
type Result struct {
	Strategy Strategy
	Commands []string // as they were run, those that got no answer, too
	Servers  []Server // those that ran before, by name
	Started  time.Time
	Ended    time.Time
}

// Server is one server's pod before and after. UIDAfter is empty and ReadyAt
// zero for a server that has not come back Ready.
type Server struct {
	Name                string
	Pod                 string
	UIDBefore, UIDAfter string
	ReadyAt             time.Time
}

// Run restarts the domain and returns when every server is back.
//
// Its errors: *RefusedError when the domain's state forbids a restart (nothing
// was changed), *InterferenceError when somebody else changed the Domain
// meanwhile, *TimeoutError, *FailedError when the operator reports a failure
// that it will not get over, or one of package kubectl. After the first step of
// a full restart they come wrapped in *AbortedError, until the policy is back; and
// all that come after the first patch, or after one whose end is not known, in
// *BegunError.
func Run(ctx context.Context, kube Kube, options Options) (Result, error) {
	r := newRun(kube, options)
	err := r.prepare(ctx)
	if err == nil {
		err = r.begun(r.restart(ctx))
	}
	r.result.Ended = r.clock.Now()
	r.result.Servers = r.tracker.servers()
	return r.result, err
}

// run is one restart under way.
type run struct {
	kube     Kube
	options  Options
	clock    Clock
	deadline time.Time
	before   kubectl.Snapshot
	tracker  *tracker
	result   Result

	patched    bool  // whether a patch was made, or may have been
	generation int64 // of the Domain after this run's last patch
	meddled    error // somebody else's change, seen when the policy was put back
	unanswered bool  // whether a patch that puts the policy back may have been made unseen
	outage     outage
	severe     time.Time // since when a Severe failure is seen
}

func newRun(kube Kube, options Options) *run {
	set := func(field *time.Duration, value time.Duration) {
		if *field == 0 {
			*field = value
		}
	}
	set(&options.Timeout, 30*time.Minute)
	set(&options.Tick, 2*time.Second)
	set(&options.Settle, time.Minute)
	set(&options.PutBack, time.Minute)
	set(&options.SevereGrace, 5*time.Minute)
	if options.Clock == nil {
		options.Clock = systemClock{}
	}
	now := options.Clock.Now()
	return &run{
		kube: kube, options: options, clock: options.Clock, deadline: now.Add(options.Timeout),
		tracker: newTracker(kubectl.Snapshot{}), result: Result{Strategy: options.Strategy, Started: now},
	}
}

// prepare reads the state before, and refuses where it forbids a restart. What passes
// by itself is waited for: the changes may be activated already, and a restart that
// is given up for a moment's sake leaves them without force.
func (r *run) prepare(ctx context.Context) error {
	if r.options.Strategy != StrategyFull && r.options.Strategy != StrategyRolling {
		return fmt.Errorf("restart strategy %q: only %s and %s can be run", r.options.Strategy, StrategyFull, StrategyRolling)
	}
	until, told := r.clock.Now().Add(r.options.Settle), ""
	for {
		err := r.look(ctx)
		if err == nil || !passing(err) || !r.clock.Now().Before(until) {
			return err
		}
		if text := err.Error(); text != told {
			told = text
			r.emit(Event{Kind: KindNote, Message: "waiting for what may pass by itself: " + text})
		}
		if ended := r.pause(ctx); ended != nil {
			return fmt.Errorf("%w; %w", ended, err)
		}
	}
}

// look reads the state before and judges it.
func (r *run) look(ctx context.Context) error {
	before, err := r.kube.Snapshot(ctx)
	if err != nil {
		return err
	}
	r.before = before
	r.tracker = newTracker(before)
	r.generation = before.Domain.Meta.Generation
	if uid := before.Domain.Meta.UID; r.options.Judged != "" && uid != r.options.Judged {
		return &InterferenceError{Domain: before.Domain.Meta.Name, Policy: string(before.Domain.Policy()),
			What: "it is not the resource that was judged before anything was changed, but one that was made anew, or that of another cluster"}
	}
	return r.refuse(before)
}

// passing says whether what stands against the restart may pass by itself.
func passing(err error) bool {
	var away *kubectl.UnreachableError
	var late *kubectl.TimeoutError
	var refused *RefusedError
	if errors.As(err, &away) || errors.As(err, &late) {
		return true
	}
	return errors.As(err, &refused) && Report{Refusals: refused.Refusals}.MayPass()
}

// refuse turns refusals into an error. Whether the patch is permitted, the
// patch itself shows.
func (r *run) refuse(s kubectl.Snapshot) error {
	if report := Preflight(s, true, r.kube.CommandLine); len(report.Refusals) > 0 {
		return &RefusedError{Domain: s.Domain.Meta.Name, Refusals: report.Refusals}
	}
	return nil
}

// begun marks an error that came after the first patch.
func (r *run) begun(err error) error {
	if err == nil || !r.patched {
		return err
	}
	return &BegunError{Err: err}
}

func (r *run) restart(ctx context.Context) error {
	if r.options.Strategy == StrategyRolling {
		return r.rolling(ctx)
	}
	return r.full(ctx)
}

// emit tells the caller of an event.
func (r *run) emit(event Event) {
	if r.options.Progress == nil {
		return
	}
	event.At = r.clock.Now()
	r.options.Progress(event)
}

// patch changes the Domain, if it is still of the version that was read: so a
// change that somebody else made in between is never overwritten.
func (r *run) patch(ctx context.Context, domain kubectl.Domain, field string, value *string) error {
	text := patchText(domain.Meta.ResourceVersion, field, value)
	line := r.kube.CommandLine(domain.Meta.Namespace, kubectl.PatchArgs(domain, text)...)
	patched, err := r.kube.PatchDomain(ctx, domain, text)
	if err == nil || uncertain(err) {
		r.ran(line)
	}
	if err != nil {
		return err
	}
	r.patched = true
	r.generation = patched.Meta.Generation
	return nil
}

// ran tells of a command that changed the Domain, or may have; once, however often it
// was tried in a row.
func (r *run) ran(line string) {
	if n := len(r.result.Commands); n > 0 && r.result.Commands[n-1] == line {
		return
	}
	r.result.Commands = append(r.result.Commands, line)
	r.emit(Event{Kind: KindPatch, Message: line})
}

// firstPatch makes the patch that begins the restart. The operator writes the
// status at any time, which changes the resource version as well: such a
// conflict is tried again, as long as the specification is still what was
// judged, and the judgement still holds. What is known not to have been made is told,
// since what was said before it holds no more.
func (r *run) firstPatch(ctx context.Context, field, value string) error {
	err := r.tryFirstPatch(ctx, field, value)
	if err != nil && !uncertain(err) {
		r.emit(Event{Kind: KindRefused})
	}
	return err
}

func (r *run) tryFirstPatch(ctx context.Context, field, value string) error {
	for {
		err := r.patch(ctx, r.before.Domain, field, &value)
		var conflict *kubectl.ConflictError
		if !errors.As(err, &conflict) {
			return err
		}
		again, readErr := r.kube.Snapshot(ctx)
		if readErr != nil {
			return errors.Join(err, readErr)
		}
		if other := r.interference(again.Domain); other != nil {
			return other
		}
		if refusal := r.refuse(again); refusal != nil {
			return refusal
		}
		r.before = again
		r.tracker = newTracker(again)
		if ended := r.pause(ctx); ended != nil {
			return fmt.Errorf("%w; %w", ended, err)
		}
	}
}

// uncertain says whether a patch that ended with this error may have been made.
func uncertain(err error) bool {
	var conflict *kubectl.ConflictError
	var forbidden *kubectl.ForbiddenError
	var notFound *kubectl.NotFoundError
	var missing *kubectl.MissingError
	var denied *kubectl.DeniedError
	var refused *RefusedError
	var other *InterferenceError
	for _, definite := range []any{&conflict, &forbidden, &notFound, &missing, &denied, &refused, &other} {
		if errors.As(err, definite) {
			return false
		}
	}
	return err != nil
}
