package report

import (
	"bytes"
	"fmt"
	"io/fs"

	"lockedit/recordings"
)

// maxAria is how much of the accessibility trees the page carries, in bytes:
// of all together, divided among the steps. The whole trees are in their files.
const maxAria = 512 << 10

// StepView is one step as the page shows it.
type StepView struct {
	recordings.Step
	Anchor   string
	Took     string
	Word     string
	Tone     string
	Shots    []Picture
	Repeated []Picture
	Tree     string
}

// statusWords are what a status is called, and its tone.
var statusWords = map[recordings.Status][2]string{
	recordings.StatusPassed:  {"passed", toneGood},
	recordings.StatusFailed:  {"failed", toneBad},
	recordings.StatusSkipped: {"skipped", toneCalm},
	recordings.StatusRunning: {"did not end", toneCareful},
}

func anchor(step recordings.Step) string {
	if step.Number == 0 {
		return "outside"
	}
	return fmt.Sprintf("step-%d", step.Number)
}

func steps(run recordings.Run, a *album) []StepView {
	var all []StepView
	for _, step := range run.Steps {
		view := StepView{Step: step, Anchor: anchor(step), Took: duration(between(step.Started, step.Ended))}
		words, known := statusWords[step.Status]
		if !known {
			words = [2]string{string(step.Status), toneCareful}
		}
		view.Word, view.Tone = words[0], words[1]
		for i, p := range step.Pictures {
			view.add(a.picture(step, i, p))
		}
		view.Tree = tree(a.files, step.Aria, maxAria/len(run.Steps))
		all = append(all, view)
	}
	return all
}

// Folded says whether there is anything to fold away.
func (v StepView) Folded() bool {
	return len(v.Values)+len(v.Matches)+len(v.Tree) > 0
}

// add puts a picture that shows what an earlier one shows aside.
func (v *StepView) add(p Picture) {
	if p.SameID != "" {
		v.Repeated = append(v.Repeated, p)
		return
	}
	v.Shots = append(v.Shots, p)
}

// tree is the accessibility tree of a step, as far as the page carries it.
func tree(files fs.FS, name string, limit int) string {
	if name == "" {
		return ""
	}
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return "(" + name + " is not in the recording)"
	}
	if len(text) > limit {
		whole := text[:limit]
		whole = whole[:bytes.LastIndexByte(whole, '\n')+1]
		return string(whole) + "(the rest is in " + name + ")"
	}
	return string(text)
}
