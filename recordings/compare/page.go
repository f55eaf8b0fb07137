package compare

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"time"

	"lockedit/recordings"
)

//go:embed page.html page.css page.js
var pageFiles embed.FS

// pageView is what the template of compare.html draws.
type pageView struct {
	Result                   Result
	CSS                      template.CSS
	Script                   template.JS
	Policy                   string
	Title, Sentence, Subject string
	Tone, Mark               string
	Facts                    []factView
	Rows                     []stepView
	Counts                   []kindCount
	Steps                    []stepView
}

type factView struct {
	What, Before, After string
	Differs             bool
}

type kindCount struct {
	Kind  Kind
	Count int
}

// HTML makes compare.html: one page that loads nothing, with the pictures of
// both recordings in it. The result must come from [Compare], and both
// recordings must still be there.
func (r *Result) HTML() ([]byte, error) {
	css, err := pageFiles.ReadFile("page.css")
	if err != nil {
		return nil, fmt.Errorf("compare.html: %w", err)
	}
	script, err := pageFiles.ReadFile("page.js")
	if err != nil {
		return nil, fmt.Errorf("compare.html: %w", err)
	}
	view := pageView{Result: *r, CSS: template.CSS(css), Script: template.JS(script), Policy: policy(css, script), Subject: r.Subject()}
	view.verdict(r)
	view.facts(r)
	if err := view.steps(r); err != nil {
		return nil, err
	}
	page, err := template.New("page.html").Funcs(template.FuncMap{
		"t":     func(text any) string { return recordings.Visible(fmt.Sprint(text)) },
		"stamp": stamp,
	}).ParseFS(pageFiles, "page.html")
	if err != nil {
		return nil, fmt.Errorf("compare.html: %w", err)
	}
	var out bytes.Buffer
	if err := page.Execute(&out, view); err != nil {
		return nil, fmt.Errorf("compare.html: %w", err)
	}
	return out.Bytes(), nil
}

// policy allows this very style sheet and script and pictures inside the page,
// and nothing else: no network, no form.
func policy(css, script []byte) string {
	sum := func(text []byte) string {
		hash := sha256.Sum256(text)
		return base64.StdEncoding.EncodeToString(hash[:])
	}
	return "default-src 'none'; img-src data:; style-src 'sha256-" + sum(css) + "'; script-src 'sha256-" + sum(script) +
		"'; base-uri 'none'; form-action 'none'"
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05") }

// Subject names what was compared.
func (r *Result) Subject() string {
	switch {
	case r.Flow != "":
		return r.Verb + " of " + r.Flow
	case r.Cluster != "":
		return r.Verb + " of " + r.Cluster
	}
	return r.Verb
}

// Sentence says in a few words how many differences there are.
func (r *Result) Sentence() string {
	if r.Differences == 0 {
		return "no differences in " + plural(len(r.Steps), "step")
	}
	return fmt.Sprintf("%s in %d of %s", plural(r.Differences, "difference"), r.Different(), plural(len(r.Steps), "step"))
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

func (v *pageView) verdict(r *Result) {
	v.Tone, v.Mark, v.Title = "careful", "≠", plural(r.Differences, "difference")
	v.Sentence = fmt.Sprintf("In %d of %s.", r.Different(), plural(len(r.Steps), "step"))
	if r.Differences == 0 {
		v.Tone, v.Mark, v.Title = "good", "=", "No differences"
		v.Sentence = fmt.Sprintf("All %s are as in the baseline.", plural(len(r.Steps), "step"))
	}
	if r.IgnoreLook {
		v.Sentence += " Only structure and values were compared, not the look."
	}
}

func (v *pageView) facts(r *Result) {
	a, b := r.Baseline, r.Recording
	for _, f := range []Fact{
		{"Recorded", stamp(a.Started), stamp(b.Started)},
		{"Took", seconds(time.Duration(a.Millis) * time.Millisecond), seconds(time.Duration(b.Millis) * time.Millisecond)},
		{"Directory", a.Dir, b.Dir},
		{"Result", a.Result, b.Result},
		{"Console", a.Console.URL, b.Console.URL},
		{"Console version", a.Console.Version, b.Console.Version},
		{"Domain", a.Console.Domain, b.Console.Domain},
		{"Browser", a.Browser, b.Browser},
		{"lockedit", a.Program, b.Program},
	} {
		always := f.What == "Recorded" || f.What == "Took" || f.What == "Directory"
		if f.Before != "" || f.After != "" {
			v.Facts = append(v.Facts, factView{f.What, f.Before, f.After, !always && f.Before != f.After})
		}
	}
}
