package kubectl

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestChildEnv(t *testing.T) {
	env := []string{
		"PATH=/bin", "HOME=/root", "KUBECONFIG=/k", "https_proxy=p", "OCI_CLI_PROFILE=o", "LC_ALL=ja_JP",
		"KUBERNETES_SERVICE_HOST=10.0.0.1", "KUBERNETES_SERVICE_PORT=443",
		"LOCKEDIT_PASSWORD=secret", "LOCKEDIT_USERNAME=u", "WLS_PW=secret", "GODEBUG=http2debug=2", "nonsense",
	}
	want := []string{
		"LC_ALL=C.UTF-8", "KUBECTL_KUBERC=false",
		"PATH=/bin", "HOME=/root", "KUBECONFIG=/k", "https_proxy=p", "OCI_CLI_PROFILE=o",
		"KUBERNETES_SERVICE_HOST=10.0.0.1", "KUBERNETES_SERVICE_PORT=443",
	}
	if diff := cmp.Diff(want, childEnv(env)); diff != "" {
		t.Errorf("environment (-want +got):\n%s", diff)
	}
}

// TestCommandLineElsewhere has a program of its own name and a kubeconfig that only the
// environment names: in another shell, both have to be said.
func TestCommandLineElsewhere(t *testing.T) {
	c := New(Options{Path: "/opt/k 1/kubectl", Env: []string{"KUBECONFIG=/a b:/c"}, Context: "prod"})
	if got, want := c.CommandLine("n", "get"), `KUBECONFIG='/a b:/c' '/opt/k 1/kubectl' --context prod --namespace n get`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestCommandLine(t *testing.T) {
	c := New(Options{Kubeconfig: "/home/a b/config", Context: "prod", Namespace: "soans"})
	got := c.CommandLine("", "patch", "x", "--patch", `{"a":"it's"}`, "")
	want := `kubectl --kubeconfig '/home/a b/config' --context prod --namespace soans patch x --patch '{"a":"it'\''s"}' ''`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := New(Options{Namespace: "a"}).CommandLine("b", "get"); got != "kubectl --namespace b get" {
		t.Errorf("got %s", got)
	}
}

// program writes a shell script that stands in for kubectl.
func program(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "kubectl")
	if err := os.WriteFile(file, []byte("#!/bin/sh\n"+text), 0o700); err != nil { //nolint:gosec // it is run
		t.Fatal(err)
	}
	return file
}

// TestWarnings keeps what is written to standard error out of the answer.
func TestWarnings(t *testing.T) {
	var warnings []string
	path := program(t, `echo 'Warning: v8 is deprecated' >&2; echo '{"metadata":{"name":"d"}}'`)
	c := New(Options{Path: path, Warn: func(line string) { warnings = append(warnings, line) }})
	d, err := c.Domain(t.Context(), "d")
	if err != nil || d.Meta.Name != "d" {
		t.Fatalf("got %q, %v", d.Meta.Name, err)
	}
	if diff := cmp.Diff([]string{"Warning: v8 is deprecated"}, warnings); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
}

// TestLeftChild has a kubectl that ends while a child of it keeps its output open: the
// exit status counts, and it was no program that cannot be run.
func TestLeftChild(t *testing.T) {
	t.Parallel()
	const leave = `sleep 600 & echo $! >"$0.pid"; `
	var failed *CommandError
	var syntax *json.SyntaxError
	for _, test := range []struct {
		name, script string
		want         func(error) bool
	}{
		{"done", `echo '{"metadata":{"name":"d"}}'`, func(err error) bool { return err == nil }},
		{"cut short", `echo '{"metadata":'`, func(err error) bool { return errors.As(err, &syntax) }},
		{"failed", `echo 'Error from server (Gone): it is gone' >&2; exit 1`, func(err error) bool { return errors.As(err, &failed) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := program(t, leave+test.script)
			_, err := New(Options{Path: path}).PatchDomain(t.Context(), Domain{}, "{}")
			endLeft(t, path+".pid")
			var missing *MissingError
			if !test.want(err) || errors.As(err, &missing) {
				t.Errorf("got %T %v", err, err)
			}
		})
	}
}

