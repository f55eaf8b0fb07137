package console

import (
	"strings"
	"testing"

	"lockedit/testenv/console/domain"

	"github.com/google/go-cmp/cmp"
)

const target1 = "soa_server1 (migratable)"

func stage(t *testing.T, c *Console, user string) {
	t.Helper()
	if err := c.Control().Stage(user, domain.KindTarget, target1, domain.MigrationPolicy, "exactly-once"); err != nil {
		t.Fatal(err)
	}
}

func TestChangeCenterStates(t *testing.T) {
	lock := func(t *testing.T, c *Console, user string) {
		t.Helper()
		if err := c.Control().LockAs(user); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		name     string
		options  Options
		user     string
		prepare  func(*testing.T, *Console)
		buttons  string
		status   string
		editable bool
	}{
		{name: "unlocked", buttons: "Lock & Edit / off", status: "Click the Lock & Edit button"},
		{name: "locked by the same user elsewhere", prepare: func(t *testing.T, c *Console) { lock(t, c, "weblogic") },
			buttons: "off / Release Configuration", status: "No pending changes exist.", editable: true},
		{name: "pending", prepare: func(t *testing.T, c *Console) { stage(t, c, "weblogic") },
			buttons: "Activate Changes / Undo All Changes", status: "Pending changes exist.", editable: true},
		{name: "auto", options: Options{Development: true, AutoLock: true}, buttons: "absent / absent",
			status: "Configuration editing is enabled.", editable: true},
		{name: "development without auto", options: Options{Development: true}, buttons: "Lock & Edit / off", status: "Click the"},
		{name: "monitor", user: "mon", buttons: "absent / absent", status: "may view"},
		{name: "operator", user: "oper", buttons: "absent / absent", status: "may view"},
		{name: "other user", prepare: func(t *testing.T, c *Console) { lock(t, c, "weblogic2") },
			buttons: "off / off", status: "User weblogic2 holds"},
		{name: "other user, takeover", options: Options{OtherLock: OtherTakeover},
			prepare: func(t *testing.T, c *Console) { stage(t, c, "weblogic2") }, buttons: "Lock & Edit / off", status: "User weblogic2 holds"},
		{name: "other user, no buttons", options: Options{OtherLock: OtherNone},
			prepare: func(t *testing.T, c *Console) { lock(t, c, "weblogic2") }, buttons: "absent / absent", status: "User weblogic2 holds"},
		{name: "other user, silent", options: Options{OtherLock: OtherSilent},
			prepare: func(t *testing.T, c *Console) { lock(t, c, "weblogic2") }, buttons: "off / off", status: "Click the Lock & Edit"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, b := open(t, tt.options)
			if tt.prepare != nil {
				tt.prepare(t, c)
			}
			user := tt.user
			if user == "" {
				user = "weblogic"
			}
			b.login(user, testPassword).follow("Migratable Targets").follow(target1).follow("Migration")
			if got := b.buttons(); got != tt.buttons {
				t.Errorf("buttons %q, want %q", got, tt.buttons)
			}
			if got := fold(textOf(b.one("p", "class", "changeliststatus"))); !strings.HasPrefix(got, tt.status) && !strings.Contains(got, tt.status) {
				t.Errorf("status %q, want %q", got, tt.status)
			}
			if got := !has(b.one("button", "name", "Save"), "disabled"); got != tt.editable {
				t.Errorf("Save enabled: %t, want %t", got, tt.editable)
			}
		})
	}
}

