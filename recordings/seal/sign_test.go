package seal_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lockedit/recordings"
	"lockedit/recordings/seal"
)

func signing(now func() time.Time, signers ...*seal.Signer) seal.Signing {
	return seal.Signing{Signers: signers, Now: now, Lockedit: "v1.2.3"}
}

func mustSign(t *testing.T, dir string, s seal.Signing) seal.Signed {
	t.Helper()
	done, err := seal.Sign(context.Background(), dir, s)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

// contents are the files below a directory.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		all[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// expectOnlySealChanged holds that nothing but the files of the seal differs.
func expectOnlySealChanged(t *testing.T, before, after map[string]string) {
	t.Helper()
	for _, all := range []map[string]string{before, after} {
		for _, name := range []string{"SHA256SUMS", "statement.dsse.json", "statement.tsr"} {
			delete(all, name)
		}
	}
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("files of the recording changed: %s", diff)
	}
}

// expectSums holds that sha256sum accepts the recording, where there is one.
func expectSums(t *testing.T, dir string) {
	t.Helper()
	cmd := exec.Command(need(t, "sha256sum"), "--strict", "-c", "SHA256SUMS")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("sha256sum: %v\n%s", err, out)
	}
}

func TestSeveralSigners(t *testing.T) {
	now := clock()
	first, second := newSigner(t, "ed25519"), newSigner(t, "ecdsa")
	dir := record(t, now, first)
	before := contents(t, dir)
	done := mustSign(t, dir, signing(now, second))
	if want := (seal.Signed{Complete: true, Signatures: 2}); done != want {
		t.Errorf("signing says %+v", done)
	}
	r := verify(t, dir, seal.Checks{Keys: []*seal.Key{first.Public(), second.Public()}})
	if !r.Intact || !r.Signatures[0].Verified || !r.Signatures[1].Verified {
		t.Errorf("%s %+v", said(r), r.Signatures)
	}
	after := contents(t, dir)
	expectSums(t, dir)
	mustSign(t, dir, signing(now, second, first))
	if diff := cmp.Diff(after, contents(t, dir)); diff != "" {
		t.Errorf("signing again with the same keys changed: %s", diff)
	}
	expectOnlySealChanged(t, before, after)
}

