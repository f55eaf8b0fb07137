package seal_test

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/secure-systems-lab/go-securesystemslib/dsse"

	"lockedit/recordings"
	"lockedit/recordings/seal"
)

// authority is a time stamping authority that openssl ts plays.
type authority struct {
	t    *testing.T
	dir  string
	mu   sync.Mutex
	url  string
	mend func(answer []byte) []byte
}

// newAuthority makes its certificates and starts it behind HTTP.
func newAuthority(t *testing.T) *authority {
	t.Helper()
	needOpenssl(t)
	a := &authority{t: t, dir: t.TempDir(), mend: func(b []byte) []byte { return b }}
	config, err := filepath.Abs(filepath.Join("testdata", "tsa.cnf"))
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(config)
	if err == nil {
		err = os.WriteFile(filepath.Join(a.dir, "tsa.cnf"), text, 0o600)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(a.dir, "serial"), []byte("01\n"), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	ec := []string{"-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-config", "tsa.cnf"}
	openssl(t, a.dir, append([]string{"req", "-x509", "-extensions", "authority", "-subj", "/CN=Test authority", "-days", "3650", "-keyout", "ca.key", "-out", "ca.pem"}, ec...)...)
	openssl(t, a.dir, append([]string{"req", "-new", "-keyout", "tsa.key", "-out", "tsa.csr"}, ec...)...)
	openssl(t, a.dir, "x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "3650",
		"-extfile", "tsa.cnf", "-extensions", "stamper", "-out", "tsa.pem")
	server := httptest.NewServer(a)
	t.Cleanup(server.Close)
	a.url = server.URL
	return a
}

func (a *authority) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock() // openssl counts in a file
	defer a.mu.Unlock()
	query, err := io.ReadAll(r.Body)
	if err == nil {
		err = os.WriteFile(filepath.Join(a.dir, "query.tsq"), query, 0o600)
	}
	if err != nil || r.Header.Get("Content-Type") != "application/timestamp-query" {
		http.Error(w, "no query", http.StatusBadRequest)
		return
	}
	cmd := exec.CommandContext(r.Context(), "openssl", "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query.tsq",
		"-inkey", "tsa.key", "-signer", "tsa.pem", "-out", "reply.tsr")
	cmd.Dir = a.dir
	if out, err := cmd.CombinedOutput(); err != nil {
		a.t.Errorf("openssl ts: %v\n%s", err, out)
	}
	answer, err := os.ReadFile(filepath.Join(a.dir, "reply.tsr"))
	if err != nil {
		a.t.Error(err)
	}
	w.Header().Set("Content-Type", "application/timestamp-reply")
	_, _ = w.Write(a.mend(answer))
}

func (a *authority) certificates(name string) []*x509.Certificate {
	a.t.Helper()
	text, err := os.ReadFile(filepath.Join(a.dir, name))
	if err != nil {
		a.t.Fatal(err)
	}
	all, err := seal.ParseAuthorities(text)
	if err != nil {
		a.t.Fatal(err)
	}
	return all
}

