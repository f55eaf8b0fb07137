package trace

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"lockedit/recordings"
	"lockedit/recordings/har"
)

// defaultViewport is used when no picture tells the size.
var defaultViewport = viewport{1280, 900}

func (w *writer) header() {
	run := w.rec.Run
	w.tell(contextOptions{
		Type: "context-options", Version: Version, Origin: "library", BrowserName: "chromium", Channel: run.Browser.Product,
		Platform: "unknown", Title: strings.TrimSpace(fmt.Sprintf("lockedit %s %s", run.Verb, run.Cluster)),
		Options:  options{Viewport: w.viewport(), BaseURL: run.Console.URL},
		WallTime: wall(run.Started), MonotonicTime: epoch, SDKLanguage: "javascript", ContextID: contextID,
	})
	w.tell(pageEvent{Type: "event", Time: epoch, Class: "BrowserContext", Method: "page", Params: map[string]any{"pageId": pageID}})
}

// viewport is the width of the first picture and the height of the lowest.
func (w *writer) viewport() viewport {
	size := defaultViewport
	for _, step := range w.rec.Run.Steps {
		for _, p := range step.Pictures {
			if p.Width > 0 && p.Height > 0 {
				return viewport{p.Width, min(p.Height, size.Height)}
			}
		}
	}
	return size
}

// actions writes a call for each step, with what happened in it as its log.
func (w *writer) actions() {
	for _, step := range w.rec.Run.Steps {
		w.action(step)
	}
}

// call is the name of a step's call.
func call(step recordings.Step) string { return "call@" + step.ID }

func (w *writer) action(step recordings.Step) {
	id := call(step)
	at := w.clock.at(step.Started)
	start := before{
		Type: "before", CallID: id, StepID: id, StartTime: at, Title: step.Title, Class: "Page", Method: "step",
		Params: map[string]string{"step": step.ID, "url": step.URL}, PageID: pageID,
	}
	previous := w.treeBefore(step)
	if previous != "" {
		start.BeforeSnapshot = "before@" + id
	}
	// A snapshot follows the event that names it: newer readers want that.
	w.tell(start)
	w.snapshot(step, previous, start.BeforeSnapshot, step.Started)
	for _, e := range w.rec.Events {
		if e.Step == step.ID {
			w.happened(id, e)
		}
	}
	w.end(id, step)
}

// treeBefore is the file with the page's tree as the step before left it.
func (w *writer) treeBefore(step recordings.Step) string {
	name := ""
	for _, s := range w.rec.Run.Steps {
		if s.ID == step.ID {
			return name
		}
		name = s.Aria
	}
	return ""
}

func (w *writer) end(id string, step recordings.Step) {
	last := after{Type: "after", CallID: id, EndTime: w.clock.at(step.Ended)}
	if step.Ended.IsZero() {
		last.EndTime = w.clock.at(w.rec.Run.Ended)
	}
	if step.Aria != "" {
		last.AfterSnapshot = "after@" + id
	}
	if step.Proof != "" {
		last.Result = map[string]string{"proof": step.Proof}
	}
	switch step.Status {
	case recordings.StatusFailed:
		last.Error = &failure{Name: "StepError", Message: step.Error}
	case recordings.StatusRunning:
		last.Error = &failure{Name: "StepError", Message: "the run ended inside this step"}
	case recordings.StatusPassed, recordings.StatusSkipped:
	}
	last.Attachments = w.attachments(id, step)
	w.tell(last)
	w.snapshot(step, step.Aria, last.AfterSnapshot, step.Ended)
}

// attachments are a step's pictures and its tree.
func (w *writer) attachments(id string, step recordings.Step) []attachment {
	var all []attachment
	for _, p := range step.Pictures {
		name, problem := w.album.picture(p)
		if problem != "" {
			w.log(id, step.Ended, problem)
			continue
		}
		all = append(all, attachment{Name: p.When + " (" + p.File + ")", ContentType: "image/png", SHA1: name})
	}
	if name, ok := w.album.text(step.Aria, ".yaml"); ok {
		all = append(all, attachment{Name: "page.aria.yaml", ContentType: "text/plain", SHA1: name})
	}
	return all
}

