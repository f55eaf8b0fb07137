package app_test

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"lockedit/testenv/console"
	"lockedit/testenv/console/domain"
)

// These tests end the program itself, as a process of its own, with signals: at
// the moments under the lock, or with LOCKEDIT_CRASH=full at each request of the
// path. The console's hook sends the signal, so that the moment is always the same.

// full says that each request of the path is to be tried.
func full() bool { return os.Getenv("LOCKEDIT_CRASH") == "full" }

// moment is a request of the path at which something happens to the program.
type moment struct {
	name  string
	match console.Match
	// lost says that the console does not carry the request out.
	lost bool
	// locking and activating say that Lock & Edit, and Activate Changes, came at this
	// request or before it.
	locking, activating bool
}

// moments are those that are tried, each of the full path also with a request that
// is not carried out where both is asked for.
func moments(t *testing.T, both bool) []moment {
	t.Helper()
	if !full() {
		return []moment{
			{"lock", console.Match{Action: "lock"}, false, true, false},
			{"list of changes", console.Match{Page: "changes"}, false, true, false},
			{"save of the cluster", console.Match{Action: "save", Page: "cluster.migration"}, false, true, false},
			{"save of the target", console.Match{Action: "save", Page: "target.migration"}, true, true, false},
			{"activate", console.Match{Action: "activate"}, false, true, true},
		}
	}
	var all []moment
	locking, activating := false, false
	for i, r := range cleanRequests(t) {
		locking, activating = locking || r.Action == "lock", activating || r.Action == "activate"
		for _, lost := range []bool{false, true}[:map[bool]int{false: 1, true: 2}[both]] {
			name := fmt.Sprintf("%d %s %s, lost %v", i+1, r.Action, r.Page, lost)
			all = append(all, moment{name, console.Match{Nth: i + 1}, lost, locking, activating})
		}
	}
	if !locking || !activating {
		t.Fatal("the clean run has no Lock & Edit or no Activate Changes")
	}
	return all
}

// cleanRequests are the requests of a run in which nothing goes wrong.
func cleanRequests(t *testing.T) []console.Request {
	t.Helper()
	v := newVictim(t)
	if code, text := v.verb("run", "--yes", "--restart", "none"); code != 3 {
		t.Fatalf("the clean run ended with %d: %s", code, text)
	}
	return slices.DeleteFunc(v.c.Control().Requests(), func(r console.Request) bool { return r.Action == "static" })
}

// meets says whether a request is the moment's; count is its number, from 1.
func (m moment) meets(r console.Request, count int) bool {
	if m.match.Nth > 0 {
		return count == m.match.Nth
	}
	return strings.Contains(r.Action, m.match.Action) && strings.Contains(r.Page, m.match.Page)
}

// victim is a program that a signal is going to meet, and its console.
type victim struct {
	t      *testing.T
	c      *console.Console
	before *domain.Tree
	// dir is its working directory; temp, below it, is its TMPDIR.
	dir, temp string
	cmd       *exec.Cmd
	out       bytes.Buffer
	// started is closed when the program runs; what strikes it waits for that.
	started chan struct{}
	// gone is closed when it has ended.
	gone chan struct{}
	// carried is closed when the console has carried out the request that was struck.
	carried chan struct{}
	// group is its browser's process group, 0 as long as there was none.
	group atomic.Int64
	// unstruck is how many moments did not come yet.
	unstruck atomic.Int64
}

func newVictim(t *testing.T) *victim {
	t.Helper()
	heed()
	dir, err := os.MkdirTemp("", "lk") // short: Chrome's sockets lie in it
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	v := &victim{t: t, dir: dir, temp: filepath.Join(dir, "t"), started: make(chan struct{}), gone: make(chan struct{}), carried: make(chan struct{})}
	if err := os.Mkdir(v.temp, 0o700); err != nil {
		t.Fatal(err)
	}
	v.c = startConsole(t, console.Options{Seed: 5, Clusters: domain.Targets(1)})
	v.before = v.c.Control().Active()
	return v
}

// heed has the program get the signals that this one ignores, as one does that was
// started in the background: what is ignored is handed on, what is handled is not.
func heed() {
	for _, s := range []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		if signal.Ignored(s) {
			signal.Notify(make(chan os.Signal, 1), s)
		}
	}
}

