package engine

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"lockedit/internal/spec"
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
