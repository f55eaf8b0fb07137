package recordings

import (
	"errors"
	"testing"
)

// TestReadersKnowTheVersionBefore holds that a program that writes version N
// reads N-1, and tells newer from foreign.
func TestReadersKnowTheVersionBefore(t *testing.T) {
	var foreign *ForeignError
	var newer *NewerSchemaError
	for _, tt := range []struct {
		name, schema, known string
		want                any
	}{
		{"the same", "lockedit/run/v1", "lockedit/run/v1", nil},
		{"the one before", "lockedit/run/v1", "lockedit/run/v2", nil},
		{"two before", "lockedit/run/v1", "lockedit/run/v3", &foreign},
		{"the next", "lockedit/run/v2", "lockedit/run/v1", &newer},
		{"far ahead", "lockedit/run/v10", "lockedit/run/v9", &newer},
		{"before the first", "lockedit/run/v0", "lockedit/run/v1", &foreign},
		{"another file", "lockedit/plan/v1", "lockedit/run/v1", &foreign},
		{"no version", "lockedit/run", "lockedit/run/v1", &foreign},
		{"a number with a sign", "lockedit/run/v+1", "lockedit/run/v1", &foreign},
		{"nothing", "", "lockedit/run/v1", &foreign},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := checkSchema("run.json", "recording", tt.schema, tt.known)
			if tt.want == nil && err != nil || tt.want != nil && (err == nil || !errors.As(err, tt.want)) {
				t.Errorf("error is %v (%T), want a %T", err, err, tt.want)
			}
		})
	}
}