func TestUndoAndRelease(t *testing.T) {
	for _, releases := range []bool{false, true} {
		c, b := open(t, Options{UndoReleases: releases})
		before := c.Control().Active()
		b.login("weblogic", testPassword).click("save").follow("Migratable Targets").follow(target1).follow("Migration")
		b.click("Save", "migrationPolicy", b.option("migrationPolicy", "Auto-Migrate Exactly-Once Services"))
		if b.click("cancel"); releases {
			if c.Control().Lock() != nil {
				t.Error("undo kept the lock")
			}
		} else {
			b.click("cancel")
		}
		if got := b.buttons(); got != "Lock & Edit / off" {
			t.Errorf("at the end: %s", got)
		}
		if diff := cmp.Diff(before, c.Control().Active()); diff != "" || c.Control().Lock() != nil || len(c.Control().Pending()) > 0 {
			t.Errorf("something is left: %s", diff)
		}
	}
}

func TestTakeover(t *testing.T) {
	c, b := open(t, Options{OtherLock: OtherTakeover})
	stage(t, c, "weblogic2")
	b.login("weblogic", testPassword).click("save")
	if lock := c.Control().Lock(); lock == nil || lock.Owner != "weblogic" {
		t.Errorf("lock %+v", lock)
	}
	if got := b.buttons(); got != "Activate Changes / Undo All Changes" {
		t.Errorf("the other's edits: %s", got)
	}
}

func TestTokens(t *testing.T) {
	for _, tt := range []struct {
		name, token string
		in          bool
	}{{"own", "", true}, {"wrong", "0x00", false}, {"older", "older", true}} {
		t.Run(tt.name, func(t *testing.T) {
			c, b := open(t, Options{})
			b.login("weblogic", testPassword)
			old := attr(b.one("input", "name", "ChangeManagerPortletfrsc"), "value")
			if len(old) != 2+48 {
				t.Fatalf("token %q", old)
			}
			b.follow("Clusters")
			v := formValues(b.one("button", "name", "save").Parent.Parent)
			v.Set("ChangeManagerPortlet_actionOverride", "/MakeChangesAction")
			switch tt.token {
			case "":
			case "older":
				v.Set("ChangeManagerPortletfrsc", old)
			default:
				v.Set("ChangeManagerPortletfrsc", tt.token)
			}
			b.take(b.http.PostForm(b.base+"/console.portal", v))
			if in := b.find("input", "name", "j_password") == nil; in != tt.in || (c.Control().Lock() != nil) != tt.in {
				t.Errorf("logged in %t, lock %+v", in, c.Control().Lock())
			}
		})
	}
}

func TestSaveWithoutLockIsRefused(t *testing.T) {
	c, b := open(t, Options{})
	b.login("weblogic", testPassword).click("save").follow("Migratable Targets").follow(target1).follow("Migration")
	if err := c.Control().Steal("weblogic2"); err != nil {
		t.Fatal(err)
	}
	b.click("Save", "migrationPolicy", "exactly-once")
	if got := b.messages(); got != "message_ERROR: The configuration is locked by user weblogic2." {
		t.Errorf("message %q", got)
	}
	if p := c.Control().Pending(); len(p) != 0 {
		t.Errorf("pending %+v", p)
	}
}

func TestInvalidActionPath(t *testing.T) {
	_, b := open(t, Options{})
	b.login("weblogic", testPassword)
	v := formValues(b.one("button", "name", "save").Parent.Parent)
	v.Set("ChangeManagerPortlet_actionOverride", "/NoSuchAction")
	b.take(b.http.PostForm(b.base+"/console.portal", v))
	if got := b.messages(); got != "message_ERROR: Invalid Path /NoSuchAction" {
		t.Errorf("message %q", got)
	}
}

func TestAutoModeActivatesEachSave(t *testing.T) {
	c, b := open(t, Options{Development: true, AutoLock: true})
	b.login("weblogic", testPassword).follow("Migratable Targets").follow(target1).follow("Migration")
	b.click("Save", "migrationPolicy", "exactly-once")
	if got := c.Control().Active().Find(domain.KindTarget, target1).Get(domain.MigrationPolicy); got != "exactly-once" {
		t.Errorf("active policy %q", got)
	}
	if c.Control().Lock() != nil {
		t.Error("the automatic lock was kept")
	}
}
