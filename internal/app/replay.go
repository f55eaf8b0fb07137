package app

import (
	"context"
	"fmt"
	"io"
	"runtime"

	"github.com/spf13/cobra"

	"lockedit/internal/engine"
	"lockedit/internal/replay"
	"lockedit/internal/spec"
)

const replayText = `Replays console flows that were recorded in Chrome (DevTools, Recorder, export as JSON), and
keeps of each the same recording as of a run: every step with its picture, accessibility
tree, messages, errors and times. A folder is a suite: all its flows are played, a failing one
does not stop the others, and there is one index page and one junit.xml for all.

A flow that takes the lock ends unlocked, whatever happens: its edits are undone and its lock
is released. It is refused when a lock or pending edits are there already.

Variables: ${name} in a flow stands for the value given with --set, in a --vars file or in the
environment. ${console}, ${username} and ${password} are the console's address and account.`

const replayExample = `  lockedit replay clusters.json
  lockedit replay flows/ --parallel 4 --retries 1 --console-url http://wls.example.com/console
  lockedit replay flows/ --only 'login*' --shard 1/3 --set cluster=soa_cluster --vars qa.yaml
  lockedit replay --export documented-path -f soa.yaml > path.json`

// replayFlags are the flags of the verb.
type replayFlags struct {
	only               []string
	set                []string
	vars               []string
	shard, export      string
	parallel, retries  int
	readOnly, baseline bool
}

func (a *app) replayVerb() *cobra.Command {
	cmd := &cobra.Command{
		Use: "replay [flags] FLOW...", Short: "replay flows recorded in Chrome, with the same evidence",
		Long: replayText, Example: replayExample, ValidArgsFunction: filesOf("json"),
	}
	f := newFlags(cmd, CodeDone, CodeFailed, CodeActivated, CodePerson, CodeUsage, CodeInterrupted)
	r := &replayFlags{}
	r.bind(f)
	o := bindOptions(f, spec.GroupWhere, spec.GroupCluster, spec.GroupWhat, spec.GroupRestart, spec.GroupEvidence)
	f.add()
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if r.export != "" {
			return a.exportPath(cmd.Context(), o, r, args)
		}
		return a.replay(cmd.Context(), o, r, args)
	}
	return a.completing(cmd)
}

func (r *replayFlags) bind(f *flags) {
	set := f.group(groupVerb)
	set.StringArrayVar(&r.set, "set", nil, "give a variable a value, as `NAME=VALUE`, repeatable")
	set.StringArrayVar(&r.vars, "vars", nil, "YAML `FILE` with variables; secrets by reference: {env: NAME} or {file: PATH}; repeatable")
	set.BoolVar(&r.readOnly, "read-only", false, "refuse every click that may change the edit session")
	set.IntVar(&r.parallel, "parallel", 1, "play `NUMBER` flows at a time; those that take the lock are always played alone")
	set.IntVar(&r.retries, "retries", 0, "play a flow that failed up to `NUMBER` times more, each in a fresh context; it is then flaky")
	set.StringArrayVar(&r.only, "only", nil, "play only flows whose name matches `PATTERN` (* and ? as in a shell), repeatable")
	set.StringVar(&r.shard, "shard", "", "play only this part of a suite, as `N/OF`")
	set.BoolVar(&r.baseline, "update-baseline", false, "make the recording of each flow that passed its baseline: baselines/NAME beside the flow")
	set.StringVar(&r.export, "export", "", "write a `FLOW` as JSON of Chrome's Recorder to standard output instead: documented-path")
}

// check holds that the flags make sense together, and reads the shard.
func (r *replayFlags) check() (n, of int, err error) {
	var p []spec.Problem
	wrong := func(flag, text string) { p = append(p, spec.Problem{Where: "--" + flag, Text: text}) }
	if r.parallel < 1 || r.parallel > maxParallel() {
		wrong("parallel", fmt.Sprintf("is not between 1 and %d", maxParallel()))
	}
	if r.retries < 0 || r.retries > maxRetries {
		wrong("retries", fmt.Sprintf("is not between 0 and %d", maxRetries))
	}
	n, of = 1, 1
	if r.shard != "" {
		if _, err := fmt.Sscanf(r.shard, "%d/%d", &n, &of); err != nil || n < 1 || n > of || fmt.Sprintf("%d/%d", n, of) != r.shard {
			wrong("shard", fmt.Sprintf("is %q, not like 2/3", r.shard))
		}
	}
	if len(p) > 0 {
		return 0, 0, &spec.UsageError{Problems: p}
	}
	return n, of, nil
}

// maxRetries bounds how often a flow is played again.
const maxRetries = 10

// maxParallel bounds how many pages one Chrome is asked to draw at a time.
func maxParallel() int { return max(16, 4*runtime.NumCPU()) }

// variables are the values of the flows' variables that are known before
// anything is contacted.
func (a *app) variables(r *replayFlags) (*replay.Vars, error) {
	vars := replay.NewVars(a.env.Getenv)
	for _, pair := range r.set {
		if err := vars.SetPair(pair); err != nil {
			return nil, spec.Usagef("--set: %s", err)
		}
	}
	for _, name := range r.vars {
		text, err := a.env.ReadFile(name)
		if err == nil {
			err = vars.Load(name, text, a.readSecret)
		}
		if err != nil {
			return nil, spec.Usagef("--vars: %s", err)
		}
	}
	return vars, nil
}

// readSecret reads a file that holds a secret; one that others can read is refused.
func (a *app) readSecret(name string) ([]byte, error) {
	file, err := a.env.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // it was only read
	if err := spec.OwnersOnly(file); err != nil {
		return nil, err
	}
	return io.ReadAll(file)
}

// replayer is the part of an engine that plays flows.
type replayer interface {
	Replay(context.Context, engine.Request, replay.Options) (engine.Result, error)
	ExportPath(context.Context, engine.Request) (engine.Result, []byte, error)
}
