package engine_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"lockedit/internal/engine"
	"lockedit/testenv/console"
	"lockedit/testenv/console/domain"
)

// maxSoakFaults is how many things may go wrong in one run of the soak test.
const maxSoakFaults = 3

// maxSoakRequest is about the number of requests of the longest path.
const maxSoakRequest = 60

// TestSoak runs the path against random consoles with random faults and kills
// for the time that LOCKEDIT_SOAK gives, from the seed LOCKEDIT_SEED or a new
// one. Every round prints its own seed; a soak that begins with that seed plays
// the round first.
func TestSoak(t *testing.T) {
	limit, err := time.ParseDuration(os.Getenv("LOCKEDIT_SOAK"))
	if err != nil || limit <= 0 {
		t.Skip("set LOCKEDIT_SOAK to a time, such as 10m")
	}
	seed := uint64(time.Now().UnixNano())
	if given := os.Getenv("LOCKEDIT_SEED"); given != "" {
		if seed, err = strconv.ParseUint(given, 10, 64); err != nil {
			t.Fatalf("LOCKEDIT_SEED: %v", err)
		}
	}
	t.Logf("seed %d", seed)
	kept, broken := 0, 0
	for end := time.Now().Add(limit); time.Now().Before(end); seed++ {
		v, story := soakRound(t, seed)
		if len(v.broken) == 0 {
			kept++
			continue
		}
		broken++
		t.Errorf("broken promise in round LOCKEDIT_SEED=%d: %s: %s [exit code %d: %s]", seed, story, strings.Join(v.broken, "; "), v.code, v.text)
	}
	t.Logf("%d rounds, %d kept, %d broken; the next seed would be %d", kept+broken, kept, broken, seed)
}

// soakRound runs the path once; the seed decides everything about it.
func soakRound(t *testing.T, seed uint64) (verdict, string) {
	t.Helper()
	dice := rand.New(rand.NewPCG(seed, 0))
	options := randomConsole(dice)
	c, err := console.New(options)
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		return verdict{broken: []string{err.Error()}}, fmt.Sprintf("%+v", options)
	}
	defer func() { _ = c.Close() }()
	firstAt(t, c.URL())
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	m := newMatrixRun(c, cancel)
	story := []string{options.Version + " " + options.Language}
	killed := false
	for range 1 + dice.IntN(maxSoakFaults) {
		a := randomAffliction(dice)
		number := 1 + dice.IntN(maxSoakRequest)
		story = append(story, fmt.Sprintf("%s at %d", a.name, number))
		killed = killed || a.kind == kills
		a.arm(m, number)
	}
	r := matrixRequest(t, c)
	r.Timeout = 20 * time.Second
	t.Logf("LOCKEDIT_SEED=%d: %s", seed, strings.Join(story, ", "))
	var v verdict
	if killed {
		v = m.killed(ctx, t, r, true)
	} else {
		result, _ := m.run(ctx, engineWith(shareBlank), (*engine.Engine).Run, r)
		v = m.judge(result)
	}
	v.broken = append(v.broken, m.failures()...)
	return v, strings.Join(story, ", ")
}

// randomAffliction is one of the matrix's, or any fault of the console.
func randomAffliction(dice *rand.Rand) affliction {
	if dice.IntN(2) == 0 {
		all := afflictions()
		return all[dice.IntN(len(all))]
	}
	known := console.FaultRegistry()
	info := known[dice.IntN(len(known))]
	return affliction{name: info.Name, arm: func(m *matrixRun, number int) {
		if info.Action != "" || info.Name == "lock-stolen" {
			number = 1
		}
		if info.Name == "lock-stolen" {
			m.stolen = true
		}
		m.inject(console.Fault{Name: info.Name, Match: console.Match{Nth: number}})
	}}
}

// randomConsole is one of many flavours.
func randomConsole(dice *rand.Rand) console.Options {
	pick := func(list []string) string { return list[dice.IntN(len(list))] }
	flip := func() bool { return dice.IntN(4) == 0 }
	return console.Options{
		Version: pick(console.Versions()), Seed: dice.Int64(), Clusters: domain.Targets(1 + dice.IntN(2)),
		DoubleEncoded: flip(), PercentBlanks: flip(), ActiveTabText: flip(), TreeCollapsed: flip(), UndoReleases: flip(),
		PageSize: 1 + dice.IntN(10),
	}
}
