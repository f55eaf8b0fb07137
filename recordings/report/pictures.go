package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"html"
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
}

// tall is the ratio of height to width from which a small picture shows only
// the top of the page.
const tall = 1.1

func (a *album) picture(step recordings.Step, n int, p recordings.Picture) Picture {
	pic := Picture{
		ID: fmt.Sprintf("%s-%d", anchor(step), n+1), Back: anchor(step), When: capital(p.When),
		Taken: clock(p.At), File: p.File, Sum: p.SHA256,
	}
	if p.Width > 0 {
		pic.Size = fmt.Sprintf("%d × %d", p.Width, p.Height)
		pic.Tall = float64(p.Height)/float64(p.Width) > tall
	}
	if first, ok := a.seen[p.SHA256]; ok && p.SHA256 != "" {
		pic.Same, pic.SameID = first.Same, first.ID
		return pic
	}
	content, problem := a.read(p)
	if problem != "" {
		pic.Problem = problem
		return pic
	}
	alt := fmt.Sprintf("Page of the console in step %d, %s: %s", step.Number, p.When, step.Title)
	pic.Image = image(content, alt, p.Width, p.Height)
	a.seen[p.SHA256] = Picture{ID: pic.ID, Same: fmt.Sprintf("%s of step %d", p.When, step.Number)}
	return pic
}

// read takes a picture from the recording only if it is the recorded one.
func (a *album) read(p recordings.Picture) (content []byte, problem string) {
	content, err := fs.ReadFile(a.files, p.File)
	if err != nil {
		return nil, "The picture is not in the recording."
	}
	sum := sha256.Sum256(content)
	switch {
	case hex.EncodeToString(sum[:]) != p.SHA256:
		return nil, "The picture was changed after it was taken: its SHA-256 is not the recorded one."
	case !bytes.HasPrefix(content, []byte("\x89PNG\r\n\x1a\n")):
		return nil, "The picture is not a PNG."
	}
	return content, ""
}

// image is written here and not in the template, whose escaping would write
// every plus sign of the picture as five characters.
func image(content []byte, alt string, w, h int) template.HTML {
	size := ""
	if w > 0 && h > 0 {
		size = fmt.Sprintf(` width="%d" height="%d"`, w, h)
	}
	return template.HTML(fmt.Sprintf(`<img alt="%s"%s src="data:image/png;base64,%s">`,
		html.EscapeString(recordings.Visible(alt)), size, base64.StdEncoding.EncodeToString(content)))
}
