package report

import (
	"encoding/json"
	"fmt"
	"html/template"
	"io/fs"

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
	Problems  []recordings.Diagnostic
	Values    ValueTable
	Timeline  Timeline
	Restart   RestartView
	Steps     []StepView
	Outside   []Picture
	Untouched []recordings.Untouched
	Tools     []Fact
	Asked     string
	Files     []recordings.File
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
	Took  string
	Shown bool
}

func newView(rec recordings.Recording) View {
	run := rec.Run
	if rec.FS == nil {
		rec.FS = noFiles{}
	}
	a := &album{files: rec.FS, seen: map[string]Picture{}}
	return View{
		Run: run, Verdict: verdict(run), Subject: subject(run), Facts: facts(run), Problems: run.Diagnostics,
		Values: valueTable(run), Timeline: timeline(run), Restart: restart(run),
		Steps: steps(run, a), Outside: outside(run, a),
		Untouched: untouched(run), Tools: tools(run), Asked: asked(run.Asked), Files: rec.Files,
	}
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
		Restart: r, Took: duration(between(r.Started, r.Ended)),
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
