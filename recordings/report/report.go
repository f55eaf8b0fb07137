// Package report makes report.html, the page for the people who have to accept
// a change: the verdict first, then who, what, where and when, every value
// before and after, the restart, and each step with its pictures. It is one
// page without scripts that loads nothing, so that it can be read for years.
package report

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io/fs"
	"sync"

	"lockedit/recordings"
)

//go:embed page.html parts.html steps.html page.css print.css
var files embed.FS

// Format writes the report of a recording.
type Format struct{ kept *kept }

// kept is what two formats of one recording have in common and what takes time
// to make: the steps with their pictures.
type kept struct {
	once    sync.Once
	ahead   ahead
	steps   []StepView
	outside []Picture
	// broken is why there are no steps: both formats are missing then.
	broken error
}

// Formats are report.pdf and report.html, in this order: the page says so when
// it could not be printed. Print makes a PDF of an HTML page that loads nothing.
func Formats(print func(html string) ([]byte, error)) []recordings.Format {
	common := &kept{}
	return []recordings.Format{paper{kept: common, print: print}, Format{kept: common}}
}

// File is the report's name in the recording.
func (Format) File() string { return "report.html" }

// Follow draws a picture of the run under way.
func (f Format) Follow(files fs.FS, e recordings.Event) {
	if f.kept != nil {
		f.kept.ahead.follow(files, e)
	}
}

// Prepare makes the steps with their pictures.
func (f Format) Prepare(rec recordings.Recording) {
	if f.kept != nil {
		f.kept.make(rec)
	}
}

// Render makes the page. A picture that is missing or was changed does not stop
// it: the page says so where the picture would be.
func (f Format) Render(rec recordings.Recording) ([]byte, error) {
	css, err := styles()
	if err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	page, err := template.New("page.html").Funcs(functions()).ParseFS(files, "*.html")
	if err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	if f.kept == nil {
		f.kept = &kept{}
	}
	view := newView(rec, f.kept)
	if f.kept.broken != nil {
		return nil, fmt.Errorf("report: %w", f.kept.broken)
	}
	view.CSS = template.CSS(css)
	view.Policy = policy(css)
	var out bytes.Buffer
	if err := page.Execute(&out, view); err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	return out.Bytes(), nil
}

func styles() ([]byte, error) {
	screen, err := files.ReadFile("page.css")
	if err != nil {
		return nil, err
	}
	paper, err := files.ReadFile("print.css")
	return append(screen, paper...), err
}

// policy allows this very style sheet and pictures inside the page, and nothing
// else: no script, no network, no form.
func policy(css []byte) string {
	sum := sha256.Sum256(css)
	return "default-src 'none'; img-src data:; style-src 'sha256-" +
		base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'"
}

// functions are what the templates may call. Every text from elsewhere goes
// through "t", which makes hidden characters visible.
func functions() template.FuncMap {
	return template.FuncMap{
		"t": func(text any) string { return recordings.Visible(fmt.Sprint(text)) },
		// lines is t for texts of several lines.
		"lines": visibleLines,
		// soft is t with places where a long name may be broken.
		"soft": soft,
		// commands is t for what to do next.
		"commands": commands,
		"clock":    clock,
		"stamp":    stamp,
		"duration": duration,
		"count":    count,
	}
}
