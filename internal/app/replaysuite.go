package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"lockedit/internal/engine"
	"lockedit/internal/replay"
	"lockedit/recordings"
)

// many plays a suite: all recordings in one directory, with an index page and
// the test results of all.
func (s *suiteRun) many(ctx context.Context, jobs []replay.Job, args []string) error {
	var err error
	if s.dir, err = replay.SuiteDir(s.spec.Evidence.Dir, s.app.env.Now()); err != nil {
		return err
	}
	suite := replay.Suite{
		Jobs: jobs, Parallel: s.flags.parallel, Retries: s.flags.retries, Play: s.attempt, Done: s.told,
	}
	played := suite.Run(ctx)
	title := "lockedit replay " + strings.Join(baseNames(args), " ")
	err = errors.Join(s.chrome.close(), replay.WriteSuite(s.dir, title, played, s.app.env.Now()), s.keepBaselines(played))
	s.result(played)
	return err
}

func baseNames(args []string) []string {
	var names []string
	for _, arg := range args {
		names = append(names, filepath.Base(filepath.Clean(arg)))
	}
	return names
}

// attempt plays one flow once.
func (s *suiteRun) attempt(ctx context.Context, j replay.Job, attempt int, alone bool) replay.Attempt {
	dir := filepath.Join(s.dir, j.Name)
	if attempt > 0 {
		dir += fmt.Sprintf(".attempt-%d", attempt+1)
	}
	if !alone {
		dir = replay.FreeDir(dir)
	}
	a := replay.Attempt{Started: s.app.env.Now()}
	kept := &eventList{}
	result, err := s.play(ctx, j, replay.FreeDir(dir), alone, s.app.left, kept)
	if err == nil {
		err = result.Err
	}
	a.Dir, a.Outcome, a.Err, a.Ended = result.Dir, result.Outcome, err, s.app.env.Now()
	s.tellEvents(kept.events)
	return a
}

// tellEvents writes the events of one flow in one piece where they are the
// result on standard output.
func (s *suiteRun) tellEvents(events []recordings.Event) {
	if !s.options.out.json {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range events {
		s.app.view.Event(e)
	}
}

// told shows how one flow ended.
func (s *suiteRun) told(p replay.Played) {
	last := p.Last()
	text := fmt.Sprintf("%-7s %s (%.1f s)", p.Verdict, recordings.Visible(p.Flow.Title), last.Ended.Sub(last.Started).Seconds())
	if p.Verdict == replay.Failed && last.Err != nil {
		text += ": " + recordings.Visible(last.Err.Error())
	}
	s.app.view.Aside(func() {
		if !s.options.out.quiet || p.Verdict != replay.Passed {
			_, _ = fmt.Fprintln(s.app.outlets.laterErr, text) // a closed standard error must not end the run
		}
	})
}

func (s *suiteRun) keepBaselines(played []replay.Played) error {
	var errs []error
	for _, p := range played {
		if p.Verdict == replay.Passed {
			errs = append(errs, s.keepBaseline(p.Job, p.Last().Dir))
		}
	}
	return errors.Join(errs...)
}

// result prints what came of all flows, and keeps it for the exit code.
func (s *suiteRun) result(played []replay.Played) {
	counts := map[replay.Verdict]int{}
	for _, p := range played {
		counts[p.Verdict]++
	}
	var parts []string
	for _, v := range []replay.Verdict{replay.Passed, replay.Flaky, replay.Failed, replay.Skipped} {
		if counts[v] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", counts[v], v))
		}
	}
	outcome := recordings.Outcome{Result: "done", ExitCode: replay.ExitCode(played), Verdict: fmt.Sprintf("%d flows: %s", len(played), strings.Join(parts, ", "))}
	if outcome.ExitCode != CodeDone {
		outcome.Result, outcome.Next = "failed", "look at "+filepath.Join(s.dir, replay.IndexFile)
		for _, p := range played {
			if last := p.Last(); last.Outcome.ExitCode == outcome.ExitCode && last.Outcome.Next != "" {
				outcome.Next = p.Name + ": " + last.Outcome.Next
			}
		}
	}
	s.app.result = &engine.Result{Outcome: outcome, Dir: s.dir}
	if !s.options.out.json {
		_, _ = fmt.Fprintf(s.app.outlets.laterOut, "%s\n%s\n", outcome.Verdict, filepath.Join(s.dir, replay.IndexFile))
	}
}
