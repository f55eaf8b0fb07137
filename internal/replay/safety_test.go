package replay_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"lockedit/internal/engine"
	"lockedit/internal/replay"
	"lockedit/recordings"
	"lockedit/recordings/flow"
	"lockedit/steps"
	"lockedit/testenv/console"
	"lockedit/testenv/console/domain"
)

// written parses a flow of these steps after a login by plain steps.
func written(t *testing.T, list ...string) flow.Flow {
	t.Helper()
	login := []string{
		`{"type":"navigate","url":"${console}","assertedEvents":[{"type":"navigation"}]}`,
		`{"type":"change","selectors":["#j_username"],"value":"${username}"}`,
		`{"type":"change","selectors":["#j_password"],"value":"${password}"}`,
		`{"type":"keyDown","key":"Enter","assertedEvents":[{"type":"navigation"}]}`,
		`{"type":"keyUp","key":"Enter"}`,
	}
	f, err := flow.Parse("flow.json", []byte(`{"title":"written","steps":[`+strings.Join(append(login, list...), ",")+`]}`))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// The steps that these tests put together.
const (
	stepLock     = `{"type":"click","selectors":["aria/Lock & Edit"],"offsetX":3,"offsetY":3,"assertedEvents":[{"type":"navigation"}]}`
	stepCluster  = `{"type":"click","selectors":["aria/Clusters"],"offsetX":3,"offsetY":3,"assertedEvents":[{"type":"navigation"}]},{"type":"click","selectors":["text/soa_cluster"],"offsetX":3,"offsetY":3,"assertedEvents":[{"type":"navigation"}]}`
	stepEdit     = `{"type":"click","selectors":["aria/Migration[role=\"link\"]"],"offsetX":3,"offsetY":3,"assertedEvents":[{"type":"navigation"}]},{"type":"change","selectors":["aria/Migration Basis:"],"value":"database"},{"type":"change","selectors":["select[id$=\".dataSourceForAutomaticMigration\"]"],"value":"WLSSchemaDataSource"}`
	stepSave     = `{"type":"click","selectors":["button[name=\"Save\"]"],"offsetX":3,"offsetY":3,"assertedEvents":[{"type":"navigation"}]}`
	stepActivate = `{"type":"click","selectors":["button[name=\"save\"]"],"offsetX":3,"offsetY":3,"assertedEvents":[{"type":"navigation"}]}`
	stepMissing  = `{"type":"click","selectors":["aria/No such thing"],"offsetX":3,"offsetY":3,"timeout":500}`
	stepCancel   = `{"type":"click","selectors":["button[name=\"cancel\"]"],"offsetX":3,"offsetY":3,"assertedEvents":[{"type":"navigation"}]}`
)

// TestGuard holds how a flow that edits ends: unlocked, whatever happens.
func TestGuard(t *testing.T) {
	for _, tt := range []struct {
		name string
		flow []string
		code int
		// activated says that the flow's changes are in the active configuration.
		activated bool
	}{
		{"fails after the lock", []string{stepLock, stepMissing}, 1, false},
		{"fails after a save", []string{stepLock, stepCluster, stepEdit, stepSave, stepMissing}, 1, false},
		{"forgets the lock", []string{stepLock}, 0, false},
		{"forgets its edits", []string{stepLock, stepCluster, stepEdit, stepSave}, 0, false},
		{"activates", []string{stepLock, stepCluster, stepEdit, stepSave, stepActivate}, 0, true},
		{"fails after the activation", []string{stepLock, stepCluster, stepEdit, stepSave, stepActivate, stepMissing}, 3, true},
		{"undoes and releases itself", []string{stepLock, stepCluster, stepEdit, stepSave, stepCancel, stepCancel}, 0, false},
		{"own steps", []string{`{"type":"customStep","name":"lockedit/lock-and-edit"}`, stepCluster, stepEdit, `{"type":"customStep","name":"lockedit/save"}`,
			`{"type":"customStep","name":"lockedit/undo"}`, `{"type":"customStep","name":"lockedit/release"}`}, 0, false},
		{"own activation", []string{`{"type":"customStep","name":"lockedit/lock-and-edit"}`, stepCluster, stepEdit, `{"type":"customStep","name":"lockedit/save"}`,
			`{"type":"customStep","name":"lockedit/activate"}`}, 0, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := start(t, console.Options{})
			r := play(t, c, written(t, tt.flow...))
			if r.Outcome.ExitCode != tt.code {
				t.Errorf("exit code %d, want %d: %+v %v", r.Outcome.ExitCode, tt.code, r.Outcome, r.Err)
			}
			if lock, pending := c.Control().Lock(), c.Control().Pending(); lock != nil || len(pending) > 0 {
				t.Errorf("left behind: %+v %+v", lock, pending)
			}
			active := c.Control().Active().Find(domain.KindCluster, "soa_cluster").Get(domain.DataSourceAuto) != ""
			if active != tt.activated {
				t.Errorf("activated is %v, want %v", active, tt.activated)
			}
		})
	}
}

