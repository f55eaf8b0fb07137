package trace_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lockedit/recordings"
	"lockedit/recordings/trace"
)

// picture is a PNG of which no two are alike.
func picture(t *testing.T, n int) []byte {
	t.Helper()
	img := image.NewPaletted(image.Rect(0, 0, 64, 48), color.Palette{color.White, color.RGBA{0x14, 0x4b, 0x91, 255}, color.Black})
	for i := range n {
		img.Pix[i*65] = uint8(1 + i%2)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// sample tells a run of three steps, the last of which fails.
func sample(t *testing.T, name string) string {
	t.Helper()
	at := time.Date(2026, 11, 21, 2, 4, 5, 0, time.UTC)
	j, err := recordings.Create(recordings.Options{
		Parent: t.TempDir(), Verb: "run", Cluster: "soa_cluster", Program: "v1", Formats: []recordings.Format{trace.Format{}},
		Now: func() time.Time { at = at.Add(10 * time.Millisecond); return at },
	})
	if err != nil {
		t.Fatal(err)
	}
	j.Start(recordings.Started{Verb: "run", Cluster: "soa_cluster", URL: "http://h:7001/console"})
	for i, title := range []string{"Log in", name, "Activate Changes"} {
		j.StartStep(fmt.Sprint("step", i), title)
		j.At("http://h:7001/console/console.portal?_pageLabel=" + title)
		for n, when := range []string{"before", "after"} {
			if _, err := j.Picture(when, picture(t, i+n), 64, 48, at); err != nil {
				t.Fatal(err)
			}
		}
		j.Request(recordings.Request{Method: "GET", URL: "http://h:7001/console/a", Status: 200, At: at, Millis: 3, MIME: "text/html", Type: "Document"})
		j.Page(recordings.PageMessage{Kind: "error", Text: name})
		j.Dialog(recordings.Dialog{Kind: "confirm", Text: name, Answer: "dismissed"})
		j.Value(recordings.Value{Object: "soa_cluster", Attribute: "migrationBasis", How: "read", Value: name})
		if err := j.Aria([]byte("- heading \"Settings\" [level=1]\n- list:\n  - listitem:\n    - link \"Clusters\":\n      - /url: http://h/c\n- 'textbox \"Name: \\\"x\\\"\"': ACTIVE\n- combobox \"Basis\":\n  - text: Database\n  - option \"Database\" [selected]\n- checkbox \"On\" [checked] [disabled]\n- text: \"- odd\"\n")); err != nil {
			t.Fatal(err)
		}
		status, cause := recordings.StatusPassed, error(nil)
		if i == 2 {
			status, cause = recordings.StatusFailed, errors.New("the button is covered")
		}
		if err := j.EndStep(status, "seen", cause); err != nil {
			t.Fatal(err)
		}
	}
	j.Error(recordings.Diagnostic{Summary: "it did not work", Hint: "look"})
	if err := j.Finish(recordings.Outcome{Result: "failed", ExitCode: 1, Verdict: "failed"}); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(j.Dir(), "trace.zip")
}

// unpack reads an archive's files by name.
func unpack(t *testing.T, file string) map[string][]byte {
	t.Helper()
	z, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	files := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil || files[f.Name] != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		files[f.Name] = content
	}
	return files
}

type event = map[string]any

func events(t *testing.T, text []byte) []event {
	t.Helper()
	var all []event
	for line := range bytes.Lines(text) {
		var e event
		if err := json.Unmarshal(line, &e); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		all = append(all, e)
	}
	return all
}

func of(all []event, kind string) []event {
	return slices.DeleteFunc(slices.Clone(all), func(e event) bool { return e["type"] != kind })
}

func TestTraceIsOfVersion8(t *testing.T) {
	files := unpack(t, sample(t, "Clusters"))
	all := events(t, files["trace.trace"])
	if head := all[0]; head["type"] != "context-options" || head["version"] != 8.0 || head["origin"] != "library" || head["monotonicTime"] != 1000.0 {
		t.Errorf("first event: %v", head)
	}
	for kind, want := range map[string]int{
		"before": 3, "after": 3, "screencast-frame": 3, "console": 3, "frame-snapshot": 5, "error": 1, "event": 5,
	} {
		if got := len(of(all, kind)); got != want {
			t.Errorf("%d events %s, want %d", got, kind, want)
		}
	}
	if got := len(events(t, files["trace.network"])); got != 3 {
		t.Errorf("%d requests", got)
	}
}

// TestTraceHoldsTogether follows every reference in the trace.
func TestTraceHoldsTogether(t *testing.T) {
	files := unpack(t, sample(t, "Clusters"))
	used := map[string]bool{}
	opened, ended, named := map[any]float64{}, map[any]bool{}, map[any]bool{}
	for _, e := range events(t, files["trace.trace"]) {
		switch e["type"] {
		case "before":
			opened[e["callId"]] = e["startTime"].(float64)
			named[e["beforeSnapshot"]] = true
		case "log":
			if _, ok := opened[e["callId"]]; !ok || ended[e["callId"]] {
				t.Errorf("a line of the log belongs to no open call: %v", e)
			}
		case "after":
			if start, ok := opened[e["callId"]]; !ok || start > e["endTime"].(float64) {
				t.Errorf("call %v ends before it begins", e["callId"])
			}
			ended[e["callId"]], named[e["afterSnapshot"]] = true, true
			for _, a := range e["attachments"].([]any) {
				used["resources/"+a.(event)["sha1"].(string)] = true
			}
		case "screencast-frame":
			used["resources/"+e["sha1"].(string)] = true
		case "frame-snapshot":
			if s := e["snapshot"].(event); !named[s["snapshotName"]] || s["isMainFrame"] != true {
				t.Errorf("snapshot %v has no call before it", s["snapshotName"])
			}
		}
	}
	for name := range used {
		if files[name] == nil {
			t.Errorf("%s is missing", name)
		}
	}
	if len(ended) != 3 || len(files) != len(used)+2 {
		t.Errorf("%d calls ended, %d files, %d of them used", len(ended), len(files), len(used))
	}
}

func TestFailedStepHasItsError(t *testing.T) {
	last := of(events(t, unpack(t, sample(t, "Clusters"))["trace.trace"]), "after")
	if last[0]["error"] != nil {
		t.Errorf("the first step has an error: %v", last[0])
	}
	failure, ok := last[2]["error"].(event)
	if !ok || failure["message"] != "the button is covered" {
		t.Errorf("the last step's error: %v", last[2]["error"])
	}
}

func TestFailureOutsideTheStepsIsAnAction(t *testing.T) {
	j, err := recordings.Create(recordings.Options{Parent: t.TempDir(), Formats: []recordings.Format{trace.Format{}}})
	if err != nil {
		t.Fatal(err)
	}
	j.Error(recordings.Diagnostic{Summary: "no browser"})
	if err := j.Finish(recordings.Outcome{Result: "failed", ExitCode: 1}); err != nil {
		t.Fatal(err)
	}
	last := of(events(t, unpack(t, filepath.Join(j.Dir(), "trace.zip"))["trace.trace"]), "after")
	if len(last) != 1 || last[0]["error"].(event)["message"] != "no browser" {
		t.Errorf("actions: %v", last)
	}
}

func TestSamePictureIsStoredOnce(t *testing.T) {
	var pictures int
	for name := range unpack(t, sample(t, "Clusters")) {
		if strings.HasSuffix(name, ".png") {
			pictures++
		}
	}
	if pictures != 4 {
		t.Errorf("%d pictures for 4 different ones", pictures)
	}
}

func TestChangedPictureIsLeftOut(t *testing.T) {
	dir := filepath.Dir(sample(t, "Clusters"))
	if err := os.WriteFile(filepath.Join(dir, "steps", "02-step1", "after.png"), picture(t, 40), 0o600); err != nil {
		t.Fatal(err)
	}
	rec, err := recordings.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	content, err := trace.Format{}.Render(rec)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "trace.zip")
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if text := unpack(t, file)["trace.trace"]; !bytes.Contains(text, []byte("after.png was changed after it was taken")) {
		t.Error("the trace does not say that a picture was changed")
	}
}

