package seal_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/secure-systems-lab/go-securesystemslib/dsse"

	"lockedit/recordings/seal"
)

// opensslPair makes a key on a curve with openssl: a protected private one and a public
// one, as lockedit reads them.
func opensslPair(t *testing.T, dir, curve string) (*seal.Signer, *seal.Key) {
	t.Helper()
	private, public := filepath.Join(dir, "private.pem"), filepath.Join(dir, "public.pem")
	openssl(t, dir, "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:"+curve, "-aes256", "-pass", "pass:sesame", "-out", private)
	openssl(t, dir, "pkey", "-in", private, "-passin", "pass:sesame", "-pubout", "-out", public)
	signer, err := seal.LoadSigner(private, open, password("sesame"))
	if err != nil {
		t.Fatal(err)
	}
	key, err := seal.LoadKey(public, open)
	if err != nil || key.ID() != signer.ID() {
		t.Fatalf("the public key is another: %v", err)
	}
	return signer, key
}

// TestCurves signs recordings and plans with keys of each curve, and holds that openssl,
// the library of the envelope's makers and lockedit agree on the hash.
func TestCurves(t *testing.T) {
	needOpenssl(t)
	for curve, hash := range map[string]string{"P-256": "-sha256", "P-384": "-sha384", "P-521": "-sha512"} {
		t.Run(curve, func(t *testing.T) {
			work := t.TempDir()
			signer, key := opensslPair(t, work, curve)
			dir := record(t, clock(), signer)
			if r := verify(t, dir, seal.Checks{Keys: []*seal.Key{key}}); !r.Intact || !r.Signatures[0].Verified {
				t.Errorf("%s", said(r))
			}
			e, body := readEnvelope(t, dir)
			public, err := key.Encode()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := verifyElsewhere(t, public, e); err != nil {
				t.Error(err)
			}
			signed := dsse.PAE(e.PayloadType, body)
			for name, content := range map[string]string{"signed": string(signed), "sig": decode(t, e.Signatures[0].Sig)} {
				if err := os.WriteFile(filepath.Join(work, name), []byte(content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if out := openssl(t, work, "dgst", hash, "-verify", "public.pem", "-signature", "sig", "signed"); !strings.Contains(out, "Verified OK") {
				t.Error(out)
			}
			plan := samplePlan(t)
			valid, err := seal.CheckApprovals(plan, approve(t, plan, signer, at.Add(time.Hour)), []*seal.Key{key}, 1, at)
			if err != nil || len(valid) != 1 || valid[0].KeyID != key.ID() {
				t.Errorf("approvals: %+v, %v", valid, err)
			}
		})
	}
}

// TestTheKeyChoosesTheHash holds that a signature over another hash than that of the
// key's curve does not count, whoever made it.
func TestTheKeyChoosesTheHash(t *testing.T) {
	needOpenssl(t)
	hashes := map[string]string{"P-256": "-sha256", "P-384": "-sha384", "P-521": "-sha512"}
	data := bytes.Repeat([]byte("what is signed "), 10)
	for curve, right := range hashes {
		t.Run(curve, func(t *testing.T) {
			work := t.TempDir()
			_, key := opensslPair(t, work, curve)
			if err := os.WriteFile(filepath.Join(work, "signed"), data, 0o600); err != nil {
				t.Fatal(err)
			}
			for _, hash := range hashes {
				openssl(t, work, "dgst", hash, "-sign", "private.pem", "-passin", "pass:sesame", "-out", "sig", "signed")
				sig, err := os.ReadFile(filepath.Join(work, "sig"))
				if err != nil {
					t.Fatal(err)
				}
				if err := key.Verify(context.Background(), data, sig); (err == nil) != (hash == right) {
					t.Errorf("a signature over %s: %v", hash, err)
				}
			}
		})
	}
}
