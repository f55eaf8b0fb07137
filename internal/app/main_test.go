package app_test

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/rs/zerolog"

	"lockedit/internal/app"
	"lockedit/internal/engine"
	"lockedit/internal/spec"
	"lockedit/recordings"
	"lockedit/recordings/seal"
)

// TestMain lets the test program be lockedit with an engine that contacts
// nothing, for the scripts, or lockedit as it is.
func TestMain(m *testing.M) {
	testscript.Main(heeding{m}, map[string]func(){
		"lockedit":      func() { os.Exit(app.Main(os.Args[1:], app.Standard(), fakeSystem())) },
		"lockedit-real": func() { os.Exit(app.Main(os.Args[1:], app.Standard(), app.System("v0.0.0-test"))) },
	})
}

// heeding are tests whose programs heed SIGHUP even where the tests themselves run
// under nohup, which would hand the ignoring on: a caught signal is not.
type heeding struct{ *testing.M }

func (h heeding) Run() int {
	if signal.Ignored(syscall.SIGHUP) {
		signal.Notify(make(chan os.Signal, 1), syscall.SIGHUP)
	}
	return h.M.Run()
}

func fakeSystem() app.Environment {
	env := app.System("v0.0.0-test")
	env.Build = nil
	env.NewEngine = func(host engine.Host, _ zerolog.Logger) app.Engine {
		return fakeEngine{host: host, play: os.Getenv("LOCKEDIT_FAKE")}
	}
	return env
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("LOCKEDIT_USERNAME", "weblogic")
			e.Setenv("LOCKEDIT_PASSWORD", "not-a-secret-1")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"code": code, "await": await, "sameline": sameLines,
		},
	})
}

// code runs a command and compares its exit code: code 64 lockedit plan.
func code(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N command [args]")
	}
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit interface{ ExitCode() int }
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if want := args[0]; want != itoa(got) {
		ts.Fatalf("exit code %d, want %s", got, want)
	}
}

// fakeEngine tells of a run that did not happen, into a real recording.
type fakeEngine struct {
	host engine.Host
	play string
}

func (f fakeEngine) Plan(ctx context.Context, r engine.Request) (engine.Result, error) {
	return f.run(ctx, "plan", r)
}

func (f fakeEngine) Apply(ctx context.Context, r engine.Request) (engine.Result, error) {
	return f.run(ctx, "apply", r)
}

func (f fakeEngine) Restart(ctx context.Context, r engine.Request) (engine.Result, error) {
	return f.run(ctx, "restart", r)
}

func (f fakeEngine) Verify(ctx context.Context, r engine.Request) (engine.Result, error) {
	return f.run(ctx, "verify", r)
}

func (f fakeEngine) Run(ctx context.Context, r engine.Request) (engine.Result, error) {
	return f.run(ctx, "run", r)
}

func (f fakeEngine) Release(ctx context.Context, r engine.Request) (engine.Result, error) {
	return f.run(ctx, "release", r)
}

func (f fakeEngine) run(ctx context.Context, verb string, r engine.Request) (engine.Result, error) {
	if f.play == "secret" {
		_, _, err := f.host.Credentials(ctx, r.Spec, func(context.Context, string, string) (string, string, error) {
			return "", "", errors.New("forbidden")
		})
		return engine.Result{}, err
	}
	j, err := recordings.Create(recordings.Options{Dir: r.Spec.Evidence.Dir, Verb: verb, Cluster: r.Spec.Cluster,
		Now: f.host.Now, Program: f.host.Version, Sinks: r.Sinks, Seal: seal.Format{Signers: r.Signers, Now: f.host.Now}})
	if err != nil {
		return engine.Result{}, err
	}
	j.Start(recordings.Started{Verb: verb, Cluster: r.Spec.Cluster, URL: r.Spec.Console.URL,
		Operator: recordings.Operator{User: "u", Host: "h", Account: "weblogic"}})
	j.StartStep("clusters", f.title("Clusters"))
	plan := f.plan(r)
	if err := j.WritePlan(plan); err != nil {
		return engine.Result{}, err
	}
	result, err := f.act(ctx, j, r, plan)
	if e := j.EndStep(recordings.StatusPassed, "", nil); e != nil {
		return result, e
	}
	result.Dir, result.Plan = j.Dir(), &plan
	return result, errors.Join(err, j.Finish(result.Outcome))
}

