package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"

	"lockedit/recordings"
)

// Picture is one picture of a step.
type Picture struct {
	// ID is its anchor; Back that of its step.
	ID, Back    string
	When, Taken string
	Size, File  string
	Sum         string
	// Image is the element that shows it, "" if it stands elsewhere on the page
	// or cannot be shown.
	Image template.HTML
	// Half says that it is shown at half its width and height.
	Half bool
	// Same names the earlier picture of the same pixels, SameID its anchor.
	Same, SameID string
	// Problem says why it is not shown.
	Problem string
	Tall    bool
}

// album embeds each picture once.
type album struct {
	files fs.FS
	seen  map[string]Picture // by sum
	film  film
	// drawn are the pictures that were drawn while the run went on, by sum.
	drawn map[string]drawing
}

// tall is the ratio of height to width from which a small picture shows only
// the top of the page.
const tall = 1.1

func (a *album) picture(step recordings.Step, n int, p recordings.Picture) Picture {
	pic := Picture{
		ID: fmt.Sprintf("%s-%d", anchor(step), n+1), Back: anchor(step), When: capital(p.When),
		Taken: clock(p.At), File: p.File, Sum: p.SHA256, Half: a.film.part > 1,
	}
	if p.Width > 0 {
		pic.Size = fmt.Sprintf("%d × %d", p.Width, p.Height)
		pic.Tall = float64(p.Height)/float64(p.Width) > tall
	}
	if first, ok := a.seen[p.SHA256]; ok && p.SHA256 != "" {
		pic.Same, pic.SameID = first.Same, first.ID
		return pic
	}
	content, problem := readPicture(a.files, p)
	if problem != "" {
		pic.Problem = problem
		return pic
	}
	alt := fmt.Sprintf("Page of the console in step %d, %s: %s", step.Number, p.When, step.Title)
	drawn, ok := a.drawn[p.SHA256]
	if !ok {
		drawn, ok = a.film.draw(content)
	}
	if !ok {
		pic.Problem = "The picture is not a PNG."
		return pic
	}
	pic.Image = drawn.element(recordings.Visible(alt))
	a.seen[p.SHA256] = Picture{ID: pic.ID, Same: fmt.Sprintf("%s of step %d", p.When, step.Number)}
	return pic
}

// readPicture takes a picture from the recording only if it is the recorded one.
func readPicture(files fs.FS, p recordings.Picture) (content []byte, problem string) {
	content, err := fs.ReadFile(files, p.File)
	if err != nil {
		return nil, "The picture is not in the recording."
	}
	sum := sha256.Sum256(content)
	if hex.EncodeToString(sum[:]) != p.SHA256 {
		return nil, "The picture was changed after it was taken: its SHA-256 is not the recorded one."
	}
	return content, ""
}