func TestTimeStamp(t *testing.T) {
	now := clock()
	a := newAuthority(t)
	signer := newSigner(t, "ed25519")
	keys := []*seal.Key{signer.Public()}
	dir := record(t, now, signer)
	s := signing(now)
	s.Authority = a.url
	if done := mustSign(t, dir, s); !done.Stamped {
		t.Errorf("%+v", done)
	}
	expectSums(t, dir)
	for _, name := range []string{"ca.pem", "tsa.pem"} {
		r := verify(t, dir, seal.Checks{Keys: keys, Authorities: a.certificates(name)})
		if !r.Intact || !r.Stamp.Verified || r.Stamp.Over != signer.ID() || !strings.Contains(r.Stamp.Authority, "Test time stamping") {
			t.Errorf("%s: %s %+v", name, said(r), r.Stamp)
		}
	}
	if r := verify(t, dir, seal.Checks{}); !r.Intact || r.Stamp.Verified {
		t.Errorf("without a certificate: %s %+v", said(r), r.Stamp)
	}
	if r := verify(t, dir, seal.Checks{Authorities: a.certificates("ca.pem")}); !r.Intact || r.Stamp.Verified {
		t.Errorf("without a key: %s %+v", said(r), r.Stamp)
	}
	other := newAuthority(t)
	if r := verify(t, dir, seal.Checks{Keys: keys, Authorities: other.certificates("ca.pem")}); r.Intact || r.Stamp.Verified || !strings.Contains(said(r), "not of the given authority") {
		t.Errorf("another authority: %s", said(r))
	}
	before := contents(t, dir)
	s.Signers = []*seal.Signer{newSigner(t, "ecdsa")}
	if done := mustSign(t, dir, s); done.Stamped || !done.HadStamp {
		t.Errorf("a second stamp: %+v", done)
	}
	if contents(t, dir)["statement.tsr"] != before["statement.tsr"] {
		t.Error("the first stamp is gone")
	}
	if r := verify(t, dir, seal.Checks{Keys: keys, Authorities: a.certificates("ca.pem")}); !r.Intact || !r.Stamp.Verified {
		t.Errorf("after another signature: %s", said(r))
	}
}

// TestOpensslVerifiesTheTimeStamp holds that the file is what openssl ts reads.
func TestOpensslVerifiesTheTimeStamp(t *testing.T) {
	now := clock()
	a := newAuthority(t)
	dir := record(t, now, newSigner(t, "ecdsa"))
	s := signing(now)
	s.Authority = a.url
	mustSign(t, dir, s)
	e, _ := readEnvelope(t, dir)
	work := t.TempDir()
	if err := os.WriteFile(filepath.Join(work, "sig"), []byte(decode(t, e.Signatures[0].Sig)), 0o600); err != nil {
		t.Fatal(err)
	}
	out := openssl(t, work, "ts", "-verify", "-data", "sig", "-in", filepath.Join(dir, "statement.tsr"), "-CAfile", filepath.Join(a.dir, "ca.pem"))
	if !strings.Contains(out, "Verification: OK") {
		t.Error(out)
	}
}

func TestStampOfAnotherRecording(t *testing.T) {
	now := clock()
	a := newAuthority(t)
	s := signing(now)
	s.Authority = a.url
	signer := newSigner(t, "ed25519")
	dir, other := record(t, now, signer), record(t, now, newSigner(t, "ed25519"))
	mustSign(t, other, s)
	text, err := os.ReadFile(filepath.Join(other, "statement.tsr"))
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "statement.tsr"), text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	r := verify(t, dir, seal.Checks{Keys: []*seal.Key{signer.Public()}, Authorities: a.certificates("ca.pem")})
	if !strings.Contains(said(r), "over none of the signatures") {
		t.Errorf("%s", said(r))
	}
}

