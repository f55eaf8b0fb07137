package engine_test

import (
	"slices"
	"testing"

	"lockedit/internal/engine"
	"lockedit/testenv/console"
)

// aim is where a fault strikes, and how a run ends then.
type aim struct {
	fault console.Fault
	// also is another fault without which this one is never met.
	also string
	// rows is the page size of tables; 0 is the usual one.
	rows  int
	codes []int
}

// form is the form of the cluster under the lock, which is filled and saved.
func form() console.Match { return console.Match{Page: "cluster.migration", Nth: 2} }

// aimed are the faults that have to be aimed to do harm.
func aimed() map[string]aim {
	at := func(page string, nth int) console.Match { return console.Match{Page: page, Nth: nth} }
	clusters, targets := at("clusters", 1), at("targets", 1)
	save := console.Match{Action: "save", Page: "target.migration"}
	stops := []int{1}
	return map[string]aim{
		"save-partial":    {fault: console.Fault{Text: "dataSourceForAutomaticMigration"}, codes: stops},
		"missing-field":   {fault: console.Fault{Text: "migrationBasis", Match: form(), Times: -1}, codes: stops},
		"duplicate-field": {fault: console.Fault{Text: "migrationBasis", Match: form()}, codes: stops},
		"missing-tab":     {fault: console.Fault{Match: at("cluster.general", 1), Times: -1}, codes: stops},
		"row-vanishes":    {fault: console.Fault{Text: "soa_cluster", Match: clusters, Times: -1}, codes: stops},
		"duplicate-row":   {fault: console.Fault{Text: "soa_cluster", Match: clusters, Times: -1}, codes: stops},
		"last-page-first": {fault: console.Fault{Match: targets, Times: -1}, rows: 1},
		"page-skipped":    {fault: console.Fault{Match: targets, Times: -1}, rows: 1, codes: stops},
		"table-changing":  {fault: console.Fault{Text: "soa_cluster", Match: at("targets", 3)}},
		"foreign-edit":    {fault: console.Fault{Match: save}, codes: []int{4}},
		"lock-stolen":     {fault: console.Fault{Match: save}, codes: []int{4}},
		"undo-ignored":    {also: "activate-refused", codes: stops},
		"release-ignored": {also: "save-ignored", codes: stops},
		"value-reset":     {fault: console.Fault{Match: form()}, codes: []int{1, 3}},
	}
}

// stopping are the other faults that a run does not get over, at the form.
func stopping() []string {
	return []string{
		"activate-ignored", "activate-refused", "blank", "dead-button", "dialog-confirm", "lock-ignored", "lock-refused",
		"login-refused", "missing-buttons", "missing-save", "overlay", "redirect-host", "save-ignored", "save-later", "save-validation-error", "unknown-state",
	}
}

// aimOf is where one of the console's faults strikes.
func aimOf(info console.FaultInfo) aim {
	a, special := aimed()[info.Name]
	a.fault.Name = info.Name
	if !special && info.Action == "" {
		a.fault.Match = form()
	}
	switch {
	case a.codes != nil:
	case slices.Contains(stopping(), info.Name):
		a.codes = []int{1}
	default:
		a.codes = []int{3}
	}
	return a
}

// TestEachFaultOnceKeepsThePromise plays the faults that the matrix has not.
func TestEachFaultOnceKeepsThePromise(t *testing.T) {
	t.Parallel()
	played := matrixFaults()
	for _, info := range console.FaultRegistry() {
		if slices.Contains(played, info.Name) {
			continue
		}
		t.Run(info.Name, func(t *testing.T) {
			t.Parallel()
			a := aimOf(info)
			c := oneTarget(t, console.Options{PageSize: a.rows})
			before := c.Control().Active()
			if a.also != "" {
				arm(t, c, console.Fault{Name: a.also})
			}
			arm(t, c, a.fault)
			result := runOne(t, c, func(r *engine.Request) { r.Timeout = limitFor(a.codes...) })
			c.Control().Settle()
			t.Logf("exit code %d: %s", result.Outcome.ExitCode, result.Outcome.Verdict)
			if !slices.Contains(a.codes, result.Outcome.ExitCode) {
				t.Errorf("exit code %d, expected %v: %+v", result.Outcome.ExitCode, a.codes, result.Outcome)
			}
			expectPromise(t, c, before, result)
		})
	}
}
