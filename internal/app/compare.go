package app

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"lockedit/internal/app/view"
	"lockedit/internal/engine"
	"lockedit/internal/spec"
	"lockedit/recordings"
	"lockedit/recordings/compare"
)

const compareText = `Says what differs between two recordings of the same flow, step by step: the page's
structure, values and messages, what it looks like, where links lead, new JavaScript and HTTP
errors, and steps that became slow. What differs each time (clock, welcome line, session ids,
health counts, and what the flow masks) is left out. It contacts nothing.

It prints a table, and writes compare.html with the pictures to look at, compare.json and
junit.xml into a directory of their own. A difference ends it with code 2.`

const compareExample = `  lockedit compare baseline/ recordings/20261123T080000Z-replay/
  lockedit compare --ignore-look 12.2.1.4/ 14.1.1/
  lockedit compare --accept baseline/ recordings/20261123T080000Z-replay/`

// compareFlags are the flags of the verb.
type compareFlags struct {
	dir    string
	accept bool
	o      compare.Options
	out    output
}

func (a *app) compareVerb() *cobra.Command {
	cmd := &cobra.Command{
		Use: "compare [flags] BASELINE RECORDING", Short: "say what differs between two recordings of a flow",
		Long: compareText, Example: compareExample, Args: twoDirs,
	}
	f := newFlags(cmd, CodeDone, CodeFailed, CodeDifferences, CodeUsage, CodeInterrupted)
	c := &compareFlags{}
	verb := f.group(groupVerb)
	verb.BoolVar(&c.accept, "accept", false, "make RECORDING the new baseline, and say what was accepted")
	verb.BoolVar(&c.o.IgnoreLook, "ignore-look", false, "compare structure and values only, for two versions of the console")
	verb.Float64Var(&c.o.SlowFactor, "slow-factor", compare.DefaultSlowFactor, "a step is slow when it takes more than `FACTOR` times as long ...")
	verb.DurationVar(&c.o.SlowBy, "slow-by", compare.DefaultSlowBy, "... and more than `DURATION` longer")
	verb.StringVar(&c.dir, "out", "", "`DIR` for compare.html, compare.json and junit.xml (default recordings/TIME-compare)")
	c.out.bind(f.group(groupOutput))
	f.add()
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return a.compare(cmd.Context(), c, args[0], args[1]) }
	return cmd
}

func twoDirs(_ *cobra.Command, args []string) error {
	if len(args) == 2 {
		return nil
	}
	usage := spec.Usagef("compare needs two directories, the baseline and the recording, and got %d", len(args))
	usage.Hint = "lockedit compare --help shows an example"
	return usage
}

func (a *app) compare(ctx context.Context, c *compareFlags, baseline, recording string) error {
	if err := c.check(); err != nil {
		return err
	}
	a.view = view.New(a.viewOptions(c.out))
	c.o.Now, c.o.Program = a.env.Now, a.version().Lockedit
	result, err := compare.Compare(ctx, filepath.Clean(baseline), filepath.Clean(recording), c.o)
	if err != nil {
		return compareError(err)
	}
	dir, err := c.write(result)
	if err != nil {
		return err
	}
	outcome := compareOutcome(result)
	if c.accept && result.Differences > 0 {
		if err := compare.Accept(result.Baseline.Dir, result.Recording.Dir); err != nil {
			return compareError(err)
		}
		outcome = recordings.Outcome{Result: "done", Verdict: "accepted: " + result.Sentence()}
	}
	a.tellComparison(result, outcome)
	a.view.Comparison(result, c.accept, filepath.Join(dir, compare.HTMLFile))
	a.result = &engine.Result{Outcome: outcome, Dir: dir}
	return nil
}

func (c *compareFlags) check() error {
	p := c.out.check()
	if c.o.SlowFactor <= 1 {
		p = append(p, spec.Problem{Where: "--slow-factor", Text: "is not more than 1"})
	}
	if c.o.SlowBy <= 0 {
		p = append(p, spec.Problem{Where: "--slow-by", Text: "is not longer than zero"})
	}
	if p != nil {
		return &spec.UsageError{Problems: p}
	}
	return nil
}

// write writes the files of the comparison and says where they are.
func (c *compareFlags) write(result compare.Result) (dir string, err error) {
	if dir = c.dir; dir == "" {
		if dir, err = result.NewDir("recordings"); err != nil {
			return "", err
		}
	}
	return dir, result.Write(dir)
}

func compareOutcome(r compare.Result) recordings.Outcome {
	if r.Differences == 0 {
		return recordings.Outcome{Result: "done", Verdict: r.Sentence()}
	}
	return recordings.Outcome{Result: "differences", ExitCode: CodeDifferences, Verdict: r.Sentence()}
}

// tellComparison writes the same facts as events, for --json.
func (a *app) tellComparison(r compare.Result, outcome recordings.Outcome) {
	seq := 0
	tell := func(e recordings.Event) {
		seq++
		e.Seq, e.Time = seq, a.env.Now().UTC().Truncate(time.Millisecond)
		if e.Level == "" {
			e.Level = "info"
		}
		a.view.Event(e)
	}
	info := a.version()
	tell(recordings.Event{Type: recordings.TypeVersion, Message: "lockedit " + info.Lockedit, Version: &info})
	for _, step := range r.Steps {
		for _, d := range step.Differences {
			tell(recordings.Event{
				Type: recordings.TypeDifference, Level: "warn", Message: d.Text, Step: step.Name,
				Difference: &recordings.Difference{Kind: string(d.Kind), Where: d.Where, Before: d.Before, After: d.After},
			})
		}
	}
	tell(recordings.Event{Type: recordings.TypeOutcome, Message: outcome.Verdict, Outcome: &outcome})
}

// compareError turns what cannot be compared into the exit codes of the
// contract: what never was a pair of recordings is wrong usage, a recording
// whose files were changed since is a failure.
func compareError(err error) error {
	var input *compare.InputError
	var mismatch *compare.MismatchError
	var same *compare.SameDirError
	var refused *compare.RefusedError
	switch {
	case errors.As(err, &input) && !input.Changed:
		return usageHint(err, "name the directory of a recording of lockedit, one that has events.jsonl")
	case errors.As(err, &mismatch):
		return usageHint(err, "compare recordings of the same verb, flow and cluster")
	case errors.As(err, &same):
		return usageHint(err, "name the baseline first and then the recording, two directories apart from each other")
	}
	if errors.As(err, &refused) {
		return &adviceError{err, "the baseline is as it was: replay the flow until it passes, and accept that recording"}
	}
	if errors.As(err, &input) {
		return &adviceError{err, "take an unchanged copy of the recording, or record it again"}
	}
	return err
}

func usageHint(err error, hint string) error {
	usage := spec.Usagef("%s", err)
	usage.Hint = hint
	return usage
}
