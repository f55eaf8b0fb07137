package engine_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"lockedit/internal/browser"
	"lockedit/internal/engine"
	"lockedit/internal/spec"
	"lockedit/recordings"
	"lockedit/testenv/console"
	"lockedit/testenv/console/domain"
)

const password = "welcome1-test"

// newEngine makes an engine whose pictures are drawn, or blank: a picture costs as
// much as a page, and many tests look at none.
func newEngine(pictured bool) *engine.Engine {
	if pictured {
		return engineWith(share)
	}
	return engineWith(shareBlank)
}

type launcher = func(context.Context, browser.Options) (*browser.Browser, error)

// engineWith makes an engine that gets its browsers from launch.
func engineWith(launch launcher) *engine.Engine { return engineAs(launch, account) }

// engineAs is engineWith for another account.
func engineAs(launch launcher, user string) *engine.Engine {
	return engineAt(launch, user, time.Now)
}

// engineAt is engineAs with another clock.
func engineAt(launch launcher, user string, now func() time.Time) *engine.Engine {
	return engine.New(engine.Host{
		Now: now, Environ: os.Environ(), Getenv: os.Getenv, ReadFile: os.ReadFile, Version: "test",
		User: "tester", Name: "here", Launch: launch,
		Credentials: func(context.Context, spec.Spec, engine.ReadSecret) (string, spec.Secret, error) {
			return user, spec.NewSecret(password), nil
		},
	}, zerolog.Nop())
}

func request(t *testing.T, c *console.Console) engine.Request {
	return engine.Request{
		Spec: spec.Spec{
			Console: spec.Console{URL: c.URL()}, Cluster: "soa_cluster", MigrationBasis: spec.BasisDatabase,
			AutoMigrationTableName: "ACTIVE", DataSource: "WLSSchemaDataSource", Policy: spec.PolicyExactlyOnce,
			Targets: spec.Targets{All: true}, Restart: spec.Restart{Strategy: spec.StrategyNone},
			Evidence: spec.Evidence{Dir: evidenceDir(t)},
		},
		Browser: engine.BrowserChoice{NoSandbox: asRoot()},
		Timeout: 30 * time.Second,
		Sinks:   []recordings.Sink{logSink{t}},
	}
}

// asRoot says whether Chrome's sandbox has to be given up; the tests choose that openly.
func asRoot() bool { return os.Geteuid() == 0 }

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
	firstAt(t, c.URL())
	return c
}

func TestRunMakesExactlyThePlannedChanges(t *testing.T) {
	t.Parallel()
	c := start(t, console.Options{Seed: 7})
	before := c.Control().Active()
	result, err := engineWith(share).Run(t.Context(), request(t, c))
	if err != nil {
		t.Fatal(err)
	}
	if result.Outcome.ExitCode != 3 {
		t.Fatalf("outcome: %+v %v", result.Outcome, result.Err)
	}
	expectConfiguration(t, c, before, "soa_cluster")
}

// expectConfiguration holds the active configuration, read past the console,
// against what was asked for: exactly that, and nothing else.
func expectConfiguration(t *testing.T, c *console.Console, before *domain.Tree, cluster string) {
	t.Helper()
	want := before.Clone()
	attrs := want.Find(domain.KindCluster, cluster).Attrs
	attrs["migrationBasis"] = "database"
	attrs["dataSourceForAutomaticMigration"] = "WLSSchemaDataSource"
	attrs["autoMigrationTableName"] = "ACTIVE"
	for _, bean := range want.Of(domain.KindTarget) {
		if bean.Get("cluster") == cluster {
			bean.Attrs["migrationPolicy"] = "exactly-once"
		}
	}
	if diff := differences(want, c.Control().Active()); len(diff) > 0 {
		t.Errorf("active configuration differs from what was asked for: %+v", diff)
	}
	expectUntouched(t, c)
}

// differences between two configurations, without objects that somebody else
// added meanwhile.
func differences(want, got *domain.Tree) []domain.Change {
	return slices.DeleteFunc(domain.Diff(want, got), func(c domain.Change) bool {
		return c.Attr == "" && want.Find(c.Kind, c.Name) == nil
	})
}

// expectUntouched says that nothing is locked and nothing is pending.
func expectUntouched(t *testing.T, c *console.Console) {
	t.Helper()
	if lock := c.Control().Lock(); lock != nil {
		t.Errorf("the lock is still held: %+v", lock)
	}
	if pending := c.Control().Pending(); len(pending) > 0 {
		t.Errorf("edits are still pending: %+v", pending)
	}
}

// evidenceDir is where a test's recording goes, in a directory of its own: one to look
// at when LOCKEDIT_TEST_RECORDINGS names a place for it, else one that is removed. All
// that is recorded beside it is held against the schemas, too.
func evidenceDir(t *testing.T) string {
	t.Helper()
	parent := os.Getenv("LOCKEDIT_TEST_RECORDINGS")
	if parent == "" {
		parent = t.TempDir()
	}
	dir, err := os.MkdirTemp(parent, strings.ReplaceAll(t.Name(), "/", "_")+"-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { expectValidRecordings(t, dir) })
	return filepath.Join(dir, "run")
}
