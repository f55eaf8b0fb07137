package replay_test

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lockedit/internal/browser"
	"lockedit/internal/engine"
	"lockedit/internal/replay"
	"lockedit/recordings/flow"
	"lockedit/testenv/console"
)

// reference installs @puppeteer/replay from npm, once a machine, and returns
// the folder. Where there is no node the test says so loudly.
func reference(t *testing.T) string {
	t.Helper()
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			if os.Getenv("CI") != "" {
				t.Fatalf("%s is not installed, and in CI this test has to run", program)
			}
			t.Skipf("NOT TESTED: %s is not installed, so nothing shows that flows do the same in @puppeteer/replay", program)
		}
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(cache, "lockedit", "reference-3.1.3")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"package.json", "play.mjs"} {
		text, err := os.ReadFile(filepath.Join("testdata", "reference", name))
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), text, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "node_modules", "@puppeteer", "replay")); err == nil {
		return dir
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	install := exec.CommandContext(ctx, "npm", "install", "--no-audit", "--no-fund", "--omit=peer", "--legacy-peer-deps")
	install.Dir = dir
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("npm install: %v\n%s", err, out)
	}
	return dir
}

// playReference plays a flow with @puppeteer/replay.
func playReference(t *testing.T, dir string, f flow.Flow) {
	t.Helper()
	path := os.Getenv("LOCKEDIT_TEST_CHROME")
	if path == "" {
		var err error
		if path, err = browser.Locate(browser.Finder{}); err != nil {
			t.Fatal(err)
		}
	}
	text, err := flow.Encode(f)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "flow.json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 4*time.Minute)
	defer cancel()
	node := exec.CommandContext(ctx, "node", filepath.Join(dir, "play.mjs"), path, file)
	node.Dir = dir
	if out, err := node.CombinedOutput(); err != nil {
		t.Fatalf("@puppeteer/replay: %v\n%s", err, out)
	}
}

// resolved is a flow with its variables replaced, as the reference needs it.
func resolved(t *testing.T, f flow.Flow, values map[string]string) flow.Flow {
	t.Helper()
	out := f
	out.Steps = nil
	for _, s := range f.Steps {
		r, missing := s.Resolve(func(name string) (string, bool) { value, ok := values[name]; return value, ok })
		if len(missing) > 0 {
			t.Fatalf("no values for %q", missing)
		}
		out.Steps = append(out.Steps, r)
	}
	return out
}

var token = regexp.MustCompile(`^0x[0-9a-f]{48}$`)

// asked lists what a console was asked for: the pages and forms, without the
// values that are made up for each page.
func asked(c *console.Console) []string {
	var list []string
	for _, r := range c.Control().Requests() {
		if r.Action == "static" || strings.HasSuffix(r.URL, "favicon.ico") {
			continue
		}
		form := url.Values{}
		for name, values := range r.Form {
			form[name] = slices.Clone(values)
			for i := range values {
				if token.MatchString(values[i]) {
					form[name][i] = "token"
				}
			}
		}
		list = append(list, fmt.Sprintf("%s %s %s", r.Method, r.URL, form.Encode()))
	}
	return list
}

// TestReference holds that every shipped flow without own steps, and the
// exported path, leaves the same requests when it is played by
// @puppeteer/replay and by this program.
func TestReference(t *testing.T) {
	dir := reference(t)
	jobs, _, err := replay.Find(library)
	if err != nil {
		t.Fatal(err)
	}
	compared := 0
	for _, j := range jobs {
		if slices.ContainsFunc(j.Flow.Steps, func(s flow.Step) bool { return s.Type == flow.CustomStep }) {
			continue
		}
		compared++
		t.Run(j.Name, func(t *testing.T) {
			ours, theirs := start(t, console.Options{}), start(t, console.Options{})
			if r := play(t, ours, j.Flow); r.Outcome.ExitCode != 0 {
				t.Fatalf("%+v: %v", r.Outcome, r.Err)
			}
			playReference(t, dir, resolved(t, j.Flow, map[string]string{"console": theirs.URL(), "username": "weblogic", "password": password}))
			if diff := cmp.Diff(asked(theirs), asked(ours)); diff != "" {
				t.Errorf("requests (- @puppeteer/replay, + lockedit):\n%s", diff)
			}
		})
	}
	if compared < 6 {
		t.Errorf("only %d flows were compared", compared)
	}
}

// TestExportedPath holds that the exported path ends the same with plain
// @puppeteer/replay and with this program: activated, as wanted.
func TestExportedPath(t *testing.T) {
	dir := reference(t)
	ours, theirs := start(t, console.Options{}), start(t, console.Options{})
	result, text, err := newEngine().ExportPath(t.Context(), request(ours, t.TempDir()))
	if err != nil || result.Outcome.ExitCode != 0 {
		t.Fatalf("%+v: %v", result, err)
	}
	expectUntouched(t, ours)
	if strings.Contains(string(text), password) {
		t.Error("the exported flow holds the password")
	}
	f, err := flow.Parse("path.json", text)
	if err != nil {
		t.Fatal(err)
	}
	account := map[string]string{"LOCKEDIT_USERNAME": "weblogic", "LOCKEDIT_PASSWORD": password}
	if f, err = replay.Retarget(f, theirs.URL()); err != nil {
		t.Fatal(err)
	}
	theirs.Control().ClearRequests()
	playReference(t, dir, resolved(t, f, account))
	ours.Control().ClearRequests()
	r := play(t, ours, f, func(_ *engine.Request, o *replay.Options) {
		o.Vars = replay.NewVars(environment(account))
	})
	if r.Outcome.ExitCode != 0 {
		t.Fatalf("%+v: %v", r.Outcome, r.Err)
	}
	if diff := cmp.Diff(asked(theirs), asked(ours)); diff != "" {
		t.Errorf("requests (- @puppeteer/replay, + lockedit):\n%s", diff)
	}
	for _, c := range []*console.Console{ours, theirs} {
		if got := c.Control().Active().Find("Cluster", "soa_cluster").Get("dataSourceForAutomaticMigration"); got != "WLSSchemaDataSource" {
			t.Errorf("the data source is %q", got)
		}
		if got := c.Control().Active().Find("MigratableTarget", "soa_server3 (migratable)").Get("migrationPolicy"); got != "exactly-once" {
			t.Errorf("the policy is %q", got)
		}
		if c.Control().Lock() != nil {
			t.Error("the lock is still held")
		}
	}
}
