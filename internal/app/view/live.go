package view

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// defaultTick is how often the time of the step under way is drawn anew.
const defaultTick = 100 * time.Millisecond

// live is the line of the step that is under way, on a terminal.
type live struct {
	drawn  bool
	paused bool
	// done ends the goroutine that redraws; nil when none runs.
	done chan struct{}
}

func (v *View) drawsLive() bool {
	return v.o.Live && v.o.ErrTerminal && !v.o.Quiet && !v.o.JSON
}

// redraw draws the live line, and starts its ticking with the first step.
func (v *View) redraw() {
	if !v.drawsLive() || v.step == nil || v.live.paused {
		return
	}
	if v.live.done == nil {
		v.live.done = make(chan struct{})
		go v.ticking(v.live.done)
	}
	text := "  " + v.step.title
	if v.step.last != "" {
		text += ": " + v.step.last
	}
	text = v.beside(text, "  "+elapsed(v.o.Now().Sub(v.step.started)))
	v.write("\r" + v.paint(faint, text) + "\x1b[K")
	v.live.drawn = true
}

// erase removes the live line, so that whole lines can be written.
func (v *View) erase() {
	if v.live.drawn {
		v.write("\r\x1b[K")
		v.live.drawn = false
	}
}

func (v *View) ticking(done chan struct{}) {
	ticker := time.NewTicker(v.o.Tick)
	defer ticker.Stop()
	for {
		select {
		case <-done:
			return
		case <-ticker.C:
			v.tick()
		}
	}
}

// tick draws the time anew, unless the terminal has not even taken what was drawn before.
func (v *View) tick() {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.o.Waiting() == 0 {
		v.redraw()
	}
}

func (l *live) stop() {
	if l.done != nil {
		close(l.done)
		l.done = nil
	}
}

// Log is a writer of log lines that leaves the live line whole.
func (v *View) Log() io.Writer { return logWriter{v} }

type logWriter struct{ v *View }

// mostLog is how many bytes may wait for a standard error that nobody reads before lines
// of the log are left out. All else is kept until it is read: of that there is no more
// than the recording's journal keeps in memory, too.
const mostLog = 16 << 20

// tellUnlogged says that lines of the log are missing.
func (v *View) tellUnlogged() {
	if v.unlogged > 0 {
		v.write(fmt.Sprintf("! lines left out of the log, because nobody read standard error: %d\n", v.unlogged))
		v.unlogged = 0
	}
}

// Write writes whole lines to standard error.
func (l logWriter) Write(p []byte) (int, error) {
	l.v.mu.Lock()
	defer l.v.mu.Unlock()
	if l.v.o.Waiting() > mostLog {
		l.v.unlogged++
		return len(p), nil
	}
	l.v.erase()
	l.v.tellUnlogged()
	l.v.write(strings.TrimSuffix(string(p), "\n") + "\n")
	l.v.redraw()
	return len(p), nil
}
