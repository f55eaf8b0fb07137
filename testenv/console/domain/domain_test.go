package domain

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func sample(s Settings) *Domain {
	d := Sample(s)
	d.AddUser(User{Name: "a", Password: "p", Role: Admin})
	d.AddUser(User{Name: "b", Password: "p", Role: Admin})
	d.AddUser(User{Name: "m", Password: "p", Role: Monitor})
	return d
}

func TestLockBelongsToTheUser(t *testing.T) {
	d := sample(Settings{Production: true})
	var locked *LockedError
	steps := []struct {
		name string
		do   func() error
		want func(error) bool
	}{
		{"a locks", func() error { return d.Lock("a") }, func(err error) bool { return err == nil }},
		{"a locks again", func() error { return d.Lock("a") }, func(err error) bool { return err == nil }},
		{"b is refused", func() error { return d.Lock("b") }, func(err error) bool { return errors.As(err, &locked) && locked.Lock.Owner == "a" }},
		{"m has no rights", func() error { return d.Lock("m") }, func(err error) bool { return errors.Is(err, ErrNoRights) }},
		{"b cannot release", func() error { return d.Release("b") }, func(err error) bool { return errors.As(err, &locked) }},
		{"a restart keeps it", func() error { d.Restart(); return d.Lock("a") }, func(err error) bool { return err == nil }},
		{"b takes it", func() error { return d.TakeLock("b") }, func(err error) bool { return err == nil && d.LockHolder().Owner == "b" }},
		{"a lost it", func() error { return d.Activate("a") }, func(err error) bool { return errors.As(err, &locked) }},
		{"b releases", func() error { return d.Release("b") }, func(err error) bool { return err == nil && d.LockHolder() == nil }},
		{"nothing to release", func() error { return d.Release("b") }, func(err error) bool { return errors.Is(err, ErrNotLocked) }},
	}
	for _, s := range steps {
		if err := s.do(); !s.want(err) {
			t.Errorf("%s: %v", s.name, err)
		}
	}
}

func TestSetChecksValues(t *testing.T) {
	const mt = "soa_server1 (migratable)"
	tests := []struct {
		name        string
		kind        Kind
		object      string
		attr, value string
		ok          bool
	}{
		{"policy", KindTarget, mt, MigrationPolicy, "failure-recovery", true},
		{"unknown policy", KindTarget, mt, MigrationPolicy, "always", false},
		{"read-only", KindTarget, mt, "cluster", "osb_cluster", false},
		{"data source", KindCluster, "soa_cluster", DataSourceAuto, "WLSSchemaDataSource", true},
		{"no data source", KindCluster, "soa_cluster", DataSourceAuto, "", true},
		{"unknown data source", KindCluster, "soa_cluster", DataSourceAuto, "nope", false},
		{"empty table", KindCluster, "soa_cluster", TableName, "", false},
		{"number", KindCluster, "soa_cluster", DiscoveryTimeout, "60", true},
		{"no number", KindCluster, "soa_cluster", DiscoveryTimeout, "soon", false},
		{"boolean", KindCluster, "soa_cluster", "memberDeathDetectorEnabled", "true", true},
		{"no boolean", KindCluster, "soa_cluster", "memberDeathDetectorEnabled", "yes", false},
		{"unknown attribute", KindCluster, "soa_cluster", "colour", "red", false},
		{"unknown object", KindCluster, "no_cluster", TableName, "A", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := sample(Settings{Production: true})
			if err := d.Lock("a"); err != nil {
				t.Fatal(err)
			}
			err := d.Set("a", tt.kind, tt.object, map[string]string{tt.attr: tt.value})
			if (err == nil) != tt.ok {
				t.Fatalf("error %v", err)
			}
			if err != nil && len(d.Pending()) != 0 {
				t.Error("a refused value is pending")
			}
		})
	}
}

