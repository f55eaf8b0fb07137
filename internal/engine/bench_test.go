package engine_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"lockedit/internal/engine"
	"lockedit/internal/spec"
	"lockedit/testenv/console"
	"lockedit/testenv/console/domain"
)

// BenchmarkRun is one whole run against a console with three targets, from
// login to the read-back after activation: with all of the evidence and with
// the minimum in turn, so that both meet the same machine. It reports what the
// evidence adds to the time of a run.
func BenchmarkRun(b *testing.B) {
	var full, minimal time.Duration
	for b.Loop() {
		full += benchRun(b, 3, false).took
		minimal += benchRun(b, 3, true).took
	}
	b.ReportMetric(full.Seconds()/float64(b.N), "full-s")
	b.ReportMetric(minimal.Seconds()/float64(b.N), "minimal-s")
	b.ReportMetric(100*float64(full-minimal)/float64(minimal), "evidence-%")
}

// mostMegabytes is how large the recording of a run with forty targets may be.
const mostMegabytes = 25

// BenchmarkFortyTargets measures the recording of a large run, and what its
// steps, report, paper, trace and events have of it. One run takes minutes.
func BenchmarkFortyTargets(b *testing.B) {
	for b.Loop() {
		dir := benchRun(b, 40, false).dir
		for _, name := range []string{"steps", "report.html", "report.pdf", "trace.zip", "events.jsonl", "run.json", "network.har"} {
			b.ReportMetric(float64(size(b, filepath.Join(dir, name)))/1e6, name+"-MB")
		}
		megabytes := float64(size(b, dir)) / 1e6
		b.ReportMetric(megabytes, "MB")
		if megabytes > mostMegabytes {
			b.Errorf("the recording has %.1f MB", megabytes)
		}
	}
}

// size is the sum of a recording's files, those that are links to one file
// counted once.
func size(b *testing.B, dir string) int64 {
	b.Helper()
	var sum int64
	var counted []fs.FileInfo
	err := filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil && !slices.ContainsFunc(counted, func(other fs.FileInfo) bool { return os.SameFile(info, other) }) {
			sum += info.Size()
			counted = append(counted, info)
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return sum
}

// measured is a run and how long it took.
type measured struct {
	dir  string
	took time.Duration
}

func benchRun(b *testing.B, targets int, minimal bool) measured {
	b.Helper()
	c, err := console.New(console.Options{Clusters: domain.Targets(targets)})
	if err != nil {
		b.Fatal(err)
	}
	if err := c.Start(); err != nil {
		b.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	request := benchRequest(b, c)
	request.Minimal = minimal
	began := time.Now()
	result, err := engineWith(share).Run(b.Context(), request)
	took := time.Since(began)
	if err != nil || result.Outcome.ExitCode != 3 {
		b.Fatalf("%+v %v %v", result.Outcome, result.Err, err)
	}
	return measured{result.Dir, took}
}

func benchRequest(b *testing.B, c *console.Console) engine.Request {
	b.Helper()
	return engine.Request{
		Spec: spec.Spec{
			Console: spec.Console{URL: c.URL()}, Cluster: "soa_cluster", MigrationBasis: spec.BasisDatabase,
			AutoMigrationTableName: "ACTIVE", DataSource: "WLSSchemaDataSource", Policy: spec.PolicyExactlyOnce,
			Targets: spec.Targets{All: true}, Restart: spec.Restart{Strategy: spec.StrategyNone},
			Evidence: spec.Evidence{Dir: filepath.Join(b.TempDir(), "recording")},
		},
		Browser: engine.BrowserChoice{NoSandbox: asRoot()}, Timeout: patience,
	}
}
