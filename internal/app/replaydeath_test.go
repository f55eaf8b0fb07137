package app_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"

	"lockedit/testenv/console"
)

const (
	flowLogin = `{"type":"navigate","url":"${console}","assertedEvents":[{"type":"navigation"}]},` +
		`{"type":"change","selectors":["#j_username"],"value":"${username}"},{"type":"change","selectors":["#j_password"],"value":"${password}"},` +
		`{"type":"keyDown","key":"Enter","assertedEvents":[{"type":"navigation"}]},{"type":"keyUp","key":"Enter"}`
	flowCluster = `{"type":"click","selectors":["aria/Clusters"],"offsetX":3,"offsetY":3,"assertedEvents":[{"type":"navigation"}]},` +
		`{"type":"click","selectors":["text/soa_cluster"],"offsetX":3,"offsetY":3,"assertedEvents":[{"type":"navigation"}]}`
	flowLock = `,{"type":"click","selectors":["aria/Lock & Edit"],"offsetX":3,"offsetY":3,"assertedEvents":[{"type":"navigation"}]}`
	flowEdit = `{"type":"click","selectors":["aria/Migration[role=\"link\"]"],"offsetX":3,"offsetY":3,"assertedEvents":[{"type":"navigation"}]},` +
		`{"type":"change","selectors":["aria/Migration Basis:"],"value":"database"},` +
		`{"type":"change","selectors":["select[id$=\".dataSourceForAutomaticMigration\"]"],"value":"WLSSchemaDataSource"},` +
		`{"type":"click","selectors":["button[name=\"Save\"]"],"offsetX":3,"offsetY":3,"assertedEvents":[{"type":"navigation"}]}`
)

// TestABrowserThatDiesUnderASuiteIsReplaced takes the one browser of a suite away from a
// flow that holds the lock: the lock is given back with another, which the flow after it
// gets, too.
func TestABrowserThatDiesUnderASuiteIsReplaced(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, action, page, part string
		signal                   syscall.Signal
		lock                     string
	}{
		{"killed at the lock", "lock", "", "", syscall.SIGKILL, flowLock},
		{"killed at the save", "save", "", "", syscall.SIGKILL, flowLock},
		{"tab crashed at the save", "save", "", "--type=renderer", syscall.SIGKILL, flowLock},
		{"hanging at the save", "save", "", "", syscall.SIGSTOP, flowLock},
		{"killed without the lock", "", "cluster.migration", "", syscall.SIGKILL, ""},
		{"hanging without the lock", "", "cluster.migration", "", syscall.SIGSTOP, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			v := newVictim(t)
			v.flow("1-edits", flowLogin+tt.lock, flowCluster, flowEdit)
			v.flow("2-looks", flowLogin, flowCluster)
			var once sync.Once
			v.c.Control().Before(func(r console.Request) {
				if strings.Contains(r.Action, tt.action) && strings.Contains(r.Page, tt.page) {
					once.Do(func() { v.strike(tt.part, tt.signal) })
				}
			})
			code, text := v.verb("replay", "flows", "--timeout", "15s", "--evidence", "minimal")
			if code != 1 || !regexp.MustCompile(`failed +1-edits`).MatchString(text) || !regexp.MustCompile(`passed +2-looks`).MatchString(text) {
				t.Errorf("exit code %d", code)
			}
			if strings.Contains(text, "own edits undone, own lock released") != (tt.lock != "") {
				t.Error("it is not said what became of the lock")
			}
			if s := v.state(); s.locked || s.pending > 0 || !s.asBefore {
				t.Errorf("left in the console: %+v", s)
			}
			if group := chromeGroup(v.temp); group != 0 {
				t.Errorf("browser %d is left", group)
			}
			v.expectNothingOnDisk()
		})
	}
}

// flow writes a flow into the victim's folder of flows.
func (v *victim) flow(name string, steps ...string) {
	v.t.Helper()
	dir := filepath.Join(v.dir, "flows")
	err := os.MkdirAll(dir, 0o700)
	if err == nil {
		text := `{"title":"` + name + `","steps":[` + strings.Join(steps, ",") + `]}`
		err = os.WriteFile(filepath.Join(dir, name+".json"), []byte(text), 0o600)
	}
	if err != nil {
		v.t.Fatal(err)
	}
}

// strike sends a signal to those of the browser's processes whose command line has a
// part; "" is all of them.
func (v *victim) strike(part string, signal syscall.Signal) {
	group, hit := chromeGroup(v.temp), 0
	processes(func(pid int, dir string) {
		args, err := os.ReadFile(filepath.Join(dir, "cmdline"))
		of, gone := syscall.Getpgid(pid)
		if err == nil && gone == nil && group != 0 && of == group && bytes.Contains(args, []byte(part)) && syscall.Kill(pid, signal) == nil {
			hit++
		}
	})
	if hit == 0 {
		v.t.Errorf("no process of the browser with %q was there", part)
	}
}
