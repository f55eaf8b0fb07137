package console

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"time"
)

// authority is a certificate authority made for one console, and the server's
// certificate signed by it.
type authority struct {
	pem  []byte
	cert tls.Certificate
}

func (c *Console) tlsConfig() (*tls.Config, error) {
	if c.listener.tls == nil {
		a, err := newAuthority(c.opt.Hosts)
		if err != nil {
			return nil, fmt.Errorf("certificate: %w", err)
		}
		c.listener.tls = a
	}
	return &tls.Config{Certificates: []tls.Certificate{c.listener.tls.cert}, MinVersion: tls.VersionTLS12}, nil
}

// CAPEM returns the generated authority's certificate in PEM, nil without TLS
// or before Start.
func (c *Console) CAPEM() []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.listener.tls == nil {
		return nil
	}
	return c.listener.tls.pem
}

func newAuthority(hosts []string) (*authority, error) {
	caKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	ca := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test console authority"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().AddDate(1, 0, 0), IsCA: true,
		BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	caDER, err := x509.CreateCertificate(rand.Reader, ca, ca, &caKey.PublicKey, caKey)
	if err != nil {
		return nil, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	leaf := &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "test console"},
		NotBefore: ca.NotBefore, NotAfter: ca.NotAfter, DNSNames: append([]string{"localhost"}, hosts...),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback}, KeyUsage: x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	der, err := x509.CreateCertificate(rand.Reader, leaf, ca, &key.PublicKey, caKey)
	if err != nil {
		return nil, err
	}
	return &authority{
		pem:  pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: caDER}),
		cert: tls.Certificate{Certificate: [][]byte{der, caDER}, PrivateKey: key},
	}, nil
}
