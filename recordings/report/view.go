package report

import (
	"encoding/json"
	"fmt"
	"html/template"
	"io/fs"
	"slices"

	"lockedit/internal/defect"
	"lockedit/recordings"
)

// View is all that the templates show.
type View struct {
	CSS    template.CSS
	Policy string

	Run       recordings.Run
	Verdict   Verdict
	Subject   string
	Facts     []Fact
	Problems  []Problem
	Values    ValueTable
	Timeline  Timeline
	Restart   RestartView
	Steps     []StepView
	Outside   []Picture
	Untouched []recordings.Untouched
	Tools     []Fact
	Asked     string
	Files     []recordings.File
	// Missing says what of the recording could not be written.
	Missing []string
}

// Fact is a term and what is known of it.
type Fact struct {
	Term, Text string
	// More are further lines, Tone colours the text.
	More []string
	Tone string
}

// RestartView is the restart and how long it took.
type RestartView struct {
	recordings.Restart
	Title string
	Took  string
	Shown bool
}

func newView(rec recordings.Recording, common *kept) View {
	run := rec.Run
	if common == nil {
		common = &kept{}
	}
	common.make(rec)
	told := common.steps
	return View{
		Run: run, Verdict: verdict(run), Subject: subject(run), Facts: facts(run), Problems: problems(run, told),
		Values: valueTable(run), Timeline: timeline(run), Restart: restart(run),
		Steps: told, Outside: common.outside, Missing: rec.Missing,
		Untouched: untouched(run), Tools: tools(run), Asked: asked(run.Asked), Files: rec.Files,
	}
}

// make makes the steps once.
func (k *kept) make(rec recordings.Recording) {
	k.once.Do(func() {
		if rec.FS == nil {
			rec.FS = noFiles{}
		}
		k.broken = defect.Guard(func() error {
			a := k.ahead.album(rec)
			k.steps, k.outside = steps(rec.Run, a), outside(rec.Run, a)
			return nil
		})
	})
}

// Problem is a warning or an error, with the anchor of its picture if the page
// shows that.
type Problem struct {
	recordings.Diagnostic
	Shown string
}

// problems puts errors first.
func problems(run recordings.Run, steps []StepView) []Problem {
	shown := map[string]string{}
	for _, step := range steps {
		for _, p := range step.Repeated {
			shown[p.File] = p.SameID
		}
		for _, p := range step.Shots {
			shown[p.File] = p.ID
		}
	}
	var all []Problem
	for _, d := range run.Diagnostics {
		all = append(all, Problem{Diagnostic: d, Shown: shown[d.File]})
	}
	slices.SortStableFunc(all, func(a, b Problem) int { return rank(a) - rank(b) })
	return all
}

func rank(p Problem) int {
	if p.Severity == "error" {
		return 0
	}
	return 1
}

// noFiles is a recording of which only the events are left.
type noFiles struct{}

func (noFiles) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

func subject(run recordings.Run) string {
	text := "lockedit " + run.Verb
	if run.Cluster != "" {
		text += " · cluster " + run.Cluster
	}
	if run.Console.Domain != "" {
		text += " · domain " + run.Console.Domain
	}
	return text
}

func restart(run recordings.Run) RestartView {
	r := run.Restart
	return RestartView{
		Restart: r, Title: capital(or(r.Strategy, "unknown")) + " restart", Took: duration(between(r.Started, r.Ended)),
		Shown: r.Strategy != "" || len(r.Commands) > 0 || len(r.Servers) > 0,
	}
}

// asked is the specification as it was understood.
func asked(value any) string {
	if value == nil {
		return ""
	}
	text, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(text)
}

// outside are the pictures that belong to no step.
func outside(run recordings.Run, a *album) []Picture {
	var all []Picture
	for i, p := range run.Pictures {
		all = append(all, a.picture(recordings.Step{ID: "run", Title: "outside the steps"}, i, p))
	}
	return all
}
