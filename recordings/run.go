package recordings

import "time"

// RunSchema names the version of run.json that this program writes.
const RunSchema = "lockedit/run/v1"

// Run is run.json: everything a recording knows, folded from its events.
type Run struct {
	Schema   string    `json:"schema"`
	Verb     string    `json:"verb"`
	Result   string    `json:"result"`
	ExitCode int       `json:"exitCode"`
	Verdict  string    `json:"verdict,omitempty"`
	Next     string    `json:"next,omitempty"`
	Started  time.Time `json:"started"`
	Ended    time.Time `json:"ended,omitzero"`
	// Complete is false while the run goes on, and for ever when it died.
	Complete bool     `json:"complete"`
	Console  Console  `json:"console"`
	Operator Operator `json:"operator"`
	Cluster  string   `json:"cluster"`
	// Flow is the title of the flow that was replayed.
	Flow  string `json:"flow,omitempty"`
	Asked any    `json:"asked,omitempty"`
	// Changes are the values that were to become others, Unchanged those that
	// were looked at and are as wanted.
	Changes     []Change     `json:"changes"`
	Unchanged   []Change     `json:"unchanged,omitempty"`
	Untouched   []Untouched  `json:"untouched,omitempty"`
	Steps       []Step       `json:"steps"`
	Lock        Lock         `json:"lock"`
	Restart     Restart      `json:"restart"`
	Browser     Browser      `json:"browser"`
	Program     Program      `json:"program"`
	Approvals   []Approval   `json:"approvals,omitempty"`
	Questions   []Question   `json:"questions,omitempty"`
	Diagnostics []Diagnostic `json:"diagnostics,omitempty"`
	// Notes are remarks in the order in which they were made.
	Notes []string `json:"notes,omitempty"`
	// Pictures are those taken outside any step.
	Pictures []Picture `json:"pictures,omitempty"`
}

// Step is one step of run.json.
type Step struct {
	ID       string        `json:"id"`
	Number   int           `json:"number"`
	Title    string        `json:"title"`
	Status   Status        `json:"status"`
	Started  time.Time     `json:"started"`
	Ended    time.Time     `json:"ended,omitzero"`
	URL      string        `json:"url,omitempty"`
	Pictures []Picture     `json:"pictures"`
	Aria     string        `json:"aria,omitempty"`
	Messages []PageMessage `json:"messages"`
	Matches  []Match       `json:"matches,omitempty"`
	Values   []Value       `json:"values,omitempty"`
	Dialogs  []Dialog      `json:"dialogs,omitempty"`
	Retries  []Retry       `json:"retries,omitempty"`
	Proof    string        `json:"proof,omitempty"`
	Error    string        `json:"error,omitempty"`
}

// Lock says how long the domain's lock was held, and how it ended.
type Lock struct {
	AcquiredAt time.Time `json:"acquiredAt,omitzero"`
	ReleasedAt time.Time `json:"releasedAt,omitzero"`
	// How is "activated", "undone", "released", "left" or "" (never taken).
	How string `json:"how,omitempty"`
	// Earlier are the spans before this one, if the lock was taken more than once.
	Earlier []Lock `json:"earlier,omitempty"`
}

// Restart is the restart of the domain as it happened.
type Restart struct {
	Strategy string   `json:"strategy,omitempty"`
	Reason   string   `json:"reason,omitempty"`
	Commands []string `json:"commands,omitempty"`
	Servers  []Server `json:"servers,omitempty"`
	// Undo is the command that starts the domain again, kept while it is stopped.
	Undo    string    `json:"undo,omitempty"`
	Started time.Time `json:"started,omitzero"`
	Ended   time.Time `json:"ended,omitzero"`
}

// Program says which lockedit made the recording.
type Program struct {
	Version string `json:"version"`
}

// Approval is a valid signature under the plan.
type Approval struct {
	// KeyID is the SHA-256 of the public key (SubjectPublicKeyInfo, DER), in lower
	// case hexadecimal digits.
	KeyID string `json:"keyId"`
	// Name is who approved, in their own words.
	Name string    `json:"name,omitempty"`
	At   time.Time `json:"at,omitzero"`
	// ValidUntil is the end of the approval; without it, it has none.
	ValidUntil time.Time `json:"validUntil,omitzero"`
}
