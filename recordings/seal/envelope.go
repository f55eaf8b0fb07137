package seal

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/secure-systems-lab/go-securesystemslib/dsse"

	"lockedit/recordings"
)

// maxEnvelope is the size in bytes above which a file is surely no envelope.
const maxEnvelope = 64 << 20

// Envelope is a DSSE envelope with its payload decoded.
type Envelope struct {
	dsse.Envelope
	// Body is the statement, byte by byte as it was signed.
	Body []byte
}

// ParseEnvelope reads a DSSE envelope whose payload is an in-toto statement. It
// checks no signature.
func ParseEnvelope(text []byte) (*Envelope, error) {
	if len(text) > maxEnvelope {
		return nil, errors.New("is too large for an envelope")
	}
	var e Envelope
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&e.Envelope); err != nil {
		return nil, fmt.Errorf("is no DSSE envelope: %w", err)
	}
	if dec.More() {
		return nil, errors.New("is no DSSE envelope: more follows it")
	}
	if e.PayloadType != recordings.PayloadType {
		return nil, fmt.Errorf("has a payload of type %q, not %q", e.PayloadType, recordings.PayloadType)
	}
	var err error
	if e.Body, err = e.DecodeB64Payload(); err != nil {
		return nil, errors.New("has a payload that is not base64")
	}
	for _, s := range e.Signatures {
		if _, err := base64.StdEncoding.DecodeString(s.Sig); err != nil {
			return nil, errors.New("has a signature that is not base64")
		}
	}
	return &e, nil
}

// newEnvelope puts a statement into an envelope and signs it with each signer.
func newEnvelope(statement any, signers []*Signer) (*Envelope, error) {
	payload, err := indent(statement)
	if err != nil {
		return nil, err
	}
	e := &Envelope{Body: payload, Envelope: dsse.Envelope{
		PayloadType: recordings.PayloadType, Payload: base64.StdEncoding.EncodeToString(payload), Signatures: []dsse.Signature{},
	}}
	for _, s := range signers {
		if err := e.sign(s); err != nil {
			return nil, err
		}
	}
	return e, nil
}

// sign adds a signature. A valid one of the same key stays as it is, because a
// time stamp may be over it; any other that claims to be of this key goes.
func (e *Envelope) sign(s *Signer) error {
	if len(e.signedBy(s.Public())) > 0 {
		return nil
	}
	signer, err := dsse.NewEnvelopeSigner(s)
	if err != nil {
		return err
	}
	signed, err := signer.SignPayload(context.Background(), e.PayloadType, e.Body)
	if err != nil {
		return err
	}
	e.Signatures = slices.DeleteFunc(e.Signatures, func(old dsse.Signature) bool { return old.KeyID == s.ID() })
	e.Signatures = append(e.Signatures, signed.Signatures...)
	return nil
}

// signedBy are the signatures that a key made, by their place. The key ID in the
// envelope is a hint that nobody signed, and other programs make it in other
// ways: only the key itself counts.
func (e *Envelope) signedBy(k *Key) []int {
	var places []int
	pae := dsse.PAE(e.PayloadType, e.Body)
	for i := range e.Signatures {
		if k.Verify(context.Background(), pae, e.signature(i)) == nil {
			places = append(places, i)
		}
	}
	return places
}

// signature is the bytes of one signature; the envelope's parser decoded it once.
func (e *Envelope) signature(i int) []byte {
	sig, err := base64.StdEncoding.DecodeString(e.Signatures[i].Sig)
	if err != nil {
		return nil
	}
	return sig
}

// text is the envelope as a file, one value a line.
func (e *Envelope) text() ([]byte, error) { return indent(e.Envelope) }

// line is the envelope as one line.
func (e *Envelope) line() ([]byte, error) {
	text, err := json.Marshal(e.Envelope)
	return append(text, '\n'), err
}

func indent(value any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(value)
	return buf.Bytes(), err
}