func TestABrokenRecordingIsNotSigned(t *testing.T) {
	signer := newSigner(t, "ed25519")
	dir := record(t, clock(), signer)
	if err := os.WriteFile(filepath.Join(dir, "run.json"), []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	before := contents(t, dir)
	_, err := seal.Sign(context.Background(), dir, signing(clock(), newSigner(t, "ed25519")))
	var broken *seal.BrokenError
	if !errors.As(err, &broken) || !strings.Contains(err.Error(), "run.json") {
		t.Errorf("error is %v", err)
	}
	if diff := cmp.Diff(before, contents(t, dir)); diff != "" {
		t.Errorf("something was written: %s", diff)
	}
}

// TestASigningThatBrokeOffIsMended holds that torn sums of the seal's own files
// do not stop the next signing.
func TestASigningThatBrokeOffIsMended(t *testing.T) {
	now := clock()
	dir := record(t, now, newSigner(t, "ed25519"))
	path := filepath.Join(dir, "statement.dsse.json")
	old, err := os.ReadFile(filepath.Join(dir, "SHA256SUMS"))
	if err != nil {
		t.Fatal(err)
	}
	mustSign(t, dir, signing(now, newSigner(t, "ed25519")))
	if err := os.WriteFile(filepath.Join(dir, "SHA256SUMS"), old, 0o600); err != nil {
		t.Fatal(err)
	}
	if r := verify(t, dir, seal.Checks{}); r.Intact {
		t.Fatalf("sums that do not fit %s pass", path)
	}
	mustSign(t, dir, signing(now, newSigner(t, "ed25519")))
	if r := verify(t, dir, seal.Checks{}); !r.Intact || len(r.Signatures) != 3 {
		t.Errorf("%s", said(r))
	}
}

// die leaves what a killed run leaves: whole lines, and the beginning of one.
func die(t *testing.T, now func() time.Time) string {
	t.Helper()
	dir := begin(t, now).Dir()
	copied := filepath.Join(t.TempDir(), "dead") // the journal still holds its own
	if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(filepath.Join(copied, "events.jsonl"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteString(`{"type":"note","@le`); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	return copied
}

func TestADeadRunIsSealedAsIncomplete(t *testing.T) {
	now := clock()
	dir := die(t, now)
	signer := newSigner(t, "ed25519")
	before := contents(t, dir)
	done := mustSign(t, dir, signing(now, signer))
	if !done.Fresh || done.Complete {
		t.Errorf("signing says %+v", done)
	}
	r := verify(t, dir, seal.Checks{Keys: []*seal.Key{signer.Public()}})
	if !r.Intact || r.Sealed.Complete || r.Sealed.Result != "incomplete" || r.Sealed.SealedBy != "evidence sign" {
		t.Errorf("%s %+v", said(r), r.Sealed)
	}
	missing := strings.Join(r.Sealed.Missing, "\n")
	for _, want := range []string{"the last event is number 7", "19 bytes of a line", "step 1, Lock & Edit, had begun", "no event says that it was given back"} {
		if !strings.Contains(missing, want) {
			t.Errorf("the statement does not say %q:\n%s", want, missing)
		}
	}
	expectSums(t, dir)
	expectOnlySealChanged(t, before, contents(t, dir))
	mustSign(t, dir, signing(now, newSigner(t, "ecdsa")))
	if r := verify(t, dir, seal.Checks{}); r.Sealed.Complete {
		t.Error("a further signature made it complete")
	}
}

// TestARunThatDiedWhileSealing holds that even a run that ended is not complete
// when another process seals its recording.
func TestARunThatDiedWhileSealing(t *testing.T) {
	now := clock()
	dir := record(t, now)
	for _, name := range []string{"statement.dsse.json", "SHA256SUMS"} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	if done := mustSign(t, dir, signing(now, newSigner(t, "ed25519"))); !done.Fresh || done.Complete {
		t.Errorf("signing says %+v", done)
	}
	if r := verify(t, dir, seal.Checks{}); !r.Intact || r.Sealed.Complete {
		t.Errorf("%s %+v", said(r), r.Sealed)
	}
}

func TestARunThatGoesOnIsNotSealed(t *testing.T) {
	j := begin(t, clock())
	_, err := seal.Sign(context.Background(), j.Dir(), signing(clock(), newSigner(t, "ed25519")))
	var held *recordings.HeldError
	if !errors.As(err, &held) {
		t.Errorf("error is %v", err)
	}
	found, err := recordings.Find(j.Dir())
	if err != nil || !found.Running || found.Dead {
		t.Errorf("found %+v, %v", found, err)
	}
}

// failing is a format that cannot be written.
type failing struct{}

func (failing) File() string { return "report.html" }

func (failing) Render(recordings.Recording) ([]byte, error) { return nil, errors.New("no room") }

func TestARunThatCouldNotWriteEverythingIsNotComplete(t *testing.T) {
	now := clock()
	j, err := recordings.Create(recordings.Options{Dir: filepath.Join(t.TempDir(), "r"), Now: now,
		Formats: []recordings.Format{failing{}}, Seal: seal.Format{Now: now}})
	if err != nil {
		t.Fatal(err)
	}
	if err := j.Finish(recordings.Outcome{Result: "done"}); err == nil {
		t.Fatal("no error")
	}
	r := verify(t, j.Dir(), seal.Checks{})
	if !r.Intact || r.Sealed.Complete || len(r.Sealed.Missing) != 1 || !strings.Contains(r.Sealed.Missing[0], "no room") {
		t.Errorf("%s %+v", said(r), r.Sealed)
	}
}

func TestFilesOfTheSystemAreNotSealed(t *testing.T) {
	dir := die(t, clock())
	if err := os.Symlink("/etc/hostname", filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	if _, err := seal.Sign(context.Background(), dir, signing(clock(), newSigner(t, "ed25519"))); err == nil || !strings.Contains(err.Error(), "cannot be sealed") {
		t.Errorf("error is %v", err)
	}
}
