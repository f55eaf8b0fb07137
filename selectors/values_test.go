package selectors

import (
	"testing"

	"lockedit/internal/spec"
)

func TestParsePolicy(t *testing.T) {
	c := load(t)
	for _, test := range []struct {
		name, text, value string
		want              spec.Policy
		ok                bool
	}{
		{"manual by text", "Manual Service Migration Only", "1f3a", spec.PolicyManual, true},
		{"exactly-once of the help", "Auto-Migrate Exactly-Once Services", "", spec.PolicyExactlyOnce, true},
		{"exactly-once of the operator guide", "Auto-Migrate Exactly-Once-Services", "2", spec.PolicyExactlyOnce, true},
		{"no hyphens", "Auto Migrate Exactly Once Services", "", spec.PolicyExactlyOnce, true},
		{"failure recovery of 12.1.1", "Auto-Migrate Failure Recovery Services", "", spec.PolicyFailureRecovery, true},
		{"failure recovery of the help", "Auto-Migrate Failure-Recovery Services", "", spec.PolicyFailureRecovery, true},
		{"shutdown recovery", "Auto-Migrate Shutdown-Recovery Services", "", spec.PolicyShutdownRecovery, true},
		{"japanese", "サービスの手動での移行のみ", "", spec.PolicyManual, true},
		{"text and value agree", "Auto-Migrate Exactly-Once Services", "exactly-once", spec.PolicyExactlyOnce, true},
		{"unknown text, plain value", "Какая-то политика", "exactly-once", spec.PolicyExactlyOnce, true},
		{"unknown text, value inside", "?", "MigrationPolicy=failure-recovery;x", spec.PolicyFailureRecovery, true},
		{"the MBean's own spelling", "exactly-once", "", spec.PolicyExactlyOnce, true},
		{"text and value disagree", "Auto-Migrate Exactly-Once Services", "manual", "", false},
		{"value contradicts itself", "Manual Service Migration Only", "manual|exactly-once", "", false},
		{"value only part of a word", "?", "emanuale", "", false},
		{"another text that starts alike", "Auto-Migrate Exactly-Once Services (deprecated)", "", "", false},
		{"unknown", "Auto-Migrate Twice Services", "77", "", false},
		{"empty", "", "", "", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got, ok := c.ParsePolicy(test.text, test.value); got != test.want || ok != test.ok {
				t.Errorf("ParsePolicy(%q, %q) = %q, %t", test.text, test.value, got, ok)
			}
		})
	}
}

func TestParseBasis(t *testing.T) {
	c := load(t)
	for _, test := range []struct {
		name, text, value string
		want              spec.Basis
		ok                bool
	}{
		{"database", "Database", "9c0d", spec.BasisDatabase, true},
		{"consensus", "Consensus", "consensus", spec.BasisConsensus, true},
		{"japanese", "データベース", "", spec.BasisDatabase, true},
		{"unknown text, plain value", "Datenbank", "database", spec.BasisDatabase, true},
		{"disagree", "Database", "consensus", "", false},
		{"unknown", "Datenbank", "0", "", false},
		{"two bases in one text", "Database, Consensus", "", "", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got, ok := c.ParseBasis(test.text, test.value); got != test.want || ok != test.ok {
				t.Errorf("ParseBasis(%q, %q) = %q, %t", test.text, test.value, got, ok)
			}
		})
	}
}
