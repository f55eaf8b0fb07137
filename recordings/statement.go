package recordings

import "time"

// The types of statements, as URIs. Both are in-toto Statements v1
// (https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md).
const (
	// StatementType is the "_type" of every statement.
	StatementType = "https://in-toto.io/Statement/v1"
	// SealType is the predicate type of the statement over a recording.
	SealType = "urn:lockedit:recording:v1"
	// ApprovalType is the predicate type of an approval of a plan.
	ApprovalType = "urn:lockedit:approval:v1"
	// PayloadType is what an envelope says of its payload, a statement.
	PayloadType = "application/vnd.in-toto+json"
)

// SealStatement is the payload of statement.dsse.json: every file of the
// recording, and what the recording is of.
type SealStatement struct {
	Type          string    `json:"_type"`
	Subject       []Subject `json:"subject"`
	PredicateType string    `json:"predicateType"`
	Predicate     SealedRun `json:"predicate"`
}

// ApprovalStatement is the payload of one approval: the plan, byte by byte, and
// who approved it until when.
type ApprovalStatement struct {
	Type          string       `json:"_type"`
	Subject       []Subject    `json:"subject"`
	PredicateType string       `json:"predicateType"`
	Predicate     ApprovedPlan `json:"predicate"`
}

// Subject is one file that a statement speaks of (in-toto ResourceDescriptor).
type Subject struct {
	// Name is the file's path below the recording's directory, with slashes.
	Name        string       `json:"name"`
	Digest      DigestSet    `json:"digest"`
	Annotations *Annotations `json:"annotations,omitempty"`
}

// DigestSet is the sum of a file.
type DigestSet struct {
	// SHA256 is in lower case hexadecimal digits.
	SHA256 string `json:"sha256"`
}

// Annotations are what a statement says of a file besides its sum.
type Annotations struct {
	// Size is in bytes.
	Size int64 `json:"size"`
}

// SealedRun says what the sealed recording is of.
type SealedRun struct {
	// Complete is true only if the run sealed its own recording and every file
	// of it was written, and was still there as it was written. A recording that is sealed afterwards is never complete.
	Complete bool `json:"complete"`
	// Missing says why the recording is not complete.
	Missing []string `json:"missing,omitempty"`
	// SealedBy is "run", or "evidence sign" for one that was sealed afterwards.
	SealedBy string    `json:"sealedBy"`
	SealedAt time.Time `json:"sealedAt"`
	// Lockedit is the version of the program that sealed it.
	Lockedit string `json:"lockedit"`
	Verb     string `json:"verb"`
	// Result, ExitCode and Verdict are those of run.json; the result is
	// "incomplete" for a run that died.
	Result   string    `json:"result"`
	ExitCode int       `json:"exitCode"`
	Verdict  string    `json:"verdict,omitempty"`
	Started  time.Time `json:"started"`
	Ended    time.Time `json:"ended"`
	// Events counts the whole lines of events.jsonl.
	Events   int      `json:"events"`
	Cluster  string   `json:"cluster,omitempty"`
	Operator Operator `json:"operator"`
	Console  Console  `json:"console"`
}

// ApprovedPlan says which plan was approved, by whom, and until when.
type ApprovedPlan struct {
	// PlanDigest is the digest that the plan states of itself.
	PlanDigest string `json:"planDigest"`
	Cluster    string `json:"cluster"`
	// Domain and URL are those of the plan's console.
	Domain string `json:"domain,omitempty"`
	URL    string `json:"url,omitempty"`
	// Approver is who approves, in their own words; the key is what proves it.
	Approver   string    `json:"approver"`
	ApprovedAt time.Time `json:"approvedAt"`
	// ValidUntil is the end of the approval; without it, it has none.
	ValidUntil time.Time `json:"validUntil,omitzero"`
	// Lockedit is the version of the program that made the approval.
	Lockedit string `json:"lockedit"`
}
