// Package trace writes trace.zip: the run in version 8 of Playwright's trace
// format, which its viewer, its command line and its website open. Version 8 is
// what Playwright 1.59 writes; newer viewers modernise it, while older ones
// refuse what is newer than they are. The format is that of Playwright's
// packages/trace/src/trace.ts (Apache-2.0); nothing of it is copied here.
//
// Each step is an action with its title, its time, its call log, its pictures
// and its error. The real document is not in the trace: it holds hidden fields,
// session ids and tokens in places that only the console's authors know. The
// snapshot of a step is made from its accessibility tree instead, which was
// cleaned when it was taken and needs no script.
package trace

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"lockedit/recordings"
)

// Format writes the trace of a recording.
type Format struct{}

// File is the trace's name in the recording.
func (Format) File() string { return "trace.zip" }

// Names inside the archive, and those of its one page and frame.
const (
	traceFile   = "trace.trace"
	networkFile = "trace.network"
	resourceDir = "resources/"
	pageID      = "page@1"
	frameID     = "frame@1"
	contextID   = "browser-context@1"
)

// Version is the format's version.
const Version = 8

// Render makes the archive. A picture that is missing from the recording or
// was changed is left out, and the action's log says so.
func (Format) Render(rec recordings.Recording) ([]byte, error) {
	w := &writer{rec: rec, clock: clock{rec.Run.Started}}
	w.album = newAlbum(rec)
	w.header()
	w.actions()
	w.frames()
	w.outside()
	w.requests()
	if w.err != nil {
		return nil, fmt.Errorf("trace: %w", w.err)
	}
	return w.archive()
}

// clock gives times as the format wants them: milliseconds on a clock of its
// own, which shows epoch when the run began.
type clock struct{ began time.Time }

// epoch keeps the first time from being 0, which readers take for none.
const epoch = 1000

func (c clock) at(t time.Time) float64 {
	if t.IsZero() {
		return 0
	}
	return epoch + max(float64(t.Sub(c.began).Microseconds())/1000, 0)
}

func wall(t time.Time) float64 { return float64(t.UnixMicro()) / 1000 }

// writer collects the lines of the two files of events.
type writer struct {
	rec     recordings.Recording
	clock   clock
	album   *album
	trace   bytes.Buffer
	network bytes.Buffer
	err     error
}

// line writes one event.
func (w *writer) line(to *bytes.Buffer, event any) {
	text, err := json.Marshal(event)
	if err != nil && w.err == nil {
		w.err = err
	}
	to.Write(text)
	to.WriteByte('\n')
}

func (w *writer) tell(event any) { w.line(&w.trace, event) }

// archive puts the files together. Times in it are those of the run, so that
// the same recording gives the same bytes.
func (w *writer) archive() ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	files := append([]resource{{name: traceFile, content: w.trace.Bytes()}, {name: networkFile, content: w.network.Bytes()}}, w.album.resources...)
	for _, file := range files {
		method := zip.Deflate
		if file.packed {
			method = zip.Store
		}
		f, err := z.CreateHeader(&zip.FileHeader{Name: file.name, Method: method, Modified: w.rec.Run.Started.UTC()})
		if err == nil {
			_, err = f.Write(file.content)
		}
		if err != nil {
			return nil, fmt.Errorf("trace: %s: %w", file.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("trace: %w", err)
	}
	return out.Bytes(), nil
}
