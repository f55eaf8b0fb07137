package regress_test

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lockedit/internal/browser"
	"lockedit/recordings"
	"lockedit/recordings/aria"
	"lockedit/selectors"
	"lockedit/steps"
	"lockedit/testenv/console"
)

const password = "welcome1-test"

// chrome is the one browser of this package's tests, started by the first test.
type chrome struct {
	start func() (*browser.Browser, error)
}

var shared = chrome{start: sync.OnceValues(launch)}

func launch() (*browser.Browser, error) {
	path, err := browser.Locate(browser.Finder{})
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	return browser.Launch(ctx, browser.Options{ExecPath: path, NoSandbox: os.Geteuid() == 0, Env: os.Environ(), Height: 700})
}

func TestMain(m *testing.M) {
	code := m.Run()
	if b, err := shared.start(); err == nil {
		if err := b.Close(); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
	os.Exit(code)
}

// recorder is a person who is logged in to a console of his own and looks at
// pages, with a recording of it.
type recorder struct {
	console *console.Console
	page    *browser.Page
	witness atomic.Pointer[browser.Observer]
	clock   atomic.Int64 // the console's, in minutes beyond noon
}

// newRecorder starts a console and logs in.
func newRecorder(t *testing.T) *recorder {
	t.Helper()
	r := &recorder{}
	noon := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	c, err := console.New(console.Options{
		Seed: 7, SessionTimeout: 1000 * time.Hour,
		Now: func() time.Time { return noon.Add(time.Duration(r.clock.Load()) * time.Minute) },
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	r.console = c
	r.open(t)
	r.login(t)
	return r
}

func (r *recorder) open(t *testing.T) {
	t.Helper()
	b, err := shared.start()
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(r.console.URL())
	if err != nil {
		t.Fatal(err)
	}
	if b, err = b.Share([]string{u.Scheme + "://" + u.Host}); err != nil {
		t.Fatal(err)
	}
	if r.page, err = b.NewPage(t.Context(), browser.PageOptions{Observer: r}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.page.Close() })
}

func css(selector string) browser.Locator {
	return browser.Locator{Name: selector, Candidates: []browser.Candidate{{ID: "css", CSS: selector}}}
}

func (r *recorder) login(t *testing.T) {
	t.Helper()
	ctx := t.Context()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := r.page.Goto(ctx, r.console.URL())
	check(err)
	check(r.page.Fill(ctx, css("#j_username"), "weblogic"))
	check(r.page.FillSecret(ctx, css("#j_password"), func() string { return password }))
	_, err = r.page.Click(ctx, css("input[type=submit]"), browser.ClickOptions{Navigates: true})
	check(err)
}

// look records a look at some pages and returns the recording's directory.
func (r *recorder) look(t *testing.T, dir string, keys ...string) string {
	t.Helper()
	j, err := recordings.Create(recordings.Options{Dir: dir, Verb: "replay", Program: "test"})
	if err != nil {
		t.Fatal(err)
	}
	cat, err := selectors.Load()
	if err != nil {
		t.Fatal(err)
	}
	witness := steps.NewWitness(j, cat)
	r.witness.Store(&witness)
	defer r.witness.Store(nil)
	j.Start(recordings.Started{Verb: "replay", Flow: "look", URL: r.console.URL(), Operator: recordings.Operator{Account: "weblogic"}})
	for _, key := range keys {
		j.StartStep(key, "Look at "+key)
		if err := j.EndStep(recordings.StatusPassed, "", r.see(t.Context(), j, key)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errorOf(j.Finish(recordings.Outcome{Result: "done", Verdict: "looked"}), j); err != nil {
		t.Fatal(err)
	}
	return j.Dir()
}

func errorOf(err error, j *recordings.Journal) error {
	if err != nil {
		return err
	}
	return j.Err()
}

// see opens a page and records what it shows.
func (r *recorder) see(ctx context.Context, j *recordings.Journal, key string) error {
	if _, err := r.page.Goto(ctx, r.address(key)); err != nil {
		return err
	}
	address, err := r.page.URL(ctx)
	if err != nil {
		return err
	}
	j.At(address)
	p, err := r.page.Picture(ctx, browser.PictureOptions{FullPage: true, Marks: selectors.Restless("weblogic")})
	if err != nil {
		return err
	}
	if _, err := j.MaskedPicture("after", p.PNG, p.Width, p.Height, p.At, steps.Masks(p.Marked)); err != nil {
		return err
	}
	tree, err := r.page.Aria(ctx)
	if err != nil {
		return err
	}
	return j.Aria(aria.Encode(ariaNode(tree)))
}

func ariaNode(n *browser.AXNode) aria.Node {
	node := aria.Node{
		Role: n.Role, Name: n.Name, Value: n.Value, Checked: n.Checked,
		Disabled: n.Disabled, Expanded: n.Expanded, Level: n.Level, URL: n.URL,
	}
	for _, child := range n.Children {
		node.Children = append(node.Children, ariaNode(child))
	}
	return node
}

// address is that of a page; those of objects show the first of the sample.
func (r *recorder) address(key string) string {
	address := r.console.URL() + "/console.portal?_nfpb=true&_pageLabel=" + r.console.Control().PageLabel(key)
	kind, _, _ := strings.Cut(key, ".")
	object := map[string]string{"cluster": "soa_cluster,Type=Cluster", "target": "soa_server1 (migratable),Type=MigratableTarget"}[kind]
	if object == "" {
		return address
	}
	return address + "&handle=" + url.QueryEscape(`com.bea.console.handles.JMXHandle("com.bea:Name=`+object+`")`)
}

// The recorder hears what the page's observer hears, while there is a recording.

func (r *recorder) told(tell func(browser.Observer)) {
	if w := r.witness.Load(); w != nil {
		tell(*w)
	}
}

func (r *recorder) Dialog(d browser.DialogSeen)   { r.told(func(o browser.Observer) { o.Dialog(d) }) }
func (r *recorder) Message(m browser.PageMessage) { r.told(func(o browser.Observer) { o.Message(m) }) }
func (r *recorder) Request(s browser.RequestSeen) { r.told(func(o browser.Observer) { o.Request(s) }) }
func (r *recorder) Retry(s browser.RetrySeen)     { r.told(func(o browser.Observer) { o.Retry(s) }) }
func (r *recorder) Matched(f browser.Found)       { r.told(func(o browser.Observer) { o.Matched(f) }) }

func tempDir(t *testing.T, name string) string { return filepath.Join(t.TempDir(), name) }