// TestGuardInterrupted holds that a flow that is interrupted under the lock
// ends unlocked, with code 130.
func TestGuardInterrupted(t *testing.T) {
	c := start(t, console.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	c.Control().After(func(r console.Request) {
		if r.Action == "save" {
			cancel()
		}
	})
	r := playWith(ctx, t, c, written(t, stepLock, stepCluster, stepEdit, stepSave, stepMissing))
	if r.Outcome.ExitCode != 130 {
		t.Errorf("%+v: %v", r.Outcome, r.Err)
	}
	expectUntouched(t, c)
}

// TestGuardOfALateLock has the lock of a flow taken after its answer was cut off: it is
// not left behind.
func TestGuardOfALateLock(t *testing.T) {
	t.Parallel()
	c := start(t, console.Options{})
	if _, err := c.Control().Inject(console.Fault{Name: "lock-later", Delay: 4 * time.Second}); err != nil {
		t.Fatal(err)
	}
	r := play(t, c, written(t, stepLock, stepCluster), func(r *engine.Request, _ *replay.Options) { r.Timeout = 30 * time.Second })
	c.Control().Settle()
	if r.Outcome.ExitCode != 1 {
		t.Errorf("%+v: %v", r.Outcome, r.Err)
	}
	expectUntouched(t, c)
}

// TestGuardForeign holds that a lock or edits that are there already are left
// alone, and said.
func TestGuardForeign(t *testing.T) {
	for _, tt := range []struct{ name, user string }{{"own account", "weblogic"}, {"other account", "weblogic2"}} {
		t.Run(tt.name, func(t *testing.T) {
			c := start(t, console.Options{})
			if err := c.Control().Stage(tt.user, domain.KindCluster, "osb_cluster", "notes", "work of somebody"); err != nil {
				t.Fatal(err)
			}
			for _, list := range [][]string{{stepCancel}, {stepActivate}, {`{"type":"customStep","name":"lockedit/undo"}`}, {`{"type":"customStep","name":"lockedit/lock-and-edit"}`}} {
				r := play(t, c, written(t, list...), func(r *engine.Request, _ *replay.Options) { r.Timeout = 6 * time.Second })
				if r.Outcome.ExitCode != 1 {
					t.Errorf("%v: %+v: %v", list, r.Outcome, r.Err)
				}
			}
			if pending := c.Control().Pending(); len(pending) != 1 || c.Control().Lock() == nil {
				t.Errorf("somebody's edits: %+v", pending)
			}
		})
	}
}

// TestReadOnly holds that nothing that may edit is clicked, and that looking is
// not refused.
func TestReadOnly(t *testing.T) {
	c := start(t, console.Options{})
	readOnly := func(r *engine.Request, o *replay.Options) { o.ReadOnly, r.Timeout = true, 10*time.Second }
	if r := play(t, c, written(t, stepCluster,
		`{"type":"click","selectors":["aria/Customize this table"],"offsetX":3,"offsetY":3,"timeout":5000}`), readOnly); !strings.Contains(errText(r.Err), "not on the page") {
		t.Errorf("the looks before were refused: %v", r.Err)
	}
	for _, step := range []string{
		stepLock, strings.ReplaceAll(stepLock, `"click"`, `"doubleClick"`),
		`{"type":"customStep","name":"lockedit/lock-and-edit"}`, `{"type":"customStep","name":"lockedit/save"}`,
		`{"type":"customStep","name":"lockedit/restart"}`,
		`{"type":"navigate","url":"${console}/console.portal?_nfpb=true&ChangeManagerPortlet_actionOverride=/lock"}`,
		script("document.querySelector('#ChangeManagerPortlet form').elements.ChangeManagerPortlet_actionOverride.value = '/lock', document.querySelector('#ChangeManagerPortlet form').submit()"),
		script("fetch('console.portal', {method: 'POST', body: new URLSearchParams(new FormData(document.querySelector('#ChangeManagerPortlet form')))}).then(() => false, () => false)"),
		script("navigator.sendBeacon('console.portal', 'ChangeManagerPortlet_actionOverride=/lock') && false"),
		script("fetch('console.portal?ChangeManagerPortlet_actionOverride=/lock').then(() => false, () => false)"),
		script("document.querySelector('#ChangeManagerPortlet button[name=save]').click()"),
		script("fetch('console.portal', {method: 'PUT'}).then(() => false, () => false)"),
	} {
		r := play(t, c, written(t, step), readOnly)
		var refused *replay.ReadOnlyError
		if !errors.As(r.Err, &refused) || r.Outcome.ExitCode != 1 {
			t.Errorf("%s: %+v %v", step, r.Outcome, r.Err)
		}
	}
	for _, e := range c.Control().Requests() {
		if e.Action != "login" && e.Method != http.MethodGet || strings.Contains(e.URL, "actionOverride") {
			t.Errorf("sent: %+v", e)
		}
	}
	expectUntouched(t, c)
}

// script is a step whose expression does something, and never comes true.
func script(expression string) string {
	text, _ := json.Marshal("void (window.done ??= (" + expression + ", 1))") // texts can always be written
	return `{"type":"waitForExpression","expression":` + string(text) + `}`
}

// TestReadOnlyLeavesNoWorkers holds that scripts cannot ask from beside the page.
func TestReadOnlyLeavesNoWorkers(t *testing.T) {
	c := start(t, console.Options{})
	f := written(t, `{"type":"waitForExpression","expression":"typeof Worker + typeof SharedWorker + typeof navigator.serviceWorker === 'undefined'.repeat(3)","timeout":5000}`)
	if r := play(t, c, f, func(_ *engine.Request, o *replay.Options) { o.ReadOnly = true }); r.Outcome.ExitCode != 0 {
		t.Errorf("%+v %v", r.Outcome, r.Err)
	}
}

func errText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// TestAutoActivate holds that a domain in which each save is live at once is
// edited only when that was allowed.
func TestAutoActivate(t *testing.T) {
	c := start(t, console.Options{Development: true, AutoLock: true})
	f := written(t, stepCluster, stepEdit, stepSave)
	var refused *steps.AutoActivateError
	if r := play(t, c, f); !errors.As(r.Err, &refused) || r.Outcome.ExitCode != 1 {
		t.Errorf("%+v %v", r.Outcome, r.Err)
	}
	if got := c.Control().Active().Find(domain.KindCluster, "soa_cluster").Get(domain.DataSourceAuto); got != "" {
		t.Errorf("saved %q", got)
	}
	allow := func(_ *engine.Request, o *replay.Options) { o.AutoActivate = true }
	if r := play(t, c, f, allow); r.Outcome.ExitCode != 0 {
		t.Errorf("%+v %v", r.Outcome, r.Err)
	}
	// What fails after a save that was live has not left the configuration as it was.
	if r := play(t, c, written(t, stepCluster, stepEdit, stepSave, stepMissing), allow); r.Outcome.ExitCode != 4 || !errors.Is(r.Err, steps.ErrLive) {
		t.Errorf("after a save: %+v %v", r.Outcome, r.Err)
	}
	if r := play(t, c, written(t, stepCluster, stepMissing), allow); r.Outcome.ExitCode != 1 {
		t.Errorf("before any save: %+v %v", r.Outcome, r.Err)
	}
}

// TestAlone holds that a flow does not take the lock while others are played.
func TestAlone(t *testing.T) {
	c := start(t, console.Options{})
	var alone *replay.AloneError
	r := play(t, c, written(t, stepLock), func(_ *engine.Request, o *replay.Options) { o.Alone = false })
	if !errors.As(r.Err, &alone) {
		t.Errorf("%+v %v", r.Outcome, r.Err)
	}
	expectUntouched(t, c)
}

// TestNoSecretInRecording holds that neither a password of the environment nor
// one that stands in the flow gets into any file.
func TestNoSecretInRecording(t *testing.T) {
	c := start(t, console.Options{})
	literal := written(t)
	*literal.Steps[2].Value = password
	for _, f := range []flow.Flow{written(t), literal} {
		r := play(t, c, f, func(r *engine.Request, _ *replay.Options) { r.Minimal = false })
		if r.Outcome.ExitCode != 0 {
			t.Fatalf("%+v %v", r.Outcome, r.Err)
		}
		expectNowhere(t, password, "j_username", r.Dir)
	}
}

// TestEvidence holds what a recording of a flow keeps, and that a failed step
// is named with its place in the file.
func TestEvidence(t *testing.T) {
	c := start(t, console.Options{})
	r := play(t, c, written(t, stepCluster, `{"type":"customStep","name":"lockedit/expect-row","parameters":{"row":{"Name":"nothing"}},"timeout":700}`),
		func(r *engine.Request, _ *replay.Options) { r.Minimal = false })
	if r.Outcome.ExitCode != 1 || !strings.Contains(errText(r.Err), "/steps/7 (line 1, column ") || !strings.Contains(errText(r.Err), `Name = "nothing"`) {
		t.Errorf("%+v: %v", r.Outcome, r.Err)
	}
	got := run(t, r)
	if got.Verb != "replay" || len(got.Steps) != 8 {
		t.Fatalf("%s with %d steps", got.Verb, len(got.Steps))
	}
	want := []string{"01-navigate-console", "02-change-j-username", "03-change-j-password", "04-key-down-enter", "05-key-up-enter", "06-click-clusters", "07-click-soa-cluster", "08-expect-row"}
	for i, s := range got.Steps {
		if s.ID != want[i] || len(s.Pictures) == 0 || s.Aria == "" {
			t.Errorf("step %s: %d pictures, tree %q; want %s", s.ID, len(s.Pictures), s.Aria, want[i])
		}
	}
	if got.Steps[7].Status != recordings.StatusFailed {
		t.Errorf("the last step is %s", got.Steps[7].Status)
	}
}
