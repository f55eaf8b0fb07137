package seal

import (
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"lockedit/recordings"
)

// ReportSchema names the version of what [Verify] returns, as JSON.
const ReportSchema = "lockedit/verification/v1"

// Checks say what a recording is held against.
type Checks struct {
	// Keys have to have signed, each of them.
	Keys []*Key
	// Authorities are the certificates that a time stamp has to go back to; nil
	// leaves it unproved, and so do no keys.
	Authorities []*x509.Certificate
}

// Report says whether a recording is as it was sealed, and by whom.
type Report struct {
	Schema string `json:"schema"`
	Dir    string `json:"dir"`
	// Intact is true if nothing is wrong.
	Intact bool `json:"intact"`
	// Files counts those that the statement covers.
	Files    int       `json:"files"`
	Problems []Problem `json:"problems"`
	// Sealed is what the statement says of the run; nil if it cannot be read.
	Sealed     *recordings.SealedRun `json:"sealed,omitempty"`
	Signatures []Signature           `json:"signatures"`
	Stamp      *Stamp                `json:"stamp,omitempty"`
}

// Signature is one signature of the envelope.
type Signature struct {
	// KeyID is what the envelope says of the key, see [Key.ID].
	KeyID string `json:"keyId"`
	// Key is the file of the key that verified it.
	Key string `json:"key,omitempty"`
	// Verified is true only for a signature that one of the given keys made.
	Verified bool `json:"verified"`
}

// Verify holds a recording against its seal. It contacts nothing. What is wrong
// with the recording is in the report; the error is for what is no recording, or
// one of a newer lockedit.
func Verify(dir string, c Checks) (Report, error) {
	r := Report{Schema: ReportSchema, Dir: dir, Problems: []Problem{}, Signatures: []Signature{}}
	entries, err := list(dir)
	if err != nil {
		return r, readError(dir, err)
	}
	if err := checkRecording(dir, entries); err != nil {
		return r, err
	}
	envelope, statement, err := readStatement(dir)
	var newer *recordings.NewerSchemaError
	switch {
	case errors.As(err, &newer):
		return r, err
	case errors.Is(err, fs.ErrNotExist):
		r.add(problem(KindUnsealed, recordings.StatementFile, "%s is not there: the recording was not sealed, or its seal was removed", recordings.StatementFile))
	case err != nil:
		r.add(problem(KindStatement, recordings.StatementFile, "%s %v", recordings.StatementFile, err))
	default:
		r.check(dir, entries, envelope, statement, c)
	}
	r.add(checkSums(dir, entries)...)
	r.Intact = len(r.Problems) == 0
	return r, nil
}

func (r *Report) add(problems ...Problem) { r.Problems = append(r.Problems, problems...) }

// check holds the files, the signatures and the time stamp against the statement.
func (r *Report) check(dir string, entries []entry, e *Envelope, s *recordings.SealStatement, c Checks) {
	r.Sealed, r.Files = &s.Predicate, len(s.Subject)
	differences := compare(s.Subject, entries)
	if len(differences) > 0 {
		r.add(otherRecording(dir, s.Predicate)...)
	}
	r.add(differences...)
	r.signatures(e, c.Keys)
	r.stamp(dir, e, c)
}

func readError(dir string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return &recordings.ForeignError{Path: dir, What: "recording", Err: errors.New("there is no such directory")}
	}
	return fmt.Errorf("recording: %w", err)
}

// checkRecording refuses a directory that holds nothing of a recording.
func checkRecording(dir string, entries []entry) error {
	for _, e := range entries {
		if e.name == "events.jsonl" || e.name == recordings.StatementFile {
			return nil
		}
	}
	return &recordings.ForeignError{Path: dir, What: "recording", Err: errors.New("it has neither events.jsonl nor " + recordings.StatementFile)}
}

// readStatement reads the envelope of a recording.
func readStatement(dir string) (*Envelope, *recordings.SealStatement, error) {
	path := filepath.Join(dir, recordings.StatementFile)
	text, err := readLimited(path, maxEnvelope)
	if err != nil {
		return nil, nil, err
	}
	e, err := ParseEnvelope(text)
	if err != nil {
		return nil, nil, err
	}
	s, err := parseSeal(path, e.Body)
	return e, s, err
}

// parseSeal reads the statement over a recording.
func parseSeal(path string, body []byte) (*recordings.SealStatement, error) {
	var s recordings.SealStatement
	if err := json.Unmarshal(body, &s); err != nil {
		return nil, fmt.Errorf("holds no statement: %w", err)
	}
	if s.Type != recordings.StatementType {
		return nil, fmt.Errorf("holds a statement of type %q, not %q", s.Type, recordings.StatementType)
	}
	if err := recordings.CheckPredicate(path, "statement of a recording", s.PredicateType, recordings.SealType); err != nil {
		return nil, err
	}
	if len(s.Subject) == 0 {
		return nil, errors.New("holds a statement over no files")
	}
	return &s, nil
}

// otherRecording says that an envelope belongs elsewhere: its run is not the one
// that the events of this directory tell of.
func otherRecording(dir string, sealed recordings.SealedRun) []Problem {
	found, err := recordings.Find(dir)
	if err != nil || found.Run.Started.Equal(sealed.Started) && found.Run.Verb == sealed.Verb && found.Run.Operator == sealed.Operator {
		return nil
	}
	return []Problem{problem(KindOther, recordings.StatementFile, "%s is of another recording: of %s, and this is %s",
		recordings.StatementFile, runName(sealed.Verb, sealed.Cluster, sealed.Started), runName(found.Run.Verb, found.Run.Cluster, found.Run.Started))}
}

// signatures tells which keys signed, and which of those given did not.
func (r *Report) signatures(e *Envelope, keys []*Key) {
	for _, s := range e.Signatures {
		r.Signatures = append(r.Signatures, Signature{KeyID: s.KeyID})
	}
	for _, k := range keys {
		places := e.signedBy(k)
		if len(places) == 0 {
			r.add(notSigned(e, k))
		}
		for _, i := range places {
			r.Signatures[i].Verified, r.Signatures[i].Key = true, k.Name
		}
	}
}

func notSigned(e *Envelope, k *Key) Problem {
	var others []string
	for _, s := range e.Signatures {
		if s.KeyID == k.ID() { // it says so itself
			return problem(KindSigner, recordings.StatementFile, "the signature of key %s is not valid: the statement or the signature was changed", k)
		}
		others = append(others, shortID(s.KeyID))
	}
	if len(others) == 0 {
		return problem(KindSigner, recordings.StatementFile, "key %s has not signed: nobody has", k)
	}
	return problem(KindSigner, recordings.StatementFile, "key %s has not signed: signed by %s", k, strings.Join(others, ", "))
}

// readLimited reads a file of at most max bytes.
func readLimited(path string, limit int64) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Size() > limit {
		return nil, fmt.Errorf("is larger than %d bytes", limit)
	}
	return os.ReadFile(path)
}
