package app_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
)

// each tries every moment with a victim of its own; of the small set only those of
// these numbers, where some are named. Each program starts a browser, so few go on at a time.
func each(t *testing.T, few []int, both bool, try func(t *testing.T, m moment, number int)) {
	slots := make(chan struct{}, 2)
	for i, m := range moments(t, both) {
		if !full() && few != nil && !slices.Contains(few, i) {
			continue
		}
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			slots <- struct{}{}
			defer func() { <-slots }()
			try(t, m, i)
		})
	}
}

// TestAKilledProgramAtEachMoment kills the program, and nothing else, with SIGKILL.
// Its browser is gone with it; plan and apply refuse what was left and change
// nothing; release shows it, and with --undo clears it.
func TestAKilledProgramAtEachMoment(t *testing.T) {
	t.Parallel()
	each(t, nil, true, func(t *testing.T, m moment, number int) {
		v := newVictim(t)
		v.at(m, func() { v.end(syscall.SIGKILL) }, nil)
		v.run()
		if status := v.cmd.ProcessState.Sys().(syscall.WaitStatus); !status.Signaled() || status.Signal() != syscall.SIGKILL {
			t.Fatalf("the program was not killed: %v", v.cmd.ProcessState)
		}
		v.await(m)
		v.expectNoBrowser()
		left := v.state()
		t.Logf("left: %+v", left)
		if left.locked {
			v.expectRefusals(left, number)
		}
		if code, text := v.verb("release", "--undo"); code != 0 {
			t.Errorf("release --undo ends with %d: %s", code, text)
		}
		v.expectClean()
	})
}

// expectRefusals holds that what was left is refused and shown, and not touched.
// Which of plan and apply is tried alternates with the number, so that each request
// of the full path meets both.
func (v *victim) expectRefusals(left state, number int) {
	v.t.Helper()
	received := len(v.c.Control().Requests())
	verb := [][]string{{"plan", "--restart", "none"}, {"apply", filepath.Join("dead", "plan.json"), "--restart", "none"}}[number%2]
	if code, text := v.verb(verb[0], verb[1:]...); code != 1 || !strings.Contains(text, "a run that did not end") {
		v.t.Errorf("%s does not refuse what was left: %d, %s", verb[0], code, text)
	}
	code, text := v.verb("release")
	if code != 4 || !strings.Contains(text, "left by lockedit run") || !strings.Contains(text, "lockedit release --undo") {
		v.t.Errorf("release does not show what was left: %d, %s", code, text)
	}
	if left.pending > 0 && !strings.Contains(text, "soa_cluster") {
		v.t.Errorf("release does not list what is pending: %s", text)
	}
	if now := v.state(); now != left {
		v.t.Errorf("what was left was touched: %+v became %+v", left, now)
	}
	if list := v.formsSince(received); len(list) > 0 {
		v.t.Errorf("something was sent: %v", list)
	}
}

// TestASignalAtEachMoment sends SIGINT, SIGTERM and SIGHUP to the program: it
// undoes, releases, and ends with 130; from Activate Changes on it may be activated
// already, and says so. Of the small set, each signal has its own moment under the lock.
func TestASignalAtEachMoment(t *testing.T) {
	t.Parallel()
	signals := []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP}
	each(t, []int{0, 1, 2, 4}, false, func(t *testing.T, m moment, number int) {
		chosen := signals[number%len(signals):][:1]
		if full() {
			chosen = signals
		}
		for _, s := range chosen {
			v := newVictim(t)
			v.at(m, func() { v.send(s) }, nil)
			v.run()
			v.expectNoBrowser()
			v.expectClean()
			v.expectNothingOnDisk()
			code := v.cmd.ProcessState.ExitCode()
			if now := v.state(); code != 130 && (code != 3 || !m.activating) || (code == 130) != now.asBefore {
				t.Errorf("%v: exit code %d, and the console is %+v", s, code, now)
			}
			if text := v.out.String(); !strings.Contains(text, "next: ") || code == 130 && !strings.Contains(text, "interrupted") {
				t.Errorf("%v: the end does not say what was done and what is next: %s", s, text)
			}
		}
	})
}

// expectNothingOnDisk says that the browser's profile is gone and that the lease
// names nobody.
func (v *victim) expectNothingOnDisk() {
	v.t.Helper()
	profiles, _ := filepath.Glob(filepath.Join(v.temp, "lockedit-chrome-*"))
	if len(profiles) > 0 {
		v.t.Errorf("left on disk: %v", profiles)
	}
	leases, _ := filepath.Glob(filepath.Join(v.temp, "lockedit-leases-*", "*"))
	for _, name := range leases {
		if text, err := os.ReadFile(name); err != nil || len(text) > 0 {
			v.t.Errorf("the lease says %q, error %v", text, err)
		}
	}
}

// TestASecondInterruptLeavesAtOnce sends SIGINT, and again from the first request of
// the clean-up on, as a person who sees nothing happen: the program is gone at once, and its last line says what is left.
func TestASecondInterruptLeavesAtOnce(t *testing.T) {
	t.Parallel()
	each(t, []int{0, 2, 4}, false, func(t *testing.T, m moment, _ int) {
		v := newVictim(t)
		var twice atomic.Bool
		v.at(m, func() { v.send(syscall.SIGINT) }, func() {
			twice.Store(true)
			v.insist(syscall.SIGINT)
		})
		v.run()
		v.expectNoBrowser()
		code, text, left := v.cmd.ProcessState.ExitCode(), v.out.String(), v.state()
		t.Logf("exit code %d, second signal sent: %v, left: %+v", code, twice.Load(), left)
		again := twice.Load() && strings.Contains(text, "for the second time: left at once")
		if m.locking && !m.activating && !again {
			t.Errorf("the program was not left at the second signal: %s", text)
		}
		if again {
			if left.locked && (code != 4 || !strings.Contains(text, "lockedit release --undo")) {
				t.Errorf("the lock is left, exit code %d: %s", code, text)
			}
			if !left.asBefore && (code != 4 && code != 3 || !strings.Contains(text, "Activate Changes was clicked") && !strings.Contains(text, "the changes are activated")) {
				t.Errorf("the changes are active, exit code %d: %s", code, text)
			}
		} else if left.locked {
			t.Errorf("the lock is left without a word: exit code %d, %s", code, text)
		}
		if code == 130 && (!left.asBefore || left.locked || left.pending > 0) {
			t.Errorf("nothing is said to be left, and there is %+v", left)
		}
		if code, text := v.verb("release", "--undo"); code != 0 {
			t.Errorf("release --undo ends with %d: %s", code, text)
		}
		v.expectClean()
	})
}
