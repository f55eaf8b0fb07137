package defect_test

import (
	"errors"
	"strings"
	"testing"

	"lockedit/internal/defect"
)

func TestGuard(t *testing.T) {
	t.Parallel()
	failed := errors.New("failed")
	if err := defect.Guard(func() error { return failed }); !errors.Is(err, failed) {
		t.Errorf("an error became %v", err)
	}
	if err := defect.Guard(func() error { return nil }); err != nil {
		t.Errorf("no error became %v", err)
	}
	var caught *defect.Error
	err := defect.Guard(func() error { return outOfRange(nil) })
	if !errors.As(err, &caught) || !strings.Contains(err.Error(), "index out of range") || !strings.Contains(string(caught.Stack), "outOfRange") {
		t.Errorf("a panic became %v", err)
	}
}

func outOfRange(list []error) error { return list[0] }
