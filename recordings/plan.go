package recordings

import "time"

// PlanSchema names the version of plan.json that this program writes.
const PlanSchema = "lockedit/plan/v1"

// Plan is plan.json: what was seen, what is wanted, and nothing else. It is
// what approvers sign, and what apply refuses to depart from.
type Plan struct {
	Schema  string  `json:"schema"`
	Console Console `json:"console"`
	Cluster string  `json:"cluster"`
	// Changes are the attributes whose value has to become another one.
	Changes []PlannedChange `json:"changes"`
	// Unchanged are the attributes that were looked at and are as wanted.
	Unchanged []PlannedChange `json:"unchanged"`
	// AllTargets says that the plan speaks of every migratable target of the
	// cluster, so that one that appears or vanishes makes it stale.
	AllTargets bool `json:"allTargets"`
	// Targets are all migratable targets the plan speaks of, in table order.
	Targets []string `json:"targets"`
	// Restart is the strategy that will be used, and why.
	Restart PlannedRestart `json:"restart"`
	// ValidUntil is the time after which the plan is refused; without it, it does
	// not grow old by itself.
	ValidUntil time.Time `json:"validUntil,omitzero"`
	// Digest is the SHA-256 of the plan's canonical JSON without this field,
	// as "sha256:" and lower case hexadecimal digits.
	Digest string `json:"digest"`
}

// PlannedChange is one attribute of one object. Values are the MBean's where
// the console's text is understood ("database", "exactly-once"), else the text.
type PlannedChange struct {
	// Type is the kind of configuration object: "Cluster" or "MigratableTarget".
	Type      string `json:"type"`
	Object    string `json:"object"`
	Attribute string `json:"attribute"`
	Before    string `json:"before"`
	After     string `json:"after"`
}

// PlannedRestart is the restart a plan announces before anyone approves it.
type PlannedRestart struct {
	Strategy string `json:"strategy"`
	Reason   string `json:"reason"`
	// Warnings are what the approver should know, for example one replica only.
	Warnings []string `json:"warnings,omitempty"`
}
