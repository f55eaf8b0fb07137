package replay

import (
	"context"
	"errors"
	"hash/fnv"
	"slices"
	"sync"
	"time"

	"lockedit/internal/defect"
	"lockedit/recordings"
	"lockedit/recordings/flow"
)

// Job is one flow of a suite.
type Job struct {
	// Name names its files: that of the flow's file without ending.
	Name string
	// File is where the flow came from.
	File string
	Flow flow.Flow
}

// Attempt is one time that a flow was played.
type Attempt struct {
	// Dir is its recording.
	Dir            string
	Outcome        recordings.Outcome
	Err            error
	Started, Ended time.Time
}

func (a Attempt) failed() bool { return a.Err != nil || a.Outcome.ExitCode != 0 }

// Verdict is how a flow of a suite ended.
type Verdict string

// The verdicts. A flow that passed only in a later attempt is flaky.
const (
	Passed  Verdict = "passed"
	Failed  Verdict = "failed"
	Flaky   Verdict = "flaky"
	Skipped Verdict = "skipped"
)

// Played is one flow of a suite with its attempts.
type Played struct {
	Job
	Attempts []Attempt
	Verdict  Verdict
}

// Last is the attempt that counts; the zero attempt for a flow that was skipped.
func (p Played) Last() Attempt {
	if len(p.Attempts) == 0 {
		return Attempt{}
	}
	return p.Attempts[len(p.Attempts)-1]
}

// Suite plays many flows.
type Suite struct {
	Jobs []Job
	// Parallel is how many flows are played at a time; those that take the lock
	// are played alone, after the others. Retries is how often a flow that
	// failed is played again.
	Parallel, Retries int
	// Play plays a flow once, attempt counting from 0; alone says that no other
	// is played at the same time.
	Play func(ctx context.Context, j Job, attempt int, alone bool) Attempt
	// Done hears of each flow at its end, one at a time.
	Done func(Played)
}

// Run plays all flows and returns them in the order of the jobs. A flow that
// fails does not stop the others; an interrupt does.
func (s Suite) Run(ctx context.Context) []Played {
	r := &running{suite: s, played: make([]Played, len(s.Jobs))}
	var looking, alone []int
	for i, j := range s.Jobs {
		r.played[i] = Played{Job: j, Verdict: Skipped}
		if Edits(j.Flow) || s.Parallel <= 1 {
			alone = append(alone, i)
		} else {
			looking = append(looking, i)
		}
	}
	again := r.together(ctx, looking)
	for _, i := range slices.Sorted(slices.Values(append(alone, again...))) {
		r.one(ctx, i, true)
	}
	return r.played
}

// running is a suite under way.
type running struct {
	suite  Suite
	played []Played
	mu     sync.Mutex
}

// together plays flows side by side and returns those that have to be alone.
func (r *running) together(ctx context.Context, jobs []int) []int {
	queue := make(chan int)
	var alone []int
	var wait sync.WaitGroup
	for range min(r.suite.Parallel, len(jobs)) {
		wait.Go(func() {
			for i := range queue {
				if r.one(ctx, i, false) {
					continue
				}
				r.mu.Lock()
				alone = append(alone, i)
				r.mu.Unlock()
			}
		})
	}
	for _, i := range jobs {
		queue <- i
	}
	close(queue)
	wait.Wait()
	return alone
}

// one plays one flow with its retries. It returns false for one that has to be
// played alone.
func (r *running) one(ctx context.Context, i int, alone bool) bool {
	p := Played{Job: r.suite.Jobs[i], Verdict: Skipped}
	for attempt := 0; attempt <= r.suite.Retries && ctx.Err() == nil; attempt++ {
		a := r.play(ctx, p.Job, attempt, alone)
		var wants *AloneError
		if errors.As(a.Err, &wants) && !alone {
			return false
		}
		p.Attempts = append(p.Attempts, a)
		p.Verdict = verdict(p.Attempts)
		if !a.failed() || !repeatable(a) {
			break
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.played[i] = p
	r.suite.Done(p)
	return true
}

// play plays one flow once. Among others in their goroutines a panic is a failure of the
// flow; alone, where a lock may be held, what is left decides how the program ends.
func (r *running) play(ctx context.Context, j Job, attempt int, alone bool) (a Attempt) {
	if alone {
		return r.suite.Play(ctx, j, attempt, alone)
	}
	err := defect.Guard(func() error {
		a = r.suite.Play(ctx, j, attempt, alone)
		return nil
	})
	if err != nil {
		a = Attempt{Err: err}
	}
	return a
}

func verdict(attempts []Attempt) Verdict {
	switch last := attempts[len(attempts)-1]; {
	case last.failed():
		return Failed
	case len(attempts) > 1:
		return Flaky
	}
	return Passed
}

// codeFailed is the exit code of a failure after which the configuration is as
// it was before; only after such a one a flow is played again.
const codeFailed = 1

// codeInterrupted is the exit code of a run that was interrupted.
const codeInterrupted = 130

func repeatable(a Attempt) bool { return a.Outcome.ExitCode == codeFailed }

// Shard keeps the n-th of several parts of a suite, n counting from 1. A flow
// stays in its part when others come or go.
func Shard(jobs []Job, n, of int) []Job {
	return slices.DeleteFunc(slices.Clone(jobs), func(j Job) bool {
		h := fnv.New32a()
		_, _ = h.Write([]byte(j.Name)) // a hash takes every byte
		return int(h.Sum32()%uint32(of)) != n-1
	})
}

// ExitCode is that of a whole suite: the most serious of its flows. Flows are
// skipped only when the suite is interrupted.
func ExitCode(played []Played) int {
	worst := 0
	for _, p := range played {
		code := p.Last().Outcome.ExitCode
		switch {
		case p.Verdict == Skipped:
			code = codeInterrupted
		case code == 0 && p.Last().Err != nil:
			code = codeFailed
		}
		if seriousness(code) > seriousness(worst) {
			worst = code
		}
	}
	return worst
}

// seriousness orders exit codes: something left behind, something activated, an
// interrupt, a failure, a difference, nothing.
func seriousness(code int) int {
	order := []int{0, 2, 1, 130, 3, 4}
	if i := slices.Index(order, code); i >= 0 {
		return i
	}
	return len(order)
}
