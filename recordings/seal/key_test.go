package seal_test

import (
	"bytes"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"lockedit/recordings/seal"
)

func open(name string) (fs.File, error) { return os.Open(name) }

func password(text string) func() ([]byte, error) {
	return func() ([]byte, error) { return []byte(text), nil }
}

func needOpenssl(t testing.TB) string {
	t.Helper()
	return need(t, "openssl")
}

// need is the path of a program that the project itself does without, and that every
// Debian has: where it is missing nothing shows that others can check a recording.
func need(t testing.TB, program string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Fatalf("%s is not installed, and this test has to run", program)
	}
	return path
}

// openssl runs the tool in a directory.
func openssl(t testing.TB, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command(needOpenssl(t), args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("openssl %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

func TestKeysRoundTrip(t *testing.T) {
	for _, kind := range []string{"ed25519", "ecdsa"} {
		for _, secret := range []string{"", "sesame open"} {
			t.Run(kind+" "+secret, func(t *testing.T) {
				s := newSigner(t, kind)
				dir := t.TempDir()
				private, public, err := seal.WritePair(dir, "ann", s, []byte(secret))
				if err != nil {
					t.Fatal(err)
				}
				again, err := seal.LoadSigner(private, open, password(secret))
				if err != nil || again.ID() != s.ID() {
					t.Errorf("%v", err)
				}
				key, err := seal.LoadKey(public, open)
				if err != nil || key.ID() != s.ID() {
					t.Errorf("%v", err)
				}
				if info, err := os.Stat(private); err != nil || info.Mode().Perm() != 0o600 {
					t.Errorf("mode of the private key: %v %v", info.Mode(), err)
				}
				var exists *seal.ExistsError
				if _, _, err := seal.WritePair(dir, "ann", newSigner(t, kind), nil); !errors.As(err, &exists) {
					t.Errorf("a key was written over another: %v", err)
				}
			})
		}
	}
}

// TestOpensslReadsOurKeysAndWeIts exchanges keys with openssl in both directions.
func TestOpensslReadsOurKeysAndWeIts(t *testing.T) {
	needOpenssl(t)
	for _, kind := range []string{"ed25519", "ecdsa"} {
		t.Run(kind, func(t *testing.T) {
			dir := t.TempDir()
			s := newSigner(t, kind)
			if _, _, err := seal.WritePair(dir, "ours", s, []byte("sesame")); err != nil {
				t.Fatal(err)
			}
			public := openssl(t, dir, "pkey", "-in", "ours.key", "-passin", "pass:sesame", "-pubout")
			if ours, err := os.ReadFile(filepath.Join(dir, "ours.pub")); err != nil || public != string(ours) {
				t.Errorf("openssl reads another public key: %v", err)
			}
			openssl(t, dir, "pkey", "-pubin", "-in", "ours.pub", "-outform", "DER", "-out", "ours.der")
			if sum := openssl(t, dir, "dgst", "-sha256", "-r", "ours.der"); !strings.HasPrefix(sum, s.ID()) {
				t.Errorf("openssl computes another ID: %s", sum)
			}
			generate := map[string][]string{"ed25519": {"-algorithm", "ed25519"}, "ecdsa": {"-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"}}[kind]
			openssl(t, dir, append([]string{"genpkey", "-out", "plain.key"}, generate...)...)
			openssl(t, dir, append([]string{"genpkey", "-aes256", "-pass", "pass:sesame", "-out", "theirs.key"}, generate...)...)
			openssl(t, dir, "pkcs8", "-topk8", "-scrypt", "-in", "plain.key", "-passout", "pass:sesame", "-out", "scrypt.key")
			openssl(t, dir, "pkcs8", "-topk8", "-v2", "des3", "-v2prf", "hmacWithSHA1", "-in", "plain.key", "-passout", "pass:sesame", "-out", "old.key")
			for _, name := range []string{"plain.key", "theirs.key", "scrypt.key", "old.key"} {
				if err := os.Chmod(filepath.Join(dir, name), 0o600); err != nil {
					t.Fatal(err)
				}
				if _, err := seal.LoadSigner(filepath.Join(dir, name), open, password("sesame")); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
			var wrong *seal.KeyError
			if _, err := seal.LoadSigner(filepath.Join(dir, "theirs.key"), open, password("wrong")); !errors.As(err, &wrong) {
				t.Errorf("a wrong password: %v", err)
			}
		})
	}
}

func TestSEC1KeysAreRead(t *testing.T) {
	dir := t.TempDir()
	openssl(t, dir, "ecparam", "-name", "prime256v1", "-genkey", "-out", "sec1.key")
	if err := os.Chmod(filepath.Join(dir, "sec1.key"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := seal.LoadSigner(filepath.Join(dir, "sec1.key"), open, password("")); err != nil {
		t.Error(err)
	}
}

func TestBadKeys(t *testing.T) {
	s := newSigner(t, "ed25519")
	private, err := s.Encode(nil)
	if err != nil {
		t.Fatal(err)
	}
	protected, err := s.Encode([]byte("sesame"))
	if err != nil {
		t.Fatal(err)
	}
	public, err := s.Public().Encode()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, text, password, want string
		public                     bool
	}{
		{"empty", "", "", "is no PEM file", false},
		{"not PEM", "hello", "", "is no PEM file", true},
		{"torn", string(private[:60]), "", "its PEM is broken", false},
		{"two", string(private) + string(private), "", "more than one PEM block", false},
		{"public as private", string(public), "", "holds public key, not private key", false},
		{"private as public", string(private), "", "is a private key, and the public one is wanted", true},
		{"protected as public", string(protected), "", "is a private key, and the public one is wanted", true},
		{"wrong password", string(protected), "Sesame", "the password is wrong", false},
		{"no password", string(protected), "", "the password is wrong: it is empty", false},
		{"a certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "", "holds certificate, not public key", true},
		{"no key inside", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "", "asn1", false},
		{"a form out of use", "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n-----END EC PRIVATE KEY-----\n", "x", "openssl pkcs8 -topk8", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "k.pem")
			if err := os.WriteFile(path, []byte(tt.text), 0o600); err != nil {
				t.Fatal(err)
			}
			var err error
			if tt.public {
				_, err = seal.LoadKey(path, open)
			} else {
				_, err = seal.LoadSigner(path, open, password(tt.password))
			}
			var key *seal.KeyError
			if !errors.As(err, &key) || !strings.Contains(err.Error(), tt.want) || key.Hint == "" || !strings.Contains(err.Error(), path) {
				t.Errorf("error is %v, want %q", err, tt.want)
			}
		})
	}
}

// TestATornProtectedKeyIsAnError holds that data that is no whole number of blocks
// is an error; the library's cipher panics on it.
func TestATornProtectedKeyIsAnError(t *testing.T) {
	text, err := newSigner(t, "ed25519").Encode([]byte("sesame"))
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(text)
	var protected struct {
		Algorithm asn1.RawValue
		Data      []byte
	}
	if _, err := asn1.Unmarshal(block.Bytes, &protected); err != nil {
		t.Fatal(err)
	}
	protected.Data = protected.Data[:len(protected.Data)-1]
	if block.Bytes, err = asn1.Marshal(protected); err != nil {
		t.Fatal(err)
	}
	_, err = seal.ParseSigner(pem.EncodeToMemory(block), password("sesame"))
	if err == nil || !strings.Contains(err.Error(), "its encryption is broken") {
		t.Errorf("error is %v", err)
	}
}

func TestKeysOfOtherKinds(t *testing.T) {
	dir := t.TempDir()
	openssl(t, dir, "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-224", "-out", "p224.key")
	openssl(t, dir, "genpkey", "-algorithm", "RSA", "-out", "rsa.key")
	openssl(t, dir, "genpkey", "-algorithm", "X25519", "-out", "x.key")
	for name, want := range map[string]string{"p224.key": "only P-256, P-384 and P-521", "rsa.key": "not an ed25519 or ECDSA", "x.key": "cannot sign"} {
		if err := os.Chmod(filepath.Join(dir, name), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := seal.LoadSigner(filepath.Join(dir, name), open, password("")); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAKeyThatOthersReadIsRefused(t *testing.T) {
	dir := t.TempDir()
	s := newSigner(t, "ecdsa")
	for _, secret := range []string{"", "sesame"} {
		path, _, err := seal.WritePair(dir, "k"+secret, s, []byte(secret))
		if err == nil {
			err = os.Chmod(path, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
		_, err = seal.LoadSigner(path, open, password(secret))
		if refused := err != nil && strings.Contains(err.Error(), "others than its owner"); refused != (secret == "") {
			t.Errorf("password %q: %v", secret, err)
		}
	}
}

func TestTheSameKeyTwiceIsOneApprover(t *testing.T) {
	dir := t.TempDir()
	_, path, err := seal.WritePair(dir, "k", newSigner(t, "ecdsa"), nil)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "again.pub"), append([]byte("my key\n"), text...), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := seal.LoadKeys([]string{path, filepath.Join(dir, "again.pub")}, open); err == nil || !strings.Contains(err.Error(), "same key") {
		t.Errorf("error is %v", err)
	}
}

func FuzzParseSigner(f *testing.F) {
	for _, kind := range []string{"ed25519", "ecdsa"} {
		s := newSigner(f, kind)
		plain, err := s.Encode(nil)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(plain)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if bytes.Contains(text, []byte("ENCRYPTED")) {
			t.Skip("the password is hashed as often as the file says, which may be for ever")
		}
		s, err := seal.ParseSigner(text, password("sesame"))
		if err == nil && (s == nil || len(s.ID()) != 64) {
			t.Errorf("a key without an ID: %+v", s)
		}
	})
}

func FuzzParseKey(f *testing.F) {
	text, err := newSigner(f, "ecdsa").Public().Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte("-----BEGIN PUBLIC KEY-----\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		k, err := seal.ParseKey(text)
		if err != nil {
			return
		}
		again, err := k.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if same, err := seal.ParseKey(again); err != nil || same.ID() != k.ID() {
			t.Errorf("a key changes when it is written: %v", err)
		}
	})
}
