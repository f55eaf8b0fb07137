package seal_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lockedit/recordings"
	"lockedit/recordings/seal"
)

// clock begins at noon; each look at it is a second later.
func clock() func() time.Time {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	return func() time.Time {
		now = now.Add(time.Second)
		return now
	}
}

func newSigner(t testing.TB, kind string) *seal.Signer {
	t.Helper()
	s, err := seal.Generate(kind)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// begin opens a recording in which a run takes the lock.
func begin(t testing.TB, now func() time.Time, signers ...*seal.Signer) *recordings.Journal {
	t.Helper()
	j, err := recordings.Create(recordings.Options{
		Dir: filepath.Join(t.TempDir(), "recording"), Verb: "run", Cluster: "soa_cluster", Now: now, Program: "v1.2.3",
		Seal: seal.Format{Signers: signers, Now: now},
	})
	if err != nil {
		t.Fatal(err)
	}
	j.Start(recordings.Started{Verb: "run", Cluster: "soa_cluster", Operator: recordings.Operator{User: "ann", Host: "h"}})
	j.Console(recordings.Console{URL: "http://wls/console", Version: "12.2.1.4.0", Domain: "soainfra"})
	j.StartStep("lock", "Lock & Edit")
	if _, err := j.Picture("before", []byte("pixels of a picture"), 1, 1, now()); err != nil {
		t.Fatal(err)
	}
	if _, err := j.Picture("after", []byte("other pixels of a picture"), 1, 1, now()); err != nil {
		t.Fatal(err)
	}
	j.Lock(recordings.LockChange{What: "acquired"})
	return j
}

// record makes a recording of a run that ended well.
func record(t testing.TB, now func() time.Time, signers ...*seal.Signer) string {
	t.Helper()
	j := begin(t, now, signers...)
	if err := j.EndStep(recordings.StatusPassed, "locked", nil); err != nil {
		t.Fatal(err)
	}
	j.Lock(recordings.LockChange{What: "activated"})
	if err := j.Finish(recordings.Outcome{Result: "done", Verdict: "in force"}); err != nil {
		t.Fatal(err)
	}
	return j.Dir()
}

func verify(t testing.TB, dir string, c seal.Checks) seal.Report {
	t.Helper()
	r, err := seal.Verify(dir, c)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// said are the texts of problems, with their kinds.
func said(r seal.Report) string {
	var all []string
	for _, p := range r.Problems {
		all = append(all, string(p.Kind)+": "+p.Text)
	}
	return strings.Join(all, "\n")
}

func TestSealedRecordingIsIntact(t *testing.T) {
	for _, kind := range []string{"ed25519", "ecdsa"} {
		t.Run(kind, func(t *testing.T) {
			signer := newSigner(t, kind)
			r := verify(t, record(t, clock(), signer), seal.Checks{Keys: []*seal.Key{signer.Public()}})
			if !r.Intact || !r.Sealed.Complete || r.Sealed.SealedBy != "run" || r.Files != 4 {
				t.Errorf("%+v %+v", r, r.Sealed)
			}
			if len(r.Signatures) != 1 || !r.Signatures[0].Verified || r.Signatures[0].KeyID != signer.ID() {
				t.Errorf("signatures are %+v", r.Signatures)
			}
		})
	}
}

func TestWithoutKeysASealIsUnsigned(t *testing.T) {
	dir := record(t, clock())
	if r := verify(t, dir, seal.Checks{}); !r.Intact || len(r.Signatures) != 0 {
		t.Errorf("%+v", r)
	}
	r := verify(t, dir, seal.Checks{Keys: []*seal.Key{newSigner(t, "ed25519").Public()}})
	if r.Intact || !strings.Contains(said(r), "nobody has") {
		t.Errorf("an unsigned envelope passes a key: %s", said(r))
	}
}

// must ends a test at an error.
func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	must(t, os.WriteFile(path, []byte(text), 0o600))
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	must(t, err)
	return string(text)
}

// edit replaces a text of a file, once.
func edit(t *testing.T, path, old, with string) {
	t.Helper()
	text := read(t, path)
	if !strings.Contains(text, old) {
		t.Fatalf("%s does not hold %q", path, old)
	}
	write(t, path, strings.Replace(text, old, with, 1))
}

// TestVerifyNamesWhatWasDone changes one thing in a sealed recording, and wants
// it named.
func TestVerifyNamesWhatWasDone(t *testing.T) {
	const picture = "steps/01-lock/before.png"
	at := filepath.Join
	for _, tt := range []struct {
		name string
		do   func(t *testing.T, dir string)
		want []string
	}{
		{"added", func(t *testing.T, dir string) { write(t, at(dir, "steps/01-lock/more.png"), "x") },
			[]string{"added: steps/01-lock/more.png was added", "sums: SHA256SUMS does not list steps/01-lock/more.png"}},
		{"added and hidden", func(t *testing.T, dir string) { write(t, at(dir, ".hidden"), "x") }, []string{"added: .hidden was added"}},
		{"removed", func(t *testing.T, dir string) { must(t, os.Remove(at(dir, picture))) },
			[]string{"removed: " + picture + " was removed", "sums: SHA256SUMS lists " + picture + ", which is not there"}},
		{"renamed", func(t *testing.T, dir string) {
			must(t, os.Rename(at(dir, picture), at(dir, "steps/01-lock/later.png")))
		},
			[]string{"renamed: " + picture + " was renamed to steps/01-lock/later.png"}},
		{"two exchanged", func(t *testing.T, dir string) {
			must(t, os.Rename(at(dir, picture), at(dir, "x")))
			must(t, os.Rename(at(dir, "steps/01-lock/after.png"), at(dir, picture)))
			must(t, os.Rename(at(dir, "x"), at(dir, "steps/01-lock/after.png")))
		}, []string{"changed: " + picture + " was changed", "steps/01-lock/after.png was truncated or changed"}},
		{"truncated", func(t *testing.T, dir string) { must(t, os.Truncate(at(dir, picture), 3)) },
			[]string{"truncated: " + picture + " was truncated or changed: it has 3 of 19 bytes"}},
		{"emptied", func(t *testing.T, dir string) { must(t, os.Truncate(at(dir, "events.jsonl"), 0)) }, []string{"truncated: events.jsonl"}},
		{"one byte", func(t *testing.T, dir string) { write(t, at(dir, picture), "Pixels of a picture") },
			[]string{"changed: " + picture + " was changed"}},
		{"a value, and the sums mended", func(t *testing.T, dir string) {
			edit(t, at(dir, "run.json"), `"in force"`, `"in farce"`)
			must(t, recordings.Reseal(dir, nil))
		}, []string{"changed: run.json"}},
		{"a link instead", func(t *testing.T, dir string) {
			copied := at(t.TempDir(), "copy.png")
			write(t, copied, read(t, at(dir, picture)))
			must(t, os.Remove(at(dir, picture)))
			must(t, os.Symlink(copied, at(dir, picture)))
		}, []string{"odd file: " + picture + " is no regular file"}},
		{"no envelope", func(t *testing.T, dir string) { must(t, os.Remove(at(dir, "statement.dsse.json"))) }, []string{"unsealed: statement.dsse.json is not there"}},
		{"no sums", func(t *testing.T, dir string) { must(t, os.Remove(at(dir, "SHA256SUMS"))) }, []string{"sums: SHA256SUMS is not there"}},
		{"sums cut", func(t *testing.T, dir string) { must(t, os.Truncate(at(dir, "SHA256SUMS"), 70)) }, []string{"a line that is no sum", "does not list run.json"}},
		{"envelope torn", func(t *testing.T, dir string) { must(t, os.Truncate(at(dir, "statement.dsse.json"), 99)) }, []string{"statement: statement.dsse.json is no DSSE envelope"}},
		{"another payload type", func(t *testing.T, dir string) {
			edit(t, at(dir, "statement.dsse.json"), "vnd.in-toto", "vnd.other")
		}, []string{"has a payload of type"}},
		{"signature changed", func(t *testing.T, dir string) {
			edit(t, at(dir, "statement.dsse.json"), `"sig": "`, `"sig": "AAAA`)
		}, []string{"signer: the signature of key", "is not valid"}},
		{"signature taken out", func(t *testing.T, dir string) {
			head, _, _ := strings.Cut(read(t, at(dir, "statement.dsse.json")), `"signatures": [`)
			write(t, at(dir, "statement.dsse.json"), head+`"signatures": []}`)
		}, []string{"nobody has"}},
		{"envelope of another recording", func(t *testing.T, dir string) {
			now := clock()
			_, _ = now(), now()
			other := record(t, now)
			write(t, at(dir, "statement.dsse.json"), read(t, at(other, "statement.dsse.json")))
		}, []string{"other recording: statement.dsse.json is of another recording: of run soa_cluster of 2026-11-23 12:00:03.000Z, and this is run soa_cluster of 2026-11-23 12:00:01.000Z"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			signer := newSigner(t, "ed25519")
			dir := record(t, clock(), signer)
			tt.do(t, dir)
			r := verify(t, dir, seal.Checks{Keys: []*seal.Key{signer.Public()}})
			if r.Intact {
				t.Fatal("it is found intact")
			}
			for _, want := range tt.want {
				if !strings.Contains(said(r), want) {
					t.Errorf("does not say %q:\n%s", want, said(r))
				}
			}
		})
	}
}

func TestWrongSigner(t *testing.T) {
	signer, other := newSigner(t, "ed25519"), newSigner(t, "ecdsa")
	r := verify(t, record(t, clock(), signer), seal.Checks{Keys: []*seal.Key{other.Public()}})
	if want := "has not signed: signed by " + signer.ID()[:16]; r.Intact || !strings.Contains(said(r), want) {
		t.Errorf("does not say %q: %s", want, said(r))
	}
}

// TestForgedPayload holds that a statement that was changed to fit changed files
// is not signed, whatever key ID it shows.
func TestForgedPayload(t *testing.T) {
	signer, forger := newSigner(t, "ed25519"), newSigner(t, "ed25519")
	dir := record(t, clock(), forger)
	path := filepath.Join(dir, "statement.dsse.json")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	forged := strings.ReplaceAll(string(text), forger.ID(), signer.ID())
	if err := os.WriteFile(path, []byte(forged), 0o600); err != nil {
		t.Fatal(err)
	}
	r := verify(t, dir, seal.Checks{Keys: []*seal.Key{signer.Public()}})
	if r.Intact || !strings.Contains(said(r), "is not valid") {
		t.Errorf("a forged signature passes: %s", said(r))
	}
}

func TestForeignAndNewer(t *testing.T) {
	var foreign *recordings.ForeignError
	var newer *recordings.NewerSchemaError
	empty := t.TempDir()
	if _, err := seal.Verify(empty, seal.Checks{}); !errors.As(err, &foreign) {
		t.Errorf("an empty directory: %v", err)
	}
	if _, err := seal.Verify(filepath.Join(empty, "none"), seal.Checks{}); !errors.As(err, &foreign) {
		t.Errorf("no directory: %v", err)
	}
	dir := record(t, clock())
	replacePayload(t, dir, "urn:lockedit:recording:v1", "urn:lockedit:recording:v2")
	if _, err := seal.Verify(dir, seal.Checks{}); !errors.As(err, &newer) {
		t.Errorf("a newer statement: %v", err)
	}
	replacePayload(t, dir, "urn:lockedit:recording:v2", "https://slsa.dev/provenance/v1")
	if r := verify(t, dir, seal.Checks{}); r.Intact || !strings.Contains(said(r), "slsa.dev") {
		t.Errorf("a foreign statement: %s", said(r))
	}
}

// replacePayload changes the statement in an envelope.
func replacePayload(t *testing.T, dir, old, with string) {
	t.Helper()
	path := filepath.Join(dir, "statement.dsse.json")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var e map[string]any
	if err := json.Unmarshal(text, &e); err != nil {
		t.Fatal(err)
	}
	body := decode(t, e["payload"].(string))
	e["payload"] = encode(strings.Replace(body, old, with, 1))
	if text, err = json.Marshal(e); err == nil {
		err = os.WriteFile(path, text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func decode(t *testing.T, text string) string {
	t.Helper()
	body, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func encode(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }
