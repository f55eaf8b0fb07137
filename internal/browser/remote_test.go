package browser_test

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"lockedit/internal/browser"
)

// running starts a browser that listens, as another program would.
func running(t *testing.T) string {
	t.Helper()
	path, err := executable()
	if err != nil {
		t.Fatal(err)
	}
	profile, err := os.MkdirTemp("", "lockedit-running-")
	if err != nil {
		t.Fatal(err)
	}
	args := []string{"--headless", "--remote-debugging-port=0", "--user-data-dir=" + profile, "about:blank"}
	if os.Getuid() == 0 {
		args = append(args, "--no-sandbox")
	}
	cmd := exec.Command(path, args...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	output, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		_ = cmd.Wait()
		gone(t, cmd.Process.Pid, profile)
		if err := os.RemoveAll(profile); err != nil {
			t.Error(err)
		}
	})
	lines := bufio.NewScanner(output)
	for lines.Scan() {
		if _, address, ok := strings.Cut(lines.Text(), "DevTools listening on "); ok {
			return strings.TrimSpace(address)
		}
	}
	t.Fatal("the browser did not say where it listens")
	return ""
}

func TestRunningBrowser(t *testing.T) {
	address := running(t)
	foreign := newOutside(t)
	for _, round := range []string{"first", "again after it was let go"} {
		t.Run(round, func(t *testing.T) {
			b, err := browser.Launch(within(t), browser.Options{URL: address, Origins: []string{common.site.URL}})
			if err != nil {
				t.Fatal(err)
			}
			defer closeBrowser(t, b)
			seen := &recorder{}
			page, err := b.NewPage(within(t), browser.PageOptions{Observer: seen})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := page.Goto(within(t), common.site.URL+"/act?mode=popup&to="+foreign.url()); err != nil {
				t.Fatal(err)
			}
			if _, err := page.Click(within(t), css("#target"), browser.ClickOptions{}); err != nil {
				t.Fatal(err)
			}
			foreign.check(t)
			if info := b.Info(); info.Product == "" || info.Sandbox == "on" && os.Getuid() == 0 {
				t.Errorf("got %+v", info)
			}
		})
	}
}

func TestRunningBrowserCannotPin(t *testing.T) {
	if _, err := browser.Launch(within(t), browser.Options{URL: "ws://127.0.0.1:1", PinnedKeys: []string{"x"}}); err == nil {
		t.Error("keys were accepted for a browser that cannot take them")
	}
	if _, err := browser.Launch(within(t), browser.Options{URL: "ws://127.0.0.1:1"}); err == nil {
		t.Error("no error without a browser")
	}
}

// TestNoSecretOfARunningBrowsersAddress holds that what stands in the address of a
// browser that does not answer is in no error, whichever way it is asked.
func TestNoSecretOfARunningBrowsersAddress(t *testing.T) {
	t.Parallel()
	for name, address := range map[string]string{
		"found by its version": "ws://someone:welcome1@127.0.0.1:1/?token=welcome1",
		"dialled":              "ws://someone:welcome1@127.0.0.1:1/devtools/browser/x?token=welcome1",
		"by http":              "http://someone:welcome1@127.0.0.1:1/?token=welcome1",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := browser.Launch(within(t), browser.Options{URL: address})
			var start *browser.StartError
			if !errors.As(err, &start) || strings.Contains(err.Error(), "come1") || strings.Contains(err.Error(), "someone") {
				t.Errorf("error %v", err)
			}
		})
	}
}
