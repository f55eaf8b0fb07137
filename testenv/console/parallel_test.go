package console

import (
	"sync"
	"testing"

	"lockedit/testenv/console/domain"
)

// TestManyAtOnce lets sessions and the control work at the same time.
func TestManyAtOnce(t *testing.T) {
	c := start(t, Options{Clusters: domain.Targets(12)})
	k := c.Control()
	inject(t, c, Fault{Name: "slow", Delay: 1, Times: -1})
	k.Before(func(Request) { k.Requests() })
	var wg sync.WaitGroup
	for _, user := range []string{"weblogic", "weblogic", "weblogic2", "mon"} {
		wg.Go(func() {
			b := visitor(t, c.URL())
			b.login(user, testPassword)
			for range 3 {
				b.follow("Clusters").follow("soa_cluster").follow("Migration").follow("Migratable Targets")
			}
		})
	}
	wg.Go(func() {
		for range 20 {
			_ = k.Stage("weblogic", domain.KindTarget, target1, domain.MigrationPolicy, "exactly-once")
			_ = k.Domain().Undo("weblogic")
			k.Sessions()
			k.Faults()
			k.RestartRequired()
			k.AddTarget("osb_cluster", "extra")
			k.RemoveTarget("extra (migratable)")
		}
	})
	wg.Wait()
	if n := len(k.Sessions()); n != 4 {
		t.Errorf("%d sessions, want 4", n)
	}
}
