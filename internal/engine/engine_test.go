package engine_test

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"lockedit/internal/engine"
	"lockedit/internal/spec"
	"lockedit/recordings"
	"lockedit/testenv/console"
	"lockedit/testenv/console/domain"
)

const password = "welcome1-test"

func newEngine() *engine.Engine {
	return engine.New(engine.Host{
		Now: time.Now, Environ: os.Environ(), Getenv: os.Getenv, ReadFile: os.ReadFile, Version: "test",
		User: "tester", Name: "here",
		Credentials: func(context.Context, spec.Spec, engine.ReadSecret) (string, spec.Secret, error) {
			return "weblogic", spec.NewSecret(password), nil
		},
	}, zerolog.Nop())
}

func request(t *testing.T, c *console.Console) engine.Request {
	return engine.Request{
		Spec: spec.Spec{
			Console: spec.Console{URL: c.URL()}, Cluster: "soa_cluster", MigrationBasis: spec.BasisDatabase,
			AutoMigrationTableName: "ACTIVE", DataSource: "WLSSchemaDataSource", Policy: spec.PolicyExactlyOnce,
			Targets: spec.Targets{All: true}, Restart: spec.Restart{Strategy: spec.StrategyNone},
			Evidence: spec.Evidence{Dir: t.TempDir() + "/recording"},
		},
		Browser: engine.BrowserChoice{NoSandbox: os.Geteuid() == 0},
		Timeout: 30 * time.Second,
		Sinks:   []recordings.Sink{logSink{t}},
	}
}

type logSink struct{ t *testing.T }

func (s logSink) Event(e recordings.Event) {
	if e.Type == recordings.TypeRequest || e.Type == recordings.TypeMatch {
		return
	}
	s.t.Logf("%s %s", e.Type, e.Message)
}

func start(t *testing.T, o console.Options) *console.Console {
	t.Helper()
	c, err := console.New(o)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func TestRunMakesExactlyThePlannedChanges(t *testing.T) {
	c := start(t, console.Options{Seed: 7})
	result, err := newEngine().Run(t.Context(), request(t, c))
	if err != nil {
		t.Fatal(err)
	}
	if result.Outcome.ExitCode != 3 {
		t.Fatalf("outcome: %+v %v", result.Outcome, result.Err)
	}
	active := c.Control().Active()
	if got := active.Find(domain.KindCluster, "soa_cluster").Get("migrationBasis"); got != "database" {
		t.Errorf("migration basis: %q", got)
	}
	if c.Control().Lock() != nil {
		t.Error("the lock is still held")
	}
}
