package trace_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// playwrightVersion is the one whose own traces have version 8.
const playwrightVersion = "1.59.1"

// playwright installs Playwright's command line once, without its browsers, and
// returns a function that runs it. It needs Node.js, which lockedit itself does
// not: without it the test is skipped and says so. Where CI is set, what is missing
// or cannot be installed is a failure.
func playwright(t *testing.T) func(args ...string) string {
	t.Helper()
	npm, err := exec.LookPath("npm")
	if err != nil && os.Getenv("CI") != "" {
		t.Fatal("npm is not installed, and in CI a real Playwright has to read the trace")
	}
	if err != nil {
		t.Skip("NOT CHECKED: there is no npm here, so no real Playwright reads the trace")
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(cache, "lockedit", "playwright-"+playwrightVersion)
	program := filepath.Join(dir, "node_modules", ".bin", "playwright")
	if _, err := os.Stat(program); err != nil {
		describe(t, dir)
		if out, err := run(t, dir, npm, "install", "--no-audit", "--no-fund", "playwright@"+playwrightVersion); err != nil {
			if os.Getenv("CI") != "" {
				t.Fatalf("installing Playwright: %v\n%s", err, out)
			}
			t.Skipf("NOT CHECKED: Playwright cannot be installed here, so none reads the trace: %v\n%s", err, out)
		}
	}
	work := t.TempDir()
	return func(args ...string) string {
		t.Helper()
		out, err := run(t, work, program, args...)
		if err != nil {
			t.Errorf("playwright %s: %v", strings.Join(args, " "), err)
		}
		return out
	}
}

// describe makes the folder a package of its own, so that npm installs there. Its
// option --prefix would move npm's own configuration as well.
func describe(t *testing.T, dir string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "package.json"), []byte(`{"private":true}`), 0o600); err != nil {
		t.Fatal(err)
	}
}

func run(t *testing.T, dir, program string, args ...string) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func TestPlaywrightReadsTheTrace(t *testing.T) {
	ask := playwright(t)
	ask("trace", "open", sample(t, "Clusters"))
	for _, test := range []struct {
		args []string
		want []string
	}{
		{[]string{"trace", "actions"}, []string{"1. ", "Log in", "2. ", "Clusters", "3. ", "Activate Changes", "✗"}},
		{[]string{"trace", "action", "2"}, []string{"read migrationBasis of soa_cluster", `proof: "seen"`, "available: before, after"}},
		{[]string{"trace", "errors"}, []string{"✗ Activate Changes", "the button is covered"}},
		{[]string{"trace", "attachments"}, []string{"before (steps/02-step1/before.png)", "image/png", "page.aria.yaml"}},
		{[]string{"trace", "requests"}, []string{"GET", "200", "3."}},
		{[]string{"trace", "console"}, []string{"error", "Clusters"}},
	} {
		out := ask(test.args...)
		for _, want := range test.want {
			if !strings.Contains(out, want) {
				t.Errorf("playwright %s does not say %q:\n%s", strings.Join(test.args, " "), want, out)
			}
		}
	}
}
