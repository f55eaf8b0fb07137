package browser

import "sync"

// mailbox hands events to the observer in order, from one goroutine, so that a
// slow observer never holds up the messages of the browser.
type mailbox struct {
	mu    sync.Mutex
	wake  *sync.Cond
	queue []func()
	busy  bool
	shut  bool
}

func newMailbox() *mailbox {
	m := &mailbox{}
	m.wake = sync.NewCond(&m.mu)
	go m.deliver()
	return m
}

func (m *mailbox) post(f func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.shut {
		m.queue = append(m.queue, f)
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
		m.queue, m.busy = nil, true
		m.mu.Unlock()
		for _, f := range batch {
			f()
		}
		m.mu.Lock()
		m.busy = false
		m.wake.Broadcast()
	}
}

// flush waits until everything posted before has been delivered.
func (m *mailbox) flush() {
	m.mu.Lock()
	defer m.mu.Unlock()
	for len(m.queue) > 0 || m.busy {
		m.wake.Wait()
	}
}

// close delivers what is left and ends.
func (m *mailbox) close() {
	m.flush()
	m.mu.Lock()
	defer m.mu.Unlock()
	m.shut = true
	m.wake.Broadcast()
}