// TestSnapshotHasNoScript walks the elements of every snapshot.
func TestSnapshotHasNoScript(t *testing.T) {
	for _, name := range []string{"Clusters", `<script>alert(1)</script>`, "\"]'", strings.Repeat("- ", 50)} {
		var tags []string
		var visit func(any)
		visit = func(n any) {
			list, ok := n.([]any)
			if !ok {
				return
			}
			tags = append(tags, list[0].(string))
			for key := range list[1].(event) {
				if strings.HasPrefix(key, "on") || key == "href" || key == "src" {
					t.Errorf("an element has the attribute %s", key)
				}
			}
			for _, child := range list[2:] {
				visit(child)
			}
		}
		for _, e := range of(events(t, unpack(t, sample(t, name))["trace.trace"]), "frame-snapshot") {
			visit(e["snapshot"].(event)["html"])
		}
		for _, want := range []string{"H1", "UL", "LI", "A", "INPUT", "SELECT", "OPTION", "SPAN"} {
			if !slices.Contains(tags, want) {
				t.Errorf("no %s in the snapshots", want)
			}
		}
		if slices.Contains(tags, "SCRIPT") {
			t.Error("a snapshot has a script")
		}
	}
}

func TestLargePicturesAreHalved(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 1400, 1001))
	seed := uint32(1)
	for i := range img.Pix {
		seed = seed*1664525 + 1013904223
		img.Pix[i] = uint8(seed >> 24)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	j, err := recordings.Create(recordings.Options{Parent: t.TempDir(), Formats: []recordings.Format{trace.Format{}}})
	if err != nil {
		t.Fatal(err)
	}
	j.StartStep("big", "Big")
	if _, err := j.Picture("after", out.Bytes(), 1400, 1001, time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := j.Finish(recordings.Outcome{Result: "done"}); err != nil {
		t.Fatal(err)
	}
	pictures := 0
	for name, content := range unpack(t, filepath.Join(j.Dir(), "trace.zip")) {
		if !strings.HasSuffix(name, ".png") {
			continue
		}
		pictures++
		config, err := png.DecodeConfig(bytes.NewReader(content))
		if err != nil || config.Width != 700 || config.Height != 500 {
			t.Errorf("picture of %d by %d: %v", config.Width, config.Height, err)
		}
	}
	if pictures != 1 {
		t.Errorf("the trace has %d pictures, want 1", pictures)
	}
}
