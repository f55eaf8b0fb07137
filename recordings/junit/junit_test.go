package junit_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"lockedit/recordings"
	"lockedit/recordings/junit"
)

// element is any element of the results.
type element struct {
	Name     string
	Attrs    map[string]string
	Children []*element
	Text     string
}

func parse(t *testing.T, text []byte) *element {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(text))
	stack := []*element{{}}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("not XML: %v\n%s", err, text)
		}
		top := stack[len(stack)-1]
		switch token := token.(type) {
		case xml.StartElement:
			e := &element{Name: token.Name.Local, Attrs: map[string]string{}}
			for _, a := range token.Attr {
				e.Attrs[a.Name.Local] = a.Value
			}
			top.Children = append(top.Children, e)
			stack = append(stack, e)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			top.Text += string(token)
		}
	}
	return stack[0].Children[0]
}

// rule is what the schema says of one element: the attributes it may have, with
// those that it must have first, and its children in their order.
type rule struct {
	must, may, children []string
}

// rules are the parts of junit-10.xsd that the results use.
var rules = map[string]rule{
	"testsuites": {may: []string{"name", "time", "tests", "failures", "disabled", "errors"}, children: []string{"testsuite"}},
	"testsuite": {
		must:     []string{"name", "tests"},
		may:      []string{"failures", "errors", "group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url", "version"},
		children: []string{"properties", "testcase", "system-out", "system-err"},
	},
	"properties": {children: []string{"property"}},
	"property":   {must: []string{"name", "value"}},
	"testcase": {
		must: []string{"name", "classname"}, may: []string{"time", "group"},
		children: []string{"skipped", "error", "failure", "rerunFailure", "system-out", "system-err"},
	},
	"failure": {may: []string{"message", "type"}}, "skipped": {may: []string{"message", "type"}}, "system-out": {},
}

var number = regexp.MustCompile(`^\d+(\.\d{3})?$`)

// check holds an element against the rules.
func check(e *element) (problems []string) {
	r, known := rules[e.Name]
	if !known {
		return []string{e.Name + " is no element of the schema"}
	}
	for _, name := range r.must {
		if _, ok := e.Attrs[name]; !ok {
			problems = append(problems, e.Name+" has no "+name)
		}
	}
	for name, value := range e.Attrs {
		if !slices.Contains(append(slices.Clone(r.must), r.may...), name) {
			problems = append(problems, e.Name+" may not have "+name)
		}
		if slices.Contains([]string{"tests", "failures", "errors", "skipped", "time"}, name) && !number.MatchString(value) {
			problems = append(problems, fmt.Sprintf("%s=%q is no number", name, value))
		}
	}
	last := 0
	for _, child := range e.Children {
		at := slices.Index(r.children, child.Name)
		if at < last {
			problems = append(problems, fmt.Sprintf("%s in %s is out of place", child.Name, e.Name))
		}
		last = max(at, last)
		problems = append(problems, check(child)...)
	}
	return problems
}

func find(e *element, name string) []*element {
	var all []*element
	if e.Name == name {
		all = append(all, e)
	}
	for _, child := range e.Children {
		all = append(all, find(child, name)...)
	}
	return all
}

var start = time.Date(2026, 11, 21, 2, 4, 5, 0, time.UTC)

// sample is a run with a step of each status, named by a text.
func sample(name string) recordings.Run {
	steps := []recordings.Step{}
	for i, status := range []recordings.Status{recordings.StatusPassed, recordings.StatusFailed, recordings.StatusSkipped, recordings.StatusRunning} {
		step := recordings.Step{
			Number: i + 1, Title: name, Status: status, Started: start, Ended: start.Add(1500 * time.Millisecond), URL: name, Proof: name,
			Values:   []recordings.Value{{Object: name, Attribute: name, How: "read", Value: name}},
			Messages: []recordings.PageMessage{{Kind: "success", Text: name}},
			Retries:  []recordings.Retry{{What: name, Why: name}},
			Pictures: []recordings.Picture{{When: "after", File: "steps/x/after.png"}},
		}
		if status == recordings.StatusFailed {
			step.Error = name
		}
		steps = append(steps, step)
	}
	return recordings.Run{
		Verb: "run", Cluster: name, Result: "failed", ExitCode: 1, Verdict: name, Next: name, Complete: true, Started: start, Ended: start.Add(time.Minute),
		Operator: recordings.Operator{User: name, Host: name}, Console: recordings.Console{URL: name, Domain: name}, Steps: steps,
	}
}

func render(t *testing.T, run recordings.Run) *element {
	t.Helper()
	text, err := junit.Format{}.Render(recordings.Recording{Run: run})
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, text)
}

func TestResultsFitTheSchema(t *testing.T) {
	for name, run := range map[string]recordings.Run{"all": sample("soa_cluster"), "empty": {}} {
		for _, problem := range check(render(t, run)) {
			t.Errorf("%s: %s", name, problem)
		}
	}
}

func TestOneCaseAStep(t *testing.T) {
	root := render(t, sample("soa.cluster"))
	suite := find(root, "testsuite")[0]
	for name, want := range map[string]string{
		"tests": "4", "failures": "2", "skipped": "1", "errors": "0", "time": "60.000", "timestamp": "2026-11-21T02:04:05",
	} {
		if suite.Attrs[name] != want {
			t.Errorf("%s is %q, want %q", name, suite.Attrs[name], want)
		}
	}
	cases := find(root, "testcase")
	if len(cases) != 4 || cases[0].Attrs["time"] != "1.500" || cases[0].Attrs["classname"] != "lockedit.run.soa_cluster" {
		t.Errorf("cases: %+v", cases[0])
	}
	for i, want := range []string{"", "failure", "skipped", "failure"} {
		got := ""
		for _, child := range cases[i].Children {
			if child.Name != "system-out" {
				got = child.Name
			}
		}
		if got != want {
			t.Errorf("case %d has %q, want %q", i+1, got, want)
		}
	}
}

func TestFailureWithoutAStepHasACase(t *testing.T) {
	for _, test := range []struct {
		code  int
		cases int
	}{{0, 0}, {1, 1}, {2, 0}, {3, 1}, {4, 1}, {130, 1}} {
		root := render(t, recordings.Run{Complete: true, ExitCode: test.code, Verdict: "why", Result: "failed"})
		if got := len(find(root, "testcase")); got != test.cases {
			t.Errorf("exit code %d: %d cases", test.code, got)
		}
		if got := root.Attrs["failures"]; got != strconv.Itoa(test.cases) {
			t.Errorf("exit code %d: %s failures", test.code, got)
		}
	}
}

func TestHostileText(t *testing.T) {
	want := len(find(render(t, sample("plain")), "testcase"))
	for _, name := range []string{
		"<failure/>", `"><testcase name="x"/>`, "]]>", "&amp;&#0;", "\x00\x1b[31m\x07", "bad\xffutf8", "\ufffe\uffff", "two\nlines\r", "\u202egnp",
	} {
		root := render(t, sample(name))
		if got := len(find(root, "testcase")); got != want {
			t.Errorf("%q: %d cases", name, got)
		}
		for _, problem := range check(root) {
			t.Errorf("%q: %s", name, problem)
		}
		for _, e := range find(root, "failure") {
			if strings.ContainsAny(e.Text, "\x00\x1b\x07\u202e") {
				t.Errorf("%q: hidden characters in %q", name, e.Text)
			}
		}
	}
}
