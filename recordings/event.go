// Package recordings keeps the evidence of a run: a journal of typed events
// from which run.json, the report and the sums are made, so that a run that
// dies leaves a readable recording up to its last event.
package recordings

import "time"

// Event is one line of events.jsonl and of --json: what happened, when, in
// which step. Only the payload that belongs to its type is set. The shape
// follows Terraform's machine-readable output: a type, a level, a message for
// people, and the facts beside it.
type Event struct {
	Type Type `json:"type"`
	// Level is "info", "warn" or "error".
	Level   string    `json:"@level"`
	Message string    `json:"@message"`
	Time    time.Time `json:"@timestamp"`
	// Seq counts the events of one recording from 1, so that a gap shows.
	Seq int `json:"seq"`
	// Step is the ID of the step that was under way, if one was.
	Step string `json:"step,omitempty"`

	Version    *VersionInfo `json:"version,omitempty"`
	Started    *Started     `json:"started,omitempty"`
	Console    *Console     `json:"console,omitempty"`
	Browser    *Browser     `json:"browser,omitempty"`
	StepInfo   *StepInfo    `json:"stepInfo,omitempty"`
	Picture    *Picture     `json:"picture,omitempty"`
	Match      *Match       `json:"match,omitempty"`
	Value      *Value       `json:"value,omitempty"`
	Page       *PageMessage `json:"page,omitempty"`
	Dialog     *Dialog      `json:"dialog,omitempty"`
	Retry      *Retry       `json:"retry,omitempty"`
	Request    *Request     `json:"request,omitempty"`
	Lock       *LockChange  `json:"lock,omitempty"`
	Change     *Change      `json:"change,omitempty"`
	Untouched  *Untouched   `json:"untouched,omitempty"`
	Question   *Question    `json:"question,omitempty"`
	Approval   *Approval    `json:"approval,omitempty"`
	Restart    *RestartInfo `json:"restart,omitempty"`
	Server     *Server      `json:"server,omitempty"`
	Command    string       `json:"command,omitempty"`
	File       *File        `json:"file,omitempty"`
	Difference *Difference  `json:"difference,omitempty"`
	Diagnostic *Diagnostic  `json:"diagnostic,omitempty"`
	Outcome    *Outcome     `json:"outcome,omitempty"`
}

// Type says which payload an [Event] carries.
type Type string

// The types of events, in the order in which a run usually meets them.
const (
	TypeVersion    Type = "version"       // first line: program and schema
	TypeStarted    Type = "run_started"   // who, what, where
	TypeBrowser    Type = "browser"       // the browser that will be used
	TypeConsole    Type = "console"       // what the console says of itself
	TypeStepStart  Type = "step_started"  // a step began
	TypeStepEnd    Type = "step_finished" // a step ended, with its status
	TypePicture    Type = "picture"       // a picture was written
	TypeAria       Type = "aria"          // an accessibility tree was written
	TypeMatch      Type = "match"         // which candidate found an element
	TypeValue      Type = "value"         // a value was read or set
	TypePage       Type = "page_message"  // the console said something
	TypeDialog     Type = "dialog"        // a native dialog was answered
	TypeRetry      Type = "retry"         // a look-up or read was repeated
	TypeRecovery   Type = "recovery"      // a lost session or answer was settled
	TypeRequest    Type = "request"       // one HTTP exchange of the browser, sanitised
	TypeLock       Type = "lock"          // the change center's lock: acquired, released
	TypeActivated  Type = "activated"     // changes were activated
	TypeChange     Type = "change"        // one planned, made or verified change
	TypeUntouched  Type = "untouched"     // something that was seen and left alone
	TypeQuestion   Type = "question"      // a person was asked, and the answer
	TypeApproval   Type = "approval"      // a valid approval of the plan
	TypeRestart    Type = "restart"       // the restart: strategy and reason
	TypeCommand    Type = "command"       // a kubectl command that changes something
	TypeServer     Type = "server"        // a server's pod went or came back
	TypeFile       Type = "file"          // a file other than a picture was written
	TypeDifference Type = "difference"    // what differs between two recordings
	TypeNote       Type = "note"          // something worth knowing
	TypeDiagnostic Type = "diagnostic"    // a warning or an error
	TypeOutcome    Type = "run_finished"  // last line: result and exit code
)

// VersionInfo is the payload of the first line.
type VersionInfo struct {
	Lockedit string `json:"lockedit"`
	// Schema names the version of the event lines: "lockedit/events/v1".
	Schema string `json:"schema"`
}

// Started says who runs what against which domain.
type Started struct {
	Verb     string   `json:"verb"`
	Operator Operator `json:"operator"`
	Cluster  string   `json:"cluster,omitempty"`
	URL      string   `json:"url,omitempty"`
	// Flow is the title of the flow that is replayed; two recordings of the
	// same title are of the same flow.
	Flow string `json:"flow,omitempty"`
	// Asked is the specification as it was understood, without secrets.
	Asked any `json:"asked,omitempty"`
}

