// Package view shows a run to people: on a terminal one live line a step, else
// plain lines; the result on standard output; with --json the events alone.
// Every text that comes from a console is made visible before it is shown.
package view

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"lockedit/recordings"
)

// Options say where and how a view shows.
type Options struct {
	Out, Err io.Writer
	// OutTerminal and ErrTerminal say that a person sees what is written;
	// lines are fitted to Width there, and only there.
	OutTerminal, ErrTerminal bool
	// Width is the terminal's width in columns; nil or 0 means 80.
	Width func() int
	// Colour allows colours, on terminals.
	Colour bool
	// Live draws the step that is under way, on a terminal.
	Live bool
	// Quiet shows only warnings and errors; JSON writes events to Out and
	// nothing else but warnings and errors.
	Quiet, JSON bool
	// Now is the clock.
	Now func() time.Time
	// Waiting is the number of bytes that standard error has not taken yet; nil means
	// that Err waits until it has.
	Waiting func() int
	// Tick is how often the time of the step under way is drawn anew; 0 is ten
	// times a second.
	Tick time.Duration
}

// View shows one run. Its methods may be called from any goroutine.
type View struct {
	o     Options
	lines *recordings.LineSink

	mu   sync.Mutex // guards everything below, and the writers
	live live
	step *step
	// servers keeps what was last said of each server.
	servers map[string]string
	// unlogged counts the lines of the log that were left out.
	unlogged int
	// shown says that a result was written.
	shown bool
	// failed is the last error that the run told of itself.
	failed *recordings.Diagnostic
	// pages are the addresses at which steps failed, by the steps' IDs.
	pages map[string]string
}

// step is the step that is under way.
type step struct {
	title   string
	started time.Time
	// last is what was last heard of it.
	last string
}

// New makes a view.
func New(o Options) *View {
	if o.Tick == 0 {
		o.Tick = defaultTick
	}
	if o.Waiting == nil {
		o.Waiting = func() int { return 0 }
	}
	v := &View{o: o, servers: map[string]string{}, pages: map[string]string{}}
	if o.JSON {
		v.lines = recordings.NewLineSink(o.Out)
	}
	return v
}

