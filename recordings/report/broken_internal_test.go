package report

import (
	"errors"
	"io/fs"
	"testing"

	"lockedit/internal/defect"
	"lockedit/recordings"
)

// odd is a recording whose pictures nobody can read.
type odd struct{ fs.FS }

func (odd) Open(string) (fs.File, error) { panic("odd") }

// TestAPictureThatMakesItPanicIsTheReportsError holds that neither format pretends that
// there were no steps, and that the run goes on while its pictures are drawn.
func TestAPictureThatMakesItPanicIsTheReportsError(t *testing.T) {
	rec, events := took(t, 2)
	rec.FS = odd{}
	formats := Formats(func(html string) ([]byte, error) { return []byte(html), nil })
	for _, format := range formats {
		if follower, ok := format.(recordings.Follower); ok {
			for _, e := range events {
				follower.Follow(rec.FS, e)
			}
		}
	}
	for _, format := range formats {
		if summary, ok := format.(recordings.Summary); ok {
			summary.Prepare(rec)
		}
	}
	for _, format := range formats {
		_, err := format.Render(rec)
		var caught *defect.Error
		if !errors.As(err, &caught) {
			t.Errorf("%s: %v", format.File(), err)
		}
	}
}
