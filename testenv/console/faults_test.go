package console

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"lockedit/testenv/console/domain"
)

func inject(t *testing.T, c *Console, f Fault) {
	t.Helper()
	if _, err := c.Control().Inject(f); err != nil {
		t.Fatal(err)
	}
}

// atPolicy logs in, locks and opens the Migration tab of the first target.
func atPolicy(t *testing.T, o Options) (*Console, *browser) {
	t.Helper()
	c, b := open(t, o)
	b.login("weblogic", testPassword).click("save").follow("Migratable Targets").follow(target1).follow("Migration")
	return c, b
}

// outcome is what is left after the fault has struck.
type outcome struct {
	status   int // 0: the connection broke
	message  string
	pending  int
	active   string
	lock     string
	loggedIn bool
}

func observe(c *Console, b *browser) outcome {
	o := outcome{status: b.status, message: b.messages(), pending: len(c.Control().Pending()),
		active:   c.Control().Active().Find(domain.KindTarget, target1).Get(domain.MigrationPolicy),
		loggedIn: b.find("input", "name", "j_password") == nil}
	if l := c.Control().Lock(); l != nil {
		o.lock = l.Owner
	}
	return o
}

// press clicks a button; a broken connection counts as status 0.
func (b *browser) press(name string, set ...string) {
	quiet := *b
	quiet.http = &http.Client{Jar: b.http.Jar, Transport: tolerant{b.http.Transport}}
	quiet.click(name, set...)
	b.status, b.doc, b.url, b.body = quiet.status, quiet.doc, quiet.url, quiet.body
	if b.status == brokenStatus {
		b.status = 0
	}
}

const brokenStatus = 599

// tolerant turns a broken connection into an answer.
type tolerant struct{ next http.RoundTripper }

func (t tolerant) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := t.next.RoundTrip(r)
	if err != nil {
		return &http.Response{StatusCode: brokenStatus, Body: http.NoBody, Request: r, Header: http.Header{}}, nil
	}
	return resp, nil
}

func TestSaveFaults(t *testing.T) {
	const saved = "message_SUCCESS: Settings updated successfully."
	tests := []struct {
		fault Fault
		want  outcome
	}{
		{Fault{Name: "save-ignored"}, outcome{200, saved, 0, "manual", "weblogic", true}},
		{Fault{Name: "save-partial", Text: "migrationPolicy"}, outcome{200, saved, 0, "manual", "weblogic", true}},
		{Fault{Name: "save-500-but-stored"}, outcome{500, "", 1, "manual", "weblogic", true}},
		{Fault{Name: "save-answer-lost"}, outcome{0, "", 1, "manual", "weblogic", true}},
		{Fault{Name: "save-validation-error"}, outcome{200, "message_ERROR: The value ? is not valid: not acceptable.", 0, "manual", "weblogic", true}},
		{Fault{Name: "status", Status: 502, Match: Match{Action: "save"}}, outcome{502, "", 0, "manual", "weblogic", true}},
		{Fault{Name: "reset", Match: Match{Action: "save"}}, outcome{0, "", 0, "manual", "weblogic", true}},
		{Fault{Name: "blank", Match: Match{Action: "save"}}, outcome{200, "", 0, "manual", "weblogic", true}},
		{Fault{Name: "slow", Delay: time.Millisecond, Match: Match{Action: "save"}}, outcome{200, saved, 1, "manual", "weblogic", true}},
		{Fault{Name: "session-expired", Match: Match{Action: "save"}}, outcome{200, "", 0, "manual", "weblogic", false}},
		{Fault{Name: "lock-stolen", Match: Match{Action: "save"}},
			outcome{200, "message_ERROR: The configuration is locked by user weblogic2.", 0, "manual", "weblogic2", true}},
		{Fault{Name: "error-message", Text: "Odd.", Match: Match{Action: "save"}},
			outcome{200, saved + "\nmessage_ERROR: Odd.", 1, "manual", "weblogic", true}},
	}
	for _, tt := range tests {
		t.Run(tt.fault.Name, func(t *testing.T) {
			c, b := atPolicy(t, Options{})
			inject(t, c, tt.fault)
			b.press("Save", "migrationPolicy", "exactly-once")
			if got := observe(c, b); got != tt.want {
				t.Errorf("got  %+v\nwant %+v", got, tt.want)
			}
		})
	}
}

