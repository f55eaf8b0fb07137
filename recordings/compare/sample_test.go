package compare_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"path/filepath"
	"testing"
	"time"

	"lockedit/recordings"
	"lockedit/recordings/compare"
)

// page is what a step of a sample recording sees.
type page struct {
	name, title, url, tree string
	picture                []byte
	masks                  []recordings.Masked
	values                 []recordings.Value
	messages               []recordings.PageMessage
	requests               []recordings.Request
	took                   time.Duration
	status                 recordings.Status
}

// sample is a recording to be made.
type sample struct {
	flow, verb, cluster string
	pages               []page
	outcome             recordings.Outcome
	unfinished          bool
}

func at(seconds float64) time.Time {
	return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC).Add(time.Duration(seconds * float64(time.Second)))
}

// record makes a recording with a clock of its own.
func record(t testing.TB, s sample) string {
	t.Helper()
	now := at(0)
	if s.verb == "" {
		s.verb = "replay"
	}
	j, err := recordings.Create(recordings.Options{
		Dir: filepath.Join(t.TempDir(), "recording"), Verb: s.verb, Program: "test", Now: func() time.Time { return now },
	})
	if err != nil {
		t.Fatal(err)
	}
	j.Start(recordings.Started{Verb: s.verb, Flow: s.flow, Cluster: s.cluster, URL: "http://h:7001/console"})
	for _, p := range s.pages {
		j.StartStep(p.name, p.title)
		now = now.Add(max(p.took, 100*time.Millisecond))
		p.tell(t, j)
		if p.status == "" {
			p.status = recordings.StatusPassed
		}
		if err := j.EndStep(p.status, "", nil); err != nil {
			t.Fatal(err)
		}
	}
	if s.outcome.Result == "" {
		s.outcome = recordings.Outcome{Result: "done", Verdict: "done"}
	}
	if !s.unfinished {
		if err := j.Finish(s.outcome); err != nil {
			t.Fatal(err)
		}
	}
	return j.Dir()
}

func (p page) tell(t testing.TB, j *recordings.Journal) {
	t.Helper()
	j.At(p.url)
	for _, v := range p.values {
		j.Value(v)
	}
	for _, m := range p.messages {
		j.Page(m)
	}
	for _, r := range p.requests {
		j.Request(r)
	}
	if p.picture != nil {
		config, err := png.DecodeConfig(bytes.NewReader(p.picture))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := j.MaskedPicture("after", p.picture, config.Width, config.Height, at(0), p.masks); err != nil {
			t.Fatal(err)
		}
	}
	if p.tree != "" {
		if err := j.Aria([]byte(p.tree)); err != nil {
			t.Fatal(err)
		}
	}
}

// drawn makes a picture: white with black boxes.
func drawn(t testing.TB, w, h int, boxes ...image.Rectangle) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
	for _, box := range boxes {
		draw.Draw(img, box, image.NewUniform(color.NRGBA{A: 255}), image.Point{}, draw.Src)
	}
	return encoded(t, img)
}

func encoded(t testing.TB, img image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// compared compares two samples.
func compared(t testing.TB, a, b sample, o compare.Options) compare.Result {
	t.Helper()
	result, err := compare.Compare(t.Context(), record(t, a), record(t, b), o)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// told lists every difference as "step kind text".
func told(r compare.Result) []string {
	list := []string{}
	for _, step := range r.Steps {
		for _, d := range step.Differences {
			list = append(list, fmt.Sprintf("%s %s %s", step.Name, d.Kind, d.Text))
		}
	}
	return list
}

// pages are steps of those names that all see the same.
func pages(names ...string) []page {
	var list []page
	for _, name := range names {
		list = append(list, page{name: name, title: "Step " + name, url: "http://h:7001/console?_pageLabel=" + name, tree: "- heading \"" + name + "\"\n"})
	}
	return list
}