// Event is a [recordings.Sink].
func (v *View) Event(e recordings.Event) {
	if v.lines != nil {
		v.lines.Event(e)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.follow(e)
	if text, style, ok := v.describe(e); ok && v.shows(e) {
		v.print(style, text)
	}
	v.redraw()
}

// shows says whether progress is shown at all, or only warnings.
func (v *View) shows(e recordings.Event) bool {
	if v.o.Quiet || v.o.JSON {
		return e.Level == "warn" || e.Level == "error"
	}
	return true
}

// follow keeps track of the step that is under way.
func (v *View) follow(e recordings.Event) {
	switch {
	case e.Type == recordings.TypeStepStart && e.StepInfo != nil:
		v.step = &step{title: recordings.Visible(e.StepInfo.Title), started: e.Time}
	case e.Type == recordings.TypeStepEnd && e.StepInfo != nil && e.StepInfo.Status == recordings.StatusFailed:
		v.pages[e.StepInfo.ID] = e.StepInfo.URL
	case e.Type == recordings.TypeDiagnostic && e.Diagnostic != nil && e.Diagnostic.Severity == "error":
		v.failed = e.Diagnostic
	case v.step != nil && (e.Type == recordings.TypeServer || e.Type == recordings.TypeRestart):
		v.step.last = recordings.Visible(e.Message)
	}
}

// style is how a line is drawn.
type style int

const (
	plain style = iota
	good
	bad
	caution
	faint
)

// describe makes the line of an event, if it has one.
func (v *View) describe(e recordings.Event) (string, style, bool) {
	message := recordings.Visible(e.Message)
	switch e.Type {
	case recordings.TypeStepEnd:
		return v.describeStep(e)
	case recordings.TypeStarted:
		return startedLine(e), plain, e.Started != nil
	case recordings.TypeConsole:
		return "  " + consoleLine(e), faint, e.Console != nil
	case recordings.TypeBrowser, recordings.TypeNote, recordings.TypeApproval:
		return "  " + message, faint, true
	case recordings.TypeLock, recordings.TypeActivated:
		return "  " + message, lockStyle(e), true
	case recordings.TypeServer:
		return "  " + message, faint, v.news(e) && !v.drawsLive()
	case recordings.TypeRestart:
		return "  " + message, faint, !v.drawsLive()
	case recordings.TypeCommand:
		return "  $ " + recordings.Visible(e.Command), faint, true
	case recordings.TypeDialog, recordings.TypeRecovery:
		return "! " + message, caution, true
	case recordings.TypePage:
		return "! " + message, caution, e.Level == "warn"
	case recordings.TypeDiagnostic:
		return "! warning: " + message, caution, e.Level == "warn"
	}
	return "", plain, false
}

// news says whether an event says of its server what was not said last.
func (v *View) news(e recordings.Event) bool {
	if e.Server == nil || v.servers[e.Server.Name] == e.Message {
		return false
	}
	v.servers[e.Server.Name] = e.Message
	return true
}

func lockStyle(e recordings.Event) style {
	if e.Level == "error" {
		return bad
	}
	return faint
}

func startedLine(e recordings.Event) string {
	s := e.Started
	if s == nil {
		return ""
	}
	line := "lockedit " + s.Verb
	if s.Cluster != "" {
		line += " " + s.Cluster
	}
	if s.URL != "" {
		line += " on " + s.URL
	}
	if s.Operator.Account != "" {
		line += " as " + s.Operator.Account
	}
	return recordings.Visible(line)
}

func consoleLine(e recordings.Event) string {
	if e.Console == nil {
		return ""
	}
	parts := []string{}
	for _, p := range []struct{ what, text string }{
		{"console ", e.Console.Version}, {"domain ", e.Console.Domain}, {"", e.Console.Mode},
	} {
		if p.text != "" {
			parts = append(parts, p.what+p.text)
		}
	}
	return recordings.Visible(strings.Join(parts, ", "))
}

func (v *View) describeStep(e recordings.Event) (string, style, bool) {
	s := e.StepInfo
	if s == nil {
		return "", plain, false
	}
	took := ""
	if v.step != nil {
		took = "  " + elapsed(e.Time.Sub(v.step.started))
	}
	v.step = nil
	title := recordings.Visible(s.Title)
	switch s.Status {
	case recordings.StatusFailed:
		return v.beside("✗ "+title, took), bad, true
	case recordings.StatusSkipped:
		return "- " + title + " (skipped)", faint, true
	}
	return v.beside("✓ "+title, took), good, true
}

// beside puts a time behind a text, which gives way on a narrow terminal.
func (v *View) beside(text, took string) string {
	if !v.o.ErrTerminal {
		return text + took
	}
	return clip(text, v.width()-1-cells(took)) + took
}

// elapsed shows a duration in tenths of seconds, or minutes and seconds.
func elapsed(d time.Duration) string {
	if d < time.Minute {
		return fmt.Sprintf("%.1fs", max(0, d).Seconds())
	}
	return d.Round(time.Second).String()
}

// print writes one finished line of progress.
func (v *View) print(s style, text string) {
	v.erase()
	if v.o.ErrTerminal {
		text = clip(text, v.width()-1)
	}
	v.write(v.paint(s, text) + "\n")
}

// write sends a text to standard error. A terminal that is gone is no reason
// to stop in the middle of a change, so errors are not followed up.
func (v *View) write(text string) { _, _ = io.WriteString(v.o.Err, text) }

func (v *View) paint(s style, text string) string {
	code := map[style]string{good: "32", bad: "31", caution: "33", faint: "2"}[s]
	if !v.o.Colour || !v.o.ErrTerminal || code == "" {
		return text
	}
	if s == good || s == bad { // only the mark: the text stays readable on any background
		mark, rest, _ := strings.Cut(text, " ")
		return "\x1b[" + code + "m" + mark + "\x1b[0m " + rest
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func (v *View) width() int { return v.o.columns() }

// columns is the terminal's width, where there is one.
func (o Options) columns() int {
	if o.Width != nil {
		if w := o.Width(); w > 0 {
			return w
		}
	}
	return 80
}

// ErrColumns is the width to which lines on standard error are fitted; 0 is none.
func (o Options) ErrColumns() int {
	if !o.ErrTerminal {
		return 0
	}
	return o.columns()
}

// Aside clears the live line and lets someone else use the terminal.
func (v *View) Aside(use func()) {
	v.mu.Lock()
	v.erase()
	v.live.paused = true
	v.mu.Unlock()
	defer func() {
		v.mu.Lock()
		defer v.mu.Unlock()
		v.live.paused = false
		v.redraw()
	}()
	use()
}

// Close ends the live line.
func (v *View) Close() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.step = nil
	v.erase()
	v.tellUnlogged()
	v.live.stop()
}
