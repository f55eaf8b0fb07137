package recordings_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lockedit/recordings"
)

func samplePlan(t *testing.T) recordings.Plan {
	t.Helper()
	plan := recordings.Plan{
		Console: recordings.Console{URL: "http://h/console", Version: "12.2.1.4.0", Domain: "soa <&> \u2028 é \\u2028"},
		Cluster: "soa_cluster",
		Changes: []recordings.PlannedChange{{Type: "Cluster", Object: "soa_cluster", Attribute: "MigrationBasis", Before: "consensus", After: "database"}},
		Restart: recordings.PlannedRestart{Strategy: "full", Reason: "the leasing basis changes"},
	}
	if err := plan.Seal(); err != nil {
		t.Fatal(err)
	}
	return plan
}

func writePlan(t *testing.T, plan recordings.Plan) (path string, text []byte) {
	t.Helper()
	j := newJournal(t, recordings.Options{})
	if err := j.WritePlan(plan); err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(j.Dir(), "plan.json")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return path, text
}

func TestPlanRoundTrip(t *testing.T) {
	plan := samplePlan(t)
	path, _ := writePlan(t, plan)
	got, err := recordings.ReadPlan(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(plan, got); diff != "" {
		t.Error(diff)
	}
}

// TestDigestIsOfCanonicalJSON pins the digest to what another program computes
// (Python: json.dumps with sorted keys, no blanks, ensure_ascii=False).
func TestDigestIsOfCanonicalJSON(t *testing.T) {
	const want = "sha256:28d99c06910f94dee312dfd11afb334c7d18de887e5827b5b7ac582e4aee65f0"
	if got := samplePlan(t).Digest; got != want {
		t.Errorf("digest is %s, want %s", got, want)
	}
}

func TestReadPlanErrors(t *testing.T) {
	path, text := writePlan(t, samplePlan(t))
	good := string(text)
	var foreign *recordings.ForeignError
	var newer *recordings.NewerSchemaError
	var digest *recordings.DigestError
	for _, test := range []struct {
		name, text string
		as         any
	}{
		{"empty", "", &foreign},
		{"not JSON", "plan", &foreign},
		{"torn", good[:len(good)/2], &foreign},
		{"two plans", good + good, &foreign},
		{"array", "[]", &foreign},
		{"no schema", "{}", &foreign},
		{"another schema", strings.Replace(good, "lockedit/plan/v1", "lockedit/run/v1", 1), &foreign},
		{"newer", strings.Replace(good, "lockedit/plan/v1", "lockedit/plan/v2", 1), &newer},
		{"a blank more", strings.Replace(good, ": {", ":  {", 1), &foreign},
		{"a line more", good + "\n", &foreign},
		{"line ends of another system", strings.ReplaceAll(good, "\n", "\r\n"), &foreign},
		{"a key twice", strings.Replace(good, `"cluster"`, `"cluster": "other", "cluster"`, 1), &foreign},
		{"a key in capitals", strings.Replace(good, `"cluster"`, `"Cluster"`, 1), &foreign},
		{"unknown field", strings.Replace(good, `"cluster"`, `"extra": 1, "cluster"`, 1), &foreign},
		{"unknown field inside", strings.Replace(good, `"before"`, `"extra": 1, "before"`, 1), &foreign},
		{"wrong type", strings.Replace(good, `"soa_cluster"`, `7`, 1), &foreign},
		{"value changed", strings.Replace(good, `"database"`, `"Database"`, 1), &digest},
		{"change taken out", strings.Replace(good, `"before": "consensus"`, `"before": ""`, 1), &digest},
		{"digest changed", strings.Replace(good, `"sha256:`, `"sha256:0`, 1), &digest},
		{"no digest", strings.Replace(good, `"digest"`, `"Digest"`, 1)[:strings.Index(good, `"digest"`)] + `"digest": ""}`, &digest},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.text == good {
				t.Fatal("the text was not changed")
			}
			if err := os.WriteFile(path, []byte(test.text), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := recordings.ReadPlan(path)
			if err == nil || !errors.As(err, test.as) {
				t.Errorf("error is %v (%T), want a %T", err, err, test.as)
			}
			if err != nil && !strings.Contains(err.Error(), path) {
				t.Errorf("error %q does not name the file", err)
			}
		})
	}
}
