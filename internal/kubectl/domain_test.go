package kubectl

import (
	"encoding/json"
	"testing"
)

func TestDomain(t *testing.T) {
	tests := []struct {
		name, text          string
		uid, home           string
		policy              Policy
		stop, start, goal   string
		observed, completed bool
	}{
		{
			name: "v9", text: `{"apiVersion":"weblogic.oracle/v9","metadata":{"name":"r","generation":4},
				"spec":{"domainUID":"u","domainHomeSourceType":"PersistentVolume","serverStartPolicy":"AdminOnly"},
				"status":{"observedGeneration":4,"servers":[{"serverName":"a","stateGoal":"ADMIN"}],
				"conditions":[{"type":"Completed","status":"True"}]}}`,
			uid: "u", home: "PersistentVolume", policy: PolicyAdminOnly,
			stop: "Never", start: "IfNeeded", goal: "ADMIN", observed: true, completed: true,
		},
		{
			name: "v8", text: `{"apiVersion":"weblogic.oracle/v8","metadata":{"name":"r","generation":4},
				"spec":{"serverStartPolicy":"NEVER","configuration":{"model":{}}},
				"status":{"servers":[{"serverName":"a","desiredState":"RUNNING"}]}}`,
			uid: "r", home: "FromModel", policy: PolicyNever,
			stop: "NEVER", start: "IF_NEEDED", goal: "RUNNING", observed: true,
		},
		{
			name: "bare v9", text: `{"apiVersion":"weblogic.oracle/v9","metadata":{"name":"r","generation":1},
				"spec":{"configuration":{}},"status":{"servers":[{}],"conditions":[{"type":"Completed","status":"False"}]}}`,
			uid: "r", home: "Image", policy: PolicyIfNeeded, stop: "Never", start: "IfNeeded",
		},
		{
			name: "unknown policy", text: `{"apiVersion":"weblogic.oracle/v9","metadata":{"name":"r"},
				"spec":{"serverStartPolicy":"Sometimes"},"status":{"servers":[{}]}}`,
			uid: "r", home: "Image", policy: "Sometimes", stop: "Never", start: "IfNeeded", observed: true,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var d Domain
			if err := json.Unmarshal([]byte(test.text), &d); err != nil {
				t.Fatal(err)
			}
			_, completed := d.Status.Conditions.Find("Completed")
			got := [...]any{d.DomainUID(), d.HomeSourceType(), d.Policy(), d.StopValue(), d.StartValue(),
				d.Status.Servers[0].Goal(), d.Observed(), completed}
			want := [...]any{test.uid, test.home, test.policy, test.stop, test.start, test.goal, test.observed, test.completed}
			if got != want {
				t.Errorf("got  %v\nwant %v", got, want)
			}
		})
	}
}
