package compare

import (
	"fmt"
	"slices"
	"strconv"

	"lockedit/recordings"
)

// wholeName is the name of what concerns the run as a whole.
const wholeName = "run"

func newResult(base, rec *side, o Options) Result {
	return Result{
		Schema: Schema, Compared: o.Now().UTC(), Program: o.Program,
		Verb: rec.run.Verb, Flow: rec.run.Flow, Cluster: rec.run.Cluster, IgnoreLook: o.IgnoreLook,
		SlowFactor: o.SlowFactor, SlowMillis: o.SlowBy.Milliseconds(),
		Baseline: sideOf(base), Recording: sideOf(rec), Context: contextOf(base.run, rec.run),
	}
}

func sideOf(s *side) Side {
	r := s.run
	out := Side{
		Dir: s.dir, Started: r.Started, Console: r.Console, Browser: r.Browser.Product, Program: r.Program.Version,
		Result: r.Result, Steps: len(r.Steps),
	}
	if !r.Ended.IsZero() {
		out.Millis = r.Ended.Sub(r.Started).Milliseconds()
	}
	return out
}

// contextOf lists what may explain differences and is none itself.
func contextOf(a, b recordings.Run) []Fact {
	var facts []Fact
	for _, f := range []Fact{
		{"console version", a.Console.Version, b.Console.Version},
		{"console address", a.Console.URL, b.Console.URL},
		{"domain", a.Console.Domain, b.Console.Domain},
		{"mode", a.Console.Mode, b.Console.Mode},
		{"language", a.Console.Language, b.Console.Language},
		{"account", a.Operator.Account, b.Operator.Account},
		{"browser", a.Browser.Product, b.Browser.Product},
		{"lockedit", a.Program.Version, b.Program.Version},
		{"recording ended", strconv.FormatBool(a.Complete), strconv.FormatBool(b.Complete)},
	} {
		if f.Before != f.After {
			facts = append(facts, f)
		}
	}
	return facts
}

// whole adds what differs about the run as a whole, as a step before all others.
func (r *Result) whole(base, rec *side) {
	step := Step{Name: wholeName, Title: "The run as a whole", Status: StepDifferent, Differences: []Difference{}}
	a, b := base.run, rec.run
	if a.Result != b.Result || a.ExitCode != b.ExitCode {
		text := fmt.Sprintf("the run ended as %q, code %d, in the baseline as %q, code %d", b.Result, b.ExitCode, a.Result, a.ExitCode)
		step.add(Difference{Kind: KindStatus, Text: text, Before: base.clean.text(a.Verdict), After: rec.clean.text(b.Verdict)})
	}
	keysA, valuesA := changesOf(a)
	keysB, valuesB := changesOf(b)
	for _, d := range keyed(KindValue, keysA, valuesA, keysB, valuesB) {
		step.add(d)
	}
	if len(step.Differences) > 0 {
		r.Steps = slices.Insert(r.Steps, 0, step)
	}
}

// changesOf lists the values of the configuration that a run knows.
func changesOf(run recordings.Run) ([]string, map[string]string) {
	var keys []string
	all := map[string]string{}
	for _, c := range slices.Concat(run.Changes, run.Unchanged) {
		for _, v := range []struct{ when, value string }{
			{"before", c.Before}, {"wanted", c.After}, {"read back", c.ReadBack}, {"in force", c.InForce},
		} {
			key := fmt.Sprintf("%s of %s %s, %s", c.Attribute, c.Type, c.Object, v.when)
			if _, ok := all[key]; !ok && v.value != "" {
				keys = append(keys, key)
				all[key] = v.value
			}
		}
	}
	return keys, all
}