func (w *writer) log(id string, at time.Time, message string) {
	w.tell(logLine{Type: "log", CallID: id, Time: w.clock.at(at), Message: message})
}

// happened writes an event of a step into its log, and to where the viewer
// looks for its kind. Requests have a list of their own.
func (w *writer) happened(id string, e recordings.Event) {
	switch {
	case e.StepInfo != nil, e.Request != nil, e.Picture != nil, e.Type == recordings.TypeAria:
		return
	case e.Page != nil:
		w.message(e)
	case e.Dialog != nil:
		w.tell(pageEvent{Type: "event", Time: w.clock.at(e.Time), Class: "BrowserContext", Method: "dialog", Params: map[string]any{
			"pageId": pageID, "type": e.Dialog.Kind, "message": e.Dialog.Text, "defaultValue": "",
		}})
	}
	w.log(id, e.Time, e.Message)
}

// message puts what the console or a script said into the viewer's console.
func (w *writer) message(e recordings.Event) {
	kinds := map[string]string{"error": "error", "warning": "warning", "script": "error", "http": "error"}
	kind := "log"
	if k, ok := kinds[e.Page.Kind]; ok {
		kind = k
	}
	w.tell(consoleEvent{Type: "console", Time: w.clock.at(e.Time), PageID: pageID, MessageType: kind, Text: e.Page.Text})
}

// frames puts every picture into the film strip, in the order of time.
func (w *writer) frames() {
	pictures := slices.Clone(w.rec.Run.Pictures)
	for _, step := range w.rec.Run.Steps {
		for _, p := range step.Pictures {
			if p.When != "before" {
				pictures = append(pictures, p)
			}
		}
	}
	slices.SortStableFunc(pictures, func(a, b recordings.Picture) int { return a.At.Compare(b.At) })
	for _, p := range pictures {
		if name, problem := w.album.picture(p); problem == "" {
			w.tell(screencastFrame{
				Type: "screencast-frame", PageID: pageID, SHA1: name, Width: p.Width, Height: p.Height,
				Timestamp: w.clock.at(p.At), SwapTime: wall(p.At),
			})
		}
	}
}

// outside writes what went wrong with the run as a whole. Viewers show errors of
// actions only, so a run that failed in no step has one more action.
func (w *writer) outside() {
	run := w.rec.Run
	ended := w.clock.at(run.Ended)
	var problems []string
	for _, d := range run.Diagnostics {
		if d.Severity == "error" {
			problems = append(problems, strings.TrimSpace(d.Summary+"\n"+d.Hint))
			w.tell(errorEvent{Type: "error", Message: problems[len(problems)-1]})
		}
	}
	if len(problems) > 0 && !slices.ContainsFunc(run.Steps, func(s recordings.Step) bool { return s.Status == recordings.StatusFailed }) {
		const id = "call@outcome"
		w.tell(before{
			Type: "before", CallID: id, StepID: id, StartTime: ended, Title: "Outcome: " + run.Result, Class: "Page", Method: "step",
			Params: map[string]string{}, PageID: pageID,
		})
		w.tell(after{Type: "after", CallID: id, EndTime: ended, Error: &failure{Name: "RunError", Message: strings.Join(problems, "\n")}})
	}
	w.tell(pageEvent{Type: "event", Time: ended, Class: "BrowserContext", Method: "pageClosed", Params: map[string]any{"pageId": pageID}})
}

func (w *writer) requests() {
	for _, e := range w.rec.Events {
		if e.Request == nil {
			continue
		}
		w.line(&w.network, resourceSnapshot{Type: "resource-snapshot", Snapshot: exchange{
			Entry: har.Entry(*e.Request, pageID), FrameRef: frameID, MonotonicTime: w.clock.at(e.Request.At),
			ResourceType: strings.ToLower(e.Request.Type),
		}})
	}
}
