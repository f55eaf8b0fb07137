package restart_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"lockedit/internal/kubectl/restart"
	"lockedit/testenv/operator"
)

// TestAPodRestartedBySomebodyElse has a server's new pod deleted by somebody else
// while the others come back: the restart waits for the pod after that, and says
// which one is Ready now.
func TestAPodRestartedBySomebodyElse(t *testing.T) {
	for _, strategy := range []restart.Strategy{restart.StrategyFull, restart.StrategyRolling} {
		t.Run(string(strategy), func(t *testing.T) {
			s := bringUp(t, operator.Domain{}, "")
			// Until the pod is gone the restart cannot be over: one server is held back.
			s.op.SetFaults(operator.Faults{NeverReady: "soa_server2"})
			var once sync.Once
			deleted := ""
			d := &diary{t: t, on: func(e restart.Event) {
				if e.Kind == restart.KindPodReady {
					once.Do(func() {
						deleted = e.UID
						path := fmt.Sprintf("/api/v1/namespaces/%s/pods/%s", s.domain.Namespace, e.Pod)
						if err := s.cluster.API.Delete(t.Context(), path, 0); err != nil {
							t.Error(err)
						}
						s.op.SetFaults(operator.Faults{})
					})
				}
			}}
			result, err := s.run(t.Context(), d, restart.Options{Strategy: strategy})
			if err != nil {
				t.Fatal(err)
			}
			checkResult(t, result, three)
			if slices.ContainsFunc(result.Servers, func(s restart.Server) bool { return s.UIDAfter == deleted }) {
				t.Errorf("a pod that is gone is called Ready: %+v", result.Servers)
			}
			policyIsBack(t, s)
		})
	}
}
