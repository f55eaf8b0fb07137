package replay_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lockedit/internal/replay"
	"lockedit/testenv/console"
)

// stepTargets looks at another page than stepCluster does.
const stepTargets = `{"type":"click","selectors":["aria/Migratable Targets[role=\"link\"]"],"offsetX":3,"offsetY":3,"assertedEvents":[{"type":"navigation"}]},` +
	`{"type":"waitForElement","selectors":["text/soa_server1 (migratable)"]}`

// TestSuiteOnTheConsole holds how a suite is really played: side by side in
// contexts of their own, a flow that fails once again in a fresh one, a flow
// that takes the lock after all others, and its parts apart.
func TestSuiteOnTheConsole(t *testing.T) {
	c := start(t, console.Options{})
	if _, err := c.Control().Inject(console.Fault{Name: "blank", Match: console.Match{Page: "clusters"}}); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	all := []replay.Job{
		{Name: "clusters", File: "clusters.json", Flow: written(t, stepCluster)},
		{Name: "edits", File: "edits.json", Flow: written(t, stepLock, stepCancel)},
		{Name: "targets", File: "targets.json", Flow: written(t, stepTargets)},
		{Name: "wrong", File: "wrong.json", Flow: written(t, stepMissing)},
	}
	var played []replay.Played
	for n := 1; n <= 2; n++ {
		suite := replay.Suite{Jobs: replay.Shard(all, n, 2), Parallel: 3, Retries: 1, Done: func(replay.Played) {}, Play: attempts(c, dir)}
		played = append(played, suite.Run(t.Context())...)
	}
	slices.SortFunc(played, func(a, b replay.Played) int { return strings.Compare(a.Name, b.Name) })
	got := map[string]int{}
	for _, p := range played {
		got[p.Name+" "+string(p.Verdict)] = len(p.Attempts)
	}
	if diff := cmp.Diff(map[string]int{"clusters flaky": 2, "edits passed": 1, "targets passed": 1, "wrong failed": 2}, got); diff != "" {
		t.Errorf("verdicts and attempts (-want +got):\n%s", diff)
	}
	if code := replay.ExitCode(played); code != 1 {
		t.Errorf("exit code %d, want 1", code)
	}
	if next := played[3].Last().Outcome.Next; !strings.Contains(next, "mended at its place in the flow") {
		t.Errorf("the advice is %q", next)
	}
	logins := 0
	for _, r := range c.Control().Requests() {
		if r.Action == "login" {
			logins++
		}
	}
	if logins != 6 {
		t.Errorf("%d logins: each attempt has a context of its own", logins)
	}
	expectUntouched(t, c)
}

// attempts plays jobs with the real player.
func attempts(c *console.Console, dir string) func(context.Context, replay.Job, int, bool) replay.Attempt {
	return func(ctx context.Context, j replay.Job, _ int, alone bool) replay.Attempt {
		r := request(c, replay.FreeDir(filepath.Join(dir, j.Name)))
		r.Flow, r.FlowName = j.Flow.Title, j.Name
		result, err := newEngine().Replay(ctx, r, replay.Options{Flow: j.Flow, Alone: alone, Vars: replay.NewVars(os.LookupEnv)})
		if err == nil {
			err = result.Err
		}
		return replay.Attempt{Dir: result.Dir, Outcome: result.Outcome, Err: err}
	}
}
