package seal

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"time"

	"lockedit/recordings"
)

// stampTimeout bounds the whole exchange with a time stamping authority.
const stampTimeout = 20 * time.Second

// Signing says what to add to a recording's seal.
type Signing struct {
	Signers []*Signer
	// Authority is the URL of a time stamping authority; empty asks none.
	Authority string
	// Client asks it; nil means one of its own.
	Client *http.Client
	// Now is the clock, Lockedit the version of this program.
	Now      func() time.Time
	Lockedit string
}

// Signed says what a signing did.
type Signed struct {
	// Fresh is true for a recording that had no seal.
	Fresh bool
	// Complete is what the statement says of the recording.
	Complete bool
	// Signatures counts those of the envelope.
	Signatures int
	// Stamped is true if a time stamp was added.
	Stamped bool
	// HadStamp is true if there was one already, which was kept.
	HadStamp bool
}

// Sign adds signatures and a time stamp to a recording. One that was not sealed
// by its run gets a statement that says that it is not complete. It returns a
// *[BrokenError] for a recording that is not as it was sealed, a
// *[recordings.HeldError] for one that is still written, and a *[StampError] if
// only the time stamp is not there; the signatures are written then.
func Sign(ctx context.Context, dir string, s Signing) (Signed, error) {
	release, err := recordings.Hold(dir)
	if err != nil {
		return Signed{}, err
	}
	defer release()
	envelope, done, err := s.open(dir)
	if err != nil {
		return done, err
	}
	for _, signer := range s.Signers {
		if err := envelope.sign(signer); err != nil {
			return done, err
		}
	}
	text, err := envelope.text()
	if err == nil {
		err = recordings.Reseal(dir, map[string][]byte{recordings.StatementFile: text})
	}
	done.Signatures = len(envelope.Signatures)
	if err != nil || s.Authority == "" {
		return done, err
	}
	return s.stamp(ctx, dir, envelope, done)
}

// open reads the envelope of a sound recording, or makes one for a recording
// that has none.
func (s Signing) open(dir string) (*Envelope, Signed, error) {
	report, err := Verify(dir, Checks{})
	if err != nil {
		return nil, Signed{}, err
	}
	done := Signed{HadStamp: report.Stamp != nil}
	if broken := report.unsound(); len(broken) > 0 {
		return nil, done, &BrokenError{Dir: dir, Problems: broken}
	}
	envelope, statement, err := readStatement(dir)
	if errors.Is(err, fs.ErrNotExist) {
		done.Fresh = true
		envelope, err = s.afterwards(dir)
		return envelope, done, err
	}
	if err == nil {
		done.Complete = statement.Predicate.Complete
	}
	return envelope, done, err
}

// unsound are the problems that forbid a signature. Without an envelope there is
// no seal yet; and where a signing broke off, only the sums of the seal's own
// files do not fit, which are written anew.
func (r Report) unsound() []Problem {
	var broken []Problem
	for _, p := range r.Problems {
		torn := p.Kind == KindSums && sealFile(p.File)
		if p.Kind != KindUnsealed && !torn {
			broken = append(broken, p)
		}
	}
	return broken
}

// afterwards makes the envelope of a recording that its run did not seal.
func (s Signing) afterwards(dir string) (*Envelope, error) {
	found, err := recordings.FindHeld(dir)
	if err != nil {
		return nil, err
	}
	entries, err := list(dir)
	if err != nil {
		return nil, err
	}
	statement, err := newStatement(entries, found.Run, found.Events)
	if err != nil {
		return nil, err
	}
	p := &statement.Predicate
	p.SealedBy, p.SealedAt, p.Lockedit = "evidence sign", s.Now().UTC(), s.Lockedit
	p.Missing = []string{"the run ended, but did not seal its recording"}
	if found.Dead {
		p.Missing = found.Certain
	}
	return newEnvelope(statement, nil)
}

// stamp adds a time stamp over the first signature, which is the oldest. One that
// is there already is kept: it proves an earlier time.
func (s Signing) stamp(ctx context.Context, dir string, e *Envelope, done Signed) (Signed, error) {
	switch {
	case done.HadStamp:
		return done, nil
	case len(e.Signatures) == 0:
		return done, &StampError{Authority: s.Authority, Err: errors.New("there is no signature that it could be over: give a key")}
	}
	ctx, cancel := context.WithTimeout(ctx, stampTimeout)
	defer cancel()
	client := s.Client
	if client == nil {
		client = &http.Client{}
	}
	der, err := askStamp(ctx, client, s.Authority, e.signature(0))
	if err != nil {
		return done, err
	}
	done.Stamped = true
	return done, recordings.Reseal(dir, map[string][]byte{recordings.StampFile: der})
}