func TestActivateFaults(t *testing.T) {
	const pending = "weblogic"
	tests := []struct {
		fault Fault
		want  outcome
	}{
		{Fault{Name: "activate-refused"}, outcome{200,
			"message_ERROR: The changes could not be activated: a server did not answer: the server refused the change.", 1, "manual", pending, true}},
		{Fault{Name: "activate-ignored"}, outcome{200,
			"message_SUCCESS: All changes have been activated. No restarts are necessary.", 1, "manual", pending, true}},
		{Fault{Name: "activate-slow", Delay: time.Millisecond}, outcome{200,
			"message_SUCCESS: All changes have been activated. However 1 items must be restarted for the changes to take effect.", 0, "exactly-once", "", true}},
		{Fault{Name: "activate-answer-lost"}, outcome{0, "", 0, "exactly-once", "", true}},
		{Fault{Name: "activate-later", Delay: time.Hour}, outcome{504, "", 1, "manual", pending, true}},
		{Fault{Name: "lock-stolen", Match: Match{Action: "activate"}}, outcome{200,
			"message_ERROR: The configuration is locked by user weblogic2.", 1, "manual", "weblogic2", true}},
	}
	for _, tt := range tests {
		t.Run(tt.fault.Name, func(t *testing.T) {
			c, b := atPolicy(t, Options{})
			t.Cleanup(func() { _ = c.Close() })
			b.click("Save", "migrationPolicy", b.option("migrationPolicy", "Auto-Migrate Exactly-Once Services"))
			inject(t, c, Fault{Name: tt.fault.Name, Delay: tt.fault.Delay, Match: Match{Action: "activate"}})
			cluster(t, c)
			b.press("save")
			if got := observe(c, b); got != tt.want {
				t.Errorf("got  %+v\nwant %+v", got, tt.want)
			}
		})
	}
}

// cluster checks that the cluster is still on consensus, so that an automatic
// policy is valid without a data source.
func cluster(t *testing.T, c *Console) {
	t.Helper()
	if got := c.Control().Active().Find(domain.KindCluster, "soa_cluster").Get(domain.MigrationBasis); got != "consensus" {
		t.Fatalf("basis %q", got)
	}
}

func TestActivateLaterActivatesInTheEnd(t *testing.T) {
	c, b := atPolicy(t, Options{})
	b.click("Save", "migrationPolicy", "exactly-once")
	inject(t, c, Fault{Name: "activate-later", Delay: time.Hour})
	b.press("save")
	if err := c.Close(); err != nil { // ends the wait
		t.Fatal(err)
	}
	for deadline := time.Now().Add(time.Minute); c.Control().Lock() != nil; {
		if time.Now().After(deadline) {
			t.Fatal("never activated")
		}
		b.get(b.base + "/console.portal")
	}
	if got := c.Control().Active().Find(domain.KindTarget, target1).Get(domain.MigrationPolicy); got != "exactly-once" {
		t.Errorf("policy %q", got)
	}
}

func TestChangeCenterFaults(t *testing.T) {
	tests := []struct {
		fault Fault
		want  string
		lock  bool
	}{
		{Fault{Name: "lock-refused"}, "Lock & Edit / off", false},
		{Fault{Name: "lock-ignored"}, "Lock & Edit / off", false},
		{Fault{Name: "missing-buttons", Match: Match{Action: "lock"}}, "absent / absent", true},
		{Fault{Name: "unknown-state", Match: Match{Action: "lock"}}, "off / off", true},
		{Fault{Name: "lock-stolen", Match: Match{Action: "lock"}}, "off / off", true},
	}
	for _, tt := range tests {
		t.Run(tt.fault.Name, func(t *testing.T) {
			c, b := open(t, Options{})
			b.login("weblogic", testPassword)
			inject(t, c, tt.fault)
			if b.click("save"); b.buttons() != tt.want || (c.Control().Lock() != nil) != tt.lock {
				t.Errorf("%s, lock %+v", b.buttons(), c.Control().Lock())
			}
		})
	}
}

func TestForeignEditAndHook(t *testing.T) {
	c, b := atPolicy(t, Options{})
	inject(t, c, Fault{Name: "foreign-edit", Match: Match{Action: "save"}})
	var actions []string
	c.Control().Before(func(r Request) { actions = append(actions, r.Page+" "+r.Action) })
	b.click("Save", "migrationPolicy", "exactly-once")
	if p := c.Control().Pending(); len(p) != 2 {
		t.Errorf("pending %+v", p)
	}
	if want := []string{"target.migration save"}; !slices.Equal(actions, want) {
		t.Errorf("actions %q, want %q", actions, want)
	}
	c.Control().Before(func(Request) { _ = c.Control().StopAdmin(Outage503) })
	if b.follow("Clusters"); b.status != http.StatusServiceUnavailable {
		t.Errorf("the admin server did not stop: %d", b.status)
	}
}

func TestLostLockAnswerAndIgnoredRelease(t *testing.T) {
	c, b := open(t, Options{})
	b.login("weblogic", testPassword)
	inject(t, c, Fault{Name: "lock-answer-lost"})
	b.press("save")
	if b.status != 0 || c.Control().Lock() == nil {
		t.Fatalf("status %d, lock %+v", b.status, c.Control().Lock())
	}
	inject(t, c, Fault{Name: "release-ignored"})
	b.get(b.base + "/console.portal").click("cancel")
	if c.Control().Lock() == nil {
		t.Fatal("the lock was released")
	}
	stage(t, c, "weblogic")
	inject(t, c, Fault{Name: "undo-ignored"})
	if b.get(b.base + "/console.portal").click("cancel"); len(c.Control().Pending()) != 1 {
		t.Fatal("the edit was undone")
	}
}

