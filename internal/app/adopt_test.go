package app

import (
	"testing"

	"github.com/spf13/pflag"

	"lockedit/internal/spec"
	"lockedit/recordings"
)

// TestApplyRestartsAsThePlanSays holds that the restart which was approved is the one
// that is judged and named, unless the user asks for another.
func TestApplyRestartsAsThePlanSays(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, planned string
		args          []string
		want          spec.Strategy
	}{
		{"full", "full", nil, spec.StrategyFull},
		{"rolling", "rolling", nil, spec.StrategyRolling},
		{"none", "none", nil, spec.StrategyNone},
		{"a plan that says nothing", "", nil, spec.StrategyAuto},
		{"asked for", "full", []string{"--restart", "rolling"}, spec.StrategyRolling},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			set := pflag.NewFlagSet("apply", pflag.ContinueOnError)
			flags := spec.Bind(func(spec.Group) *pflag.FlagSet { return set }, spec.GroupWhere, spec.GroupRestart)
			if err := set.Parse(test.args); err != nil {
				t.Fatal(err)
			}
			loaded, err := spec.Load(nil, flags)
			if err != nil {
				t.Fatal(err)
			}
			plan := recordings.Plan{Cluster: "soa_cluster", Restart: recordings.PlannedRestart{Strategy: test.planned}}
			if err := adoptPlan(loaded, plan); err != nil || loaded.Restart.Strategy != test.want {
				t.Errorf("restart %s, error %v, want %s", loaded.Restart.Strategy, err, test.want)
			}
		})
	}
}
