package seal

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/secure-systems-lab/go-securesystemslib/dsse"
)

// maxKey is the size in bytes above which a file is surely no key.
const maxKey = 64 << 10

// Signer is a private key that signs envelopes.
type Signer struct {
	key crypto.Signer
	id  string
}

var _ dsse.Signer = (*Signer)(nil)

// NewSigner takes an ed25519 or an ECDSA P-256 key.
func NewSigner(key crypto.Signer) (*Signer, error) {
	if err := checkKind(key.Public()); err != nil {
		return nil, err
	}
	id, err := keyID(key.Public())
	return &Signer{key: key, id: id}, err
}

// Generate makes a new key of a kind, "ed25519" or "ecdsa".
func Generate(kind string) (*Signer, error) {
	var key crypto.Signer
	var err error
	switch kind {
	case "ed25519":
		_, key, err = ed25519.GenerateKey(rand.Reader)
	case "ecdsa":
		key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	default:
		return nil, fmt.Errorf("%q is no kind of key: there are ed25519 and ecdsa", kind)
	}
	if err != nil {
		return nil, err
	}
	return NewSigner(key)
}

// ID is the key's ID (see [Key.ID]).
func (s *Signer) ID() string { return s.id }

// Public is the key that verifies what the signer signs.
func (s *Signer) Public() *Key { return &Key{public: s.key.Public(), id: s.id} }

// Sign signs what a DSSE signer is given, the pre-authentication encoding.
// ECDSA signs its SHA-256; the signature is the ASN.1 that openssl writes, too.
func (s *Signer) Sign(_ context.Context, data []byte) ([]byte, error) {
	if _, pure := s.key.(ed25519.PrivateKey); pure {
		return s.key.Sign(nil, data, crypto.Hash(0))
	}
	sum := sha256.Sum256(data)
	return s.key.Sign(rand.Reader, sum[:], crypto.SHA256)
}

// KeyID is [Signer.ID] for the DSSE library.
func (s *Signer) KeyID() (string, error) { return s.id, nil }

// Key is a public key that verifies envelopes.
type Key struct {
	public crypto.PublicKey
	id     string
	// Name is the key's file, for messages.
	Name string
}

var _ dsse.Verifier = (*Key)(nil)

// ID is the SHA-256 of the key's SubjectPublicKeyInfo in DER, in hexadecimal
// digits. Openssl computes it:
//
//	openssl pkey -pubin -in KEY -outform DER | sha256sum
func (k *Key) ID() string { return k.id }

// KeyID is [Key.ID] for the DSSE library.
func (k *Key) KeyID() (string, error) { return k.id, nil }

// Public is the key itself.
func (k *Key) Public() crypto.PublicKey { return k.public }

var errSignature = errors.New("signature does not match")

// Verify checks a signature over what a DSSE verifier is given.
func (k *Key) Verify(_ context.Context, data, sig []byte) error {
	valid := false
	switch public := k.public.(type) {
	case ed25519.PublicKey:
		valid = ed25519.Verify(public, data, sig)
	case *ecdsa.PublicKey:
		sum := sha256.Sum256(data)
		valid = ecdsa.VerifyASN1(public, sum[:], sig)
	}
	if !valid {
		return errSignature
	}
	return nil
}

// String names a key in messages: its file, or else its ID.
func (k *Key) String() string {
	if k.Name == "" {
		return shortID(k.id)
	}
	return fmt.Sprintf("%s (%s)", k.Name, shortID(k.id))
}

// shortID is enough of an ID for people.
func shortID(id string) string {
	if len(id) > 16 {
		return id[:16] + "…"
	}
	return id
}

func newKey(public crypto.PublicKey) (*Key, error) {
	if err := checkKind(public); err != nil {
		return nil, err
	}
	id, err := keyID(public)
	return &Key{public: public, id: id}, err
}

func checkKind(public crypto.PublicKey) error {
	switch key := public.(type) {
	case ed25519.PublicKey:
		return nil
	case *ecdsa.PublicKey:
		if key.Curve == elliptic.P256() {
			return nil
		}
		return fmt.Errorf("is an ECDSA key on %s, and only P-256 is used", key.Curve.Params().Name)
	}
	return fmt.Errorf("is a %T, not an ed25519 or ECDSA P-256 key", public)
}

func keyID(public crypto.PublicKey) (string, error) {
	der, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(der)
	return hex.EncodeToString(sum[:]), nil
}