// title is a console's name that wants to clear the screen and turn the text.
func (f fakeEngine) title(text string) string {
	if f.play == "hostile" {
		return text + "\x1b[2J\u202e\x07"
	}
	return text
}

func (f fakeEngine) plan(r engine.Request) recordings.Plan {
	restart := recordings.PlannedRestart{Strategy: "full", Reason: "the leasing settings change"}
	if r.Spec.Restart.Strategy == spec.StrategyNone {
		restart = recordings.PlannedRestart{Strategy: "none", Reason: "asked for"}
	}
	return recordings.Plan{
		Console: recordings.Console{URL: r.Spec.Console.URL}, Cluster: r.Spec.Cluster,
		Changes: []recordings.PlannedChange{{Type: "Cluster", Object: f.title(r.Spec.Cluster), Attribute: "migrationBasis",
			Before: f.title("consensus"), After: "database"}},
		Unchanged: []recordings.PlannedChange{{Type: "Cluster", Object: r.Spec.Cluster, Attribute: "autoMigrationTableName", Before: "ACTIVE", After: "ACTIVE"}},
		Restart:   restart,
	}
}

// act ends as the environment says.
func (f fakeEngine) act(ctx context.Context, j *recordings.Journal, r engine.Request, plan recordings.Plan) (engine.Result, error) {
	if r.Confirm != nil {
		if yes, err := r.Confirm(ctx, plan); err != nil || !yes {
			return outcome("refused", 1, "not confirmed: nothing was locked", "plan again"), err
		}
	}
	switch f.play {
	case "failed":
		return outcome("failed", 1, "failed; the configuration is as it was before: no such cluster", "check the name"), nil
	case "activated":
		return outcome("activated", 3, "activated, but not proved", "run `lockedit verify`"), nil
	case "person":
		return outcome("person needed", 4, "a person is needed: the lock is still there", "lockedit release"), nil
	case "untold":
		return engine.Result{}, errors.New("something broke")
	case "panic":
		panic("a defect")
	case "panic-locked":
		j.Lock(recordings.LockChange{What: "acquired"})
		panic("a defect under the lock")
	case "panic-activated":
		j.Lock(recordings.LockChange{What: "activated"})
		panic("a defect after the activation")
	case "panic-restarting":
		j.Restart(recordings.RestartInfo{Strategy: "rolling", Phase: "rolling"})
		panic("a defect during a restart")
	case "wait":
		return f.wait(ctx, j)
	case "stubborn":
		j.Lock(recordings.LockChange{What: "acquired"})
		touch("locked")
		select {}
	case "flood":
		for range 20000 {
			j.Note(strings.Repeat("x", 100))
		}
		touch("flooded")
	}
	if r.DetailedExitCode {
		return outcome("differences", 2, "one value differs", "approve"), nil
	}
	return outcome("done", 0, "in force: one change", ""), nil
}

// wait holds the lock until it is interrupted, and then gives it back.
func (f fakeEngine) wait(ctx context.Context, j *recordings.Journal) (engine.Result, error) {
	j.Lock(recordings.LockChange{What: "acquired"})
	touch("locked")
	<-ctx.Done()
	j.Lock(recordings.LockChange{What: "undone"})
	return engine.Result{}, context.Cause(ctx)
}

func outcome(result string, code int, verdict, next string) engine.Result {
	return engine.Result{Outcome: recordings.Outcome{Result: result, ExitCode: code, Verdict: verdict, Next: next}}
}

// touch tells a script how far the run is.
func touch(name string) {
	if err := os.WriteFile(name, nil, 0o600); err != nil {
		panic(err)
	}
}