// endLeft ends the process whose id is in the file.
func endLeft(t *testing.T, pidFile string) {
	t.Helper()
	if err := syscall.Kill(pidIn(t, pidFile), syscall.SIGKILL); err != nil {
		t.Error(err)
	}
}

func pidIn(t *testing.T, file string) int {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	return pid
}

// TestSecretIsNotTold has a program in kubectl's place that logs the answers to standard
// error: neither a warning nor an error may hold what a Secret holds.
func TestSecretIsNotTold(t *testing.T) {
	const log = `echo 'I1128 16:00:00.1 1 helper.go:246] "Response" body="{\"data\":{\"password\":\"d2VsY29tZTE=\"}}"' >&2
echo '00000020  64 32 56 73 |d2VsY29tZTE=|' >&2
`
	for _, test := range []struct{ name, end, want string }{
		{"read", `echo '{"data":{"username":"eA==","password":"d2VsY29tZTE="}}'`, ""},
		{"failed", `echo 'Error from server (Forbidden): secrets "s" is forbidden' >&2; exit 1`, `: Error from server (Forbidden): secrets "s" is forbidden`},
		{"failed without a word", `exit 3`, ": exit status 3"},
		{"not read", `echo '{"data":{"password":d2VsY29tZTE='`, "printed no Secret"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var warnings []string
			c := New(Options{Path: program(t, log+test.end), Warn: func(line string) { warnings = append(warnings, line) }})
			_, password, err := c.Credentials(t.Context(), "soans", "s")
			if len(warnings) > 0 || (test.want == "") != (password == "welcome1") {
				t.Errorf("password %q, warnings %q", password, warnings)
			}
			if text := fmt.Sprint(err); test.want != "" && (!strings.HasSuffix(text, test.want) || strings.Contains(text, "d2VsY29tZTE")) {
				t.Errorf("the error is %s", text)
			}
		})
	}
}

// TestNoInput has a program that asks for a password: it gets an end of file.
func TestNoInput(t *testing.T) {
	path := program(t, `if read -r answer; then echo '{"metadata":{"name":"asked"}}'; else echo 'error: no input' >&2; exit 1; fi`)
	_, err := New(Options{Path: path}).Domain(t.Context(), "d")
	var failed *CommandError
	if !errors.As(err, &failed) || failed.ExitCode != 1 || failed.Stderr != "error: no input" {
		t.Errorf("got %v", err)
	}
}

// TestDeadline kills a kubectl that hangs, and what it has started.
func TestDeadline(t *testing.T) {
	pidFile := filepath.Join(t.TempDir(), "pid")
	path := program(t, "sleep 600 & echo $! >"+pidFile+"; wait")
	_, err := New(Options{Path: path, Timeout: time.Second}).Domain(t.Context(), "d")
	var late *TimeoutError
	if !errors.As(err, &late) || late.After != time.Second {
		t.Errorf("got %v, want a TimeoutError", err)
	}
	checkGone(t, pidFile)
}

// TestCancel does the same when the caller's context ends.
func TestCancel(t *testing.T) {
	pidFile := filepath.Join(t.TempDir(), "pid")
	path := program(t, "sleep 600 & echo $! >"+pidFile+"; wait")
	ctx, cancel := context.WithCancelCause(t.Context())
	interrupt := errors.New("interrupted")
	go func() {
		for range time.Tick(5 * time.Millisecond) {
			if text, err := os.ReadFile(pidFile); err == nil && len(text) > 0 {
				cancel(interrupt)
				return
			}
		}
	}()
	_, err := New(Options{Path: path}).Domain(ctx, "d")
	var late *TimeoutError
	if !errors.Is(err, interrupt) || errors.As(err, &late) {
		t.Errorf("got %v, want the cause %v", err, interrupt)
	}
	checkGone(t, pidFile)
}