func TestViewFaults(t *testing.T) {
	count := func(b *browser, suffix string) int {
		n := 0
		for _, s := range all(b.doc, "select") {
			if strings.HasSuffix(attr(s, "id"), "."+suffix) {
				n++
			}
		}
		return n
	}
	tests := []struct {
		fault Fault
		check func(b *browser) bool
	}{
		{Fault{Name: "duplicate-field", Text: "migrationPolicy"}, func(b *browser) bool { return count(b, "migrationPolicy") == 2 }},
		{Fault{Name: "missing-field", Text: "migrationPolicy"}, func(b *browser) bool { return count(b, "migrationPolicy") == 0 }},
		{Fault{Name: "missing-tab"}, func(b *browser) bool { return !b.hasLink("Migration") && b.hasLink("General") }},
		{Fault{Name: "missing-save"}, func(b *browser) bool { return b.find("button", "name", "Save") == nil }},
	}
	for _, tt := range tests {
		t.Run(tt.fault.Name, func(t *testing.T) {
			c, b := atPolicy(t, Options{})
			tt.fault.Match.Page = "target.migration"
			inject(t, c, tt.fault)
			if b.follow("Migration"); !tt.check(b) {
				t.Error("the page looks as always")
			}
			if b.get(b.base + "/console.portal"); tt.check(b) {
				t.Error("the fault struck twice")
			}
		})
	}
}

func TestTableFaults(t *testing.T) {
	c, b := open(t, Options{PageSize: 2, Language: "en"})
	b.login("weblogic", testPassword)
	inject(t, c, Fault{Name: "table-changing", Text: "soa_cluster", Match: Match{Page: "targets", Nth: 2}})
	b.follow("Migratable Targets")
	first := b.rows()
	b.follow("Next")
	if second := b.rows(); !slices.Contains(second, first[1]) {
		t.Errorf("the rows did not move: %q then %q", first, second)
	}
	c, b = open(t, Options{})
	b.login("weblogic", testPassword)
	inject(t, c, Fault{Name: "row-vanishes", Text: "soa_cluster", Match: Match{Page: "clusters"}})
	if b.follow("Clusters"); slices.Contains(b.rows(), "soa_cluster") {
		t.Error("the row is still there")
	}
	inject(t, c, Fault{Name: "duplicate-row", Text: "soa_cluster", Match: Match{Page: "clusters"}})
	if b.follow("Clusters"); len(b.rows()) != 3 {
		t.Errorf("rows %q", b.rows())
	}
}

func TestScriptFaultsReachThePage(t *testing.T) {
	for _, f := range scriptFaults() {
		c, b := atPolicy(t, Options{})
		inject(t, c, Fault{Name: f.Name, Text: "a text", Match: Match{Page: "target.migration"}})
		if b.follow("Migration"); !strings.Contains(b.body, `testFault("`+f.Name+`"`) {
			t.Errorf("%s is not in the page", f.Name)
		}
	}
}

func TestWireFaults(t *testing.T) {
	c, b := open(t, Options{})
	b.login("weblogic", testPassword)
	home := b.base + "/console.portal"
	b.http.Timeout = time.Minute
	for _, f := range []Fault{{Name: "truncated"}, {Name: "reset"}} {
		inject(t, c, f)
		resp, err := b.http.Get(home)
		if err == nil {
			_, err = resp.Body.Read(make([]byte, 1))
			for err == nil {
				_, err = resp.Body.Read(make([]byte, 4096))
			}
			_ = resp.Body.Close()
			if errors.Is(err, io.EOF) {
				t.Errorf("%s: the page is whole", f.Name)
			}
		}
	}
	inject(t, c, Fault{Name: "redirect-host", URL: "http://elsewhere.invalid/"})
	b.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	if b.get(home); b.header.Get("Location") != "http://elsewhere.invalid/" {
		t.Errorf("location %q", b.header.Get("Location"))
	}
	inject(t, c, Fault{Name: "hang"})
	b.http.Timeout = 50 * time.Millisecond
	if resp, err := b.http.Get(home); err == nil {
		_ = resp.Body.Close()
		t.Error("the hanging page came")
	}
	b.http.CheckRedirect, b.http.Timeout = nil, 0
	inject(t, c, Fault{Name: "login-refused"})
	if b = visitor(t, b.base).login("weblogic", testPassword); b.find("input", "name", "j_password") == nil {
		t.Error("the login was not refused")
	}
}

func TestFaultCounting(t *testing.T) {
	c, b := open(t, Options{})
	b.login("weblogic", testPassword)
	inject(t, c, Fault{Name: "status", Status: 503, Times: 2, Match: Match{Page: "clusters", Nth: 2, Method: "GET", User: "weblogic"}})
	var got []int
	for range 5 {
		b.label("CoreClusterClusterTablePage")
		got = append(got, b.status)
	}
	if want := []int{200, 503, 503, 200, 200}; !slices.Equal(got, want) {
		t.Errorf("statuses %v, want %v", got, want)
	}
	if _, err := c.Control().Inject(Fault{Name: "nonsense"}); err == nil {
		t.Error("an unknown fault was taken")
	}
}
