package recordings_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lockedit/recordings"
	"lockedit/recordings/seal"
)

// lossCase is something that happens to the files of a run under way.
type lossCase struct {
	name          string
	happen        func(dir string) error
	gone, changed []string
}

func lossCases() []lossCase {
	const picture, tree, again = "steps/01-login/after.png", "steps/02-lock/page.aria.yaml", "steps/02-lock/after.png"
	everything := []string{"events.jsonl", "plan.json", picture, again, tree}
	at := func(name string, do func(path string) error) func(string) error {
		return func(dir string) error { return do(filepath.Join(dir, filepath.FromSlash(name))) }
	}
	replace := func(content string) func(string) error {
		return func(path string) error {
			return errors.Join(os.Remove(path), os.WriteFile(path, []byte(content), 0o600))
		}
	}
	return []lossCase{
		{"nothing", func(string) error { return nil }, nil, nil},
		{"picture removed", at(picture, os.Remove), []string{picture}, nil},
		{"picture replaced", at(picture, replace("other")), nil, []string{picture}},
		{"a picture that is there twice written over", at(picture, func(path string) error { return os.WriteFile(path, []byte("pnG"), 0o600) }), nil, []string{picture, again}},
		{"tree removed", at(tree, os.Remove), []string{tree}, nil},
		{"plan removed", at("plan.json", os.Remove), []string{"plan.json"}, nil},
		{"events removed", at("events.jsonl", os.Remove), []string{"events.jsonl"}, nil},
		{"events replaced", at("events.jsonl", replace("")), nil, []string{"events.jsonl"}},
		{"events changed, as long as before", at("events.jsonl", changeByte), nil, []string{"events.jsonl"}},
		{"directory removed", os.RemoveAll, everything, nil},
		{"directory replaced by an empty one", func(dir string) error { return errors.Join(os.RemoveAll(dir), os.Mkdir(dir, 0o700)) }, everything, nil},
	}
}

func changeByte(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return os.WriteFile(path, bytes.Replace(text, []byte("Log in"), []byte("Log on"), 1), 0o600)
}

// told is a run that has written a file of each kind.
func told(t *testing.T) *recordings.Journal {
	t.Helper()
	j := newJournal(t, recordings.Options{Verb: "apply", Seal: seal.Format{Now: clock()}})
	shortRun(t, j)
	if err := errors.Join(j.WritePlan(recordings.Plan{Cluster: "soa_cluster"}), j.Aria([]byte("- link"))); err != nil {
		t.Fatal(err)
	}
	if _, err := j.Picture("after", []byte("png"), 10, 20, time.Unix(0, 0)); err != nil {
		t.Fatal(err)
	}
	return j
}

// TestWhatIsLostDuringTheRunIsNotComplete holds that a recording of which a file was
// taken away or changed is not called complete, by the run or by its seal.
func TestWhatIsLostDuringTheRunIsNotComplete(t *testing.T) {
	t.Parallel()
	for _, test := range lossCases() {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			j := told(t)
			if err := test.happen(j.Dir()); err != nil {
				t.Fatal(err)
			}
			expectLost(t, "Check", j.Check(), test)
			expectLost(t, "Finish", j.Finish(recordings.Outcome{Result: "activated", ExitCode: 3}), test)
			sealed := sealOf(t, j.Dir())
			lost := test.gone != nil || test.changed != nil
			if sealed.Complete == lost || lost != strings.Contains(strings.Join(sealed.Missing, "\n"), "not all is as it was written into ") {
				t.Errorf("complete is %v, missing %q", sealed.Complete, sealed.Missing)
			}
		})
	}
}

func expectLost(t *testing.T, what string, err error, want lossCase) {
	t.Helper()
	var lost *recordings.LostError
	if !errors.As(err, &lost) {
		lost = &recordings.LostError{}
	}
	if diff := cmp.Diff([][]string{want.gone, want.changed}, [][]string{lost.Gone, lost.Changed}); diff != "" {
		t.Errorf("%s (want -, got +):\n%s", what, diff)
	}
	if want.gone == nil && want.changed == nil && err != nil {
		t.Errorf("%s: %v", what, err)
	}
}

// sealOf is what the seal of a recording says.
func sealOf(t *testing.T, dir string) recordings.SealedRun {
	t.Helper()
	text, err := fs.ReadFile(os.DirFS(dir), recordings.StatementFile)
	if err != nil {
		t.Fatal(err)
	}
	var envelope struct{ Payload string }
	var statement recordings.SealStatement
	err = json.Unmarshal(text, &envelope)
	payload, bad := base64.StdEncoding.DecodeString(envelope.Payload)
	if err = errors.Join(err, bad, json.Unmarshal(payload, &statement)); err != nil {
		t.Fatal(err)
	}
	return statement.Predicate
}

// TestARecordingThatIsTakenAwayIsNotBegunAnew holds that a run hears of it at the next
// picture, whether it is new or one that is there already.
func TestARecordingThatIsTakenAwayIsNotBegunAnew(t *testing.T) {
	t.Parallel()
	for name, png := range map[string]string{"new picture": "another", "known picture": "png"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j := told(t)
			if err := os.RemoveAll(j.Dir()); err != nil {
				t.Fatal(err)
			}
			if _, err := j.Picture("late", []byte(png), 1, 1, time.Unix(0, 0)); !errors.Is(err, fs.ErrNotExist) || j.Err() == nil {
				t.Errorf("Picture returned %v, Err is %v", err, j.Err())
			}
			if _, err := os.Stat(j.Dir()); err == nil {
				t.Error("the directory was made again")
			}
		})
	}
}

// TestAFinishedRecordingTakesNoKnownPicture holds that nothing is added to what is sealed.
func TestAFinishedRecordingTakesNoKnownPicture(t *testing.T) {
	j := told(t)
	if err := j.Finish(recordings.Outcome{Result: "done"}); err != nil {
		t.Fatal(err)
	}
	if _, err := j.Picture("late", []byte("png"), 1, 1, time.Unix(0, 0)); !errors.Is(err, recordings.ErrFinished) {
		t.Errorf("Picture returned %v", err)
	}
	if report, err := seal.Verify(j.Dir(), seal.Checks{}); err != nil || !report.Intact {
		t.Errorf("%+v, %v", report.Problems, err)
	}
}
