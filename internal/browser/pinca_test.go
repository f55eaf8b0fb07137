package browser_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"lockedit/internal/browser"
)

func newSecureSite(t *testing.T) (*httptest.Server, []byte) {
	t.Helper()
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("<p id=told>secure</p>"))
	}))
	t.Cleanup(server.Close)
	return server, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
}

func TestPinnedServerIsTrusted(t *testing.T) {
	server, ca := newSecureSite(t)
	pins, err := browser.PinCA(within(t), server.URL+"/console", ca)
	if err != nil {
		t.Fatal(err)
	}
	path, err := executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name    string
		options browser.Options
		trusted bool
	}{
		{"pinned", browser.Options{PinnedKeys: pins}, true},
		{"insecure", browser.Options{InsecureTLS: true}, true},
		{"unknown", browser.Options{}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := test.options
			o.ExecPath, o.NoSandbox, o.Origins = path, os.Getuid() == 0, []string{server.URL}
			b, err := browser.Launch(within(t), o)
			if err != nil {
				t.Fatal(err)
			}
			defer closeBrowser(t, b)
			page, err := b.NewPage(within(t), browser.PageOptions{})
			if err != nil {
				t.Fatal(err)
			}
			_, err = page.Goto(within(t), server.URL)
			if (err == nil) != test.trusted || (err != nil && !strings.Contains(err.Error(), "ERR_CERT")) {
				t.Errorf("error = %v, want trusted = %v", err, test.trusted)
			}
		})
	}
}

// newAuthority makes an authority that signed nothing.
func newAuthority(t *testing.T) []byte {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), IsCA: true, BasicConstraintsValid: true, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}

func TestPinCAFails(t *testing.T) {
	server, ca := newSecureSite(t)
	other := newAuthority(t)
	for _, test := range []struct {
		name, address string
		ca            []byte
		reason        string
	}{
		{"wrong name", strings.Replace(server.URL, "127.0.0.1", "localhost", 1), ca, "wrong name"},
		{"other authority", server.URL, other, "unknown authority"},
		{"no certificate", server.URL, []byte("nothing"), ""},
		{"not https", common.site.URL, ca, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := browser.PinCA(within(t), test.address, test.ca)
			var trust *browser.TrustError
			if err == nil || errors.As(err, &trust) != (test.reason != "") || (trust != nil && trust.Reason != test.reason) {
				t.Errorf("got %v, want %q", err, test.reason)
			}
		})
	}
}
