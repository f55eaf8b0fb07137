package console

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Fault is something that goes wrong on purpose, in the requests that match.
type Fault struct {
	// Name is one of FaultNames.
	Name  string `json:"name"`
	Match Match  `json:"match"`
	// Times is how many matching requests it strikes; 0 means once, a
	// negative number for ever.
	Times int `json:"times,omitempty"`
	// Delay is for the faults that wait; 0 means the fault's own default.
	Delay time.Duration `json:"delay,omitempty"`
	// Text is the text of a dialog, the message of a refusal, the name of an
	// attribute or tab, or the user who steals the lock.
	Text string `json:"text,omitempty"`
	// URL is where a redirect or a new window goes.
	URL string `json:"url,omitempty"`
	// Status is the code of the fault "status"; 0 means 500.
	Status int `json:"status,omitempty"`
}

// MarshalJSON writes the delay as text, for example "500ms".
func (f Fault) MarshalJSON() ([]byte, error) {
	type plain Fault
	return json.Marshal(struct {
		plain
		Delay string `json:"delay,omitempty"`
	}{plain(f), f.Delay.String()})
}

// UnmarshalJSON reads the delay as text, for example "500ms".
func (f *Fault) UnmarshalJSON(data []byte) error {
	type plain Fault
	in := struct {
		*plain
		Delay string `json:"delay"`
	}{plain: (*plain)(f)}
	if err := json.Unmarshal(data, &in); err != nil {
		return err
	}
	if in.Delay == "" {
		return nil
	}
	d, err := time.ParseDuration(in.Delay)
	f.Delay = d
	return err
}

// Match says which requests a fault strikes. An empty field matches all; but a
// fault about saving, locking or activating matches only that by default,
// one that plays in a page only requests for pages, and style sheets and
// scripts are struck only when Path says so.
type Match struct {
	// Nth is the first matching request that is struck, from 1; 0 means 1.
	Nth    int    `json:"nth,omitempty"`
	Method string `json:"method,omitempty"`
	// Path is a part of the address, Page a part of the page's key or
	// _pageLabel, Action a part of the log's action or of _actionOverride.
	Path   string `json:"path,omitempty"`
	Page   string `json:"page,omitempty"`
	Action string `json:"action,omitempty"`
	User   string `json:"user,omitempty"`
}

// FaultInfo describes one fault of the registry.
type FaultInfo struct {
	Name string `json:"name"`
	Doc  string `json:"doc"`
	// Action is the action it strikes when the match names none.
	Action string `json:"action,omitempty"`
	// Delay is its default delay.
	Delay time.Duration `json:"delay,omitempty"`
	// script says that it plays in the browser, page that it strikes only
	// requests for console pages.
	script, page bool
}

// FaultNames lists the names of the registry.
func FaultNames() []string {
	var out []string
	for _, f := range FaultRegistry() {
		out = append(out, f.Name)
	}
	return out
}

// FaultRegistry lists every fault the console can play.
func FaultRegistry() []FaultInfo {
	return slices.Concat(wireFaults(), answerFaults(), editFaults(), viewFaults(), scriptFaults())
}

func wireFaults() []FaultInfo {
	return []FaultInfo{
		{Name: "slow", Doc: "answers after Delay", Delay: 3 * time.Second},
		{Name: "hang", Doc: "never answers"},
		{Name: "reset", Doc: "resets the connection before anything is done"},
		{Name: "truncated", Doc: "sends half of the page and resets the connection"},
		{Name: "status", Doc: "answers with Status and a plain error page, nothing is done"},
		{Name: "blank", Doc: "answers 200 with an empty page, nothing is done"},
		{Name: "session-expired", Doc: "ends the session: the login page comes back"},
		{Name: "redirect-host", Doc: "redirects to URL on another host"},
		{Name: "login-refused", Doc: "refuses the right password", Action: "login"},
	}
}

