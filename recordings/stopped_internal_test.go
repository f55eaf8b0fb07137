package recordings

import (
	"strings"
	"testing"
)

// TestARunThatDiedWhileTheDomainWasStopped says how the domain is started again, and
// no longer once its policy was put back.
func TestARunThatDiedWhileTheDomainWasStopped(t *testing.T) {
	const command = "kubectl patch domain"
	stopping := Event{Type: TypeRestart, Restart: &RestartInfo{Strategy: "full", Phase: "stopping", Undo: command}}
	starting := Event{Type: TypeRestart, Restart: &RestartInfo{Strategy: "full", Phase: "starting"}}
	for _, back := range []bool{false, true} {
		events := []Event{{Type: TypeVersion}, stopping}
		if back {
			events = append(events, starting)
		}
		sentences, next := certain(Found{Run: Fold(events), Last: events[len(events)-1], Events: len(events)})
		if told := strings.Contains(next, command) && strings.Contains(strings.Join(sentences, "\n"), "being stopped"); told == back {
			t.Errorf("policy put back: %v, next: %q, certain: %q", back, next, sentences)
		}
	}
}