// Operator is who runs the program, and with which console account.
type Operator struct {
	User    string `json:"user"`
	Host    string `json:"host"`
	Account string `json:"account,omitempty"`
}

// Console is what the console says of itself.
type Console struct {
	URL     string `json:"url"`
	Version string `json:"version,omitempty"`
	Domain  string `json:"domain,omitempty"`
	// Mode is "locked editing" or "automatic activation", as the change center shows.
	Mode string `json:"mode,omitempty"`
	// Language is the language the console answered in, as far as its words show.
	Language string `json:"language,omitempty"`
}

// Browser says what drew the pages.
type Browser struct {
	Product     string   `json:"product"`
	Protocol    string   `json:"protocol"`
	CommandLine []string `json:"commandLine"`
	// Sandbox is "on", "off" or "unknown" (a browser that ran already).
	Sandbox string `json:"sandbox"`
	// TLS says in words how the console's certificate was checked.
	TLS string `json:"tls,omitempty"`
}

// Status says how a step or a run ended.
type Status string

// The statuses of a step.
const (
	StatusRunning Status = "running"
	StatusPassed  Status = "passed"
	StatusFailed  Status = "failed"
	StatusSkipped Status = "skipped"
)

// StepInfo is a step of the documented path at its start or end.
type StepInfo struct {
	// Number counts from 1; ID is Number and name, for example "03-cluster-migration".
	Number int    `json:"number"`
	ID     string `json:"id"`
	// Title is in the console page's own words.
	Title  string `json:"title"`
	Status Status `json:"status"`
	URL    string `json:"url,omitempty"`
	Error  string `json:"error,omitempty"`
	// Proof is what the step read back that shows its outcome.
	Proof string `json:"proof,omitempty"`
}

// Picture is one picture of a page.
type Picture struct {
	File string `json:"file"`
	// SHA256 is in lower case hexadecimal digits.
	SHA256 string `json:"sha256"`
	// When is "before" or "after", or the name of a further picture.
	When string `json:"when"`
	// At is the time at which the page was drawn.
	At     time.Time `json:"at"`
	Width  int       `json:"width,omitempty"`
	Height int       `json:"height,omitempty"`
	// Masks are the parts that differ each time, such as a clock; a comparison
	// leaves them out. The picture itself shows them.
	Masks []Masked `json:"masks,omitempty"`
}

// Masked is a part of a page that differs each time it is drawn.
type Masked struct {
	// X, Y, Width and Height are the part's place in the picture, in pixels.
	X      int `json:"x"`
	Y      int `json:"y"`
	Width  int `json:"width"`
	Height int `json:"height"`
	// Why names what stands there, for example "clock"; it is shown in its place.
	Why string `json:"why"`
	// Text is a whole text of the page that holds the part, as it was seen, and
	// Part what of it differs each time; "" if the part is no text. A comparison
	// leaves Part out wherever the accessibility tree has Text.
	Text string `json:"text,omitempty"`
	Part string `json:"part,omitempty"`
}

// Match says which candidates of a catalogue entry found an element.
type Match struct {
	Element    string   `json:"element"`
	Candidates []string `json:"candidates"`
	// Catalogue is "built-in" or the path of the user's file.
	Catalogue string `json:"catalogue,omitempty"`
}

// Value is one value read from or written to the console.
type Value struct {
	Object    string `json:"object"`
	Attribute string `json:"attribute"`
	// How is "read", "set" or "read back".
	How   string `json:"how"`
	Value string `json:"value"`
	// Text is what the page shows for it.
	Text string `json:"text,omitempty"`
}

// PageMessage is a message of the console or of its page's scripts.
type PageMessage struct {
	// Kind is "success", "warning", "error", "info", "script" or "http".
	Kind string `json:"kind"`
	Text string `json:"text"`
}

// Dialog is a native dialog and the answer that policy gave it.
type Dialog struct {
	Kind   string `json:"kind"`
	Text   string `json:"text"`
	Answer string `json:"answer"`
}

// Retry is a repeated look-up or read.
type Retry struct {
	What    string `json:"what"`
	Attempt int    `json:"attempt"`
	Why     string `json:"why"`
}

// Request is one HTTP exchange of the browser without anything secret: no
// bodies, no cookies, no authorization. What the browser answered from its own
// cache is no exchange.
type Request struct {
	Method     string `json:"method"`
	URL        string `json:"url"`
	Status     int    `json:"status"`
	StatusText string `json:"statusText,omitempty"`
	// Type is the kind of resource, such as "Document".
	Type string    `json:"type,omitempty"`
	At   time.Time `json:"at"`
	// Millis is the time to the end of the answer in milliseconds; -1 if it never ended.
	Millis float64 `json:"ms"`
	// Phases divide that time; they are missing if nothing came over the network.
	Phases *Phases `json:"phases,omitempty"`
	// Bytes is what came over the network, Head how many of them were headers,
	// Body the size of the content after decoding.
	Bytes int64 `json:"bytes,omitempty"`
	Head  int64 `json:"head,omitempty"`
	Body  int64 `json:"body,omitempty"`
	// MIME is the content's type, Protocol for example "http/1.1".
	MIME     string `json:"mime,omitempty"`
	Protocol string `json:"protocol,omitempty"`
	// Address is the server's IP address.
	Address string `json:"address,omitempty"`
	// Redirect is where the answer led to.
	Redirect string `json:"redirect,omitempty"`
	// Sent and Received are the harmless headers.
	Sent     []Header `json:"sent,omitempty"`
	Received []Header `json:"received,omitempty"`
	Error    string   `json:"error,omitempty"`
}

