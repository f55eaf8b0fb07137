package seal

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"

	"github.com/youmark/pkcs8"
)

// The types of PEM blocks that hold keys (RFC 7468, RFC 5915).
const (
	pemPrivate   = "PRIVATE KEY"
	pemEncrypted = "ENCRYPTED PRIVATE KEY"
	pemSEC1      = "EC PRIVATE KEY"
	pemPublic    = "PUBLIC KEY"
)

// kdfRounds is how often PBKDF2 hashes a password (OWASP's advice of 2023 for
// HMAC-SHA256). Openssl reads any number.
const kdfRounds = 600_000

// ErrPassword is a protected key whose password is empty or wrong.
var ErrPassword = errors.New("the password is wrong")

// ParseSigner reads a private key in PEM: PKCS#8, also with a password (PBES2),
// or SEC 1. Password is called only for a key that is protected.
func ParseSigner(text []byte, password func() ([]byte, error)) (*Signer, error) {
	block, err := keyBlock(text, pemPrivate, pemEncrypted, pemSEC1)
	if err != nil {
		return nil, err
	}
	parsed, err := parsePrivate(block, password)
	if err != nil {
		return nil, err
	}
	key, ok := parsed.(crypto.Signer)
	if !ok {
		return nil, fmt.Errorf("is a %T, which cannot sign", parsed)
	}
	return NewSigner(key)
}

func parsePrivate(block *pem.Block, password func() ([]byte, error)) (any, error) {
	switch block.Type {
	case pemPrivate:
		return x509.ParsePKCS8PrivateKey(block.Bytes)
	case pemSEC1:
		return x509.ParseECPrivateKey(block.Bytes)
	}
	secret, err := password()
	if err != nil {
		return nil, err
	}
	if len(secret) == 0 {
		return nil, fmt.Errorf("it is protected, and %w: it is empty", ErrPassword)
	}
	return decrypt(block.Bytes, secret)
}

// decrypt turns what the library says of a wrong password, and the panic of a
// cipher on data of a wrong length, into errors.
func decrypt(der, password []byte) (key any, err error) {
	defer func() {
		if recover() != nil {
			key, err = nil, errors.New("its encryption is broken")
		}
	}()
	key, _, err = pkcs8.ParsePrivateKey(der, password)
	if err != nil && strings.HasSuffix(err.Error(), "incorrect password") {
		err = ErrPassword
	}
	return key, err
}

// Encode writes a private key as PKCS#8 in PEM, protected by a password unless
// that is empty.
func (s *Signer) Encode(password []byte) ([]byte, error) {
	kind := pemPrivate
	if len(password) > 0 {
		kind = pemEncrypted
	}
	der, err := pkcs8.MarshalPrivateKey(s.key, password, &pkcs8.Opts{
		Cipher:  pkcs8.AES256CBC,
		KDFOpts: pkcs8.PBKDF2Opts{SaltSize: 16, IterationCount: kdfRounds, HMACHash: crypto.SHA256},
	})
	if err != nil {
		return nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), nil
}

// ParseKey reads a public key in PEM (SubjectPublicKeyInfo).
func ParseKey(text []byte) (*Key, error) {
	block, err := keyBlock(text, pemPublic)
	if err != nil {
		return nil, err
	}
	public, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	return newKey(public)
}

// Encode writes a public key in PEM.
func (k *Key) Encode() ([]byte, error) {
	der, err := x509.MarshalPKIXPublicKey(k.public)
	if err != nil {
		return nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: pemPublic, Bytes: der}), nil
}

// keyBlock is the one PEM block of a file that is of one of the types. Openssl
// writes the parameters of a curve before the key; they are passed over.
func keyBlock(text []byte, types ...string) (*pem.Block, error) {
	var found *pem.Block
	for rest := text; ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if block.Type == "EC PARAMETERS" {
			continue
		}
		if found != nil {
			return nil, errors.New("has more than one PEM block")
		}
		found = block
	}
	return found, checkBlock(found, text, types)
}

func checkBlock(block *pem.Block, text []byte, types []string) error {
	wanted := strings.Join(types, ", ")
	switch {
	case block == nil && bytes.Contains(text, []byte("-----BEGIN")):
		return errors.New("its PEM is broken")
	case block == nil:
		return errors.New("is no PEM file")
	case block.Headers["DEK-Info"] != "":
		return errors.New("is protected in a form that is out of use: convert it with `openssl pkcs8 -topk8`")
	}
	for _, t := range types {
		if block.Type == t {
			return nil
		}
	}
	if strings.Contains(block.Type, "PRIVATE KEY") && types[0] == pemPublic {
		return errors.New("is a private key, and the public one is wanted: openssl pkey -in KEY -pubout")
	}
	return fmt.Errorf("holds %s, not %s", strings.ToLower(block.Type), strings.ToLower(wanted))
}
