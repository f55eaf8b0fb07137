package report_test

import (
	"os"
	"path/filepath"
	"testing"
)

func TestSamples(t *testing.T) {
	runs := []struct {
		name, verb string
		tell       func(*teller) string
	}{
		{"done", "run", runDone},
		{"activated", "run", runActivated},
		{"failed", "apply", runFailed},
		{"planned", "plan", runPlanned},
		{"left", "apply", runLeft},
	}
	for _, run := range runs {
		t.Run(run.name, func(t *testing.T) {
			file := run.tell(newTeller(t, run.verb))
			page, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if *samples != "" {
				if err := os.WriteFile(filepath.Join(*samples, run.name+".html"), page, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			t.Logf("%d bytes", len(page))
		})
	}
}
