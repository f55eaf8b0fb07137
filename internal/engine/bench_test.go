package engine_test

import (
	"path/filepath"
	"testing"

	"lockedit/internal/engine"
	"lockedit/internal/spec"
	"lockedit/testenv/console"
	"lockedit/testenv/console/domain"
)

// BenchmarkRun is one whole run against a console with one target, from login to
// the read-back after activation, with all of the evidence and with the minimum.
func BenchmarkRun(b *testing.B) {
	for _, minimal := range []bool{false, true} {
		name := "full evidence"
		if minimal {
			name = "minimal evidence"
		}
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				benchRun(b, minimal)
			}
		})
	}
}

func benchRun(b *testing.B, minimal bool) {
	b.StopTimer()
	c, err := console.New(console.Options{Clusters: domain.Targets(1)})
	if err != nil {
		b.Fatal(err)
	}
	if err := c.Start(); err != nil {
		b.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	request := benchRequest(b, c)
	request.Minimal = minimal
	b.StartTimer()
	result, err := newEngine().Run(b.Context(), request)
	b.StopTimer()
	if err != nil || result.Outcome.ExitCode != 3 {
		b.Fatalf("%+v %v %v", result.Outcome, result.Err, err)
	}
	b.StartTimer()
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
