package regress_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lockedit/internal/replay"
	"lockedit/recordings"
	"lockedit/recordings/flow"
	"lockedit/steps"
)

// workshop serves a page with something for every kind of step and of selector.
// Its form sends what the page was made to feel.
type workshop struct {
	server *httptest.Server
	mu     sync.Mutex
	asked  []string
}

func newWorkshop(t *testing.T) *workshop {
	t.Helper()
	w := &workshop{}
	w.server = httptest.NewServer(w)
	t.Cleanup(w.server.Close)
	return w
}

func (w *workshop) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	text, err := w.page(r.URL.Path)
	if err != nil {
		http.Error(out, err.Error(), http.StatusNotFound)
		return
	}
	if strings.HasSuffix(r.URL.Path, ".js") { // asked for beside the frames, now before them and now after
		out.Header().Set("Content-Type", "text/javascript")
		_, _ = out.Write(text)
		return
	}
	w.mu.Lock()
	// A journal is easier to compare line by line.
	w.asked = append(w.asked, r.Method+" "+r.URL.Path)
	query := r.URL.Query()
	w.asked = append(w.asked, strings.Split(query.Get("journal"), "; ")...)
	query.Del("journal")
	w.asked = append(w.asked, strings.Split(query.Encode(), "&")...)
	w.mu.Unlock()
	out.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = out.Write(text)
}

func (w *workshop) page(path string) ([]byte, error) {
	read := func(name string) ([]byte, error) { return os.ReadFile(filepath.Join("testdata", "workshop", name)) }
	switch path {
	case "/sent":
		return []byte(`<!doctype html><title>Sent</title><link rel="icon" href="data:,"><p>thank you`), nil
	case "/page":
		return read("page.html")
	case "/page.js":
		return read("page.js")
	case "/outer", "/inner":
		deeper := ""
		if path == "/outer" {
			deeper = `<iframe src="/inner" title="Inner" style="width:300px;height:100px"></iframe>`
		}
		text, err := read("frame.html")
		return bytes.Replace(text, []byte("DEEPER"), []byte(deeper), 1), err
	}
	return nil, errors.New("no such page")
}

// heard is what was asked for, line by line.
func (w *workshop) heard() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]string{}, w.asked...)
}

// play plays a flow as a user's is played.
func (w *workshop) play(ctx context.Context, t *testing.T, f flow.Flow) error {
	t.Helper()
	j, err := recordings.Create(recordings.Options{Dir: filepath.Join(t.TempDir(), "every"), Verb: "replay", Program: "test"})
	if err != nil {
		return err
	}
	runner := steps.NewRunner(j, time.Minute, false)
	view, page, err := openAt(ctx, w.server.URL, runner, j)
	if err != nil {
		return err
	}
	defer func() { _ = page.Close() }()
	vars := replay.NewVars(func(string) (string, bool) { return "", false })
	vars.Set("console", w.server.URL)
	player, err := replay.NewPlayer(replay.Options{Flow: f, Vars: vars, Alone: true}, page, view, runner, j)
	if err == nil {
		err = player.Play(ctx)
	}
	return errors.Join(err, j.Finish(recordings.Outcome{Result: "done"}))
}

// TestEveryKindOfStepIsLikeTheReference holds every type of step and every kind
// of selector against @puppeteer/replay, by what the page felt: which element,
// where in it, which button or key, which values.
func TestEveryKindOfStepIsLikeTheReference(t *testing.T) {
	dir := reference(t)
	name := filepath.Join("testdata", "workshop", "everything.json")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	f, err := flow.Parse(name, text)
	if err != nil {
		t.Fatal(err)
	}
	mine, theirs := newWorkshop(t), newWorkshop(t)
	if err := mine.play(t.Context(), t, f); err != nil {
		t.Fatal(err)
	}
	playReference(t, dir, []act{{name: "every", flow: f, values: map[string]string{"console": theirs.server.URL}}})
	if diff := cmp.Diff(theirs.heard(), mine.heard()); diff != "" {
		t.Errorf("(- @puppeteer/replay, + lockedit):\n%s", diff)
	}
	if n := len(mine.heard()); n < 50 {
		t.Errorf("only %d things were heard: %q", n, mine.heard())
	}
}
