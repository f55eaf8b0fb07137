package report_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"lockedit/recordings"
	"lockedit/recordings/report"
)

var (
	update  = flag.Bool("update", false, "write the golden files")
	samples = flag.String("samples", "", "directory to which the sample reports are written, to look at them")
	photos  = flag.String("pictures", "", "pattern of PNG files to use as pictures in the samples")
)

// teller tells a sample run with a clock that moves only when it is told to.
type teller struct {
	*recordings.Journal
	t     *testing.T
	at    time.Time
	shots int
	last  []byte
}

func newTeller(t *testing.T, verb string) *teller {
	t.Helper()
	s := &teller{t: t, at: time.Date(2026, 11, 21, 2, 4, 5, 0, time.UTC)}
	j, err := recordings.Create(recordings.Options{
		Parent: t.TempDir(), Verb: verb, Cluster: "soa_cluster", Program: "v0.9.0",
		Now: func() time.Time { return s.at }, Formats: []recordings.Format{report.Format{}},
	})
	if err != nil {
		t.Fatal(err)
	}
	s.Journal = j
	s.Start(recordings.Started{
		Verb: verb, Cluster: "soa_cluster", URL: console,
		Operator: recordings.Operator{User: "jdoe", Host: "ops-jump-01", Account: "lockedit_svc"},
		Asked:    map[string]any{"cluster": "soa_cluster", "migrationBasis": "database", "targets": "all", "policy": "exactly-once"},
	})
	return s
}

const console = "https://wls.example.com:7002/console"

func (s *teller) browser(sandbox string) {
	s.Browser(recordings.Browser{
		Product: "HeadlessChrome/156.0.7300.12", Protocol: "1.3", Sandbox: sandbox,
		TLS:         "certificate verified against the given CA file",
		CommandLine: []string{"/usr/lib/chromium/chromium-headless-shell", "--headless", "--remote-debugging-pipe"},
	})
	s.Console(recordings.Console{
		URL: console, Version: "12.2.1.4.0", Domain: "soainfra", Mode: "locked editing", Language: "en",
	})
}

func (s *teller) wait(d time.Duration) { s.at = s.at.Add(d) }

// step tells a step that took some time, with pictures before and after.
func (s *teller) step(name, title string, took time.Duration, proof string, err error, tell ...func()) {
	s.t.Helper()
	s.StartStep(name, title)
	s.At(console + "/console.portal?_nfpb=true&_pageLabel=DispatcherPage")
	if s.last != nil {
		s.picture("before", s.last)
	}
	for _, f := range tell {
		f()
	}
	s.wait(took)
	s.last = s.draw()
	s.picture("after", s.last)
	if e := s.Aria([]byte("- heading \"" + name + "\" [level=1]\n- button \"Lock & Edit\"\n")); e != nil {
		s.t.Fatal(e)
	}
	status := recordings.StatusPassed
	if err != nil {
		status = recordings.StatusFailed
	}
	if e := s.EndStep(status, proof, err); e != nil {
		s.t.Fatal(e)
	}
	s.wait(40 * time.Millisecond)
}

func (s *teller) picture(when string, content []byte) {
	s.t.Helper()
	config, err := png.DecodeConfig(bytes.NewReader(content))
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := s.Picture(when, content, config.Width, config.Height, s.at); err != nil {
		s.t.Fatal(err)
	}
}

// draw makes the next picture: one of the given files, or boxes that look like
// a console from far away, no two alike.
func (s *teller) draw() []byte {
	s.shots++
	if files, _ := filepath.Glob(*photos); len(files) > 0 {
		content, err := os.ReadFile(files[s.shots%len(files)])
		if err != nil {
			s.t.Fatal(err)
		}
		// What stands behind a PNG's end is not drawn; it makes the sum differ.
		return fmt.Appendf(content, "%d", s.shots)
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, boxes(s.shots)); err != nil {
		s.t.Fatal(err)
	}
	return buf.Bytes()
}

func boxes(n int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, 320, 240))
	fill := func(r image.Rectangle, c color.Color) {
		draw.Draw(img, r, image.NewUniform(c), image.Point{}, draw.Src)
	}
	fill(img.Bounds(), color.White)
	fill(image.Rect(0, 0, 320, 20), color.RGBA{0x3a, 0x5a, 0x86, 255})
	fill(image.Rect(6, 28, 80, 90), color.RGBA{0xdd, 0xe6, 0xf0, 255})
	fill(image.Rect(6, 98, 80, 220), color.RGBA{0xee, 0xf2, 0xf7, 255})
	for row := range 6 {
		fill(image.Rect(92, 40+row*26, 150+((n*37+row*53)%150), 50+row*26), color.RGBA{0xc8, 0xcf, 0xd8, 255})
	}
	return img
}

var errPage = errors.New("target soa_server2 (migratable): Service Migration Policy: option \"exactly-once\" was looked for and " +
	"\"Manual Service Migration Only\", \"Auto-Migrate Failure Recovery Services\" were seen")

// plan tells what is wanted of the sample domain.
func (s *teller) plan(targets int) {
	s.t.Helper()
	plan := recordings.Plan{
		Console: recordings.Console{URL: console, Version: "12.2.1.4.0", Domain: "soainfra"}, Cluster: "soa_cluster", AllTargets: true,
		Changes: []recordings.PlannedChange{
			{Type: "Cluster", Object: "soa_cluster", Attribute: "MigrationBasis", Before: "consensus", After: "database"},
			{Type: "Cluster", Object: "soa_cluster", Attribute: "DataSourceForAutomaticMigration", Before: "", After: "WLSSchemaDataSource"},
		},
		Unchanged: []recordings.PlannedChange{
			{Type: "Cluster", Object: "soa_cluster", Attribute: "AutoMigrationTableName", Before: "ACTIVE", After: "ACTIVE"},
		},
		Restart: recordings.PlannedRestart{Strategy: "full", Reason: "the leasing basis changes"},
	}
	for _, name := range targetNames(targets) {
		plan.Targets = append(plan.Targets, name)
		plan.Changes = append(plan.Changes, recordings.PlannedChange{
			Type: "MigratableTarget", Object: name, Attribute: "MigrationPolicy", Before: "manual", After: "exactly-once",
		})
	}
	if err := s.WritePlan(plan); err != nil {
		s.t.Fatal(err)
	}
}

func targetNames(n int) []string {
	var names []string
	for i := range n {
		names = append(names, fmt.Sprintf("soa_server%d (migratable)", i+1))
	}
	return names
}

// prove tells that every planned value was read.
func (s *teller) prove(targets int, inForce bool) {
	tell := func(object, attribute, value string) {
		c := recordings.Change{Object: object, Attribute: attribute, ReadBack: value}
		if inForce {
			c.ReadBack, c.InForce = "", value
		}
		s.Change(c)
	}
	tell("soa_cluster", "MigrationBasis", "database")
	tell("soa_cluster", "DataSourceForAutomaticMigration", "WLSSchemaDataSource")
	tell("soa_cluster", "AutoMigrationTableName", "ACTIVE")
	for _, name := range targetNames(targets) {
		tell(name, "MigrationPolicy", "exactly-once")
	}
}

func (s *teller) finish(o recordings.Outcome) string {
	s.t.Helper()
	if err := s.Finish(o); err != nil {
		s.t.Fatal(err)
	}
	return filepath.Join(s.Dir(), "report.html")
}
