package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image/png"
	"testing"
	"testing/fstest"

	"lockedit/recordings"
)

// took is a run of so many steps, each with the picture of the step before and
// its own.
func took(t *testing.T, steps int) (recordings.Recording, []recordings.Event) {
	t.Helper()
	files := fstest.MapFS{}
	rec := recordings.Recording{FS: files}
	var events []recordings.Event
	for n := range steps {
		step := recordings.Step{ID: fmt.Sprintf("%02d-look", n+1), Number: n + 1, Title: "Look"}
		events = append(events, recordings.Event{Type: recordings.TypeStepStart, Step: step.ID})
		for _, shown := range []int{max(n-1, 0), n} {
			var content bytes.Buffer
			if err := png.Encode(&content, console(shown, 64, 48)); err != nil {
				t.Fatal(err)
			}
			sum := sha256.Sum256(content.Bytes())
			p := recordings.Picture{File: fmt.Sprintf("steps/%d-%d.png", n, shown), SHA256: hex.EncodeToString(sum[:]), Width: 64, Height: 48}
			files[p.File] = &fstest.MapFile{Data: content.Bytes()}
			step.Pictures = append(step.Pictures, p)
			events = append(events, recordings.Event{Type: recordings.TypePicture, Step: step.ID, Picture: &p})
		}
		rec.Run.Steps = append(rec.Run.Steps, step)
	}
	return rec, events
}

// TestPicturesDrawnAheadAreTheSame holds that it makes no difference whether
// the pictures are drawn while the run goes on or at its end, also when it
// turns out to be long.
func TestPicturesDrawnAheadAreTheSame(t *testing.T) {
	for _, steps := range []int{1, 12, manySteps + 3} {
		t.Run(fmt.Sprint(steps), func(t *testing.T) {
			rec, events := took(t, steps)
			want, err := Format{}.Render(rec)
			if err != nil {
				t.Fatal(err)
			}
			format := Format{kept: &kept{}}
			different := map[string]bool{}
			for _, e := range events {
				format.Follow(rec.FS, e)
				if e.Picture != nil {
					different[e.Picture.SHA256] = true
				}
			}
			format.kept.ahead.working.Wait()
			if drawn := len(format.kept.ahead.drawn); drawn != len(different) {
				t.Errorf("%d pictures were drawn ahead, want %d", drawn, len(different))
			}
			got, err := format.Render(rec)
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("the page differs (%d and %d bytes), %v", len(got), len(want), err)
			}
			if half := bytes.Contains(got, []byte("here at half")); half != (steps > manySteps) {
				t.Errorf("half size: %v", half)
			}
		})
	}
}
