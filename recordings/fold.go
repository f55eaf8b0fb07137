package recordings

import (
	"slices"
	"time"
)

// Fold makes what run.json says from the events of a recording, in order. It
// is pure, and the only way in which a [Run] is made, so that a run that died
// is read by the same rules as one that ended.
func Fold(events []Event) Run {
	f := folder{run: Run{
		Schema: RunSchema, Changes: []Change{}, Steps: []Step{}, Browser: Browser{CommandLine: []string{}},
	}}
	for _, e := range events {
		f.run.Ended = e.Time
		f.about(e)
		f.values(e)
		f.restart(e)
		f.step(e)
	}
	if !f.run.Complete {
		f.run.Result = resultIncomplete
	}
	return f.run
}

// resultIncomplete is the result of a run that has no last event.
const resultIncomplete = "incomplete"

type folder struct {
	run Run
}

// about folds what is said of the run as a whole.
func (f *folder) about(e Event) {
	r := &f.run
	if r.Started.IsZero() {
		r.Started = e.Time
	}
	switch {
	case e.Version != nil:
		r.Program.Version = e.Version.Lockedit
	case e.Started != nil:
		f.started(*e.Started)
	case e.Browser != nil:
		r.Browser = *e.Browser
	case e.Console != nil:
		r.Console = mergeConsole(r.Console, *e.Console)
	case e.Approval != nil:
		r.Approvals = append(r.Approvals, *e.Approval)
	case e.Question != nil:
		r.Questions = append(r.Questions, *e.Question)
	case e.Diagnostic != nil:
		r.Diagnostics = append(r.Diagnostics, *e.Diagnostic)
	case e.Type == TypeNote, e.Type == TypeRecovery:
		r.Notes = append(r.Notes, e.Message)
	case e.Outcome != nil:
		f.ended(*e.Outcome)
	}
}

func (f *folder) started(s Started) {
	r := &f.run
	r.Verb, r.Operator, r.Cluster, r.Asked, r.Flow = s.Verb, s.Operator, s.Cluster, s.Asked, s.Flow
	if r.Console.URL == "" {
		r.Console.URL = s.URL
	}
}

func (f *folder) ended(o Outcome) {
	r := &f.run
	r.Result, r.ExitCode, r.Verdict, r.Next, r.Complete = o.Result, o.ExitCode, o.Verdict, o.Next, true
}

// values folds what is said of the configuration and of its lock.
func (f *folder) values(e Event) {
	switch {
	case e.Lock != nil:
		f.run.Lock = foldLock(f.run.Lock, *e.Lock, e.Time)
	case e.Change != nil:
		f.change(*e.Change)
	case e.Untouched != nil:
		f.untouched(*e.Untouched)
	}
}

// untouched keeps what was left alone once: a run passes the same pages when it
// plans, when it reads again and when it verifies.
func (f *folder) untouched(u Untouched) {
	if !slices.Contains(f.run.Untouched, u) {
		f.run.Untouched = append(f.run.Untouched, u)
	}
}

func foldLock(lock Lock, change LockChange, at time.Time) Lock {
	switch change.What {
	case "asked", "found", "activating", "saving", "live": // no lock of this run begins or ends
	case "acquired":
		if lock.AcquiredAt.IsZero() {
			lock.AcquiredAt = at
			return lock
		}
		if lock.How == "" {
			return lock
		}
		earlier := lock.Earlier
		lock.Earlier = nil
		return Lock{AcquiredAt: at, Earlier: append(earlier, lock)}
	case "left":
		lock.How, lock.ReleasedAt = change.What, time.Time{}
	default:
		if lock.How == "" || lock.How == "left" {
			lock.How, lock.ReleasedAt = change.What, at
		}
	}
	return lock
}

// change folds one change into what is known of its attribute. A value that is
// as wanted is kept apart from those that have to change.
func (f *folder) change(c Change) {
	for _, list := range [][]Change{f.run.Changes, f.run.Unchanged} {
		for i, known := range list {
			if sameAttribute(known, c) {
				list[i] = mergeChange(known, c)
				return
			}
		}
	}
	if c.Before == c.After {
		f.run.Unchanged = append(f.run.Unchanged, c)
		return
	}
	f.run.Changes = append(f.run.Changes, c)
}

func sameAttribute(a, b Change) bool {
	return a.Object == b.Object && a.Attribute == b.Attribute && (a.Type == b.Type || a.Type == "" || b.Type == "")
}

func mergeChange(known, later Change) Change {
	known.Type = either(later.Type, known.Type)
	known.Before = either(later.Before, known.Before)
	known.After = either(later.After, known.After)
	known.ReadBack = either(later.ReadBack, known.ReadBack)
	known.InForce = either(later.InForce, known.InForce)
	return known
}

func mergeConsole(known, later Console) Console {
	known.URL = either(later.URL, known.URL)
	known.Version = either(later.Version, known.Version)
	known.Domain = either(later.Domain, known.Domain)
	known.Mode = either(later.Mode, known.Mode)
	known.Language = either(later.Language, known.Language)
	return known
}

func either(first, second string) string {
	if first != "" {
		return first
	}
	return second
}
