// Package operator is a double of the WebLogic Kubernetes Operator: it works on
// a real API server (package cluster) and does to one Domain, its status and
// its pods what the operator's documentation says of operator 4.x (Domain v9)
// and 3.x (Domain v8). There is no kubelet, so it also plays the pods.
//
// Like the operator it is level triggered: each tick reads the Domain, its
// Clusters and pods, takes the next small steps towards what the specification
// says, and reports. It therefore survives an API server that goes away.
package operator

import (
	"context"
	"sync"
	"time"

	"lockedit/testenv/cluster"
)

// Options say how the double behaves.
type Options struct {
	// Step is how long each thing takes: a pod to end, a pod to become Ready, an
	// introspection. 0 is 60 ms; the real ones take minutes.
	Step   time.Duration
	Faults Faults
	Hooks  Hooks
}

// Hooks are called from the operator's own goroutine, which waits for them: so
// the test console is down before anybody can see its pod gone, and up before
// the pod shows as Ready.
type Hooks struct {
	OnAdminPodGone     func()
	OnAdminPodReady    func()
	OnServersRestarted func(servers []string) // all are back; these have a new pod
}

// Faults are what can go wrong, set at the start or while it runs.
type Faults struct {
	// StuckTerminating names a server whose pod never ends.
	StuckTerminating string
	// NeverReady names a server whose next pod never becomes Ready.
	NeverReady string
	// NeverBack names a server for which no pod is made any more.
	NeverBack string
	// IntrospectionFails lets each introspection fail: a domain that has been
	// stopped stays down with a Severe Failed condition.
	IntrospectionFails bool
	// StatusDelay keeps the whole status, with its observed generation, as it
	// was for so long after a change of the specification.
	StatusDelay time.Duration
	// StaleCompleted keeps the condition Completed at True for so long after a
	// change of the specification, although that is reported as observed.
	StaleCompleted time.Duration
	// Failed is a Failed condition that is there whatever happens.
	Failed *Failure
	// Rolling is a Rolling condition that is there whatever happens.
	Rolling bool
	// Introspecting keeps an introspector pod running.
	Introspecting bool
	// Meddle is a merge patch that somebody else makes to the Domain once, as
	// soon as the operator has begun to stop or roll pods.
	Meddle cluster.Object
}

// Failure is a Failed condition. Severity is v9's; v8 has none.
type Failure struct{ Severity, Reason, Message string }

// Operator is a running double, for one Domain.
type Operator struct {
	api    *cluster.API
	domain Domain
	step   time.Duration
	hooks  Hooks

	mu      sync.Mutex // guards the next three
	faults  Faults
	settled int64 // generation of the Domain for which everything is done, or 0
	lastErr error

	cancel context.CancelFunc
	done   chan struct{}
	memory memory // of the operator's goroutine alone
}

// memory is what the operator remembers from tick to tick.
type memory struct {
	began        map[string]time.Time // when a pod's present phase was first seen
	generation   int64
	changed      time.Time // when the generation was first seen
	introspected bool
	failure      *Failure // of the last introspection
	retryAt      time.Time
	rolling      bool
	meddled      bool
	running      map[string]string // UID by server, when last everything was Ready
	introspector int               // counts their pods
}

// Start runs the double for a Domain until Stop or the context's end.
func Start(ctx context.Context, api *cluster.API, domain Domain, options Options) *Operator {
	if options.Step == 0 {
		options.Step = 60 * time.Millisecond
	}
	ctx, cancel := context.WithCancel(ctx)
	o := &Operator{
		api: api, domain: domain.withDefaults(), step: options.Step, hooks: options.Hooks,
		faults: options.Faults, cancel: cancel, done: make(chan struct{}),
		memory: memory{began: map[string]time.Time{}, running: map[string]string{}},
	}
	go o.loop(ctx)
	return o
}

// Stop ends the double and waits until it has.
func (o *Operator) Stop() {
	o.cancel()
	<-o.done
}

// SetFaults replaces the faults while the double runs.
func (o *Operator) SetFaults(faults Faults) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.faults = faults
	o.settled = 0
}

// Settle waits until the present generation of the Domain is carried out and
// reported. It returns the context's error, with the last error of a tick.
func (o *Operator) Settle(ctx context.Context) error {
	ticker := time.NewTicker(o.interval())
	defer ticker.Stop()
	for {
		var now object
		err := o.api.Get(ctx, o.domain.path(), &now)
		settled, lastErr := o.progress()
		if err == nil && settled != 0 && settled == now.Meta.Generation {
			return nil
		}
		select {
		case <-ctx.Done():
			return &SettleError{Domain: o.domain.Name, Last: lastErr, Err: ctx.Err()}
		case <-ticker.C:
		}
	}
}

// SettleError says that the Domain did not settle in time.
type SettleError struct {
	Domain string
	Last   error // of the operator's last tick
	Err    error
}

func (e *SettleError) Error() string {
	text := "domain " + e.Domain + " has not settled: " + e.Err.Error()
	if e.Last != nil {
		text += "; the operator's last tick: " + e.Last.Error()
	}
	return text
}

// Unwrap returns the context's error.
func (e *SettleError) Unwrap() error { return e.Err }

func (o *Operator) progress() (settled int64, lastErr error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.settled, o.lastErr
}

func (o *Operator) currentFaults() Faults {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.faults
}

// interval is the time between ticks.
func (o *Operator) interval() time.Duration {
	return min(max(o.step/3, 10*time.Millisecond), time.Second)
}

func (o *Operator) loop(ctx context.Context) {
	defer close(o.done)
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		settled, err := o.tick(ctx)
		o.mu.Lock()
		o.settled, o.lastErr = settled, err
		o.mu.Unlock()
		timer.Reset(o.rest(settled))
	}
}

// atRest is the time between ticks while nothing is to do, so that a domain at
// rest costs the API server next to nothing.
const atRest = 200 * time.Millisecond

func (o *Operator) rest(settled int64) time.Duration {
	if settled != 0 {
		return max(o.interval(), atRest)
	}
	return o.interval()
}

// tick is one pass: read, act, report. It returns the generation that is
// completely carried out, or 0.
func (o *Operator) tick(ctx context.Context) (settled int64, err error) {
	w, err := o.read(ctx)
	if err != nil {
		return 0, err // the API may be away; the next tick tries again
	}
	o.notice(w)
	if err := o.act(ctx, w); err != nil {
		return 0, err
	}
	if err := o.report(ctx, w); err != nil { // of what was read: the next tick tells what this one did
		return 0, err
	}
	o.announce(w)
	if !w.complete() || !o.statusDue() {
		return 0, nil
	}
	return w.domain.Meta.Generation, nil
}

// notice remembers since when the present generation is known.
func (o *Operator) notice(w *world) {
	if o.memory.generation == 0 && len(w.pods) > 0 {
		o.memory.introspected = true // an operator that has been restarted
	}
	if o.memory.generation != w.domain.Meta.Generation {
		o.memory.generation = w.domain.Meta.Generation
		o.memory.changed = time.Now()
	}
}

// since says whether so much time has passed since the specification changed.
func (o *Operator) since(d time.Duration) bool {
	return time.Since(o.memory.changed) >= d
}

// elapsed says whether a step's time has passed since the pod was first seen in
// this phase.
func (o *Operator) elapsed(p pod, phase string) bool {
	key := p.Meta.UID + " " + phase
	began, known := o.memory.began[key]
	if !known {
		o.memory.began[key] = time.Now()
		return false
	}
	return time.Since(began) >= o.step
}