func TestActivationNeedsTheDataSource(t *testing.T) {
	d := sample(Settings{Production: true})
	set := func(kind Kind, name, attr, value string) {
		t.Helper()
		if err := d.Set("a", kind, name, map[string]string{attr: value}); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Lock("a"); err != nil {
		t.Fatal(err)
	}
	set(KindCluster, "soa_cluster", MigrationBasis, "database")
	set(KindTarget, "soa_server1 (migratable)", MigrationPolicy, "exactly-once")
	if err := d.Activate("a"); !errors.Is(err, ErrInvalid) {
		t.Fatalf("without a data source: %v", err)
	}
	if err := d.Release("a"); !errors.Is(err, ErrPending) {
		t.Fatalf("release with pending edits: %v", err)
	}
	set(KindCluster, "soa_cluster", DataSourceAuto, "WLSSchemaDataSource")
	if err := d.Activate("a"); err != nil {
		t.Fatal(err)
	}
	if d.LockHolder() != nil || len(d.Pending()) != 0 || len(d.RestartRequired()) != 3 {
		t.Errorf("lock %+v, pending %+v, restart %+v", d.LockHolder(), d.Pending(), d.RestartRequired())
	}
	if d.Restart(); len(d.RestartRequired()) != 0 {
		t.Error("a restart is needed after the restart")
	}
}

func TestDynamicChangesAreInForceAtOnce(t *testing.T) {
	d := sample(Settings{})
	if err := d.Lock("a"); err != nil {
		t.Fatal(err)
	}
	if err := d.Set("a", KindCluster, "soa_cluster", map[string]string{"notes": "hello", TableName: "OTHER"}); err != nil {
		t.Fatal(err)
	}
	if err := d.Activate("a"); err != nil {
		t.Fatal(err)
	}
	running := d.Running("soa_server1").Find(KindCluster, "soa_cluster")
	if running.Get("notes") != "hello" || running.Get(TableName) != "ACTIVE" {
		t.Errorf("running notes %q, table %q", running.Get("notes"), running.Get(TableName))
	}
}

func TestCopiesAreCopies(t *testing.T) {
	d := sample(Settings{})
	before := d.Active()
	mine := d.Active()
	mine.Find(KindCluster, "soa_cluster").Attrs[TableName] = "CHANGED"
	if diff := cmp.Diff(before, d.Active()); diff != "" {
		t.Error(diff)
	}
	want := []Change{{KindCluster, "soa_cluster", TableName, "ACTIVE", "CHANGED"}}
	if diff := cmp.Diff(want, Diff(before, mine)); diff != "" {
		t.Error(diff)
	}
}

func TestAddRemoveAndOverwrite(t *testing.T) {
	d := sample(Settings{})
	d.Add(NewBean(KindTarget, "x (migratable)", map[string]string{"cluster": "soa_cluster"}))
	if d.Edit().Find(KindTarget, "x (migratable)") == nil || len(d.Pending()) != 0 || len(d.RestartRequired()) != 0 {
		t.Error("an added target is missing, pending or in need of a restart")
	}
	d.Remove(KindTarget, "x (migratable)")
	if d.Active().Find(KindTarget, "x (migratable)") != nil {
		t.Error("a removed target is still there")
	}
	if err := d.Overwrite(KindCluster, "soa_cluster", TableName, "X"); err != nil || len(d.Pending()) != 0 {
		t.Errorf("overwrite: %v, pending %+v", err, d.Pending())
	}
	if err := d.Overwrite(KindCluster, "none", TableName, "X"); !errors.Is(err, ErrNoObject) {
		t.Errorf("overwrite of nothing: %v", err)
	}
}

func TestFailuresAreForgottenAfterFiveMinutes(t *testing.T) {
	now := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	d := sample(Settings{Now: func() time.Time { return now }})
	for range 4 {
		d.Authenticate("a", "x")
	}
	now = now.Add(6 * time.Minute)
	d.Authenticate("a", "x")
	if d.LockedOut("a") || !d.Authenticate("a", "p") {
		t.Error("locked out by failures far apart")
	}
}
