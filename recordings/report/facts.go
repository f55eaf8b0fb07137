package report

import (
	"fmt"
	"slices"
	"strings"

	"lockedit/recordings"
)

// facts are who, what, where and when.
func facts(run recordings.Run) []Fact {
	all := []Fact{
		{Term: "What", Text: what(run)},
		{Term: "Where", Text: or(run.Console.URL, "not known"), More: about(run.Console)},
		{Term: "Who", Text: who(run.Operator), More: people(run)},
		{Term: "When", Text: stamp(run.Started), More: []string{until(run)}},
		lockFact(run.Lock, run.Verb),
	}
	all = append(all, approvals(run)...)
	if run.Complete {
		all = append(all, Fact{Term: "Exit code", Text: fmt.Sprint(run.ExitCode), More: []string{exitWords[run.ExitCode]}})
	}
	return all
}

// exitWords are what the exit codes promise.
var exitWords = map[int]string{
	0:   "done, or nothing to do",
	1:   "failed; the configuration is as it was before",
	2:   "there are differences",
	3:   "activated, but not proved in force; or a restart that was begun and did not finish",
	4:   "a person is needed: something is left in the console, or the domain may be stopped",
	64:  "wrong usage or specification; nothing was contacted",
	130: "interrupted; the configuration is as it was before",
}

func what(run recordings.Run) string {
	text := count(len(run.Changes), "value to change", "values to change")
	if run.Verb == "verify" {
		text = count(len(run.Changes), "value not as wanted", "values not as wanted")
	}
	if run.Lock.How == "activated" {
		text = count(len(run.Changes), "value changed", "values changed")
	}
	if run.Cluster != "" {
		text += " for cluster " + run.Cluster
	}
	return text
}

func about(c recordings.Console) []string {
	var parts []string
	for _, part := range []struct{ name, value string }{
		{"domain ", c.Domain}, {"version ", c.Version}, {"", c.Mode}, {"language ", c.Language},
	} {
		if part.value != "" {
			parts = append(parts, part.name+part.value)
		}
	}
	if len(parts) == 0 {
		return nil
	}
	return []string{strings.Join(parts, ", ")}
}

func who(o recordings.Operator) string {
	switch {
	case o.User == "":
		return "not known"
	case o.Host == "":
		return o.User
	}
	return o.User + " on " + o.Host
}

func people(run recordings.Run) []string {
	var lines []string
	if run.Operator.Account != "" {
		lines = append(lines, "console account "+run.Operator.Account)
	}
	for _, q := range run.Questions {
		lines = append(lines, fmt.Sprintf("asked “%s”, answered “%s”", q.Text, q.Answer))
	}
	return lines
}

func until(run recordings.Run) string {
	took := duration(between(run.Started, run.Ended))
	if !run.Complete {
		return "last event " + stamp(run.Ended) + ", after " + took
	}
	return "to " + stamp(run.Ended) + ", " + took
}

func lockFact(lock recordings.Lock, verb string) Fact {
	fact := Fact{Term: "Lock"}
	switch {
	case lock.AcquiredAt.IsZero() && lock.How == "":
		fact.Text = "never taken"
		return fact
	case lock.AcquiredAt.IsZero() && verb == "release" && !lock.ReleasedAt.IsZero():
		fact.Text, fact.More = "taken before this run, held until "+clock(lock.ReleasedAt), []string{lockEnd(lock)}
		return fact
	case lock.AcquiredAt.IsZero():
		fact.Text, fact.More = "never seen to be held", []string{lockEnd(lock)}
		return fact
	}
	fact.Text = fmt.Sprintf("held from %s to %s", clock(lock.AcquiredAt), clock(lock.ReleasedAt))
	fact.More = []string{lockEnd(lock)}
	if lock.ReleasedAt.IsZero() {
		fact.Text, fact.Tone = "held since "+stamp(lock.AcquiredAt), toneBad
		return fact
	}
	fact.More[0] += ", after " + duration(between(lock.AcquiredAt, lock.ReleasedAt))
	if n := len(lock.Earlier); n > 0 {
		fact.More = append(fact.More, "taken "+count(n, "time", "times")+" before that")
	}
	return fact
}

func approvals(run recordings.Run) []Fact {
	var all []Fact
	for _, a := range run.Approvals {
		more := []string{"key " + a.KeyID, stamp(a.At)}
		if !a.ValidUntil.IsZero() {
			more = append(more, "valid until "+stamp(a.ValidUntil))
		}
		all = append(all, Fact{Term: "Approved", Text: or(a.Name, a.KeyID), More: more})
	}
	return all
}

// tools are the programs that did it, and how they were set.
func tools(run recordings.Run) []Fact {
	b := run.Browser
	all := []Fact{
		{Term: "lockedit", Text: or(run.Program.Version, "not known")},
		{Term: "Browser", Text: or(b.Product, "not started")},
	}
	if b.Product == "" {
		return all
	}
	sandbox := Fact{Term: "Sandbox", Text: or(b.Sandbox, "unknown")}
	switch sandbox.Text {
	case "off":
		sandbox.Tone, sandbox.More = toneBad, []string{"the browser ran without its sandbox, as the user asked"}
	case "unknown":
		sandbox.Tone, sandbox.More = toneCareful, []string{"the browser was started by somebody else"}
	}
	return append(all, Fact{Term: "Protocol", Text: or(b.Protocol, "not known")}, sandbox, tlsFact(b.TLS))
}

// tlsFact shows an unchecked certificate in red.
func tlsFact(text string) Fact {
	fact := Fact{Term: "TLS", Text: or(text, "not recorded")}
	if strings.Contains(text, "not verified") || strings.Contains(text, "skip") {
		fact.Tone = toneBad
	}
	return fact
}

// untouched says what the run left alone: what it was told of, and what
// follows from what it did.
func untouched(run recordings.Run) []recordings.Untouched {
	all := slices.Clone(run.Untouched)
	if run.Complete && run.Lock.AcquiredAt.IsZero() && (run.Lock.How == "" || run.Verb != "release") && len(written(run)) == 0 {
		all = append(all, recordings.Untouched{Object: "The whole configuration", Why: "the lock was never taken and no form was saved"})
	}
	if n := len(run.Unchanged); n > 0 {
		all = append(all, recordings.Untouched{
			Object: count(n, "value", "values"), Why: "looked at, as wanted already, and left alone (listed above)",
		})
	}
	if objects := written(run); len(objects) > 0 {
		all = append(all, recordings.Untouched{
			Object: "Every other object of the domain", Why: "the only forms filled in were those of " + list(objects),
		})
	}
	if run.Complete && len(run.Restart.Commands) == 0 {
		all = append(all, recordings.Untouched{Object: "Servers and pods", Why: "no command that changes them was run"})
	}
	return all
}

// maxListed is how many names a sentence carries.
const maxListed = 6

func list(names []string) string {
	if len(names) <= maxListed {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more, each listed above", strings.Join(names[:maxListed-1], ", "), len(names)-maxListed+1)
}

// written are the objects of which a value was set, in order.
func written(run recordings.Run) []string {
	var objects []string
	for _, step := range run.Steps {
		for _, v := range step.Values {
			if v.How == "set" && !slices.Contains(objects, v.Object) {
				objects = append(objects, v.Object)
			}
		}
	}
	return objects
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