// command is the program with a verb against the victim's console.
func (v *victim) command(verb string, args ...string) *exec.Cmd {
	all := []string{verb, "--console-url", v.c.URL(), "--out", fmt.Sprintf("%s-%d", verb, time.Now().UnixNano())}
	if verb == "plan" || verb == "run" {
		all = append(all, "--cluster", "soa_cluster", "--data-source", "WLSSchemaDataSource")
	}
	if os.Geteuid() == 0 {
		all = append(all, "--no-sandbox")
	}
	cmd := program(v.t, v.dir, append(all, args...)...)
	cmd.Env = append(cmd.Env, "TMPDIR="+v.temp)
	return cmd
}

// verb runs the program to its end, and returns its exit code and all it said.
func (v *victim) verb(verb string, args ...string) (int, string) {
	v.t.Helper()
	cmd := v.command(verb, args...)
	text, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		v.t.Fatal(err)
	}
	v.t.Logf("lockedit %s: %d\n%s", verb, cmd.ProcessState.ExitCode(), text)
	return cmd.ProcessState.ExitCode(), string(text)
}

// run starts the run that the signal is going to meet, and waits for its end.
func (v *victim) run() {
	v.t.Helper()
	v.cmd = v.command("run", "--yes", "--restart", "none", "--out", "dead")
	v.cmd.Stdout, v.cmd.Stderr = &v.out, &v.out
	if err := v.cmd.Start(); err != nil {
		v.t.Fatal(err)
	}
	close(v.started)
	_ = v.cmd.Wait() // its exit code is judged
	close(v.gone)
	v.t.Logf("the run: %v\n%s", v.cmd.ProcessState, v.out.String())
	v.c.Control().Before(nil)
	v.c.Control().ClearFaults()
	if v.unstruck.Load() > 0 {
		v.t.Error("the moment never came: nothing struck the program")
	}
}

// at calls strike once, in the console, at a moment, and next at the first request
// after it.
func (v *victim) at(m moment, strike, next func()) {
	if m.lost {
		if _, err := v.c.Control().Inject(console.Fault{Name: "reset", Match: m.match}); err != nil {
			v.t.Fatal(err)
		}
	}
	v.unstruck.Add(1)
	var mu sync.Mutex
	var once sync.Once
	count, struck, after := 0, false, false
	victim := 0 // the number of the request that was struck
	v.c.Control().After(func(r console.Request) {
		mu.Lock()
		defer mu.Unlock()
		if struck && r.Number == victim {
			once.Do(func() { close(v.carried) })
		}
	})
	v.c.Control().Before(func(r console.Request) {
		if r.Action == "static" {
			return
		}
		mu.Lock()
		count++
		now, then := !struck && m.meets(r, count), struck && !after
		struck, after = struck || now, after || then
		if now {
			victim = r.Number
		}
		mu.Unlock()
		switch {
		case now:
			group := chromeGroup(v.temp)
			v.group.Store(int64(group))
			expectNoSecret(v.t, group)
			v.unstruck.Add(-1)
			strike()
		case then && next != nil:
			next()
		}
	})
}

// send sends a signal to the program alone.
func (v *victim) send(s os.Signal) {
	<-v.started
	if err := v.cmd.Process.Signal(s); err != nil {
		v.t.Errorf("sending %v: %v", s, err)
	}
}

// end sends a signal that ends the program, and waits until it has, and its browser
// with it: that might else send a form again whose connection breaks.
func (v *victim) end(s os.Signal) {
	v.send(s)
	<-v.gone
	v.expectNoBrowser()
}

// insist sends a signal until the program has ended, and waits for its browser.
func (v *victim) insist(s os.Signal) {
	again := time.NewTicker(100 * time.Millisecond)
	defer again.Stop()
	<-v.started
	for {
		if err := v.cmd.Process.Signal(s); err != nil && !errors.Is(err, os.ErrProcessDone) {
			v.t.Errorf("sending %v: %v", s, err)
		}
		select {
		case <-again.C:
		case <-v.gone:
			v.expectNoBrowser()
			return
		}
	}
}

// await waits until the console, which works on when the program is gone, is done
// with the request that was struck; one that it drops needs no waiting.
func (v *victim) await(m moment) {
	v.t.Helper()
	if m.lost {
		return
	}
	select {
	case <-v.carried:
	case <-time.After(time.Minute):
		v.t.Fatal("the console never carried out the request")
	}
}

