package recordings

import (
	"fmt"
	"strings"
)

// tell emits an event whose error, if any, is remembered for Err.
func (j *Journal) tell(e Event) { _ = j.Emit(e) }

// Remember has [Journal.Err] return an error that arose where something was to be
// recorded, unless there was one before.
func (j *Journal) Remember(err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	_ = j.remember(err)
}

// Start says who runs what against which domain.
func (j *Journal) Start(s Started) {
	message := strings.TrimSpace(s.Verb + " " + s.Cluster)
	j.tell(Event{Type: TypeStarted, Message: message, Started: &s})
}

// Console says what the console says of itself; fields that are empty leave
// what an earlier event said.
func (j *Journal) Console(c Console) {
	message := strings.TrimSpace("console " + c.Version + " " + c.URL)
	j.tell(Event{Type: TypeConsole, Message: message, Console: &c})
}

// Browser says what draws the pages.
func (j *Journal) Browser(b Browser) {
	b.CommandLine = append([]string{}, b.CommandLine...)
	j.tell(Event{Type: TypeBrowser, Message: "browser " + b.Product + ", sandbox " + b.Sandbox, Browser: &b})
}

// Note says something worth knowing that has no type of its own.
func (j *Journal) Note(message string) {
	j.tell(Event{Type: TypeNote, Message: message})
}

// Recovery says how a lost session or answer was settled.
func (j *Journal) Recovery(message string) {
	j.tell(Event{Type: TypeRecovery, Level: "warn", Message: message})
}

// Warn says what a reader should know although the run goes on.
func (j *Journal) Warn(d Diagnostic) {
	d.Severity = "warning"
	j.tell(Event{Type: TypeDiagnostic, Level: "warn", Message: d.Summary, Diagnostic: &d})
}

// Error says what went wrong, and what to do next.
func (j *Journal) Error(d Diagnostic) {
	d.Severity = "error"
	j.tell(Event{Type: TypeDiagnostic, Level: "error", Message: d.Summary, Diagnostic: &d})
}

// Value says which value was read from or written to the console.
func (j *Journal) Value(v Value) {
	message := fmt.Sprintf("%s %s of %s: %s", v.How, v.Attribute, v.Object, v.Value)
	j.tell(Event{Type: TypeValue, Message: message, Value: &v})
}

// Match says which candidates of the catalogue found an element. What a step
// has said before it does not say again: an element is looked for many times.
func (j *Journal) Match(m Match) {
	m.Candidates = append([]string{}, m.Candidates...)
	message := m.Element + " found by " + strings.Join(m.Candidates, ", ")
	if j.saidBefore(message + m.Catalogue) {
		return
	}
	j.tell(Event{Type: TypeMatch, Message: message, Match: &m})
}

// saidBefore remembers what the step under way has said.
func (j *Journal) saidBefore(text string) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.said[text] {
		return true
	}
	j.said[text] = true
	return false
}

// maxSaid is how many bytes of what a page says are kept.
const maxSaid = 8 << 10

// short cuts what is longer than anybody reads. It is free of secrets by then: half of
// one would not be known again.
func (j *Journal) short(text string) string {
	if len(text) <= maxSaid {
		return text
	}
	if text = j.redact.String(text); len(text) <= maxSaid {
		return text
	}
	return strings.ToValidUTF8(text[:maxSaid], "") + " … (cut)"
}

// Page says what the console or a script of its page said.
func (j *Journal) Page(m PageMessage) {
	m.Text = j.short(m.Text)
	level := "info"
	if m.Kind == "warning" || m.Kind == "error" {
		level = "warn"
	}
	j.tell(Event{Type: TypePage, Level: level, Message: "console: " + m.Text, Page: &m})
}

// Dialog says how a native dialog was answered.
func (j *Journal) Dialog(d Dialog) {
	message := fmt.Sprintf("dialog %q answered with %s", d.Text, d.Answer)
	j.tell(Event{Type: TypeDialog, Level: "warn", Message: message, Dialog: &d})
}

