package seal_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	attestation "github.com/in-toto/attestation/go/v1"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/secure-systems-lab/go-securesystemslib/dsse"
	"github.com/secure-systems-lab/go-securesystemslib/signerverifier"
	"google.golang.org/protobuf/encoding/protojson"

	"lockedit/recordings/seal"
)

// readEnvelope reads an envelope with the library of the envelope's makers.
func readEnvelope(t *testing.T, dir string) (dsse.Envelope, []byte) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "statement.dsse.json"))
	if err != nil {
		t.Fatal(err)
	}
	var e dsse.Envelope
	if err := json.Unmarshal(text, &e); err != nil {
		t.Fatal(err)
	}
	body, err := e.DecodeB64Payload()
	if err != nil {
		t.Fatal(err)
	}
	return e, body
}

// TestInTotoAcceptsTheStatement holds the statement against in-toto's own library.
func TestInTotoAcceptsTheStatement(t *testing.T) {
	dir := record(t, clock(), newSigner(t, "ed25519"))
	_, body := readEnvelope(t, dir)
	var s attestation.Statement
	if err := protojson.Unmarshal(body, &s); err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(); err != nil {
		t.Fatal(err)
	}
	if s.GetPredicateType() != "urn:lockedit:recording:v1" || len(s.GetSubject()) != 4 {
		t.Errorf("%+v", &s)
	}
}

// TestOthersVerifyTheEnvelope verifies with the keys, the key IDs and the
// verifiers of go-securesystemslib, which in-toto's and TUF's tools use.
func TestOthersVerifyTheEnvelope(t *testing.T) {
	for _, kind := range []string{"ed25519", "ecdsa"} {
		t.Run(kind, func(t *testing.T) {
			signer := newSigner(t, kind)
			e, _ := readEnvelope(t, record(t, clock(), signer))
			public, err := signer.Public().Encode()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := verifyElsewhere(t, public, e); err != nil {
				t.Error(err)
			}
			other, err := newSigner(t, kind).Public().Encode()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := verifyElsewhere(t, other, e); err == nil {
				t.Error("another key verifies it, too")
			}
		})
	}
}

func verifyElsewhere(t *testing.T, public []byte, e dsse.Envelope) ([]dsse.AcceptedKey, error) {
	t.Helper()
	key, err := signerverifier.LoadKey(public)
	if err != nil {
		t.Fatal(err)
	}
	var v dsse.Verifier
	if key.KeyType == signerverifier.ED25519KeyType {
		v, err = signerverifier.NewED25519SignerVerifierFromSSLibKey(key)
	} else {
		v, err = signerverifier.NewECDSASignerVerifierFromSSLibKey(key)
	}
	if err != nil {
		t.Fatal(err)
	}
	e.Signatures = []dsse.Signature{{Sig: e.Signatures[0].Sig}} // its own key IDs are made in another way
	verifier, err := dsse.NewEnvelopeVerifier(v)
	if err != nil {
		t.Fatal(err)
	}
	return verifier.Verify(context.Background(), &e)
}

// TestWeVerifyOthersSignatures holds that a signature that another tool added,
// with a key ID of its own making, counts.
func TestWeVerifyOthersSignatures(t *testing.T) {
	signer := newSigner(t, "ecdsa")
	dir := record(t, clock(), signer)
	e, _ := readEnvelope(t, dir)
	e.Signatures[0].KeyID = "SHA256:made-elsewhere"
	text, err := json.Marshal(e)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "statement.dsse.json"), text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	r := verify(t, dir, seal.Checks{Keys: []*seal.Key{signer.Public()}})
	if !r.Signatures[0].Verified {
		t.Errorf("%s", said(r))
	}
}

func TestStatementsAreValid(t *testing.T) {
	now := clock()
	dead := die(t, now)
	mustSign(t, dead, signing(now, newSigner(t, "ed25519")))
	for _, dir := range []string{record(t, now), dead} {
		_, body := readEnvelope(t, dir)
		validate(t, "statement", body)
	}
}

// validate holds JSON against a published schema.
func validate(t *testing.T, name string, text []byte) {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	s, err := c.Compile(filepath.Join("..", "..", "docs", "schemas", name+".schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err == nil {
		err = s.Validate(value)
	}
	if err != nil {
		t.Errorf("%s: %v\n%s", name, err, text)
	}
}

func FuzzParseEnvelope(f *testing.F) {
	dir := record(f, clock(), newSigner(f, "ed25519"))
	text, err := os.ReadFile(filepath.Join(dir, "statement.dsse.json"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte(`{"payloadType":"application/vnd.in-toto+json","payload":"e30=","signatures":[{"sig":""}]}`))
	recording := filepath.Join(f.TempDir(), "r")
	if err := os.CopyFS(recording, os.DirFS(dir)); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := os.WriteFile(filepath.Join(recording, "statement.dsse.json"), text, 0o600); err != nil {
			t.Fatal(err)
		}
		r, err := seal.Verify(recording, seal.Checks{})
		if err == nil && r.Intact && r.Sealed == nil {
			t.Error("intact without a statement")
		}
	})
}