// answerFaults strike when the request has been carried out.
func answerFaults() []FaultInfo {
	return []FaultInfo{
		{Name: "answer-lost", Doc: "does what was asked, then resets the connection"},
		{Name: "answer-status", Doc: "does what was asked, then answers with Status and a plain error page"},
		{Name: "answer-hang", Doc: "does what was asked and never answers"},
		{Name: "delivered-twice", Doc: "does what was asked twice, as after a browser's own second sending; the second answer comes"},
		{Name: "session-ends", Doc: "answers, and ends the session afterwards"},
		{Name: "admin-restart", Doc: "the admin server restarts: resets the connection before anything is done, 503 for Delay, every session ends", Delay: 300 * time.Millisecond},
		{Name: "admin-restart-after", Doc: "as admin-restart, but what was asked is done first", Delay: 300 * time.Millisecond},
		{Name: "large-page", Doc: "adds 5 MB of text to the page"},
	}
}

func editFaults() []FaultInfo {
	return []FaultInfo{
		{Name: "save-ignored", Doc: "says success, stores nothing", Action: "save"},
		{Name: "save-partial", Doc: "says success, stores all but the attribute Text", Action: "save"},
		{Name: "save-500-but-stored", Doc: "stores, then answers 500", Action: "save"},
		{Name: "save-answer-lost", Doc: "stores, then resets the connection", Action: "save"},
		{Name: "save-validation-error", Doc: "refuses the values with a message, stores nothing", Action: "save"},
		{Name: "save-later", Doc: "answers 504 at once and stores after Delay", Action: "save", Delay: 2 * time.Second},
		{Name: "lock-later", Doc: "answers 504 at once and locks after Delay", Action: "lock", Delay: 2 * time.Second},
		{Name: "lock-refused", Doc: "refuses the lock with a message", Action: "lock"},
		{Name: "lock-ignored", Doc: "shows the page again without a lock", Action: "lock"},
		{Name: "lock-answer-lost", Doc: "locks, then resets the connection", Action: "lock"},
		{Name: "lock-stolen", Doc: "user Text (default weblogic2) takes the lock before the request is done", page: true},
		{Name: "foreign-edit", Doc: "another session of the lock's owner edits cluster Text (default osb_cluster) first", page: true},
		{Name: "activate-refused", Doc: "refuses the activation with a message; the edits stay pending", Action: "activate"},
		{Name: "activate-ignored", Doc: "says success, activates nothing", Action: "activate"},
		{Name: "activate-slow", Doc: "activates after Delay, then answers", Action: "activate", Delay: 3 * time.Second},
		{Name: "activate-answer-lost", Doc: "activates, then resets the connection", Action: "activate"},
		{Name: "activate-later", Doc: "answers 504 at once and activates after Delay", Action: "activate", Delay: 2 * time.Second},
		{Name: "activate-background", Doc: "answers at once as if nothing was asked, and activates after Delay", Action: "activate", Delay: 2 * time.Second},
		{Name: "undo-ignored", Doc: "shows the page again, undoes nothing", Action: "undo"},
		{Name: "release-ignored", Doc: "shows the page again, keeps the lock", Action: "release"},
	}
}

func viewFaults() []FaultInfo {
	faults := []FaultInfo{
		{Name: "duplicate-field", Doc: "a second control whose id ends with the attribute Text"},
		{Name: "missing-field", Doc: "the form lacks the attribute Text"},
		{Name: "missing-tab", Doc: "the tab of the page key Text (default *.migration) is not there"},
		{Name: "missing-buttons", Doc: "the Change Center has no buttons and its usual text"},
		{Name: "missing-save", Doc: "the form has no Save"},
		{Name: "table-changing", Doc: "a new migratable target appears in cluster Text before the page is drawn"},
		{Name: "row-vanishes", Doc: "the row Text is left out of the table"},
		{Name: "duplicate-row", Doc: "the row Text is in the table twice"},
		{Name: "last-page-first", Doc: "a table opens at its last page"},
		{Name: "page-skipped", Doc: "Next of a table leads two pages on"},
		{Name: "unknown-state", Doc: "both Change Center buttons are disabled with an unknown text"},
		{Name: "error-message", Doc: "an error message is shown besides what was done"},
	}
	for i := range faults {
		faults[i].page = true
	}
	return faults
}

