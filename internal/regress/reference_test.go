package regress_test

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
	"lockedit/internal/replay"
	"lockedit/internal/spec"
	"lockedit/recordings"
	"lockedit/recordings/flow"
	"lockedit/steps"
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

// act is a flow that the reference plays on a stage of its own, or with other values.
type act struct {
	name   string
	flow   flow.Flow
	stage  *stage
	values map[string]string
}

// playReference plays flows with @puppeteer/replay, in one browser.
func playReference(t *testing.T, dir string, acts []act) {
	t.Helper()
	path := os.Getenv("LOCKEDIT_TEST_CHROME")
	if path == "" {
		var err error
		if path, err = browser.Locate(browser.Finder{}); err != nil {
			t.Fatal(err)
		}
	}
	args := []string{filepath.Join(dir, "play.mjs"), path}
	for _, a := range acts {
		if a.stage != nil {
			a.values = a.stage.values()
		}
		text, err := flow.Encode(resolved(t, a.flow, a.values))
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), a.name+".json")
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, file)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 15*time.Minute)
	defer cancel()
	node := exec.CommandContext(ctx, "node", args...)
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

// likeReference holds that every shipped flow without own steps, and the
// exported path, leaves the same requests when @puppeteer/replay plays it as
// when this program did.
func likeReference(t *testing.T, ours map[string][]string) {
	dir := reference(t)
	var acts []act
	for _, j := range shipped(t) {
		if !slices.ContainsFunc(j.Flow.Steps, func(s flow.Step) bool { return s.Type == flow.CustomStep }) {
			acts = append(acts, act{name: j.Name, flow: j.Flow, stage: newStage(t)})
		}
	}
	if len(acts) < 6 {
		t.Errorf("only %d flows are compared", len(acts))
	}
	path, mine := exportedPath(t), newStage(t)
	mine.record(t, "exported", path)
	ours["exported"] = asked(mine.console)
	acts = append(acts, act{name: "exported", flow: path, stage: newStage(t)})
	playReference(t, dir, acts)
	for _, a := range acts {
		if diff := cmp.Diff(asked(a.stage.console), ours[a.name]); diff != "" {
			t.Errorf("%s: requests (- @puppeteer/replay, + lockedit):\n%s", a.name, diff)
		}
	}
	for _, s := range []*stage{mine, acts[len(acts)-1].stage} {
		expectActivated(t, s.console)
	}
}

// exportedPath is the documented path as it is exported for a console, which
// stays as it is.
func exportedPath(t *testing.T) flow.Flow {
	t.Helper()
	s := newStage(t)
	j, err := recordings.Create(recordings.Options{Dir: filepath.Join(t.TempDir(), "export"), Verb: "export", Cluster: "soa_cluster", Program: "test"})
	if err != nil {
		t.Fatal(err)
	}
	view, page, err := s.open(t.Context(), steps.NewRunner(j, time.Minute, true), j)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = page.Close() }()
	f, err := replay.NewExporter(page, view).Export(t.Context(), s.console.URL(), steps.WantedOf(spec.Spec{
		Cluster: "soa_cluster", MigrationBasis: spec.BasisDatabase, AutoMigrationTableName: "ACTIVE",
		DataSource: "WLSSchemaDataSource", Policy: spec.PolicyExactlyOnce, Targets: spec.Targets{All: true},
	}))
	if err != nil {
		t.Fatal(err)
	}
	expectUntouched(t, s.console)
	for i := range f.Steps {
		if f.Steps[i].URL != "" && !strings.HasPrefix(f.Steps[i].URL, s.console.URL()) {
			t.Errorf("the exported flow leads to %s", f.Steps[i].URL)
		}
		f.Steps[i].URL = strings.Replace(f.Steps[i].URL, s.console.URL(), "${console}", 1)
	}
	text, err := flow.Encode(f)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), password) {
		t.Error("the exported flow holds the password")
	}
	if f, err = flow.Parse("exported.json", text); err != nil {
		t.Fatal(err)
	}
	return f
}

// expectActivated says that the console is as the exported path makes it.
func expectActivated(t *testing.T, c *console.Console) {
	t.Helper()
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

// expectUntouched says that nothing is locked, pending or different.
func expectUntouched(t *testing.T, c *console.Console) {
	t.Helper()
	if lock := c.Control().Lock(); lock != nil {
		t.Errorf("the lock is still held: %+v", lock)
	}
	if pending := c.Control().Pending(); len(pending) > 0 {
		t.Errorf("edits are still pending: %+v", pending)
	}
	for _, e := range c.Control().History() {
		if e.What == "activate" {
			t.Errorf("something was activated: %+v", e)
		}
	}
}
