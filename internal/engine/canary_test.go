package engine_test

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"lockedit/internal/engine"
	"lockedit/internal/spec"
	"lockedit/testenv/console"
	"lockedit/testenv/trawl"
)

// The canaries. The password is also the name of a server that the console
// shows, so that it is on pages, in tables and in what the run says of them;
// nobody tells the redactor of the other name, which shows where the password
// would be without it.
const (
	canaryPassword = "Canary&Pass+word%7é"
	canaryOpen     = "Finch&Open+word%7é"
)

// TestNoSecretInARecording runs the whole path and looks for the password, the
// cookies and the tokens in every file of the recording, at any depth.
func TestNoSecretInARecording(t *testing.T) {
	t.Parallel()
	c := start(t, console.Options{Seed: 11, Password: canaryPassword})
	c.Control().AddTarget("osb_cluster", canaryPassword)
	c.Control().AddTarget("soa_cluster", canaryOpen)
	r := request(t, c)
	e := engine.New(engine.Host{
		Now: time.Now, Environ: os.Environ(), Getenv: os.Getenv, ReadFile: os.ReadFile, Version: "test", User: "tester", Name: "here", Launch: share,
		Credentials: func(context.Context, spec.Spec, engine.ReadSecret) (string, spec.Secret, error) {
			return "weblogic", spec.NewSecret(canaryPassword), nil
		},
	}, zerolog.Nop())
	result, err := e.Run(t.Context(), r)
	if err != nil || result.Outcome.ExitCode != 3 {
		t.Fatalf("%+v %v %v", result.Outcome, result.Err, err)
	}
	secrets := c.Control().Secrets()
	if len(secrets) < 10 {
		t.Fatalf("the console handed out only %d session IDs and tokens", len(secrets))
	}
	found := search(t, result.Dir, append(secrets, canaryPassword, canaryOpen)...)
	seen := found[canaryOpen]
	delete(found, canaryOpen)
	for secret, places := range found {
		t.Errorf("%s is in %s", secret, places)
	}
	for _, file := range []string{
		"events.jsonl", "run.json", "plan.json", "report.html", "report.pdf/text", "network.har", "junit.xml", "trace.zip/trace.trace", "trace.zip/trace.network", ".yaml",
	} {
		if !slices.ContainsFunc(seen, func(place string) bool { return strings.Contains(place, file) }) {
			t.Errorf("the search is blind in %s: it finds the name that is no secret only in %s", file, seen)
		}
	}
}

// search lists for each text the files of a directory, and the files in them,
// that hold it in any encoding.
func search(t *testing.T, dir string, texts ...string) map[string][]string {
	t.Helper()
	found, err := trawl.Search(dir, texts...)
	if err != nil {
		t.Fatal(err)
	}
	return found
}