// processes calls visit with the number and the directory below /proc of each process.
func processes(visit func(pid int, dir string)) {
	dirs, _ := filepath.Glob("/proc/[0-9]*") // the pattern is well formed
	for _, dir := range dirs {
		var pid int
		if _, err := fmt.Sscan(filepath.Base(dir), &pid); err == nil {
			visit(pid, dir)
		}
	}
}

// chromeGroup is the process group of the browser whose profile lies in a directory.
func chromeGroup(temp string) int {
	group := 0
	processes(func(pid int, dir string) {
		args, err := os.ReadFile(filepath.Join(dir, "cmdline"))
		if err == nil && bytes.Contains(args, []byte("--user-data-dir="+temp)) && !bytes.Contains(args, []byte("--type=")) {
			group = pid
		}
	})
	return group
}

// members are the living processes of a group.
func members(group int) []string {
	var dirs []string
	processes(func(pid int, dir string) {
		stat, err := os.ReadFile(filepath.Join(dir, "stat"))
		if of, gone := syscall.Getpgid(pid); err == nil && gone == nil && of == group && !bytes.Contains(stat, []byte(") Z ")) {
			dirs = append(dirs, dir)
		}
	})
	return dirs
}

// expectNoSecret looks at how the browser's processes were started: none has the
// password, and none may leave a dump of its memory.
func expectNoSecret(t *testing.T, group int) {
	dirs := members(group)
	if group == 0 || len(dirs) == 0 {
		t.Error("the program has no browser")
	}
	for _, dir := range dirs {
		for _, file := range []string{"cmdline", "environ"} {
			text, err := os.ReadFile(filepath.Join(dir, file))
			if err == nil && bytes.Contains(text, []byte("welcome1-test")) {
				t.Errorf("the password is in %s/%s", dir, file)
			}
		}
		limits, err := os.ReadFile(filepath.Join(dir, "limits"))
		if err == nil && !coreLimit(string(limits), "1") && !coreLimit(string(limits), "0") {
			t.Errorf("%s may leave a dump: %s", dir, limits)
		}
	}
}

// coreLimit says whether a process's limits, hard and soft, of core files are these.
func coreLimit(limits, want string) bool {
	for line := range strings.Lines(limits) {
		if rest, ok := strings.CutPrefix(line, "Max core file size"); ok {
			fields := strings.Fields(rest)
			return len(fields) > 1 && fields[0] == want && fields[1] == want
		}
	}
	return false
}

// expectNoBrowser waits until no process of the browser is left.
func (v *victim) expectNoBrowser() {
	again, last := time.NewTicker(50*time.Millisecond), time.After(time.Minute)
	defer again.Stop()
	for len(members(int(v.group.Load()))) > 0 {
		select {
		case <-again.C:
		case <-last:
			v.t.Errorf("the browser outlived the program: %v", members(int(v.group.Load())))
			return
		}
	}
}

// state is what the console holds, read past it.
type state struct {
	asBefore, asWanted, locked bool
	pending                    int
}

func (v *victim) state() state {
	k := v.c.Control()
	changed := domain.Diff(v.before, k.Active())
	wanted := map[string]string{"migrationBasis": "database", "dataSourceForAutomaticMigration": "WLSSchemaDataSource", "migrationPolicy": "exactly-once"}
	right := 0
	for _, change := range changed {
		if wanted[change.Attr] == change.After {
			right++
		}
	}
	return state{
		asBefore: len(changed) == 0, asWanted: right == len(changed) && right == len(wanted),
		locked: k.Lock() != nil, pending: len(k.Pending()),
	}
}

// expectClean says that the configuration is as before or as wanted, and that
// nothing is locked or pending.
func (v *victim) expectClean() {
	v.t.Helper()
	if s := v.state(); !s.asBefore && !s.asWanted || s.locked || s.pending > 0 {
		v.t.Errorf("left in the console: %+v", s)
	}
}

// formsSince are the forms that the console received after the first n requests.
func (v *victim) formsSince(n int) []string {
	var list []string
	for _, r := range v.c.Control().Requests()[n:] {
		if r.Method == http.MethodPost && r.Action != "login" {
			list = append(list, r.Action)
		}
	}
	return list
}
