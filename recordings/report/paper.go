package report

import (
	"regexp"

	"lockedit/recordings"
	"lockedit/recordings/report/pdf"
)

// paper is report.pdf.
type paper struct {
	kept  *kept
	print func(html string) ([]byte, error)
}

// File is the printed report's name in the recording.
func (paper) File() string { return "report.pdf" }

// Prepare makes the steps with their pictures.
func (p paper) Prepare(rec recordings.Recording) { p.kept.make(rec) }

// Render prints the page. If that does not work the file is missing, which
// takes nothing from the page.
func (p paper) Render(rec recordings.Recording) ([]byte, error) {
	html, err := Format{kept: p.kept}.Render(rec)
	if err != nil {
		return nil, err
	}
	paper, err := p.printed(folded.ReplaceAllString(string(html), ""))
	if err != nil {
		return nil, &recordings.AbsentError{Err: err}
	}
	return paper, nil
}

// folded are the parts that open when somebody selects them, as nobody can on
// paper. They hold no others.
var folded = regexp.MustCompile(`(?s)<details>.*?</details>`)

// printed prints a page with stand-ins for its pictures and puts these back
// afterwards. Where that does not work, the browser has to do all of it.
func (p paper) printed(html string) ([]byte, error) {
	light, err := pdf.TakeOut(html)
	if err != nil {
		return p.print(html)
	}
	print, err := p.print(light.HTML)
	if err != nil {
		return nil, err
	}
	if whole, err := light.PutBack(print); err == nil {
		return whole, nil
	}
	return p.print(html)
}
