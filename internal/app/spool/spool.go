// Package spool writes to a stream from a goroutine of its own, so that a stream that
// nobody reads holds up nobody: a run goes on, and gives back what it took.
package spool

import (
	"context"
	"io"
	"slices"
	"sync"
	"time"
)

// Spool keeps what is to be written, in order, until it is written. It has no limit: who
// writes much beside the events, which the recording's journal keeps in memory, too,
// asks [Spool.Waiting] first. Its zero value is ready. Its methods may be called from
// any goroutine.
type Spool struct {
	mu      sync.Mutex // guards everything below
	jobs    []job
	waiting int // bytes, with those of the write under way
	written int // writes that came back
	// idle is closed when nothing is left to write; nil when that is so already.
	idle chan struct{}
}

// job is one write.
type job struct {
	to   io.Writer
	text []byte
	done func(int, error)
}

// Later is a writer that never waits. The first error of a write is the result of all that
// follow it, which are made all the same.
func (s *Spool) Later(to io.Writer) io.Writer { return &later{spool: s, to: to} }

// Now is a writer that waits for its turn, and for the write.
func (s *Spool) Now(to io.Writer) io.Writer { return now{spool: s, to: to} }

type later struct {
	spool *Spool
	to    io.Writer
	mu    sync.Mutex
	err   error // of the first write that failed
}

// Write keeps a copy for its turn.
func (l *later) Write(p []byte) (int, error) {
	l.spool.put(job{l.to, slices.Clone(p), func(_ int, err error) {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.err == nil {
			l.err = err
		}
	}})
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(p), l.err
}

type now struct {
	spool *Spool
	to    io.Writer
}

// Write returns what the stream said.
func (w now) Write(p []byte) (int, error) {
	type result struct {
		n   int
		err error
	}
	done := make(chan result, 1)
	w.spool.put(job{w.to, p, func(n int, err error) { done <- result{n, err} }})
	r := <-done
	return r.n, r.err
}

// put keeps a write, and starts the writing where none is under way.
func (s *Spool) put(j job) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.jobs = append(s.jobs, j)
	s.waiting += len(j.text)
	if s.idle == nil {
		s.idle = make(chan struct{})
		go s.work()
	}
}

// work writes until nothing is left.
func (s *Spool) work() {
	for {
		j, ok := s.next()
		if !ok {
			return
		}
		n, err := j.to.Write(j.text)
		j.done(n, err)
		s.mu.Lock()
		s.waiting -= len(j.text)
		s.written++
		s.mu.Unlock()
	}
}

func (s *Spool) next() (job, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.jobs) == 0 {
		s.jobs = nil
		close(s.idle)
		s.idle = nil
		return job{}, false
	}
	j := s.jobs[0]
	s.jobs[0] = job{} // the text is not kept by what is left of the list
	s.jobs = s.jobs[1:]
	return j, true
}

// Waiting is the number of bytes that are not written yet.
func (s *Spool) Waiting() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.waiting
}

// state returns what is closed when all is written, nil when it is, and how many writes
// came back.
func (s *Spool) state() (idle <-chan struct{}, written int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.idle, s.written
}

// Flush waits until all is written, or returns the cause of the context's end.
func (s *Spool) Flush(ctx context.Context) error {
	idle, _ := s.state()
	if idle == nil {
		return nil
	}
	select {
	case <-idle:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// Drain waits until all is written. From the end of the context on it gives up when
// nothing was written for as long as its patience lasts.
func (s *Spool) Drain(ctx context.Context, patience time.Duration) {
	if s.Flush(ctx) == nil {
		return
	}
	again := time.NewTicker(patience)
	defer again.Stop()
	idle, before := s.state()
	for idle != nil {
		select {
		case <-idle:
			return
		case <-again.C:
		}
		var written int
		if idle, written = s.state(); written == before {
			return
		}
		before = written
	}
}