func scriptFaults() []FaultInfo {
	fault := func(name, doc string, delay time.Duration) FaultInfo {
		return FaultInfo{Name: name, Doc: doc, Delay: delay, script: true, page: true}
	}
	return []FaultInfo{
		fault("dialog-alert", "alert(Text) after Delay", 0),
		fault("dialog-confirm", "confirm(Text) before a form is sent; refusing keeps the page", 0),
		fault("dialog-beforeunload", "the page asks before it is left", 0),
		fault("overlay", "a layer covers the page's buttons for Delay, for ever without one", 0),
		fault("late-render", "buttons and fields are replaced by copies after Delay", 400*time.Millisecond),
		fault("late-content", "the form or table appears only after Delay", 800*time.Millisecond),
		fault("moving", "the buttons slide for Delay", 800*time.Millisecond),
		fault("window-open", "window.open(URL) on load", 0),
		fault("window-open-on-submit", "window.open(URL) when a form is sent", 0),
		fault("double-page", "the page loads itself a second time after Delay", 0),
		fault("foreign-requests", "the page asks URL for a picture, a style sheet, a script, a frame, data, a beacon and a socket", 0),
		fault("download", "the page starts a download from URL, of a script of the console without one", 0),
		fault("dead-button", "the first click on a button does nothing", 0),
		fault("dead-link", "the first click on a link does nothing", 0),
		fault("value-reset", "a script puts the old values back after Delay", 300*time.Millisecond),
	}
}

// activeFault is a fault that was injected, and how often it was met.
type activeFault struct {
	Fault
	id         int
	info       FaultInfo
	seen, left int
}

// hits are the faults that strike one request.
type hits []*activeFault

// get returns the fault of that name, nil when it does not strike.
func (h hits) get(name string) *activeFault {
	for _, f := range h {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// inject arms a fault and returns its number.
func (c *Console) inject(f Fault) (int, error) {
	i := slices.IndexFunc(FaultRegistry(), func(info FaultInfo) bool { return info.Name == f.Name })
	if i < 0 {
		return 0, fmt.Errorf("fault %q: not one of %q", f.Name, FaultNames())
	}
	info := FaultRegistry()[i]
	if f.Match.Action == "" {
		f.Match.Action = info.Action
	}
	if f.Delay == 0 {
		f.Delay = info.Delay
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.faultCount++
	left := f.Times
	if left == 0 {
		left = 1
	}
	c.faults = append(c.faults, &activeFault{Fault: f, id: c.faultCount, info: info, left: left})
	return c.faultCount, nil
}

// strike counts the request against every fault and returns those that hit it.
func (c *Console) strike(x *exchange) hits {
	c.mu.Lock()
	defer c.mu.Unlock()
	var out hits
	for _, f := range c.faults {
		if f.left == 0 || !f.matches(x) {
			continue
		}
		f.seen++
		if f.seen < f.Match.Nth {
			continue
		}
		if f.left > 0 {
			f.left--
		}
		out = append(out, f)
		x.log.Faults = append(x.log.Faults, f.Name)
	}
	return out
}

func (f *activeFault) matches(x *exchange) bool {
	m, e := f.Match, x.log
	if e.Action == "static" && m.Path == "" {
		return false
	}
	_, override := x.override()
	page := x.c.pages[e.Page]
	within := func(part string, texts ...string) bool {
		return part == "" || slices.ContainsFunc(texts, func(t string) bool { return strings.Contains(t, part) })
	}
	label := ""
	if page != nil {
		label = page.label
	}
	return (!f.info.page || page != nil) &&
		(m.Method == "" || m.Method == e.Method) && (m.User == "" || m.User == e.User) &&
		within(m.Path, e.URL) && within(m.Page, e.Page, label) && within(m.Action, e.Action, override)
}
