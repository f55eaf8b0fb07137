package engine_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"lockedit/internal/browser"
	"lockedit/internal/engine"
	"lockedit/internal/spec"
	"lockedit/testenv/console"
)

// files lists a recording's files.
func files(t *testing.T, dir string) []string {
	t.Helper()
	var all []string
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			all = append(all, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestFullEvidenceHasEveryFormat(t *testing.T) {
	t.Parallel()
	c := start(t, console.Options{Seed: 3})
	result, err := engineWith(share).Plan(t.Context(), request(t, c))
	if err != nil || result.Outcome.ExitCode != 0 || len(result.Warnings) > 0 {
		t.Fatalf("%+v %v %v %v", result.Outcome, result.Warnings, result.Err, err)
	}
	all := files(t, result.Dir)
	for _, name := range []string{
		"SHA256SUMS", "events.jsonl", "junit.xml", "network.har", "plan.json", "report.html", "report.pdf", "run.json", "statement.dsse.json", "trace.zip",
		"steps/01-login/after.png", "steps/01-login/page.aria.yaml",
	} {
		if !slices.Contains(all, name) {
			t.Errorf("%s is missing in %s", name, all)
		}
	}
	pdf, err := os.ReadFile(filepath.Join(result.Dir, "report.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	expectPaper(t, pdf)
	expectEveryRequest(t, c, result.Dir)
}

// expectEveryRequest holds network.har against what the console was asked.
func expectEveryRequest(t *testing.T, c *console.Console, dir string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "network.har"))
	if err != nil {
		t.Fatal(err)
	}
	var archive struct {
		Log struct {
			Entries []struct{ Request struct{ Method, URL string } }
		}
	}
	if err := json.Unmarshal(text, &archive); err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, e := range archive.Log.Entries {
		u, err := url.Parse(e.Request.URL)
		if err != nil {
			t.Fatal(err)
		}
		count[e.Request.Method+" "+u.Path]++
	}
	for _, r := range c.Control().Requests() {
		path, _, _ := strings.Cut(r.URL, "?")
		path, _, _ = strings.Cut(path, ";")
		count[r.Method+" "+path]--
	}
	for request, n := range count {
		if n != 0 {
			t.Errorf("%s is %d times more often in network.har than the console was asked", request, n)
		}
	}
}

func TestMinimalEvidenceIsRunAndOnePictureAStep(t *testing.T) {
	t.Parallel()
	c := start(t, console.Options{Seed: 3})
	r := request(t, c)
	r.Minimal = true
	result, err := engineWith(share).Plan(t.Context(), r)
	if err != nil || result.Outcome.ExitCode != 0 {
		t.Fatalf("%+v %v %v", result.Outcome, result.Err, err)
	}
	pictures := map[string]int{}
	for _, name := range files(t, result.Dir) {
		switch {
		case slices.Contains([]string{"SHA256SUMS", "events.jsonl", "plan.json", "run.json", "statement.dsse.json"}, name):
		case strings.HasPrefix(name, "steps/") && strings.HasSuffix(name, ".png"):
			pictures[filepath.Dir(name)]++
		default:
			t.Errorf("minimal evidence has %s", name)
		}
	}
	for step, n := range pictures {
		if n != 1 {
			t.Errorf("%s has %d pictures", step, n)
		}
	}
	if len(pictures) == 0 {
		t.Error("no step has a picture")
	}
}

// TestNoBrowserNoPaper holds that the rest of a recording is written when no
// browser can print the report, and that it says so.
func TestNoBrowserNoPaper(t *testing.T) {
	c := start(t, console.Options{Seed: 3})
	e := engine.New(engine.Host{
		Now: time.Now, Environ: os.Environ(), Getenv: os.Getenv, ReadFile: os.ReadFile, Version: "test", User: "tester", Name: "here",
		Launch: func(context.Context, browser.Options) (*browser.Browser, error) { return nil, errors.New("it died") },
		Credentials: func(context.Context, spec.Spec, engine.ReadSecret) (string, spec.Secret, error) {
			return "weblogic", spec.NewSecret(password), nil
		},
	}, zerolog.Nop())
	result, err := e.Plan(t.Context(), request(t, c))
	if err != nil || result.Outcome.ExitCode != 1 {
		t.Fatalf("%+v %v", result.Outcome, err)
	}
	all := files(t, result.Dir)
	if slices.Contains(all, "report.pdf") || !slices.Contains(all, "trace.zip") || !slices.Contains(all, "run.json") {
		t.Errorf("files: %s", all)
	}
	page, err := os.ReadFile(filepath.Join(result.Dir, "report.html"))
	if err != nil || !bytes.Contains(page, []byte("report.pdf is missing: it died")) {
		t.Errorf("report.html does not say why report.pdf is missing: %v", err)
	}
	if !slices.Contains(result.Warnings, "report.pdf is missing: it died") {
		t.Errorf("warnings: %s", result.Warnings)
	}
}

// TestNoSecretOfAnAddressInAWarning holds that what is said beside the recording is as
// clean as the recording, where an authority and a browser do not answer.
func TestNoSecretOfAnAddressInAWarning(t *testing.T) {
	t.Parallel()
	c := start(t, console.Options{Seed: 3})
	r := request(t, c)
	r.Spec.Evidence.TSAURL = "http://someone:hush@127.0.0.1:1/?token=hush"
	e := engineWith(func(context.Context, browser.Options) (*browser.Browser, error) {
		return nil, errors.New("no answer of ws://someone:hush@h:9222/?token=hush or " + password)
	})
	result, err := e.Plan(t.Context(), r)
	if err != nil || result.Outcome.ExitCode != 1 || len(result.Warnings) != 2 {
		t.Fatalf("%+v %v %v", result.Outcome, result.Warnings, err)
	}
	said := strings.Join(append(result.Warnings, result.Err.Error(), result.Outcome.Verdict, result.Outcome.Next), "\n")
	if strings.Contains(said, "hush") || strings.Contains(said, password) {
		t.Errorf("said: %s", said)
	}
}
