package domain

import "time"

// Role is the WebLogic role of an account.
type Role string

// The roles the test console tells apart: only an Admin may edit.
const (
	Admin    Role = "Admin"
	Operator Role = "Operator"
	Monitor  Role = "Monitor"
)

// Defaults of WebLogic's user lockout manager: five failures within five
// minutes lock the account for thirty.
const (
	lockoutThreshold = 5
	lockoutReset     = 5 * time.Minute
	lockoutDuration  = 30 * time.Minute
)

// User is an account of the domain's security realm.
type User struct {
	Name     string
	Password string
	Role     Role

	failures    int
	firstFailed time.Time
	lockedTill  time.Time
}

// AddUser adds or replaces an account.
func (d *Domain) AddUser(u User) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.users[u.Name] = &u
}

// SetPassword gives an account another password; an unknown name is ignored.
func (d *Domain) SetPassword(name, password string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if u := d.users[name]; u != nil {
		u.Password = password
	}
}

// Authenticate says whether the password is right and the account not locked
// out. A locked account is refused with the right password too.
func (d *Domain) Authenticate(name, password string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	u := d.users[name]
	if u == nil {
		d.note(name, "login refused", "unknown user")
		return false
	}
	now := d.now()
	if now.Before(u.lockedTill) {
		d.note(name, "login refused", "locked out")
		return false
	}
	if u.Password != password {
		u.fail(now)
		d.note(name, "login refused", "wrong password")
		return false
	}
	u.failures = 0
	d.note(name, "login", "")
	return true
}

func (u *User) fail(now time.Time) {
	if u.failures == 0 || now.Sub(u.firstFailed) > lockoutReset {
		u.failures, u.firstFailed = 0, now
	}
	u.failures++
	if u.failures >= lockoutThreshold {
		u.failures, u.lockedTill = 0, now.Add(lockoutDuration)
	}
}

// LockedOut says whether the account is locked after too many failures.
func (d *Domain) LockedOut(name string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	u := d.users[name]
	return u != nil && d.now().Before(u.lockedTill)
}

// MayEdit says whether the account may take the edit lock.
func (d *Domain) MayEdit(name string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.mayEdit(name)
}

func (d *Domain) mayEdit(name string) bool {
	u := d.users[name]
	return u != nil && u.Role == Admin
}
