package view

import (
	"path"
	"strings"

	"lockedit/recordings"
)

// Failure is the end of a run that did not do what it was asked.
type Failure struct {
	Err error
	// Verdict is what the run itself said of its end, if it came so far.
	Verdict string
	// Next says what to do next.
	Next string
	// Dir is the recording's directory, if there is one.
	Dir string
	// Stack is where a defect was met.
	Stack []byte
}

// Failure shows an error, also when quiet: the message, details, the file with
// the picture, and what to do next as the last line.
func (v *View) Failure(f Failure) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.step = nil
	v.erase()
	for _, text := range v.failureLines(f) {
		v.write(text + "\n")
	}
}

// Warning shows what is no event of the run, also when quiet.
func (v *View) Warning(text string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.erase()
	for _, line := range v.fit("! warning: ", recordings.Visible(text)) {
		v.write(line + "\n")
	}
}

func (v *View) failureLines(f Failure) []string {
	var lines []string
	add := func(prefix, text string) {
		for i, l := range strings.Split(strings.TrimSpace(text), "\n") {
			if i > 0 {
				prefix = strings.Repeat(" ", len(prefix))
			}
			lines = append(lines, v.fit(prefix, recordings.Visible(l))...)
		}
	}
	if f.Err == nil && v.shown { // the verdict stands above, on standard output
		add("next: ", f.Next)
		return lines
	}
	add("lockedit: ", f.message())
	if v.failed != nil {
		if v.failed.Detail != "" {
			add("  ", v.failed.Detail)
		}
		if page := v.pages[path.Base(path.Dir(v.failed.File))]; page != "" {
			add("  page: ", page)
		}
		if v.failed.File != "" {
			add("  picture: ", v.failed.File)
		}
	}
	if f.Dir != "" {
		add("  recording: ", f.Dir)
	}
	if len(f.Stack) > 0 {
		lines = append(lines, string(f.Stack))
	}
	add("next: ", f.Next)
	return lines
}

// message is the verdict with the error that decided it, neither twice.
func (f Failure) message() string {
	text := ""
	if f.Err != nil {
		text = f.Err.Error()
	}
	switch {
	case f.Verdict == "" || strings.Contains(text, f.Verdict):
		return text
	case text == "" || strings.Contains(f.Verdict, text):
		return f.Verdict
	}
	return f.Verdict + "\n" + text
}

// fit breaks a text for standard error.
func (v *View) fit(prefix, text string) []string { return Fit(prefix, text, v.o.ErrColumns()) }
