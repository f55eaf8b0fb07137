package engine

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// FuzzHolder reads leases that another program of the user, or a crash, may have
// written: what is read says who, and is read the same once it is written again.
func FuzzHolder(f *testing.F) {
	f.Add([]byte(`{"pid":1,"user":"u","verb":"run","changes":[{"type":"Cluster","object":"c","attribute":"a","before":"b","after":"d"}]}`))
	f.Add([]byte(`{"pid":-1,"started":"2026-11-24T00:00:00Z","recording":"../x"}`))
	f.Add([]byte(`{"pid":1,"use`))
	f.Fuzz(func(t *testing.T, text []byte) {
		h, err := parseHolder(text)
		if err != nil {
			return
		}
		written, err := json.Marshal(h)
		if err != nil {
			t.Fatal(err)
		}
		again, err := parseHolder(written)
		if err != nil || cmp.Diff(h.String(), again.String()) != "" || len(h.Changes) != len(again.Changes) {
			t.Errorf("%+v became %+v, error %v", h, again, err)
		}
	})
}
