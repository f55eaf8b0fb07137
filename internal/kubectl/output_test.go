package kubectl

import (
	"errors"
	"strings"
	"testing"
)

// TestOutputWithoutEnd has a kubectl that writes more than is kept of either stream.
func TestOutputWithoutEnd(t *testing.T) {
	client := New(Options{Path: program(t, "head -c 67108865 /dev/zero\n")})
	text, err := client.call(t.Context(), "", "get")
	var failed *CommandError
	if !errors.As(err, &failed) || !strings.HasSuffix(err.Error(), ": it wrote more than 64 MB to standard output") || len(text) != maxStdout {
		t.Errorf("%d bytes of standard output, %v", len(text), err)
	}
	client = New(Options{Path: program(t, "head -c 1000000 /dev/zero >&2\necho >&2\necho 'Error from server (NotFound): no' >&2\nexit 1\n")})
	_, err = client.call(t.Context(), "", "get")
	var missing *NotFoundError
	if !errors.As(err, &missing) { // what was said last counts
		t.Fatalf("got %.100v", err)
	}
	if !errors.As(err, &failed) || len(failed.Stderr) > maxStderr || !strings.HasSuffix(failed.Stderr, "no") {
		t.Errorf("%d bytes of standard error", len(failed.Stderr))
	}
}

func TestTailKeepsTheEnd(t *testing.T) {
	k := tail{limit: 4}
	for _, part := range []string{"a", "bc", "defghijklm", "n", "o", "p", "q", "r", "s"} {
		if n, err := k.Write([]byte(part)); n != len(part) || err != nil {
			t.Errorf("%q: %d, %v", part, n, err)
		}
	}
	if got := string(k.bytes()); got != "pqrs" || len(k.text) > 8 {
		t.Errorf("kept %q of %q", got, k.text)
	}
}

// TestPortForwardThatSaysMuch has one that never says where it listens.
func TestPortForwardThatSaysMuch(t *testing.T) {
	w := newWatcher()
	for range 100 {
		_, _ = w.Write([]byte(strings.Repeat("x", 4096)))
	}
	if w.text.text.Len() > maxStderr {
		t.Errorf("%d bytes are kept", w.text.text.Len())
	}
}
