package kubectl

import (
	"context"
	"fmt"
	"net"
	"os/exec"
	"regexp"
	"strconv"
	"sync"
	"time"
)

// Forward says which port of which pod to forward. Namespace may be empty, and
// is the client's then. With LocalPort 0, kubectl picks a free one.
type Forward struct {
	Namespace, Pod string
	Port           int
	LocalPort      int
}

// PortForward is a running "kubectl port-forward", on the loopback address. It
// ends with its pod, with Stop, or with the context it was started with.
type PortForward struct {
	client  *Client
	forward Forward // with the local port in use
	cancel  context.CancelFunc
	done    chan struct{}
	err     error // why it ended; read after done is closed
}

// forwarding is the line that kubectl prints once it listens.
var forwarding = regexp.MustCompile(`(?m)^Forwarding from 127\.0\.0\.1:(\d+) -> `)

// PortForward starts a port forward and returns once kubectl listens on the
// local port. That says nothing of the pod's port, which kubectl opens with the
// first connection. It returns the errors of any kubectl call.
func (c *Client) PortForward(ctx context.Context, forward Forward) (*PortForward, error) {
	ctx, cancel := context.WithCancel(ctx)
	p := &PortForward{client: c, forward: forward, cancel: cancel, done: make(chan struct{})}
	port, err := p.start(ctx)
	if err != nil {
		p.cancel()
		return nil, err
	}
	p.forward.LocalPort = port
	return p, nil
}

func (p *PortForward) start(ctx context.Context) (port int, err error) {
	run := p.client.command(append(p.client.connection(p.forward.Namespace),
		"port-forward", "--address", "127.0.0.1", "pod/"+p.forward.Pod, p.ports()))
	cmd := newProcess(ctx, run)
	listening := newWatcher()
	stderr := tail{limit: maxStderr}
	cmd.Stdout, cmd.Stderr = listening, &stderr
	if err := cmd.Start(); err != nil {
		return 0, &MissingError{Path: run.path, Err: err}
	}
	go func() {
		defer close(p.done)
		p.err = portForwardEnd(ctx, run, cmd, &stderr)
	}()
	timer := time.NewTimer(p.client.options.Timeout)
	defer timer.Stop()
	select {
	case port := <-listening.port:
		return port, nil
	case <-p.done:
		return 0, p.err
	case <-timer.C:
		p.Stop()
		failed := &CommandError{Args: run.args, ExitCode: -1, Err: context.DeadlineExceeded}
		return 0, &TimeoutError{Command: failed, After: p.client.options.Timeout}
	}
}

// ports is the argument LOCAL:REMOTE; without LOCAL, kubectl picks one.
func (p *PortForward) ports() string {
	if p.forward.LocalPort == 0 {
		return fmt.Sprintf(":%d", p.forward.Port)
	}
	return fmt.Sprintf("%d:%d", p.forward.LocalPort, p.forward.Port)
}

// portForwardEnd waits for the process and says why it ended. One that ends
// unasked has failed, even with exit code 0.
func portForwardEnd(ctx context.Context, run command, cmd *exec.Cmd, stderr *tail) error {
	err := wait(cmd)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err == nil {
		return &CommandError{Args: run.args, Stderr: "it ended by itself: " + string(stderr.bytes())}
	}
	return classify(ctx, run, outcome{stderr: stderr.bytes(), started: true, exitCode: cmd.ProcessState.ExitCode(), err: err}, 0)
}

// Address is the local end, such as 127.0.0.1:34567.
func (p *PortForward) Address() string {
	return net.JoinHostPort("127.0.0.1", strconv.Itoa(p.forward.LocalPort))
}

// Done is closed when the port forward has ended.
func (p *PortForward) Done() <-chan struct{} { return p.done }

// Err says why it ended; it is nil while it runs.
func (p *PortForward) Err() error {
	select {
	case <-p.done:
		return p.err
	default:
		return nil
	}
}

// Stop ends the port forward and waits until it has.
func (p *PortForward) Stop() {
	p.cancel()
	<-p.done
}

// Again stops the port forward, if it still runs, and starts it anew on the
// same local port: what a restart of the pod makes necessary.
func (p *PortForward) Again(ctx context.Context) (*PortForward, error) {
	p.Stop()
	return p.client.PortForward(ctx, p.forward)
}

// watcher reads kubectl's standard output for the port it listens on. What
// comes after is dropped.
type watcher struct {
	mu   sync.Mutex
	text head
	port chan int // receives the port, once
	seen bool
}

func newWatcher() *watcher { return &watcher{port: make(chan int, 1), text: head{limit: maxStderr}} }

// Write implements io.Writer.
func (w *watcher) Write(text []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.seen {
		return len(text), nil
	}
	_, _ = w.text.Write(text) // it takes everything
	if found := forwarding.FindSubmatch(w.text.text.Bytes()); found != nil {
		if port, err := strconv.Atoi(string(found[1])); err == nil {
			w.seen = true
			w.port <- port
		}
	}
	return len(text), nil
}
