package seal

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/big"
	"mime"
	"net/http"
	"net/url"
	"path/filepath"
	"time"

	"github.com/digitorus/pkcs7"
	"github.com/digitorus/timestamp"

	"lockedit/recordings"
)

const (
	// maxStamp is the size in bytes above which an answer is surely no time stamp.
	maxStamp = 1 << 20
	// The media types of RFC 3161, section 3.4.
	stampQuery, stampReply = "application/timestamp-query", "application/timestamp-reply"
	nonceBits              = 64
)

// Stamp is what a time stamp says.
type Stamp struct {
	// Time is when, by the clock of the authority, the signature existed.
	Time time.Time `json:"time"`
	// Authority is the subject of the certificate that signed it.
	Authority string `json:"authority"`
	// Over is the ID of the key whose signature it is of.
	Over string `json:"over"`
	// Verified is true only for one that goes back to a given certificate and is
	// over a signature that a given key made.
	Verified bool `json:"verified"`
}

// token is a time stamp response with the signed data in it.
type token struct {
	*timestamp.Timestamp
	signed *pkcs7.PKCS7
}

// parseStamp reads a TimeStampResp (RFC 3161, section 2.4.2) and checks its
// signature by the certificate in it, but not whose that is.
func parseStamp(der []byte) (t *token, err error) {
	defer func() {
		if recover() != nil { // the library trusts lengths that it reads
			t, err = nil, errors.New("is no time stamp")
		}
	}()
	stamp, err := timestamp.ParseResponse(der)
	if err != nil {
		return nil, err
	}
	signed, err := pkcs7.Parse(stamp.RawToken)
	if err != nil {
		return nil, err
	}
	if signed.GetOnlySigner() == nil {
		return nil, errors.New("has not exactly one signer with a certificate")
	}
	return &token{Timestamp: stamp, signed: signed}, nil
}

// covers says whether the token is over these bytes.
func (t *token) covers(data []byte) bool {
	if !t.HashAlgorithm.Available() {
		return false
	}
	hash := t.HashAlgorithm.New()
	_, _ = hash.Write(data) // a hash returns no error
	return bytes.Equal(hash.Sum(nil), t.HashedMessage)
}

// trust checks that the token's signer goes back to one of the authorities and
// may give time stamps. The chain is judged as of the token's own time, so that a
// recording can be checked when the certificates have run out.
func (t *token) trust(authorities []*x509.Certificate) error {
	roots, between := x509.NewCertPool(), x509.NewCertPool()
	for _, c := range authorities {
		roots.AddCert(c)
	}
	for _, c := range t.signed.Certificates {
		between.AddCert(c)
	}
	return t.signed.VerifyWithOpts(x509.VerifyOptions{
		Roots: roots, Intermediates: between, CurrentTime: t.Time,
		KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping},
	})
}

// stamp checks the time stamp, if there is one.
func (r *Report) stamp(dir string, e *Envelope, c Checks) {
	const name = recordings.StampFile
	der, err := readLimited(filepath.Join(dir, name), maxStamp)
	if errors.Is(err, fs.ErrNotExist) {
		if c.Authorities != nil {
			r.add(problem(KindStamp, name, "%s is not there: the recording has no time stamp", name))
		}
		return
	}
	var t *token
	if err == nil {
		t, err = parseStamp(der)
	}
	if err != nil {
		r.add(problem(KindStamp, name, "%s is no valid time stamp: %v", name, err))
		return
	}
	r.Stamp = &Stamp{Time: t.Time.UTC(), Authority: t.signed.GetOnlySigner().Subject.String()}
	r.add(r.hold(t, e, c)...)
}

// hold checks what the token is over, and whose it is. The list of signatures is
// not signed: whoever has the file can put an old token's bytes into it, so that
// only a signature that a given key made has a time.
func (r *Report) hold(t *token, e *Envelope, c Checks) []Problem {
	const name = recordings.StampFile
	i := r.covered(t, e)
	if i < 0 {
		return []Problem{problem(KindStamp, name, "%s is over none of the signatures of this recording", name)}
	}
	r.Stamp.Over = e.Signatures[i].KeyID
	if c.Authorities == nil {
		return nil
	}
	if err := t.trust(c.Authorities); err != nil {
		return []Problem{problem(KindStamp, name, "%s is not of the given authority: %v", name, err)}
	}
	r.Stamp.Verified = r.Signatures[i].Verified
	if !r.Stamp.Verified && len(c.Keys) > 0 {
		return []Problem{problem(KindStamp, name, "%s proves no time: it is over a signature that none of the given keys made, though it says key %s", name, shortID(r.Stamp.Over))}
	}
	return nil
}

// covered is the place of the signature that the token is over, of one that
// verified if there is one, or -1.
func (r *Report) covered(t *token, e *Envelope) int {
	found := -1
	for i := range e.Signatures {
		if t.covers(e.signature(i)) && (found < 0 || r.Signatures[i].Verified) {
			found = i
		}
	}
	return found
}

// askStamp asks an authority for a time stamp over data, and checks that the
// answer is one. The error is a *[StampError].
func askStamp(ctx context.Context, client *http.Client, authority string, data []byte) ([]byte, error) {
	der, err := exchangeStamp(ctx, client, authority, data)
	if err != nil {
		return nil, &StampError{Authority: authority, Err: err}
	}
	return der, nil
}

func exchangeStamp(ctx context.Context, client *http.Client, authority string, data []byte) ([]byte, error) {
	nonce, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), nonceBits))
	if err != nil {
		return nil, err
	}
	query, err := timestamp.CreateRequest(bytes.NewReader(data), &timestamp.RequestOptions{Certificates: true, Nonce: nonce})
	if err != nil {
		return nil, err
	}
	der, err := post(ctx, client, authority, query)
	if err != nil {
		return nil, err
	}
	t, err := parseStamp(der)
	switch {
	case err != nil:
		return nil, fmt.Errorf("the answer is no time stamp: %w", err)
	case !t.covers(data):
		return nil, errors.New("the answer is over something else")
	case t.Nonce == nil || t.Nonce.Cmp(nonce) != 0:
		return nil, errors.New("the answer is to another question: its nonce differs")
	}
	return der, nil
}

func post(ctx context.Context, client *http.Client, authority string, query []byte) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, authority, bytes.NewReader(query))
	if err != nil {
		return nil, withoutAddress(err)
	}
	request.Header.Set("Content-Type", stampQuery)
	answer, err := client.Do(request)
	if err != nil {
		return nil, withoutAddress(err)
	}
	defer func() { _ = answer.Body.Close() }() // it was only read
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("answers %s", answer.Status)
	}
	if kind, _, err := mime.ParseMediaType(answer.Header.Get("Content-Type")); err != nil || kind != stampReply {
		return nil, fmt.Errorf("answers with %q, not %s", answer.Header.Get("Content-Type"), stampReply)
	}
	return io.ReadAll(io.LimitReader(answer.Body, maxStamp))
}

// withoutAddress takes the address, which may hold a secret, from an error: the
// [StampError] around it says it without.
func withoutAddress(err error) error {
	var addressed *url.Error
	if errors.As(err, &addressed) {
		return addressed.Err
	}
	return err
}

// ParseAuthorities reads certificates in PEM.
func ParseAuthorities(text []byte) ([]*x509.Certificate, error) {
	var all []*x509.Certificate
	for rest := text; ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if block.Type != "CERTIFICATE" {
			return nil, fmt.Errorf("holds %q, not certificates", block.Type)
		}
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	if len(all) == 0 {
		return nil, errors.New("holds no certificate in PEM")
	}
	return all, nil
}
