package browser

import (
	"context"
	"sync"

	"lockedit/internal/defect"
)

// mailbox hands events to the observer in order, from one goroutine, so that a
// slow observer never holds up the messages of the browser.
type mailbox struct {
	mu    sync.Mutex
	wake  *sync.Cond
	queue []func()
	// posted and delivered count the events, so that one can wait for those before
	// its call while others come in.
	posted, delivered int
	shut              bool
	// broken hears of a panic of what was posted.
	broken func(error)
}

func newMailbox(broken func(error)) *mailbox {
	m := &mailbox{broken: broken}
	m.wake = sync.NewCond(&m.mu)
	go m.deliver()
	return m
}

func (m *mailbox) post(f func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.shut {
		m.queue = append(m.queue, f)
		m.posted++
		m.wake.Broadcast()
	}
}

func (m *mailbox) deliver() {
	m.mu.Lock()
	defer m.mu.Unlock()
	for {
		for len(m.queue) == 0 && !m.shut {
			m.wake.Wait()
		}
		if len(m.queue) == 0 {
			return
		}
		batch := m.queue
		m.queue = nil
		for _, f := range batch {
			m.mu.Unlock()
			if err := defect.Guard(func() error { f(); return nil }); err != nil {
				m.broken(err)
			}
			m.mu.Lock()
			m.delivered++
			m.wake.Broadcast()
		}
	}
}

// flush waits until everything posted before its call has been delivered, or ctx ends.
func (m *mailbox) flush(ctx context.Context) {
	stop := context.AfterFunc(ctx, func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.wake.Broadcast()
	})
	defer stop()
	m.mu.Lock()
	defer m.mu.Unlock()
	for last := m.posted; m.delivered < last && ctx.Err() == nil; {
		m.wake.Wait()
	}
}

// close takes no more, delivers what is left and ends.
func (m *mailbox) close() {
	m.mu.Lock()
	m.shut = true
	m.wake.Broadcast()
	m.mu.Unlock()
	m.flush(context.Background())
}
