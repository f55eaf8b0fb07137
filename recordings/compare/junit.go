package compare

import (
	"encoding/xml"
	"fmt"
	"strings"
	"time"

	"lockedit/recordings"
)

// The elements of junit.xml, in the form that CI systems read: one test case a
// step, with its differences as a failure.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name      string      `xml:"name,attr"`
		Tests     int         `xml:"tests,attr"`
		Failures  int         `xml:"failures,attr"`
		Time      string      `xml:"time,attr"`
		Timestamp string      `xml:"timestamp,attr"`
		Cases     []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Name      string        `xml:"name,attr"`
		ClassName string        `xml:"classname,attr"`
		Time      string        `xml:"time,attr"`
		Failure   *junitFailure `xml:"failure,omitempty"`
	}
	junitFailure struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

// JUnit makes junit.xml.
func (r *Result) JUnit() ([]byte, error) {
	suite := junitSuite{
		Name: "compare: " + recordings.Visible(r.Subject()), Tests: len(r.Steps), Failures: r.Different(),
		Time: junitTime(r.Recording.Millis), Timestamp: r.Compared.UTC().Format("2006-01-02T15:04:05"),
	}
	for _, step := range r.Steps {
		suite.Cases = append(suite.Cases, r.junitCase(step))
	}
	text, err := xml.MarshalIndent(junitSuites{
		Name: "lockedit compare", Tests: suite.Tests, Failures: suite.Failures, Suites: []junitSuite{suite},
	}, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("junit.xml: %w", err)
	}
	return append([]byte(xml.Header), append(text, '\n')...), nil
}

func (r *Result) junitCase(step Step) junitCase {
	c := junitCase{Name: recordings.Visible(step.Name), ClassName: recordings.Visible(r.Subject()), Time: junitTime(0)}
	if step.Recording != nil {
		c.Time = junitTime(step.Recording.Millis)
	}
	if len(step.Differences) == 0 {
		return c
	}
	var lines []string
	for _, d := range step.Differences {
		lines = append(lines, recordings.Visible(fmt.Sprintf("%s: %s", d.Kind, d.Text)))
	}
	c.Failure = &junitFailure{Message: lines[0], Type: string(step.Differences[0].Kind), Text: strings.Join(lines, "\n")}
	if more := len(lines) - 1; more > 0 {
		c.Failure.Message += fmt.Sprintf(" (and %d more)", more)
	}
	return c
}

func junitTime(millis int64) string {
	return fmt.Sprintf("%.3f", (time.Duration(millis) * time.Millisecond).Seconds())
}
