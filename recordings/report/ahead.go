package report

import (
	"io/fs"
	"sync"

	"lockedit/internal/defect"
	"lockedit/recordings"
)

// manySteps is beyond how many steps the pictures have half the width and
// height, about 190 dots an inch on paper: a report has to stay small enough
// to be sent, and the whole pictures are in files beside it.
const manySteps = 100

// ahead draws the pictures while the run goes on, one after the other in the
// background, so that the end of the run need not wait for them.
type ahead struct {
	working sync.WaitGroup

	mu       sync.Mutex // guards what follows up to next
	files    fs.FS
	pictures []recordings.Picture
	steps    int
	busy     bool
	next     int // index of the first picture that is not drawn

	// film and drawn belong to whoever works, then to the report.
	film  film
	drawn map[string]drawing
}

// follow takes note of a step or a picture, and returns at once.
func (a *ahead) follow(files fs.FS, e recordings.Event) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.files = files
	switch {
	case e.Type == recordings.TypeStepStart:
		a.steps++
	case e.Picture != nil:
		a.pictures = append(a.pictures, *e.Picture)
	}
	if !a.busy && a.next < len(a.pictures) {
		a.busy = true
		a.working.Go(a.work)
	}
}

func (a *ahead) work() {
	for {
		files, p, ok := a.take()
		if !ok {
			return
		}
		// One at which it panics is drawn again at the end, where that is the report's own error.
		_ = defect.Guard(func() error { a.draw(files, p); return nil })
	}
}

func (a *ahead) draw(files fs.FS, p recordings.Picture) {
	if _, known := a.drawn[p.SHA256]; known {
		return
	}
	content, problem := readPicture(files, p)
	if problem != "" {
		return // the report says so
	}
	if drawn, ok := a.film.draw(content); ok {
		a.drawn[p.SHA256] = drawn
	}
}

// take is the next picture to draw. A run that turns out to be long begins anew
// with smaller ones.
func (a *ahead) take() (fs.FS, recordings.Picture, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if part := partFor(a.steps); a.drawn == nil || part != a.film.part {
		a.film, a.drawn, a.next = film{part: part}, map[string]drawing{}, 0
	}
	if a.next == len(a.pictures) {
		a.busy = false
		return nil, recordings.Picture{}, false
	}
	a.next++
	return a.files, a.pictures[a.next-1], true
}

// partFor is by how much the pictures of so many steps are shrunk, 0 for not at
// all.
func partFor(steps int) int {
	if steps > manySteps {
		return 2
	}
	return 0
}

// album waits until all is drawn that was noted, and goes on from there.
func (a *ahead) album(rec recordings.Recording) *album {
	a.working.Wait()
	pictures := &album{files: rec.FS, seen: map[string]Picture{}, film: film{part: partFor(len(rec.Run.Steps))}}
	if a.drawn != nil && a.film.part == pictures.film.part {
		pictures.film, pictures.drawn = a.film, a.drawn
	}
	return pictures
}
