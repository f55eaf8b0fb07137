package recordings

import "testing"

// FuzzReadPlan holds that a plan that is read has the digest that it states.
func FuzzReadPlan(f *testing.F) {
	plan := Plan{Cluster: "c"}
	if err := plan.Seal(); err != nil {
		f.Fatal(err)
	}
	text, err := plan.Text()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte(`{"schema":"lockedit/plan/v1"}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		got, err := parsePlan("plan.json", text)
		if err != nil {
			return
		}
		digest := got.Digest
		if err := got.Seal(); err != nil || got.Digest != digest {
			t.Errorf("a plan that was read has digest %s and states %s", got.Digest, digest)
		}
	})
}
