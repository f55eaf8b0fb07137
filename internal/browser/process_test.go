package browser_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"lockedit/internal/browser"
)

// childVariable makes the test program a parent that is going to be killed.
const childVariable = "LOCKEDIT_BROWSER_TEST_CHILD"

// child starts a browser, says which, and waits to be killed.
func child() int {
	b, err := launch("http://127.0.0.1:1")
	if err != nil {
		fmt.Println("error", err)
		return 1
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if _, err := b.NewPage(ctx, browser.PageOptions{}); err != nil {
		fmt.Println("error", err)
		return 1
	}
	fmt.Println(b.Process(), b.Profile())
	<-ctx.Done()
	return 1
}

// gone waits until no process of a browser is left.
func gone(t *testing.T, pid int, profile string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	err := browser.Retry(ctx, func(context.Context) (bool, error) { return browser.Left(pid, profile) == 0, nil })
	if err != nil {
		t.Errorf("%d processes are left: %v", browser.Left(pid, profile), err)
	}
}

func TestNothingIsLeftAfterClose(t *testing.T) {
	b, err := launch(common.site.URL)
	if err != nil {
		t.Fatal(err)
	}
	pid, profile := b.Process(), b.Profile()
	info, err := os.Stat(profile)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("profile: %v, %v, want mode 0700", info, err)
	}
	page, err := b.NewPage(within(t), browser.PageOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := page.Goto(within(t), common.site.URL+"/form"); err != nil {
		t.Fatal(err)
	}
	if browser.Left(pid, profile) == 0 {
		t.Fatal("no process was counted while the browser runs: the count is broken")
	}
	closeBrowser(t, b)
	if n := browser.Left(pid, profile); n != 0 {
		t.Errorf("%d processes are left", n)
	}
	if _, err := os.Stat(profile); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the profile is left: %v", err)
	}
	var crashed *browser.CrashedError
	var detached *browser.DetachedError
	if _, err := page.Find(within(t), css("p")); !errors.As(err, &crashed) && !errors.As(err, &detached) {
		t.Errorf("a page of a closed browser: %v", err)
	}
}

func TestNothingIsLeftAfterTheParentIsKilled(t *testing.T) {
	// A directory of its own, or the browsers of other tests tidy up here, too.
	t.Setenv("TMPDIR", t.TempDir())
	living, err := launch(common.site.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer closeBrowser(t, living)
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), childVariable+"=1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	var pid int
	var profile string
	if _, err := fmt.Sscan(line, &pid, &profile); err != nil {
		t.Fatalf("the child said %q: %v", line, err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(profile) })
	if browser.Left(pid, profile) == 0 {
		t.Fatal("the child has no browser")
	}
	if err := cmd.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	gone(t, pid, profile)
	if _, err := os.Stat(profile); err != nil {
		t.Fatalf("the profile of a killed program is gone by itself, which this test is about: %v", err)
	}
	b, err := launch(common.site.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer closeBrowser(t, b)
	if _, err := os.Stat(profile); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the profile of a killed program is left: %v", err)
	}
	for name, running := range map[string]*browser.Browser{"this": b, "the other": living} {
		if _, err := os.Stat(running.Profile()); err != nil {
			t.Errorf("the profile of %s browser, which runs: %v", name, err)
		}
	}
}

func TestDeathOfTheBrowser(t *testing.T) {
	b, err := launch(common.site.URL)
	if err != nil {
		t.Fatal(err)
	}
	pid, profile := b.Process(), b.Profile()
	page, err := b.NewPage(within(t), browser.PageOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	_, err = page.Goto(within(t), common.site.URL+"/form")
	var crashed *browser.CrashedError
	if !errors.As(err, &crashed) || crashed.What != "browser" {
		t.Errorf("got %v, want a CrashedError of the browser", err)
	}
	_ = page.Close()
	// Nobody has to close it for its other processes to be gone.
	if err := browser.Retry(within(t), func(context.Context) (bool, error) { return b.Buried(), nil }); err != nil {
		t.Errorf("what it left is not ended: %v", err)
	}
	gone(t, pid, profile)
	closeBrowser(t, b)
}

func TestCrashOfThePage(t *testing.T) {
	page := openPage(t, "/form", browser.PageOptions{})
	ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
	defer cancel()
	page.Crash(ctx)
	_, err := page.Find(within(t), css("#P\\.name"))
	var crashed *browser.CrashedError
	if !errors.As(err, &crashed) || crashed.What != "page" {
		t.Errorf("got %v, want a CrashedError of the page", err)
	}
	if _, err := openPage(t, "/form", browser.PageOptions{}).Find(within(t), css("#P\\.name")); err != nil {
		t.Errorf("another page suffers: %v", err)
	}
}

func TestClosedPage(t *testing.T) {
	page, err := common.browser.NewPage(within(t), browser.PageOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := page.Close(); err != nil {
		t.Fatal(err)
	}
	var closed *browser.DetachedError
	if _, err := page.Find(within(t), css("p")); !errors.As(err, &closed) {
		t.Errorf("got %v, want a DetachedError", err)
	}
}

func TestPagesAreIsolated(t *testing.T) {
	set, get := `() => { document.cookie = 'user=a; path=/'; return document.cookie }`, `() => document.cookie`
	var mine, other string
	if err := openPage(t, "/form", browser.PageOptions{}).Read(within(t), set, nil, &mine); err != nil {
		t.Fatal(err)
	}
	if err := openPage(t, "/form", browser.PageOptions{}).Read(within(t), get, nil, &other); err != nil {
		t.Fatal(err)
	}
	if mine == "" || other != "" {
		t.Errorf("cookies %q and %q, want only the first", mine, other)
	}
}

func TestLaunchFails(t *testing.T) {
	path, err := executable()
	if err != nil {
		t.Fatal(err)
	}
	t.Run("as root with a sandbox", func(t *testing.T) {
		if os.Getuid() != 0 {
			t.Log("not root: Chrome may build its sandbox")
			return
		}
		_, err := browser.Launch(within(t), browser.Options{ExecPath: path, TempDir: t.TempDir()})
		var sandbox *browser.SandboxError
		if !errors.As(err, &sandbox) || !sandbox.Root || !strings.Contains(err.Error(), "--no-sandbox") {
			t.Errorf("got %v, want a SandboxError with a hint", err)
		}
	})
	t.Run("no such program", func(t *testing.T) {
		_, err := browser.Launch(within(t), browser.Options{ExecPath: "/nonexistent/chrome", TempDir: t.TempDir()})
		var start *browser.StartError
		if !errors.As(err, &start) {
			t.Errorf("got %v, want a StartError", err)
		}
	})
	t.Run("not a browser", func(t *testing.T) {
		_, err := browser.Launch(within(t), browser.Options{ExecPath: "/bin/false", TempDir: t.TempDir()})
		var start *browser.StartError
		if !errors.As(err, &start) {
			t.Errorf("got %v, want a StartError", err)
		}
	})
	t.Run("bad origin", func(t *testing.T) {
		if _, err := browser.Launch(within(t), browser.Options{ExecPath: path, Origins: []string{"wls:7001"}}); err == nil {
			t.Error("no error")
		}
	})
}

func TestInfo(t *testing.T) {
	info := common.browser.Info()
	want := "on"
	if os.Getuid() == 0 {
		want = "off"
	}
	if !strings.Contains(info.Product, "/") || info.Protocol == "" || len(info.CommandLine) < 10 || info.Sandbox != want {
		t.Errorf("got %+v, want sandbox %s", info, want)
	}
}