// TestAnOldStampDatesNoNewRecording puts the stamp of an old recording into a new one,
// and the bytes that it is over into the list of signatures, which nobody signed.
func TestAnOldStampDatesNoNewRecording(t *testing.T) {
	now := clock()
	a := newAuthority(t)
	operator, board := newSigner(t, "ed25519"), newSigner(t, "ecdsa")
	s := signing(now)
	s.Authority = a.url
	old := record(t, now, operator)
	mustSign(t, old, s)
	stamp := []byte(contents(t, old)["statement.tsr"])
	stamped, _ := readEnvelope(t, old)
	for _, tt := range []struct {
		name  string
		place int
		keys  []*seal.Signer
	}{
		{"after the signature", 1, []*seal.Signer{operator}},
		{"before the signature", 0, []*seal.Signer{operator}},
		{"of two signers", 1, []*seal.Signer{operator, board}},
		{"with no key", 1, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := record(t, now, operator, board)
			e, _ := readEnvelope(t, dir)
			e.Signatures = slices.Insert(e.Signatures, tt.place, dsse.Signature{KeyID: operator.ID(), Sig: stamped.Signatures[0].Sig})
			envelope, err := json.Marshal(e)
			if err == nil {
				err = recordings.Reseal(dir, map[string][]byte{"statement.dsse.json": envelope, "statement.tsr": stamp})
			}
			if err != nil {
				t.Fatal(err)
			}
			c := seal.Checks{Authorities: a.certificates("ca.pem")}
			for _, k := range tt.keys {
				c.Keys = append(c.Keys, k.Public())
			}
			r := verify(t, dir, c)
			if r.Stamp.Verified {
				t.Errorf("the time %s is verified", r.Stamp.Time)
			}
			if told := strings.HasPrefix(said(r), "time stamp: ") && strings.Contains(said(r), "none of the given keys made"); told != (tt.keys != nil) {
				t.Errorf("%q", said(r))
			}
		})
	}
}

// TestAuthorityFails holds that a recording stays signed when no time stamp is to
// be had, and that nothing that is none is kept.
func TestAuthorityFails(t *testing.T) {
	a := newAuthority(t)
	former := []byte{}
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>") }))
	t.Cleanup(page.Close)
	gone := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(gone.Close)
	closed := httptest.NewServer(nil)
	closed.Close()
	for _, tt := range []struct {
		name, url, want string
		mend            func([]byte) []byte
	}{
		{"a web page", page.URL, "not application/timestamp-reply", nil},
		{"not found", gone.URL, "answers 404", nil},
		{"not there", closed.URL, "refused", nil},
		{"not there, with secrets", strings.Replace(closed.URL, "//", "//someone:hush@", 1) + "/?token=hush", "refused", nil},
		{"torn", a.url, "the answer is no time stamp", func(b []byte) []byte { former = b; return b[:len(b)/2] }},
		{"a signature that does not fit", a.url, "the answer is no time stamp", func(b []byte) []byte { b[len(b)-3] ^= 1; return b }},
		{"a former answer", a.url, "over something else", func([]byte) []byte { return former }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			now := clock()
			a.mend = tt.mend
			dir := record(t, now)
			s := signing(now, newSigner(t, "ed25519"))
			s.Authority = tt.url
			done, err := seal.Sign(context.Background(), dir, s)
			var stamp *seal.StampError
			if !errors.As(err, &stamp) || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "hush") || done.Signatures != 1 {
				t.Errorf("error is %v, want %q; %+v", err, tt.want, done)
			}
			if r := verify(t, dir, seal.Checks{}); !r.Intact || len(r.Signatures) != 1 || r.Stamp != nil {
				t.Errorf("%s %+v", said(r), r)
			}
		})
	}
}

func TestUnsignedIsNotStamped(t *testing.T) {
	s := signing(clock())
	s.Authority = "http://127.0.0.1:1/"
	_, err := seal.Sign(context.Background(), record(t, clock()), s)
	if err == nil || !strings.Contains(err.Error(), "give a key") {
		t.Errorf("error is %v", err)
	}
}

func FuzzStamp(f *testing.F) {
	dir := record(f, clock(), newSigner(f, "ed25519"))
	recording := filepath.Join(f.TempDir(), "r")
	if err := os.CopyFS(recording, os.DirFS(dir)); err != nil {
		f.Fatal(err)
	}
	f.Add([]byte{0x30, 0x03, 0x02, 0x01, 0x00})
	f.Fuzz(func(t *testing.T, der []byte) {
		if err := os.WriteFile(filepath.Join(recording, "statement.tsr"), der, 0o600); err != nil {
			t.Fatal(err)
		}
		r, err := seal.Verify(recording, seal.Checks{})
		if err != nil || r.Intact {
			t.Errorf("a stamp over nothing of this recording passes: %v", err)
		}
	})
}
