package spec_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"lockedit/internal/spec"
)

func TestForwardAddressRoundTrip(t *testing.T) {
	want := spec.PortForward{Namespace: "soans", Pod: "soainfra-adminserver", Port: 7001}
	got := spec.ForwardAddress(want.Address())
	if diff := cmp.Diff(&want, got); diff != "" {
		t.Error(diff)
	}
	for _, other := range []string{"http://host/console", "port-forward:", "port-forward:a/b", "port-forward:a/b:123456"} {
		if got := spec.ForwardAddress(other); got != nil {
			t.Errorf("%q: %+v", other, got)
		}
	}
}
