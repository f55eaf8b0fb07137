package compare_test

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"hash/crc32"
	"os"
	"path/filepath"
	"testing"

	"lockedit/recordings"
	"lockedit/recordings/compare"
)

func sum(content []byte) string {
	s := sha256.Sum256(content)
	return hex.EncodeToString(s[:])
}

// bomb is the head of a PNG that would take gigabytes.
func bomb() []byte {
	head := []byte("IHDR")
	head = binary.BigEndian.AppendUint32(head, 60000)
	head = binary.BigEndian.AppendUint32(head, 60000)
	head = append(head, 8, 6, 0, 0, 0)
	out := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d")
	out = append(out, head...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(head))
}

func entries(t *testing.T, dir string) []string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range list {
		names = append(names, e.Name())
	}
	return names
}

func TestAcceptMakesTheRecordingTheBaseline(t *testing.T) {
	base, rec := record(t, sample{pages: pages("a")}), record(t, sample{pages: pages("a", "b")})
	if err := compare.Accept(base, rec); err != nil {
		t.Fatal(err)
	}
	result, err := compare.Compare(t.Context(), base, rec, compare.Options{})
	if err != nil || result.Differences != 0 || result.Baseline.Steps != 2 {
		t.Errorf("after accepting: %d differences, %d steps, %v", result.Differences, result.Baseline.Steps, err)
	}
	if left := entries(t, filepath.Dir(base)); len(left) != 1 {
		t.Errorf("accepting left %v", left)
	}
}

func TestAcceptMakesTheFirstBaseline(t *testing.T) {
	rec, base := record(t, sample{pages: pages("a")}), filepath.Join(t.TempDir(), "new", "baseline")
	if err := compare.Accept(base, rec); err != nil {
		t.Fatal(err)
	}
	if result, err := compare.Compare(t.Context(), base, rec, compare.Options{}); err != nil || result.Differences != 0 {
		t.Errorf("after accepting: %d differences, %v", result.Differences, err)
	}
}

// TestAcceptLeavesTheBaseline holds that what is refused changes nothing.
func TestAcceptLeavesTheBaseline(t *testing.T) {
	failed := sample{flow: "f", pages: pages("a"), outcome: recordings.Outcome{Result: "failed", ExitCode: 1, Verdict: "no such page"}}
	for _, test := range []struct {
		name    string
		rec     sample
		spoil   bool
		refused bool
	}{
		{"of another flow", sample{flow: "g", pages: pages("a")}, false, false},
		{"that died", sample{flow: "f", pages: pages("a"), unfinished: true}, false, true},
		{"that failed", failed, false, true},
		{"that was changed", sample{flow: "f", pages: pages("a", "b")}, true, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			base, rec := record(t, sample{flow: "f", pages: pages("a")}), record(t, test.rec)
			if test.spoil {
				damage(t, rec, "steps/02-b/page.aria.yaml", func(b []byte) []byte { return append(b, '\n') })
			}
			before, err := os.ReadFile(filepath.Join(base, "SHA256SUMS"))
			if err != nil {
				t.Fatal(err)
			}
			err = compare.Accept(base, rec)
			var refusal *compare.RefusedError
			if err == nil || errors.As(err, &refusal) != test.refused {
				t.Errorf("the error is %v", err)
			}
			after, err := os.ReadFile(filepath.Join(base, "SHA256SUMS"))
			if err != nil || string(after) != string(before) || len(entries(t, filepath.Dir(base))) != 1 {
				t.Errorf("the baseline changed: %v %v", err, entries(t, filepath.Dir(base)))
			}
		})
	}
}

func TestAcceptAFailureThatIsTheBaseline(t *testing.T) {
	failed := sample{pages: pages("a"), outcome: recordings.Outcome{Result: "failed", ExitCode: 1, Verdict: "no"}}
	if err := compare.Accept(record(t, failed), record(t, failed)); err != nil {
		t.Error(err)
	}
}
