package seal_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lockedit/recordings"
	"lockedit/recordings/seal"
)

func samplePlan(t testing.TB) recordings.Plan {
	t.Helper()
	p := recordings.Plan{
		Console: recordings.Console{URL: "http://wls/console", Domain: "soainfra"}, Cluster: "soa_cluster",
		Changes: []recordings.PlannedChange{{Type: "Cluster", Object: "soa_cluster", Attribute: "migrationBasis", Before: "consensus", After: "database"}},
	}
	if err := p.Seal(); err != nil {
		t.Fatal(err)
	}
	return p
}

var at = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func approve(t testing.TB, p recordings.Plan, s *seal.Signer, until time.Time) []byte {
	t.Helper()
	line, err := seal.Approve(seal.Approval{Plan: p, Approver: "ann@board", At: at, ValidUntil: until, Lockedit: "v1"}, s)
	if err != nil {
		t.Fatal(err)
	}
	return line
}

func TestApprovals(t *testing.T) {
	plan, other := samplePlan(t), samplePlan(t)
	other.Changes[0].After = "Database"
	if err := other.Seal(); err != nil {
		t.Fatal(err)
	}
	ann, bob, eve := newSigner(t, "ed25519"), newSigner(t, "ecdsa"), newSigner(t, "ed25519")
	listed := []*seal.Key{ann.Public(), bob.Public()}
	byAnn, byBob, byEve := approve(t, plan, ann, time.Time{}), approve(t, plan, bob, at.Add(time.Hour)), approve(t, plan, eve, time.Time{})
	posed := bytes.ReplaceAll(byEve, []byte(eve.ID()), []byte(ann.ID()))
	for _, tt := range []struct {
		name      string
		approvals [][]byte
		required  int
		after     time.Duration
		want      string
	}{
		{"none asked", nil, 0, 0, ""},
		{"none", nil, 1, 0, "plan has 0 of 1 valid approvals"},
		{"one", [][]byte{byAnn}, 1, 0, ""},
		{"two", [][]byte{byAnn, byBob}, 2, 0, ""},
		{"one of two", [][]byte{byAnn}, 2, 0, "1 of 2"},
		{"the same key twice", [][]byte{byAnn, approve(t, plan, ann, at.Add(time.Minute))}, 2, 0, "1 of 2 valid approvals: approval 2 is a second one by the same key"},
		{"a key that is not listed", [][]byte{byAnn, byEve}, 2, 0, "approval 2 is not signed by a listed key: it says it is by " + eve.ID()[:16]},
		{"a key that poses as another", [][]byte{posed}, 1, 0, "is not signed by a listed key"},
		{"another plan", [][]byte{approve(t, other, ann, time.Time{})}, 1, 0, "is of another plan, " + other.Digest},
		{"in time", [][]byte{byBob}, 1, time.Hour, ""},
		{"too late", [][]byte{byBob}, 1, time.Hour + time.Second, "ended at 2026-11-23T13:00:00Z"},
		{"too late, and again", [][]byte{byBob, approve(t, plan, bob, time.Time{})}, 1, 2 * time.Hour, ""},
		{"no envelope", [][]byte{[]byte("hello\n")}, 1, 0, "approval 1 is no DSSE envelope"},
		{"torn", [][]byte{byAnn[:80], []byte("\n"), byBob}, 1, 0, ""},
		{"a seal is no approval", [][]byte{sealLine(t, ann)}, 1, 0, "approval 1 holds no statement over one plan"},
		{"blank lines", [][]byte{[]byte("\n\n"), byAnn}, 1, 0, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			valid, err := seal.CheckApprovals(plan, bytes.Join(tt.approvals, nil), listed, tt.required, at.Add(tt.after))
			var refused *seal.ApprovalError
			switch {
			case tt.want == "" && (err != nil || len(valid) != tt.required):
				t.Errorf("%d approvals, %v", len(valid), err)
			case tt.want != "" && (!errors.As(err, &refused) || !strings.Contains(err.Error(), tt.want)):
				t.Errorf("error is %v, want %q", err, tt.want)
			}
		})
	}
}

// sealLine is the seal of a recording, as one line.
func sealLine(t *testing.T, s *seal.Signer) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(record(t, clock(), s), "statement.dsse.json"))
	if err != nil {
		t.Fatal(err)
	}
	return append(bytes.ReplaceAll(text, []byte("\n"), nil), '\n')
}

func TestApprovalSaysWhoAndUntilWhen(t *testing.T) {
	plan, ann := samplePlan(t), newSigner(t, "ed25519")
	line := approve(t, plan, ann, at.Add(time.Hour))
	got, err := seal.CheckApprovals(plan, line, []*seal.Key{ann.Public()}, 1, at)
	if err != nil {
		t.Fatal(err)
	}
	want := []recordings.Approval{{KeyID: ann.ID(), Name: "ann@board", At: at, ValidUntil: at.Add(time.Hour)}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	e, err := seal.ParseEnvelope(line)
	if err != nil {
		t.Fatal(err)
	}
	validate(t, "approval", e.Body)
}

func TestWhereApprovalsAre(t *testing.T) {
	dir := record(t, clock())
	if got, want := seal.ApprovalsBeside(filepath.Join(dir, "plan.json")), dir+".approvals.intoto.jsonl"; got != want {
		t.Errorf("of a recording: %s, want %s", got, want)
	}
	if got, want := seal.ApprovalsBeside(filepath.Join("x", "my.json")), filepath.Join("x", "my.approvals.intoto.jsonl"); got != want {
		t.Errorf("of a copy: %s, want %s", got, want)
	}
	t.Chdir(dir)
	if got := seal.ApprovalsBeside("plan.json"); !strings.HasSuffix(got, "recording.approvals.intoto.jsonl") {
		t.Errorf("inside a recording: %s", got)
	}
}

func TestApprovalsFiles(t *testing.T) {
	dir := t.TempDir()
	first, second := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	for _, line := range []string{"one\n", "two\n"} {
		if err := seal.AppendApproval(first, []byte(line)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(second, []byte("three"), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := seal.ReadApprovals(first, []string{second})
	if err != nil || string(got) != "one\ntwo\nthree\n" {
		t.Errorf("%q %v", got, err)
	}
	if got, err := seal.ReadApprovals(filepath.Join(dir, "none"), nil); err != nil || len(got) != 0 {
		t.Errorf("%q %v", got, err)
	}
	if _, err := seal.ReadApprovals(first, []string{filepath.Join(dir, "none")}); err == nil {
		t.Error("a named file that is not there is passed over")
	}
}

func FuzzApprovals(f *testing.F) {
	plan, ann := samplePlan(f), newSigner(f, "ed25519")
	f.Add(approve(f, plan, ann, time.Time{}))
	f.Add([]byte("{}\n{}\n"))
	stranger := newSigner(f, "ed25519")
	f.Fuzz(func(t *testing.T, text []byte) {
		if valid, err := seal.CheckApprovals(plan, text, []*seal.Key{stranger.Public()}, 1, at); err == nil || len(valid) > 0 {
			t.Errorf("approved by a key that never signed: %+v", valid)
		}
	})
}
