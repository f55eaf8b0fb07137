package engine

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"lockedit/internal/spec"
	"lockedit/recordings"
)

// TestChildrenDoNotGetTheAccount has an account in variables whose names are those that
// kubectl's credential plugins get. It is not parallel: a script that is still open in
// another test's child, between fork and exec, cannot be run.
func TestChildrenDoNotGetTheAccount(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kubectl")
	script := "#!/bin/sh\nprintf '%s' \"$AWS_PROFILE,$AZURE_USER,$OCI_WLS_PASSWORD,$AWS_DB_PASSWORD\"\n"
	if err := os.WriteFile(path, []byte(script), 0o700); err != nil { //nolint:gosec // it is run
		t.Fatal(err)
	}
	environ := []string{"AWS_PROFILE=p", "AZURE_USER=u", "OCI_WLS_PASSWORD=secret", "AWS_DB_PASSWORD=secret"}
	s := &session{engine: New(Host{Environ: environ}, zerolog.Nop()), request: Request{
		Kubectl: KubectlChoice{Path: path},
		Spec: spec.Spec{
			Credentials:      spec.Credentials{UsernameEnv: "AZURE_USER", PasswordEnv: "OCI_WLS_PASSWORD"},
			CreateDataSource: &spec.CreateDataSource{Connection: spec.Connection{PasswordEnv: "AWS_DB_PASSWORD"}},
		},
	}}
	if got, err := s.kubectl("").CurrentContext(t.Context()); err != nil || got != "p,,," {
		t.Errorf("kubectl has %q, error %v", got, err)
	}
	if diff := cmp.Diff([]string{"AWS_PROFILE=p"}, s.baseOptions().Env); diff != "" {
		t.Errorf("what the browser's environment is chosen from (-want +got):\n%s", diff)
	}
}

// TestARemarkOfKubectlIsNotedOnce has warnings that come at each call, from two clients of
// one run.
func TestARemarkOfKubectlIsNotedOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kubectl")
	script := "#!/bin/sh\necho 'Warning: old API' >&2\necho \"W1128 19:03:16.$$     $$ plugin.go:7] expires soon\" >&2\necho \"Warning: for $3\" >&2\n"
	if err := os.WriteFile(path, []byte(script), 0o700); err != nil { //nolint:gosec // it is run
		t.Fatal(err)
	}
	var notes []string
	journal, err := recordings.Create(recordings.Options{Parent: t.TempDir(), Verb: "restart", Sinks: []recordings.Sink{notesTo{&notes}}})
	if err != nil {
		t.Fatal(err)
	}
	s := &session{engine: New(Host{}, zerolog.Nop()), request: Request{Kubectl: KubectlChoice{Path: path}}, journal: journal}
	for _, namespace := range []string{"a", "a", "b"} {
		client := s.kubectl(namespace)
		for range 2 {
			if _, err := client.CurrentContext(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := journal.Finish(recordings.Outcome{Result: "done"}); err != nil {
		t.Fatal(err)
	}
	want := map[string]int{"old API": 1, "expires soon": 1}
	for text, n := range want {
		if got := strings.Count(strings.Join(notes, "\n"), text); got != n {
			t.Errorf("%q is noted %d times: %q", text, got, notes)
		}
	}
	if len(notes) < 3 {
		t.Errorf("noted are %q", notes)
	}
}

// notesTo keeps the notes of a run.
type notesTo struct{ list *[]string }

func (n notesTo) Event(e recordings.Event) {
	if e.Type == recordings.TypeNote {
		*n.list = append(*n.list, e.Message)
	}
}
