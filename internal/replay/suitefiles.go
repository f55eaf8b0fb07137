package replay

import (
	"bytes"
	_ "embed"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"time"

	"lockedit/recordings"
)

//go:embed index.html
var indexText string

//go:embed index.css
var indexStyle string

// The files of a suite's directory.
const (
	IndexFile = "index.html"
	JUnitFile = "junit.xml"
)

// WriteSuite writes the index page and the test results of a suite into its
// directory, which holds the recordings.
func WriteSuite(dir, title string, played []Played, at time.Time) error {
	var cases []suiteCases
	var rows []indexRow
	for _, p := range played {
		runs := loadRuns(p)
		cases = append(cases, casesOf(p, runs))
		rows = append(rows, rowOf(dir, p, runs))
	}
	results, err := junitText(title, cases)
	if err != nil {
		return err
	}
	page, err := indexPage(title, rows, at)
	if err != nil {
		return err
	}
	return errors.Join(write(dir, JUnitFile, results), write(dir, IndexFile, page))
}

func write(dir, name string, text []byte) error {
	if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
		return fmt.Errorf("suite: %w", err)
	}
	return nil
}

// loadRuns reads what the recordings of a flow's attempts say.
func loadRuns(p Played) []recordings.Run {
	var runs []recordings.Run
	for _, a := range p.Attempts {
		// A recording that cannot be read has no steps; the attempt says why.
		run, _ := recordings.Load(a.Dir)
		runs = append(runs, run)
	}
	return runs
}

type suitesXML struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Suites   []suiteCases `xml:"testsuite"`
}

type suiteCases struct {
	Name      string    `xml:"name,attr"`
	Tests     int       `xml:"tests,attr"`
	Failures  int       `xml:"failures,attr"`
	Errors    int       `xml:"errors,attr"`
	Skipped   int       `xml:"skipped,attr"`
	Time      string    `xml:"time,attr"`
	Timestamp string    `xml:"timestamp,attr"`
	Cases     []caseXML `xml:"testcase"`
	Out       string    `xml:"system-out,omitempty"`
}

type caseXML struct {
	Name      string   `xml:"name,attr"`
	Classname string   `xml:"classname,attr"`
	Time      string   `xml:"time,attr"`
	Skipped   *textXML `xml:"skipped"`
	Failure   *textXML `xml:"failure"`
}

type textXML struct {
	Message string `xml:"message,attr,omitempty"`
	Text    string `xml:",chardata"`
}

// casesOf are the results of one flow: a test case a step of the attempt that
// counts, and one that says how earlier attempts ended.
func casesOf(p Played, runs []recordings.Run) suiteCases {
	s := suiteCases{Name: p.Flow.Title, Time: seconds(p.Last().Started, p.Last().Ended)}
	if len(p.Attempts) > 0 {
		s.Timestamp = p.Attempts[0].Started.UTC().Format("2006-01-02T15:04:05")
	}
	add := func(c caseXML) {
		c.Classname = p.Name
		s.Tests++
		if c.Failure != nil {
			s.Failures++
		}
		if c.Skipped != nil {
			s.Skipped++
		}
		s.Cases = append(s.Cases, c)
	}
	if p.Verdict == Skipped {
		add(caseXML{Name: "flow", Time: "0.000", Skipped: &textXML{Message: "interrupted before it began"}})
		return s
	}
	for _, step := range runs[len(runs)-1].Steps {
		c := caseXML{Name: step.ID + " " + step.Title, Time: seconds(step.Started, step.Ended)}
		if step.Status == recordings.StatusFailed {
			c.Failure = &textXML{Message: step.Error, Text: step.Error}
		}
		add(c)
	}
	if last := p.Last(); s.Failures == 0 && last.failed() {
		add(caseXML{Name: "outcome", Time: "0.000", Failure: &textXML{Message: outcomeText(last)}})
	}
	if p.Verdict == Flaky {
		s.Out = fmt.Sprintf("flaky: passed in attempt %d; before: %s", len(p.Attempts), outcomeText(p.Attempts[len(p.Attempts)-2]))
	}
	return s
}

func outcomeText(a Attempt) string {
	if a.Err != nil {
		return a.Err.Error()
	}
	return a.Outcome.Verdict
}

func seconds(from, to time.Time) string {
	return strconv.FormatFloat(max(0, to.Sub(from).Seconds()), 'f', 3, 64)
}

func junitText(title string, cases []suiteCases) ([]byte, error) {
	all := suitesXML{Name: recordings.Visible(title), Suites: cases}
	for i := range cases {
		all.Tests += cases[i].Tests
		all.Failures += cases[i].Failures
	}
	text, err := xml.MarshalIndent(all, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("%s: %w", JUnitFile, err)
	}
	return append([]byte(xml.Header), append(text, '\n')...), nil
}

// indexRow is one flow on the index page.
type indexRow struct {
	Title, File, Verdict, Time, Error string
	Steps                             int
	Attempts                          []indexAttempt
	Picture                           template.URL
}

type indexAttempt struct{ Report, Verdict string }

func rowOf(dir string, p Played, runs []recordings.Run) indexRow {
	last := p.Last()
	row := indexRow{Title: p.Flow.Title, File: filepath.Base(p.File), Verdict: string(p.Verdict), Time: seconds(last.Started, last.Ended)}
	for i, a := range p.Attempts {
		relative, err := filepath.Rel(dir, a.Dir)
		if err != nil {
			relative = a.Dir
		}
		word := "passed"
		if a.failed() {
			word = "failed"
		}
		row.Attempts = append(row.Attempts, indexAttempt{Report: path.Join(filepath.ToSlash(relative), reportOf(a.Dir)), Verdict: fmt.Sprintf("attempt %d %s", i+1, word)})
	}
	if last.failed() {
		row.Error = outcomeText(last)
	}
	if len(runs) > 0 {
		run := runs[len(runs)-1]
		row.Steps = len(run.Steps)
		row.Picture = lastPicture(last.Dir, run)
	}
	return row
}

// reportOf is the file of a recording that a person opens: with minimal evidence
// there is no report.
func reportOf(dir string) string {
	if _, err := os.Stat(filepath.Join(dir, "report.html")); err != nil {
		return "run.json"
	}
	return "report.html"
}

// maxThumb is the size in bytes above which a picture is left out of the index.
const maxThumb = 2 << 20

// lastPicture is the last picture of a run, that of the step that failed where
// one did, for the page to hold in itself.
func lastPicture(dir string, run recordings.Run) template.URL {
	var shown recordings.Picture
	for _, step := range run.Steps {
		if len(step.Pictures) > 0 {
			shown = step.Pictures[len(step.Pictures)-1]
		}
		if step.Status == recordings.StatusFailed {
			break
		}
	}
	data, err := fs.ReadFile(os.DirFS(dir), shown.File) // no path of a recording leads out of it
	if shown.File == "" || err != nil || len(data) > maxThumb {
		return ""
	}
	return template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(data))
}

func indexPage(title string, rows []indexRow, at time.Time) ([]byte, error) {
	page, err := template.New(IndexFile).Parse(indexText)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", IndexFile, err)
	}
	counts := map[string]int{}
	for _, r := range rows {
		counts[r.Verdict]++
	}
	var out bytes.Buffer
	err = page.Execute(&out, map[string]any{
		"Title": title, "Rows": rows, "At": at.UTC().Format("2006-01-02 15:04:05 UTC"), "Counts": counts,
		"Style": template.CSS(indexStyle), "Verdicts": []Verdict{Failed, Flaky, Skipped, Passed},
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", IndexFile, err)
	}
	return out.Bytes(), nil
}
