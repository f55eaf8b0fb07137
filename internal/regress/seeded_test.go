package regress_test

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"lockedit/recordings/compare"
	"lockedit/recordings/flow"
	"lockedit/testenv/console"
)

// TestSeededChangesAreFoundAtTheirStep holds that every change of the console
// is found by the shipped flow that meets it, at the step that does, named as
// what it is, and that no other step differs. Changes of different pages, and
// of different parts of a page, are met in one play.
func TestSeededChangesAreFoundAtTheirStep(t *testing.T) {
	t.Parallel()
	all := seeds()
	if len(all) < 40 {
		t.Fatalf("only %d changes are seeded", len(all))
	}
	s := newStage(t)
	for _, group := range gathered(all) {
		found := meet(t, s, group)
		for _, one := range group {
			t.Run(one.name, func(t *testing.T) { expectNamed(t, found, one) })
		}
		found.expectNothingElse(t)
	}
}

// gathered puts seeds that can be met in one play together.
func gathered(all []seed) [][]seed {
	var groups [][]seed
	for _, one := range all {
		at := slices.IndexFunc(groups, func(g []seed) bool {
			return !thorough() && g[0].flow == one.flow && !slices.ContainsFunc(g, one.clashes)
		})
		if at < 0 {
			groups = append(groups, []seed{one})
			continue
		}
		groups[at] = append(groups[at], one)
	}
	return groups
}

// clashes says whether two changes cannot be told apart when both are there.
func (s seed) clashes(other seed) bool {
	return s.m.Page == other.m.Page && (s.part == "" || other.part == "" || s.part == other.part)
}

// met is what a comparison found while a group of changes was there.
type met struct {
	group []seed
	steps []compare.Step
	// pages are the keys of the pages that the steps showed.
	pages []string
}

// meet plays the group's flow with all of its changes and compares it with its
// shipped baseline.
func meet(t *testing.T, s *stage, group []seed) met {
	t.Helper()
	name := group[0].flow
	f, err := flow.ReadFile(filepath.Join(library, name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	control := s.console.Control()
	control.ClearRequests()
	for _, one := range group {
		if err := control.Mutate(one.m); err != nil {
			t.Fatal(err)
		}
	}
	defer control.ClearMutations()
	s.clock.Add(17)
	recording := s.record(t, name, f)
	for _, one := range group {
		if !slices.ContainsFunc(control.Requests(), func(q console.Request) bool {
			return q.Page == one.m.Page && slices.Contains(q.Mutations, one.m.Name)
		}) {
			t.Errorf("%s: %s changed no page", one.name, one.m.Name)
		}
	}
	result := compared(t, filepath.Join(library, "baselines", name), recording, compare.Options{SlowBy: 3 * time.Second})
	return met{group: group, steps: result.Steps, pages: pagesOf(result.Steps, control, group)}
}

// pagesOf says which of the changed pages each step showed. One whose address
// names no page, such as the answer to a form, shows that of the step before.
func pagesOf(list []compare.Step, control *console.Control, group []seed) []string {
	keys := map[string]string{}
	for _, one := range group {
		keys[control.PageLabel(one.m.Page)] = one.m.Page
	}
	pages := make([]string, len(list))
	last := ""
	for i, step := range list {
		if step.Recording == nil {
			continue
		}
		address := step.Recording.URL
		if label := labelled.FindStringSubmatch(address); label != nil {
			last = keys[label[1]]
			if kind := handled.FindStringSubmatch(address); kind != nil && label[1] == dispatcher {
				last = changed(group, strings.ToLower(kind[1])+".general")
			}
		}
		pages[i] = last
	}
	return pages
}

// dispatcher is the label of a link to an object, which leads to the first of
// the pages of its kind.
const dispatcher = "DispatcherPage"

var (
	labelled = regexp.MustCompile(`_pageLabel=([^&]+)`)
	handled  = regexp.MustCompile(`Type=([A-Za-z]+)`)
)

// changed is the key of a page if it is changed, else empty.
func changed(group []seed, page string) string {
	if slices.ContainsFunc(group, func(s seed) bool { return s.m.Page == page }) {
		return page
	}
	return ""
}

// expectNamed holds that a change is named at the first step that shows it.
func expectNamed(t *testing.T, found met, one seed) {
	at := slices.Index(found.pages, one.m.Page)
	if at < 0 {
		t.Fatalf("no step shows %s", one.m.Page)
	}
	step := found.steps[at]
	for _, d := range step.Differences {
		if d.Kind == one.kind && strings.Contains(d.Text+" "+d.Before+" "+d.After, one.text) {
			return
		}
	}
	for _, d := range step.Differences {
		t.Logf("%s: %s: %s", step.Name, d.Kind, d.Text)
	}
	t.Errorf("step %s: no difference of kind %s says %q", step.Name, one.kind, one.text)
}

// expectNothingElse holds that steps which show no changed page do not differ.
// How long they took is left to the seed of a slow page: the machine may have
// much else to do.
func (f met) expectNothingElse(t *testing.T) {
	t.Helper()
	for i, step := range f.steps {
		for _, d := range step.Differences {
			if f.pages[i] == "" && d.Kind != compare.KindTime {
				t.Errorf("a difference in step %s, which did not change: %s: %s", step.Name, d.Kind, d.Text)
			}
		}
	}
}
