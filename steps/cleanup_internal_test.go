package steps

import (
	"testing"
	"time"
)

// TestCleanUpLimit holds that impatient steps do not leave clearing up without time.
func TestCleanUpLimit(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name                string
		step, atLeast, want time.Duration
	}{
		{"twice a step", 2 * time.Minute, 90 * time.Second, 4 * time.Minute},
		{"impatient steps", 5 * time.Second, 90 * time.Second, 90 * time.Second},
		{"patient steps", time.Hour, 90 * time.Second, maxCleanUp},
		{"nothing given", 5 * time.Second, 0, 10 * time.Second},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			runner := NewRunner(nil, test.step, true)
			runner.GiveCleanUp(test.atLeast)
			if got := (&Console{run: runner}).cleanUpLimit(); got != test.want {
				t.Errorf("clean-up may take %s, want %s", got, test.want)
			}
		})
	}
}
