package regress_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lockedit/internal/browser"
	"lockedit/internal/replay"
	"lockedit/internal/spec"
	"lockedit/recordings"
	"lockedit/recordings/flow"
	"lockedit/selectors"
	"lockedit/steps"
	"lockedit/testenv/console"
)

const password = "welcome1-test"

// library is the folder of the shipped flows.
var library = filepath.Join("..", "..", "recordings", "flows")

// chrome is the one browser of this package's tests, started by the first test.
type chrome struct {
	start func() (*browser.Browser, error)
}

var shared = chrome{start: sync.OnceValues(launch)}

func launch() (*browser.Browser, error) {
	path, err := browser.Locate(browser.Finder{})
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	return browser.Launch(ctx, browser.Options{ExecPath: path, NoSandbox: os.Geteuid() == 0, Env: os.Environ()})
}

func TestMain(m *testing.M) {
	code := m.Run()
	if b, err := shared.start(); err == nil {
		if err := b.Close(); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
	os.Exit(code)
}

// stage is a console of the shape that the shipped flows are for.
type stage struct {
	console *console.Console
	clock   atomic.Int64 // the console's, in minutes beyond noon
}

func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{}
	noon := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	c, err := console.New(console.Options{
		PageSize: 4, SessionTimeout: 1000 * time.Hour,
		Now: func() time.Time { return noon.Add(time.Duration(s.clock.Load()) * time.Minute) },
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	s.console = c
	return s
}

// record plays a flow with all that a comparison reads, and returns the
// recording. The files for readers are left out: they cost more than the play.
func (s *stage) record(t *testing.T, name string, f flow.Flow) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), name)
	if err := s.play(t.Context(), dir, name, f); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return dir
}

func (s *stage) play(ctx context.Context, dir, name string, f flow.Flow) error {
	redactor := recordings.NewRedactor()
	if err := redactor.Add(password); err != nil {
		return err
	}
	j, err := recordings.Create(recordings.Options{Dir: dir, Verb: "replay", Cluster: name, Program: "test", Redactor: redactor})
	if err != nil {
		return err
	}
	j.Start(recordings.Started{Verb: "replay", Flow: f.Title, URL: s.console.URL(), Operator: recordings.Operator{Account: "weblogic"}})
	err = s.perform(ctx, j, f)
	outcome := recordings.Outcome{Result: "done", Verdict: "played"}
	if err != nil {
		outcome = recordings.Outcome{Result: "failed", ExitCode: 1, Verdict: err.Error()}
	}
	return errors.Join(err, j.Finish(outcome), j.Err())
}

// perform plays the flow's steps in a browser context of its own.
func (s *stage) perform(ctx context.Context, j *recordings.Journal, f flow.Flow) (err error) {
	runner := steps.NewRunner(j, time.Minute, false)
	view, page, err := s.open(ctx, runner, j)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, page.Close()) }()
	vars := replay.NewVars(func(string) (string, bool) { return "", false })
	for name, value := range s.values() {
		if value == password {
			vars.SetSecret(name, spec.NewSecret(value))
			continue
		}
		vars.Set(name, value)
	}
	player, err := replay.NewPlayer(replay.Options{Flow: f, Vars: vars, Alone: true}, page, view, runner, j)
	if err != nil {
		return err
	}
	return player.Play(ctx)
}

// values are the variables of the flows.
func (s *stage) values() map[string]string {
	return map[string]string{
		"console": s.console.URL(), "username": "weblogic", "password": password,
		"LOCKEDIT_USERNAME": "weblogic", "LOCKEDIT_PASSWORD": password,
	}
}

// open opens a page and the view of the console on it.
func (s *stage) open(ctx context.Context, runner *steps.Runner, j *recordings.Journal) (*steps.Console, *browser.Page, error) {
	return openAt(ctx, s.console.URL(), runner, j)
}

// openAt is open for another address.
func openAt(ctx context.Context, address string, runner *steps.Runner, j *recordings.Journal) (*steps.Console, *browser.Page, error) {
	cat, err := selectors.Load()
	if err != nil {
		return nil, nil, err
	}
	page, err := openPage(ctx, address, steps.NewWitness(j, cat))
	if err != nil {
		return nil, nil, err
	}
	account := steps.Account{Name: "weblogic", Password: spec.NewSecret(password)}
	view, err := steps.NewConsole(address, account, page, cat, runner)
	return view, page, err
}

// openPage opens a page that may reach one site.
func openPage(ctx context.Context, address string, observer browser.Observer) (*browser.Page, error) {
	b, err := shared.start()
	if err != nil {
		return nil, err
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	if b, err = b.Share([]string{u.Scheme + "://" + u.Host}); err != nil {
		return nil, err
	}
	return b.NewPage(ctx, browser.PageOptions{Observer: observer})
}

// shipped are the shipped flows.
func shipped(t *testing.T) []replay.Job {
	t.Helper()
	jobs, _, err := replay.Find(library)
	if err != nil {
		t.Fatal(err)
	}
	if len(jobs) < 8 {
		t.Fatalf("only %d flows are shipped", len(jobs))
	}
	return jobs
}

// thorough says that every repetition and every change alone is wanted.
func thorough() bool { return os.Getenv("LOCKEDIT_REGRESS") == "full" }
