package seal

import (
	"io/fs"
	"time"

	"lockedit/recordings"
)

// Format writes the envelope of a run that seals its own recording. It goes to
// [recordings.Options] as Seal.
type Format struct {
	// Signers sign the statement; without them the envelope has no signature.
	Signers []*Signer
	// Now is the clock.
	Now func() time.Time
}

var _ recordings.Format = Format{}

// File is the envelope's name.
func (Format) File() string { return recordings.StatementFile }

// Render makes the envelope over every file that is there.
func (f Format) Render(r recordings.Recording) ([]byte, error) {
	entries := make([]entry, 0, len(r.Files))
	for _, file := range r.Files {
		info, err := fs.Stat(r.FS, file.Name)
		if err != nil {
			return nil, err
		}
		entries = append(entries, entry{name: file.Name, sum: file.SHA256, size: info.Size()})
	}
	statement, err := newStatement(entries, r.Run, len(r.Events))
	if err != nil {
		return nil, err
	}
	p := &statement.Predicate
	p.Complete, p.Missing = r.Run.Complete && len(r.Missing) == 0, r.Missing
	p.SealedBy, p.SealedAt, p.Lockedit = "run", f.Now().UTC(), r.Run.Program.Version
	envelope, err := newEnvelope(statement, f.Signers)
	if err != nil {
		return nil, err
	}
	return envelope.text()
}

// newStatement says what the files are and of which run. Who seals and whether
// the recording is complete is left open.
func newStatement(entries []entry, run recordings.Run, events int) (recordings.SealStatement, error) {
	files, err := subjects(entries)
	return recordings.SealStatement{
		Type: recordings.StatementType, Subject: files, PredicateType: recordings.SealType,
		Predicate: recordings.SealedRun{
			Verb: run.Verb, Result: run.Result, ExitCode: run.ExitCode, Verdict: run.Verdict,
			Started: run.Started, Ended: run.Ended, Events: events,
			Cluster: run.Cluster, Operator: run.Operator, Console: run.Console,
		},
	}, err
}
