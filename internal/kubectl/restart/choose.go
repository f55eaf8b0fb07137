package restart

import "fmt"

// Strategy is how to restart.
type Strategy string

// The strategies of the specification's restart.strategy.
const (
	StrategyAuto    Strategy = "auto"
	StrategyFull    Strategy = "full"
	StrategyRolling Strategy = "rolling"
	StrategyNone    Strategy = "none"
)

// Changes are what of a change decides how to restart.
type Changes struct {
	// Unknown: what was changed is not known here.
	Unknown bool
	// LeasingChanged: migration basis, table or data source of the cluster.
	LeasingChanged bool
	// ManualToAutomatic: a target's policy goes from manual to an automatic one.
	ManualToAutomatic bool
}

// Choice is a strategy to run (or StrategyNone) and why.
type Choice struct {
	Strategy Strategy
	Reason   string
	Downtime bool // no server runs for a while
}

// Choose resolves StrategyAuto: full where members with the old and the new
// settings must not run side by side, else rolling. In a roll, a new member
// could activate a target that an old one hosts without a lease. Any other
// strategy is the user's own choice.
func Choose(strategy Strategy, changes Changes) (Choice, error) {
	switch strategy {
	case StrategyFull:
		return Choice{Strategy: StrategyFull, Downtime: true, Reason: "asked for; every server is down for a while"}, nil
	case StrategyRolling:
		return Choice{Strategy: StrategyRolling, Reason: "asked for; one server at a time"}, nil
	case StrategyNone:
		return Choice{Strategy: StrategyNone, Reason: "asked for; the change is not in force before a restart"}, nil
	case StrategyAuto, "":
		return chooseAuto(changes), nil
	}
	return Choice{}, fmt.Errorf("restart strategy %q: auto, full, rolling and none are known", strategy)
}

func chooseAuto(changes Changes) Choice {
	full := Choice{Strategy: StrategyFull, Downtime: true}
	switch {
	case changes.Unknown:
		full.Reason = "what was changed before is not known here, and only a full restart is right after any change; every server is down for a while"
		return full
	case changes.LeasingChanged:
		full.Reason = "the cluster's leasing settings change, and members with the old and the new ones must not run " +
			"side by side; every server is down for a while"
		return full
	case changes.ManualToAutomatic:
		full.Reason = "a target goes from manual to automatic migration, and a restarted member could activate what " +
			"another still hosts without a lease; every server is down for a while"
		return full
	}
	return Choice{Strategy: StrategyRolling, Reason: "neither the leasing settings nor a manual target change; one server at a time"}
}
