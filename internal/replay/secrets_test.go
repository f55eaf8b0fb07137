package replay_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"lockedit/internal/browser"
	"lockedit/internal/engine"
	"lockedit/internal/replay"
	"lockedit/recordings/flow"
	"lockedit/testenv/console"
	"lockedit/testenv/trawl"
)

// hush is the value of a secret variable, part of what a page leaves of it.
const hush, part = "hushhush-1234", "hushhu"

// secretFlow is a flow of these steps that begins at the console's login page.
func secretFlow(t *testing.T, list ...string) flow.Flow {
	t.Helper()
	all := append([]string{`{"type":"navigate","url":"${console}","assertedEvents":[{"type":"navigation"}]}`}, list...)
	f, err := flow.Parse("flow.json", []byte(`{"title":"secret","steps":[`+strings.Join(all, ",")+`]}`))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestNoSecretVariableLeavesAFlow holds that a flow that fails with a secret variable in
// hand says it nowhere: in no error, no file of its recording and no page of its suite.
func TestNoSecretVariableLeavesAFlow(t *testing.T) {
	t.Parallel()
	cut := `{"type":"waitForExpression","expression":"(document.querySelector('#j_username').oninput = (e) => { e.target.value = e.target.value.slice(0, 6); }, true)"}`
	fill := func(selector string) string {
		return `{"type":"change","selectors":["` + selector + `"],"value":"${SSO_TOKEN}","timeout":2500}`
	}
	navigation := func(err error) bool { var e *browser.NavigationError; return errors.As(err, &e) }
	value := func(err error) bool { var e *browser.ValueError; return errors.As(err, &e) }
	missing := func(err error) bool { var e *browser.NotFoundError; return errors.As(err, &e) }
	expected := func(err error) bool { var e *replay.ExpectationError; return errors.As(err, &e) }
	for _, tt := range []struct {
		name string
		flow []string
		is   func(error) bool
	}{
		{"in an address that does not load", []string{`{"type":"navigate","url":"${console}/reset?ticket=${SSO_TOKEN}"}`}, navigation},
		{"in a field that cuts it", []string{cut, fill("#j_username")}, value},
		{"in a selector", []string{`{"type":"waitForElement","selectors":["text/a"]}`, `{"type":"hover","selectors":["text/${SSO_TOKEN}"],"timeout":500}`}, missing},
		{"in a text that is not there", []string{`{"type":"customStep","name":"lockedit/expect-text","parameters":{"text":"${SSO_TOKEN}"},"timeout":500}`}, expected},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := start(t, console.Options{})
			f := secretFlow(t, tt.flow...)
			if _, err := c.Control().Inject(console.Fault{Name: "reset", Times: -1, Match: console.Match{Path: "/reset"}}); err != nil {
				t.Fatal(err)
			}
			r := play(t, c, f, func(r *engine.Request, o *replay.Options) {
				r.Minimal, r.Timeout = false, 20*time.Second
				o.Vars = replay.NewVars(func(name string) (string, bool) { return hush, name == "SSO_TOKEN" })
			})
			if !tt.is(r.Err) || r.Outcome.ExitCode != 1 {
				t.Errorf("%+v: %v", r.Outcome, r.Err)
			}
			dir := t.TempDir()
			attempt := replay.Attempt{Dir: r.Dir, Outcome: r.Outcome, Err: r.Err}
			played := []replay.Played{{Job: replay.Job{Name: "secret", Flow: f}, Attempts: []replay.Attempt{attempt}, Verdict: replay.Failed}}
			if err := replay.WriteSuite(dir, "suite", played, time.Now()); err != nil {
				t.Fatal(err)
			}
			expectNowhere(t, part, "navigate", r.Dir, dir)
			if text := errText(r.Err) + r.Outcome.Verdict + r.Outcome.Next; strings.Contains(text, part) {
				t.Errorf("it is said: %s", text)
			}
		})
	}
}

// expectNowhere holds that no file below a recording and other directories has a text,
// however it is packed. That the search is not blind is seen by a text that is no secret,
// which each kind of file of the recording has.
func expectNowhere(t *testing.T, text, known, recording string, more ...string) {
	t.Helper()
	for _, dir := range append(more, recording) {
		found, err := trawl.Search(dir, text, known)
		if err != nil {
			t.Fatal(err)
		}
		if len(found[text]) > 0 {
			t.Errorf("below %s it is in %v", dir, found[text])
		}
		for _, file := range []string{"events.jsonl", "run.json", "trace.zip/trace.trace", "network.har", "report.html", "report.pdf/text"} {
			if dir == recording && !slices.ContainsFunc(found[known], func(place string) bool { return strings.HasPrefix(place, file) }) {
				t.Errorf("the search is blind in %s: it finds %q only in %v", file, known, found[known])
			}
		}
	}
}
