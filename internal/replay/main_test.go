package replay_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"lockedit/internal/browser"
	"lockedit/internal/engine"
	"lockedit/internal/replay"
	"lockedit/internal/spec"
	"lockedit/recordings"
	"lockedit/recordings/flow"
	"lockedit/testenv/console"
)

const password = "welcome1-test"

// chrome is the one browser of this package's tests.
var chrome struct {
	mu      sync.Mutex
	running *browser.Browser
}

func TestMain(m *testing.M) { os.Exit(inOwnTemp(m)) }

// inOwnTemp runs the tests with a directory for temporary files of their own, which
// nothing else writes to and which ends with them.
func inOwnTemp(m *testing.M) int {
	temp, err := os.MkdirTemp("", "replay")
	if err == nil {
		err = os.Setenv("TMPDIR", temp)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	code := m.Run()
	if chrome.running != nil {
		err = chrome.running.Close()
	}
	if err = errors.Join(err, os.RemoveAll(temp)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	return code
}

func share(ctx context.Context, o browser.Options) (*browser.Browser, error) {
	chrome.mu.Lock()
	defer chrome.mu.Unlock()
	if chrome.running == nil {
		b, err := browser.Launch(ctx, o)
		if err != nil {
			return nil, err
		}
		chrome.running = b
	}
	return chrome.running.Share(o.Origins)
}

// start starts a test console of the shape that the shipped flows are for.
func start(t *testing.T, o console.Options) *console.Console {
	t.Helper()
	o.PageSize = 4
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

func newEngine() *engine.Engine {
	return engine.New(engine.Host{
		Now: time.Now, Environ: os.Environ(), Getenv: os.Getenv, ReadFile: os.ReadFile, Version: "test",
		User: "tester", Name: "here", Launch: share,
		Credentials: func(context.Context, spec.Spec, engine.ReadSecret) (string, spec.Secret, error) {
			return "weblogic", spec.NewSecret(password), nil
		},
	}, zerolog.Nop())
}

func request(c *console.Console, dir string) engine.Request {
	return engine.Request{
		Spec: spec.Spec{
			Console: spec.Console{URL: c.URL()}, Cluster: "soa_cluster", MigrationBasis: spec.BasisDatabase,
			AutoMigrationTableName: "ACTIVE", DataSource: "WLSSchemaDataSource", Policy: spec.PolicyExactlyOnce,
			Targets: spec.Targets{All: true}, Restart: spec.Restart{Strategy: spec.StrategyNone}, Evidence: spec.Evidence{Dir: dir},
		},
		Browser: engine.BrowserChoice{NoSandbox: os.Geteuid() == 0}, Timeout: 30 * time.Second, Minimal: true,
	}
}

// play plays a flow against a console.
func play(t *testing.T, c *console.Console, f flow.Flow, change ...func(*engine.Request, *replay.Options)) engine.Result {
	t.Helper()
	return playWith(t.Context(), t, c, f, change...)
}

func playWith(ctx context.Context, t *testing.T, c *console.Console, f flow.Flow, change ...func(*engine.Request, *replay.Options)) engine.Result {
	t.Helper()
	r := request(c, t.TempDir())
	r.Flow, r.FlowName = f.Title, "flow"
	o := replay.Options{Flow: f, Alone: true, Vars: replay.NewVars(os.LookupEnv)}
	for _, set := range change {
		set(&r, &o)
	}
	result, err := newEngine().Replay(ctx, r, o)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// expectUntouched says that nothing is locked, pending or different.
func expectUntouched(t *testing.T, c *console.Console) {
	t.Helper()
	if lock := c.Control().Lock(); lock != nil {
		t.Errorf("the lock is still held: %+v", lock)
	}
	if pending := c.Control().Pending(); len(pending) > 0 {
		t.Errorf("edits are still pending: %+v", pending)
	}
	for _, e := range c.Control().History() {
		if e.What == "activate" {
			t.Errorf("something was activated: %+v", e)
		}
	}
}

func run(t *testing.T, r engine.Result) recordings.Run {
	t.Helper()
	run, err := recordings.Load(r.Dir)
	if err != nil {
		t.Fatal(err)
	}
	return run
}