// checkGone waits until the process whose id is in the file is gone (or only
// waits for its parent to take notice).
func checkGone(t *testing.T, pidFile string) {
	t.Helper()
	pid := pidIn(t, pidFile)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for syscall.Kill(pid, 0) == nil && !zombie(pid) {
		if ctx.Err() != nil {
			t.Fatalf("process %d outlived its kubectl", pid)
		}
	}
}

func zombie(pid int) bool {
	stat, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	return err == nil && strings.Contains(string(stat), ") Z ")
}

// TestByMessage tells errors apart by what kubectl versions say.
func TestByMessage(t *testing.T) {
	tests := []struct {
		name, stderr string
		want         any
	}{
		{"not found", `Error from server (NotFound): domains.weblogic.oracle "x" not found`, new(*NotFoundError)},
		{"no such type", `error: the server doesn't have a resource type "domains"`, new(*NotFoundError)},
		{"forbidden", `Error from server (Forbidden): domains.weblogic.oracle "x" is forbidden: User "u" cannot get`, new(*ForbiddenError)},
		{"not accepted", `error: You must be logged in to the server (Unauthorized)`, new(*ForbiddenError)},
		{"conflict", `Error from server (Conflict): Operation cannot be fulfilled on domains.weblogic.oracle "x"`, new(*ConflictError)},
		{"refused", `The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?`, new(*UnreachableError)},
		{"no route", `Unable to connect to the server: dial tcp: lookup k8s.example.com: no such host`, new(*UnreachableError)},
		{"slow", `Unable to connect to the server: net/http: request canceled (Client.Timeout exceeded while awaiting headers)`, new(*UnreachableError)},
		{"starting", `Error from server (ServiceUnavailable): apiserver not ready`, new(*UnreachableError)},
		{"storage", `Error from server: etcdserver: request timed out`, new(*UnreachableError)},
		{"ended", `error: Get "https://x": EOF`, new(*UnreachableError)},
		{"busy", `Error from server (TooManyRequests): the server has received too many requests`, new(*UnreachableError)},
		{"invalid", `The Domain "x" is invalid: spec.serverStartPolicy: Unsupported value: "NEVER"`, new(*DeniedError)},
		{"a name is no reason", `Error from server (BadRequest): pod "unauthorized-eof" is odd`, new(*DeniedError)},
		{"a webhook denies", `Error from server: admission webhook "weblogic.validating.webhook" denied the request: Change request to domain resource 'x' cannot be honored`, new(*DeniedError)},
		{"a webhook forbids", `Error from server (Forbidden): admission webhook "gatekeeper" denied the request: frozen`, new(*DeniedError)},
		{"a policy denies, after a warning", "Warning: weblogic.oracle/v8 Domain is deprecated\nThe domains \"x\" is invalid: : ValidatingAdmissionPolicy 'p' with binding 'b' denied request: frozen", new(*DeniedError)},
		{"a reason nobody knows", `Error from server (Gone): it is gone`, nil},
		{"nothing said", ``, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			failed := &CommandError{Stderr: test.stderr, ExitCode: 1}
			err := byMessage(failed)
			if test.want == nil {
				if !errors.Is(err, failed) || err.Error() != failed.Error() {
					t.Errorf("got %T, want the plain CommandError", err)
				}
				return
			}
			var plain *CommandError
			if !errors.As(err, test.want) || !errors.As(err, &plain) {
				t.Errorf("got %T, want %T around a CommandError", err, test.want)
			}
		})
	}
}

// FuzzParseResources feeds the reader what no kubectl should print.
func FuzzParseResources(f *testing.F) {
	f.Add([]byte(`{"kind":"Domain","apiVersion":"weblogic.oracle/v9","spec":{"clusters":[{"name":"c"}]}}`))
	f.Add([]byte(`{"kind":"List","items":[{"kind":"Domain"},{"kind":"Cluster","spec":{"replicas":2}}]}`))
	f.Add([]byte(`{"kind":"List","items":[null]}`))
	f.Fuzz(func(_ *testing.T, text []byte) {
		s, err := parseResources(text)
		if err == nil {
			_, _, _ = s.Domain.Policy(), s.Domain.Resource(), s.Domain.ClusterResources()
		}
	})
}
