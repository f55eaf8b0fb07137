// Package junit writes junit.xml: one test case a step, in the form that
// continuous integration servers read (the schema of Jenkins' xUnit plugin,
// junit-10.xsd, which is the common ground of Jenkins, GitLab and Azure).
package junit

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"time"

	"lockedit/recordings"
)

// Format writes the test results of a recording.
type Format struct{}

// File is the name of the results in the recording.
func (Format) File() string { return "junit.xml" }

type suites struct {
	XMLName  xml.Name `xml:"testsuites"`
	Name     string   `xml:"name,attr"`
	Tests    int      `xml:"tests,attr"`
	Failures int      `xml:"failures,attr"`
	Time     string   `xml:"time,attr"`
	Suites   []suite  `xml:"testsuite"`
}

type suite struct {
	Name       string     `xml:"name,attr"`
	Tests      int        `xml:"tests,attr"`
	Failures   int        `xml:"failures,attr"`
	Errors     int        `xml:"errors,attr"`
	Skipped    int        `xml:"skipped,attr"`
	Time       string     `xml:"time,attr"`
	Timestamp  string     `xml:"timestamp,attr"`
	Hostname   string     `xml:"hostname,attr"`
	Properties []property `xml:"properties>property"`
	Cases      []testCase `xml:"testcase"`
}

type property struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type testCase struct {
	Name      string   `xml:"name,attr"`
	Classname string   `xml:"classname,attr"`
	Time      string   `xml:"time,attr"`
	Skipped   *problem `xml:"skipped"`
	Failure   *problem `xml:"failure"`
	Out       string   `xml:"system-out,omitempty"`
}

type problem struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",chardata"`
}

// Render makes the results. A run that failed without a failed step, for
// example because the domain did not restart in time, gets one more test case
// that says so.
func (Format) Render(rec recordings.Recording) ([]byte, error) {
	run := rec.Run
	s := suite{
		Name: name(run), Time: seconds(run.Started, run.Ended), Hostname: run.Operator.Host,
		// This form has no time zone; it is UTC.
		Timestamp:  run.Started.UTC().Format("2006-01-02T15:04:05"),
		Properties: properties(run),
	}
	for _, step := range run.Steps {
		s.add(stepCase(run, step))
	}
	if s.Failures == 0 && failed(run) {
		s.add(testCase{Name: "outcome", Classname: class(run), Time: "0.000", Failure: &problem{
			Message: clean(run.Verdict), Type: clean(run.Result), Text: clean(strings.Join([]string{run.Verdict, run.Next}, "\n")),
		}})
	}
	all := suites{Name: "lockedit", Tests: s.Tests, Failures: s.Failures, Time: s.Time, Suites: []suite{s}}
	text, err := xml.MarshalIndent(all, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("junit: %w", err)
	}
	return bytes.Join([][]byte{[]byte(xml.Header), text, []byte("\n")}, nil), nil
}

func (s *suite) add(c testCase) {
	s.Tests++
	if c.Failure != nil {
		s.Failures++
	}
	if c.Skipped != nil {
		s.Skipped++
	}
	s.Cases = append(s.Cases, c)
}

// failed says whether the run did not do what was asked. Differences that a
// plan found are what it was asked for.
func failed(run recordings.Run) bool {
	return !run.Complete || (run.ExitCode != 0 && run.ExitCode != 2)
}

func stepCase(run recordings.Run, step recordings.Step) testCase {
	c := testCase{
		Name: clean(fmt.Sprintf("%02d %s", step.Number, step.Title)), Classname: class(run),
		Time: seconds(step.Started, step.Ended), Out: told(step),
	}
	switch step.Status {
	case recordings.StatusPassed:
	case recordings.StatusSkipped:
		c.Skipped = &problem{Message: clean(step.Proof)}
	case recordings.StatusFailed, recordings.StatusRunning:
		c.Failure = &problem{Message: clean(reason(step)), Type: string(step.Status), Text: clean(reason(step))}
	}
	return c
}

func reason(step recordings.Step) string {
	if step.Error == "" {
		return "the step did not end"
	}
	return step.Error
}

// told is what a reader of the results wants beside the verdict.
func told(step recordings.Step) string {
	var out strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&out, format+"\n", args...) }
	if step.URL != "" {
		line("page: %s", step.URL)
	}
	for _, v := range step.Values {
		line("%s %s of %s: %s", v.How, v.Attribute, v.Object, v.Value)
	}
	for _, m := range step.Messages {
		line("console (%s): %s", m.Kind, m.Text)
	}
	for _, r := range step.Retries {
		line("%s again: %s", r.What, r.Why)
	}
	for _, p := range step.Pictures {
		line("picture %s: %s", p.When, p.File)
	}
	if step.Proof != "" {
		line("proof: %s", step.Proof)
	}
	return clean(out.String())
}

func properties(run recordings.Run) []property {
	all := []property{
		{"verb", run.Verb}, {"result", run.Result}, {"exitCode", strconv.Itoa(run.ExitCode)}, {"verdict", run.Verdict},
		{"cluster", run.Cluster}, {"console", run.Console.URL}, {"consoleVersion", run.Console.Version}, {"domain", run.Console.Domain},
		{"operator", run.Operator.User}, {"browser", run.Browser.Product}, {"lockedit", run.Program.Version},
	}
	for i := range all {
		all[i].Value = clean(all[i].Value)
	}
	return all
}

func name(run recordings.Run) string {
	return clean(strings.TrimSpace("lockedit " + run.Verb + " " + run.Cluster))
}

// class groups the cases as servers show them: by the dots in it.
func class(run recordings.Run) string {
	class := "lockedit"
	for _, part := range []string{run.Verb, run.Cluster} {
		if part != "" {
			class += "." + strings.ReplaceAll(part, ".", "_")
		}
	}
	return clean(class)
}

// clean makes a text from elsewhere fit for XML, which has no way to write most
// control characters; the lines stay.
func clean(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = recordings.Visible(strings.ToValidUTF8(line, "\ufffd"))
	}
	return strings.Join(lines, "\n")
}

// seconds is a duration with three decimals; 0 if an end is not known.
func seconds(from, to time.Time) string {
	if from.IsZero() || to.Before(from) {
		return "0.000"
	}
	return strconv.FormatFloat(to.Sub(from).Seconds(), 'f', 3, 64)
}
