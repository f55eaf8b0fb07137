package engine

import (
	"errors"
	"slices"
	"strings"

	"lockedit/recordings"
	"lockedit/steps"
)

// finish writes the recording and returns the result. A recording that could
// not be written, or of which something is gone, turns a good end into a failure:
// evidence is part of the work. The browser lives on until it has printed the report.
func (s *session) finish(outcome recordings.Outcome, plan *recordings.Plan, cause error) (Result, error) {
	defer s.close()
	if cause != nil {
		s.journal.Error(recordings.Diagnostic{Summary: cause.Error(), Hint: outcome.Next, File: pictureOf(cause)})
	}
	s.leave()
	lost := s.journal.Check() // beforehand, so that the recording says the same
	if lost != nil {
		outcome = s.unrecorded(outcome, lost)
	}
	err := s.journal.Finish(outcome)
	if err != nil && lost == nil {
		outcome = s.unrecorded(outcome, err)
	}
	return Result{
		Outcome: s.shown(outcome), Dir: s.journal.Dir(), Plan: plan, Warnings: s.warnings(), Err: s.redactor.Error(errors.Join(cause, err)),
	}, nil
}

// shown is an outcome as it may leave the run: the recording's copy is cleaned when it
// is written, and this one goes to the terminal and into the pages of a suite.
func (s *session) shown(o recordings.Outcome) recordings.Outcome {
	o.Verdict, o.Next = s.redactor.String(o.Verdict), s.redactor.String(o.Next)
	return o
}

// warnings say what the recording lacks without being incomplete.
func (s *session) warnings() []string {
	all := s.stamp()
	if s.unprinted != nil {
		all = append(all, "report.pdf is missing: "+s.unprinted.Error())
	}
	for i := range all {
		all[i] = s.redactor.String(all[i])
	}
	return all
}

// unrecorded is the outcome of a run whose recording is not complete: what it did
// stays what it did, and a good end is none without its evidence.
func (s *session) unrecorded(was recordings.Outcome, lost error) recordings.Outcome {
	const room = "see that there is room and that nothing else changes the files of a recording, or give another --out"
	o := was
	o.Verdict += "; but the recording is not complete" + unsaid(was.Verdict, lost)
	switch {
	case was.ExitCode != codeDone && was.ExitCode != codeDifferences:
		o.Next += "; as this recording is not complete, " + room
	case s.acted.yes.Load():
		o.Result, o.ExitCode, o.Next = resultActivated, codeActivated, room+", and run `lockedit verify`"
	default:
		o.Result, o.ExitCode, o.Next = resultFailed, codeFailed, room+", and run it again"
	}
	return o
}

// unsaid are the reasons, one a line, that a verdict does not give yet.
func unsaid(verdict string, err error) string {
	reasons := slices.DeleteFunc(strings.Split(err.Error(), "\n"), func(line string) bool { return strings.Contains(verdict, line) })
	if len(reasons) == 0 {
		return ""
	}
	return ": " + strings.Join(reasons, "; ")
}

// pictureOf is the picture that shows an error.
func pictureOf(err error) string {
	var step *steps.StepError
	if errors.As(err, &step) {
		return step.Picture
	}
	return ""
}