// Retry says that a look-up or a read is repeated, and why.
func (j *Journal) Retry(r Retry) {
	message := fmt.Sprintf("%s again: %s", r.What, r.Why)
	j.tell(Event{Type: TypeRetry, Message: message, Retry: &r})
}

// Request keeps one HTTP exchange of the browser. Its addresses lose session
// ids, tokens and passwords.
func (j *Journal) Request(r Request) {
	message := fmt.Sprintf("%s %s %d", r.Method, withoutQuery(r.URL), r.Status)
	j.tell(Event{Type: TypeRequest, Message: message, Request: &r})
}

// withoutQuery is an address as far as a message repeats it.
func withoutQuery(address string) string {
	path, _, found := strings.Cut(address, "?")
	if found {
		path += "?…"
	}
	return path
}

// Lock says what happened to the domain's lock. "activated" is an event of its
// own type.
func (j *Journal) Lock(l LockChange) {
	e := Event{Type: TypeLock, Message: "lock " + l.What, Lock: &l}
	switch l.What {
	case "asked":
		e.Message = "lock asked for"
	case "activating":
		e.Message = "activation of the changes asked for"
	case "saving":
		e.Message = "a save that is live at once asked for"
	case "live":
		e.Type, e.Message = TypeActivated, "changes live"
	case "activated":
		e.Type, e.Message = TypeActivated, "changes activated, lock released"
	case "left":
		e.Level = "error"
	}
	j.tell(e)
}

// Change says what is planned, made or verified for one attribute. Fields that
// are empty leave what an earlier event said of the same attribute.
func (j *Journal) Change(c Change) {
	j.tell(Event{Type: TypeChange, Message: changeMessage(c), Change: &c})
}

func changeMessage(c Change) string {
	name := c.Attribute + " of " + c.Object
	switch {
	case c.InForce != "":
		return name + " is in force: " + c.InForce
	case c.ReadBack != "":
		return name + " read back: " + c.ReadBack
	case c.Before == c.After:
		return name + " is as wanted: " + c.After
	}
	return fmt.Sprintf("%s: %s → %s", name, c.Before, c.After)
}

// Untouched says what the run saw and left as it was.
func (j *Journal) Untouched(u Untouched) {
	j.tell(Event{Type: TypeUntouched, Message: u.Object + ": " + u.Why, Untouched: &u})
}

// Question says what a person was asked, and the answer.
func (j *Journal) Question(q Question) {
	j.tell(Event{Type: TypeQuestion, Message: q.Text + " " + q.Answer, Question: &q})
}

// Approval says that a signature under the plan is valid.
func (j *Journal) Approval(a Approval) {
	j.tell(Event{Type: TypeApproval, Message: "approved with key " + a.KeyID, Approval: &a})
}

// Restart says which restart was chosen and why, or how far it is.
func (j *Journal) Restart(r RestartInfo) {
	what := strings.TrimSpace(r.Strategy + " " + r.Phase)
	message := strings.TrimSuffix("restart "+what+": "+r.Reason, ": ")
	j.tell(Event{Type: TypeRestart, Message: message, Restart: &r})
}

// Server says that a server's pod went or came back, or, without a state, what became
// of the server in the restart. Fields that are empty leave what an earlier event said of
// the same server.
func (j *Journal) Server(s Server) {
	j.tell(Event{Type: TypeServer, Message: s.Name + " " + s.words(), Server: &s})
}

func (s Server) words() string {
	switch {
	case s.State == "terminating":
		return "is going down"
	case s.State == "gone":
		return "is down"
	case s.State == "new":
		return "has a new pod, which is not ready yet"
	case !s.ReadyAt.IsZero():
		return "is ready in a new pod"
	}
	return "has no new pod that was seen ready"
}

// Command keeps a kubectl command that changes something, as a shell takes it.
func (j *Journal) Command(command string) {
	j.tell(Event{Type: TypeCommand, Message: command, Command: command})
}
