package app_test

import (
	"bytes"
	"strings"
	"testing"

	"lockedit/testenv/console"
)

// TestTheMostTalkativeLogHoldsNoSecret runs the whole path with all that the program
// can say, and looks for the password, the session IDs and the tokens in it.
func TestTheMostTalkativeLogHoldsNoSecret(t *testing.T) {
	t.Parallel()
	c := startConsole(t, console.Options{Seed: 12})
	cmd := program(t, t.TempDir(), append(runArgs(c, "traced"), "--log-level", "trace")...)
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Run(); cmd.ProcessState.ExitCode() != 3 {
		t.Fatalf("%v\n%s", err, said.String())
	}
	if !strings.Contains(said.String(), "Activate Changes") {
		t.Fatalf("the log does not tell of the run:\n%s", said.String())
	}
	secrets := c.Control().Secrets()
	if len(secrets) < 10 {
		t.Fatalf("the console handed out only %d session IDs and tokens", len(secrets))
	}
	for _, secret := range append(secrets, "welcome1-test") {
		if bytes.Contains(out.Bytes(), []byte(secret)) || bytes.Contains(said.Bytes(), []byte(secret)) {
			t.Errorf("%q is in the output", secret)
		}
	}
}
