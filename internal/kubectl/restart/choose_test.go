package restart

import (
	"regexp"
	"testing"
	"time"
)

func TestChoose(t *testing.T) {
	tests := []struct {
		name     string
		strategy Strategy
		changes  Changes
		want     Strategy
		downtime bool
	}{
		{"leasing", StrategyAuto, Changes{LeasingChanged: true}, StrategyFull, true},
		{"manual to automatic", StrategyAuto, Changes{ManualToAutomatic: true}, StrategyFull, true},
		{"both", StrategyAuto, Changes{LeasingChanged: true, ManualToAutomatic: true}, StrategyFull, true},
		{"unknown", StrategyAuto, Changes{Unknown: true}, StrategyFull, true},
		{"neither", StrategyAuto, Changes{}, StrategyRolling, false},
		{"left out", "", Changes{}, StrategyRolling, false},
		{"asked for rolling", StrategyRolling, Changes{LeasingChanged: true}, StrategyRolling, false},
		{"asked for full", StrategyFull, Changes{}, StrategyFull, true},
		{"asked for none", StrategyNone, Changes{LeasingChanged: true}, StrategyNone, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := Choose(test.strategy, test.changes)
			if err != nil {
				t.Fatal(err)
			}
			if got.Strategy != test.want || got.Downtime != test.downtime || got.Reason == "" {
				t.Errorf("got %+v, want %s, downtime %v, and a reason", got, test.want, test.downtime)
			}
		})
	}
	if _, err := Choose("quick", Changes{}); err == nil {
		t.Error("an unknown strategy was accepted")
	}
}

// labelValue is what Kubernetes accepts as the value of a label.
var labelValue = regexp.MustCompile(`^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$`)

func TestNextVersion(t *testing.T) {
	now := time.Date(2026, 9, 1, 12, 30, 45, 0, time.UTC)
	text := func(s string) *string { return &s }
	tests := []struct {
		name   string
		before *string
		want   string
	}{
		{"absent", nil, "1"},
		{"empty", text(""), "1"},
		{"number", text("1"), "2"},
		{"carry", text("99"), "100"},
		{"leading zeros", text("007"), "8"},
		{"negative", text("-1"), "20260901T123045Z"},
		{"largest", text("9223372036854775807"), "20260901T123045Z"},
		{"too large", text("99999999999999999999"), "20260901T123045Z"},
		{"words", text("after-patch"), "20260901T123045Z"},
		{"the same second", text("20260901T123045Z"), "20260901T123045Z-2"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := nextVersion(test.before, now)
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			if test.before != nil && got == *test.before || !labelValue.MatchString(got) {
				t.Errorf("%q is no change, or not legal as a label", got)
			}
		})
	}
}

func TestPatchText(t *testing.T) {
	value := "Never"
	if got, want := patchText("7", policyField, &value), `{"metadata":{"resourceVersion":"7"},"spec":{"serverStartPolicy":"Never"}}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := patchText("", policyField, nil), `{"spec":{"serverStartPolicy":null}}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
