package browser

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/url"
)

// TrustError says that a server's certificate does not hold against the authority.
type TrustError struct {
	// Host is host and port.
	Host string
	// Reason is "expired", "wrong name", "unknown authority" or "invalid".
	Reason string
	Err    error
}

// Error is a sentence for people.
func (e *TrustError) Error() string {
	return fmt.Sprintf("the certificate of %s does not hold (%s): %v", e.Host, e.Reason, e.Err)
}

// Unwrap returns the verification's error.
func (e *TrustError) Unwrap() error { return e.Err }

// PinCA connects to an https address, verifies the server's chain and name
// against the authorities in caPEM and nothing else, and returns what
// [Options].PinnedKeys needs to trust that server in the browser. Chrome has no
// switch for an authority of one's own. It returns a [*TrustError] if the
// certificate does not hold.
func PinCA(ctx context.Context, address string, caPEM []byte) ([]string, error) {
	origin, ok := originOf(address)
	u, err := url.Parse(origin)
	if !ok || err != nil || u.Scheme != "https" {
		return nil, fmt.Errorf("pinning needs an https address, not %q", CleanURL(address))
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(caPEM) {
		return nil, errors.New("the authority's file contains no certificate in PEM form")
	}
	dialer := tls.Dialer{Config: &tls.Config{RootCAs: pool, ServerName: u.Hostname(), MinVersion: tls.VersionTLS12}}
	conn, err := dialer.DialContext(ctx, "tcp", u.Host)
	if err != nil {
		return nil, trustFailure(u.Host, err)
	}
	defer func() { _ = conn.Close() }()
	return pins(conn)
}

func pins(conn net.Conn) ([]string, error) {
	secure, ok := conn.(*tls.Conn)
	if !ok {
		return nil, errors.New("the connection is not secured")
	}
	leaf := secure.ConnectionState().PeerCertificates[0]
	sum := sha256.Sum256(leaf.RawSubjectPublicKeyInfo)
	return []string{base64.StdEncoding.EncodeToString(sum[:])}, nil
}

func trustFailure(host string, err error) error {
	var (
		name      x509.HostnameError
		authority x509.UnknownAuthorityError
		invalid   x509.CertificateInvalidError
		verify    *tls.CertificateVerificationError
	)
	switch {
	case errors.As(err, &name):
		return &TrustError{Host: host, Reason: "wrong name", Err: err}
	case errors.As(err, &authority):
		return &TrustError{Host: host, Reason: "unknown authority", Err: err}
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return &TrustError{Host: host, Reason: "expired", Err: err}
	case errors.As(err, &invalid), errors.As(err, &verify):
		return &TrustError{Host: host, Reason: "invalid", Err: err}
	}
	return fmt.Errorf("connecting to %s: %w", host, err)
}