// Header is one header of a request or an answer.
type Header struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Phases are the parts of a request's time in milliseconds, as HAR 1.2 names
// them; -1 for one that did not happen. TLS is a part of Connect.
type Phases struct {
	Blocked float64 `json:"blocked"`
	DNS     float64 `json:"dns"`
	Connect float64 `json:"connect"`
	TLS     float64 `json:"tls"`
	Send    float64 `json:"send"`
	Wait    float64 `json:"wait"`
	Receive float64 `json:"receive"`
}

// LockChange is something that happened to the domain's lock.
type LockChange struct {
	// What is "asked", "acquired", "found" (held since before this run), "activating",
	// "saving" (where a save is live at once), "live", "released", "activated", "undone"
	// or "left".
	What string `json:"what"`
	How  string `json:"how,omitempty"`
}

// EmptyValue stands for a value that was read and is empty, where the empty
// string means that nothing was read.
const EmptyValue = "(empty)"

// Shown is a value that was read, [EmptyValue] for an empty one.
func Shown(value string) string {
	if value == "" {
		return EmptyValue
	}
	return value
}

// Change is one attribute of one object: before, wanted, and what was read.
// Before equal to After says that the value was looked at and is as wanted.
type Change struct {
	// Type is the kind of configuration object: "Cluster" or "MigratableTarget".
	Type      string `json:"type"`
	Object    string `json:"object"`
	Attribute string `json:"attribute"`
	Before    string `json:"before"`
	After     string `json:"after"`
	// ReadBack is the value on a freshly opened page after activation; "" if it
	// was not read (see [EmptyValue]).
	ReadBack string `json:"readBack,omitempty"`
	// InForce is the value read after the restart.
	InForce string `json:"inForce,omitempty"`
}

// Untouched is something the run saw and left as it was.
type Untouched struct {
	// Object names it, for example "cluster osb_cluster".
	Object string `json:"object"`
	// Why says what the run did not do with it.
	Why string `json:"why"`
}

// Question is what a person was asked, and the answer.
type Question struct {
	Text   string `json:"text"`
	Answer string `json:"answer"`
}

// RestartInfo says which restart was chosen and why, or how it ended.
type RestartInfo struct {
	Strategy string `json:"strategy"`
	Reason   string `json:"reason,omitempty"`
	// Phase is "chosen", "started", "stopping", "starting", "rolling", "finished", or
	// "refused" where the first patch was not made.
	Phase string `json:"phase"`
	// Undo is the command that starts the domain again, should the run be cut off
	// while it is stopped.
	Undo string `json:"undo,omitempty"`
}

// Server is one WebLogic Server and its pod across the restart.
type Server struct {
	Name      string    `json:"name"`
	Pod       string    `json:"pod"`
	UIDBefore string    `json:"uidBefore,omitempty"`
	UIDAfter  string    `json:"uidAfter,omitempty"`
	ReadyAt   time.Time `json:"readyAt,omitzero"`
	// State is what an event tells of the server: "terminating", "gone", "new" (a pod
	// that is not ready yet) or "ready"; at the end of a restart, and in run.json, none.
	State string `json:"state,omitempty"`
}

// File is a file of the recording other than a picture.
type File struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256,omitempty"`
}

// Difference is one thing that differs between two recordings of a flow.
type Difference struct {
	// Kind is "step", "status", "page", "structure", "value", "link",
	// "message", "script", "http", "picture" or "time".
	Kind string `json:"kind"`
	// Where is the way to the element through the page's tree, if it is one.
	Where  string `json:"where,omitempty"`
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
}

// Diagnostic is a warning or an error in full.
type Diagnostic struct {
	// Severity is "warning" or "error".
	Severity string `json:"severity"`
	Summary  string `json:"summary"`
	Detail   string `json:"detail,omitempty"`
	// Hint says what to do next.
	Hint string `json:"hint,omitempty"`
	// File is the picture that shows it.
	File string `json:"file,omitempty"`
}

// Outcome is how the run ended.
type Outcome struct {
	// Result is "done", "nothing to do", "differences", "activated", "failed",
	// "person needed", "interrupted", "refused" or "unfinished" (a restart that did not
	// come to its end).
	Result   string `json:"result"`
	ExitCode int    `json:"exitCode"`
	// Verdict is the one sentence for the approver.
	Verdict string `json:"verdict"`
	// Next says what to do next.
	Next string `json:"next,omitempty"`
}
