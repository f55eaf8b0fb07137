package seal

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	_ "crypto/sha512" // for curveHash
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

// NewSigner takes an ed25519 key, or an ECDSA key on P-256, P-384 or P-521.
func NewSigner(key crypto.Signer) (*Signer, error) {
	if err := checkKind(key.Public()); err != nil {
		return nil, err
	}
	id, err := keyID(key.Public())
	return &Signer{key: key, id: id}, err
}

// Generate makes a new key of a kind, "ed25519" or "ecdsa" (on P-256).
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
// ECDSA signs its hash (see [curveHash]); the signature is the ASN.1 that openssl
// writes, too.
func (s *Signer) Sign(_ context.Context, data []byte) ([]byte, error) {
	public, ok := s.key.Public().(*ecdsa.PublicKey)
	if !ok {
		return s.key.Sign(nil, data, crypto.Hash(0)) // ed25519 hashes by itself
	}
	hash, err := curveHash(public)
	if err != nil {
		return nil, err
	}
	return s.key.Sign(rand.Reader, digest(hash, data), hash)
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
		hash, err := curveHash(public)
		valid = err == nil && ecdsa.VerifyASN1(public, digest(hash, data), sig)
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
		_, err := curveHash(key)
		return err
	}
	return fmt.Errorf("is a %T, not an ed25519 or ECDSA key", public)
}

// curveHash is the hash that an ECDSA key signs: the one of its curve's strength, as
// in RFC 7518, section 3.4. An envelope has no say in it.
func curveHash(key *ecdsa.PublicKey) (crypto.Hash, error) {
	switch key.Curve {
	case elliptic.P256():
		return crypto.SHA256, nil
	case elliptic.P384():
		return crypto.SHA384, nil
	case elliptic.P521():
		return crypto.SHA512, nil
	}
	return 0, fmt.Errorf("is an ECDSA key on %s, and only P-256, P-384 and P-521 are used", key.Curve.Params().Name)
}

func digest(hash crypto.Hash, data []byte) []byte {
	h := hash.New()
	_, _ = h.Write(data) // a hash returns no error
	return h.Sum(nil)
}

func keyID(public crypto.PublicKey) (string, error) {
	der, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(der)
	return hex.EncodeToString(sum[:]), nil
}
