package console

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// listener is the address the console listens on.
type listener struct {
	addr   string
	server *http.Server
	done   chan struct{}
	tls    *authority
}

// Start listens on Options.Addr and serves until Close.
func (c *Console) Start() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.listener.addr == "" {
		c.listener.addr = c.opt.Addr
	}
	return c.listen()
}

func (c *Console) listen() error {
	var lc net.ListenConfig
	ln, err := lc.Listen(context.Background(), "tcp", c.listener.addr)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", c.listener.addr, err)
	}
	c.listener.addr = ln.Addr().String()
	srv := &http.Server{Handler: c, ReadHeaderTimeout: 10 * time.Second}
	if c.opt.TLS {
		if srv.TLSConfig, err = c.tlsConfig(); err != nil {
			return err
		}
	}
	done := make(chan struct{})
	c.listener.server, c.listener.done = srv, done
	go func() {
		defer close(done)
		var err error
		if c.opt.TLS {
			err = srv.ServeTLS(ln, "", "")
		} else {
			err = srv.Serve(ln)
		}
		if !errors.Is(err, http.ErrServerClosed) {
			_ = ln.Close()
		}
	}()
	return nil
}

// Close ends the listener and its connections at once, and every wait with
// them. A closed console is not started again.
func (c *Console) Close() error {
	c.mu.Lock()
	select {
	case <-c.closing:
	default:
		close(c.closing)
	}
	c.mu.Unlock()
	return c.stopListening()
}

func (c *Console) stopListening() error {
	c.mu.Lock()
	srv, done := c.listener.server, c.listener.done
	c.listener.server = nil
	c.mu.Unlock()
	if srv == nil {
		return nil
	}
	err := srv.Close()
	<-done
	return err
}

// URL is the address of the console, for example http://127.0.0.1:35999/console.
func (c *Console) URL() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	scheme := "http"
	if c.opt.TLS {
		scheme = "https"
	}
	host, port, err := net.SplitHostPort(c.listener.addr)
	if ip := net.ParseIP(host); err == nil && (host == "" || (ip != nil && ip.IsUnspecified())) {
		return scheme + "://" + net.JoinHostPort("127.0.0.1", port) + c.opt.ContextPath
	}
	return scheme + "://" + c.listener.addr + c.opt.ContextPath
}
