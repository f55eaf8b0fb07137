package browser

import (
	"context"
	"testing"
	"time"
)

// returns says whether f comes back.
func returns(t *testing.T, f func()) bool {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	late := time.NewTimer(20 * time.Second)
	defer late.Stop()
	select {
	case <-done:
		return true
	case <-late.C:
		return false
	}
}

// TestAFlushWaitsForWhatCameBefore has one event be followed by another for ever, so that the
// box is never empty.
func TestAFlushWaitsForWhatCameBefore(t *testing.T) {
	m := newMailbox(func(err error) { t.Error(err) })
	ctx, stop := context.WithCancel(t.Context())
	var again func()
	again = func() {
		if ctx.Err() == nil {
			m.post(again)
		}
	}
	heard := 0
	again()
	for range 100 {
		m.post(func() { heard++ })
	}
	if !returns(t, func() { m.flush(t.Context()) }) {
		t.Error("a flush waits for what comes after it, too")
	} else if heard != 100 {
		t.Errorf("%d events were delivered before the flush returned, want 100", heard)
	}
	stop()
	m.post(func() { heard++ })
	m.close()
	if heard != 101 {
		t.Errorf("%d events were delivered before the box was closed, want 101", heard)
	}
}

// TestAFlushEndsWithItsContext has an observer that does not come back.
func TestAFlushEndsWithItsContext(t *testing.T) {
	m := newMailbox(func(err error) { t.Error(err) })
	hold := make(chan struct{})
	m.post(func() { <-hold })
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(10*time.Millisecond, cancel)
	if !returns(t, func() { m.flush(ctx) }) {
		t.Error("a flush outlives its context")
	}
	close(hold)
	m.close()
}
