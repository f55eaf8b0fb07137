// Package kubectl runs the kubectl binary and nothing else: it reads a
// WebLogic Domain, its Clusters and pods, patches the Domain, asks for
// permissions, reads a Secret and forwards a port.
//
// Only commands that behave alike from kubectl 1.20 to 1.36 are used:
// get -o json, patch --type=merge, auth can-i, version --client and
// port-forward. "kubectl wait" is not among them: 1.20 does not compare the
// observed generation and so reports a condition of the past as met.
package kubectl

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Options say which kubectl to run and for whom.
type Options struct {
	// Path is the program; empty is kubectl from the PATH.
	Path string
	// Kubeconfig and Context are passed on when they are not empty.
	Kubeconfig, Context string
	// Namespace is that of the Domain; empty is the context's own.
	Namespace string
	// Env is the environment to choose from ("NAME=value", as os.Environ has
	// it), without passwords. The child gets what kubectl and the usual credential
	// plugins need, and nothing else: see childEnv.
	Env []string
	// Timeout is the deadline of one call; 0 is 30 s. Port forwards have none.
	Timeout time.Duration
	// Warn receives the lines that kubectl writes to standard error although
	// it succeeds, such as deprecation warnings; nil drops them.
	Warn func(line string)
}

// Client runs kubectl with one set of options. It is safe for concurrent use.
type Client struct {
	options Options
	env     []string
	run     runner
}

// New makes a client. Nothing is run or checked before the first call.
func New(options Options) *Client {
	if options.Path == "" {
		options.Path = "kubectl"
	}
	if options.Timeout == 0 {
		options.Timeout = 30 * time.Second
	}
	return &Client{options: options, env: childEnv(options.Env), run: runProcess}
}

// Namespace is the namespace the client was made for, or "".
func (c *Client) Namespace() string { return c.options.Namespace }

// connection returns the flags that choose the cluster, the user and the
// namespace. A namespace given here wins over the client's own.
func (c *Client) connection(namespace string) []string {
	var flags []string
	add := func(name, value string) {
		if value != "" {
			flags = append(flags, name, value)
		}
	}
	if namespace == "" {
		namespace = c.options.Namespace
	}
	add("--kubeconfig", c.options.Kubeconfig)
	add("--context", c.options.Context)
	add("--namespace", namespace)
	return flags
}

// call runs kubectl under the client's deadline, and returns what it wrote to
// standard output. Its errors are those of classify.
func (c *Client) call(ctx context.Context, namespace string, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, c.options.Timeout, errDeadline)
	defer cancel()
	full := append(c.connection(namespace), args...)
	// kubectl's own limit comes first, since its message says what it waited for.
	seconds := max(1, int(c.options.Timeout.Seconds()*0.9))
	full = append(full, fmt.Sprintf("--request-timeout=%ds", seconds))
	run := c.command(full)
	out := c.run(ctx, run)
	if err := classify(ctx, run, out, c.options.Timeout); err != nil {
		return out.stdout, err
	}
	c.warn(out.stderr)
	return out.stdout, nil
}

func (c *Client) command(args []string) command {
	return command{path: c.options.Path, args: args, env: c.env}
}

func (c *Client) warn(stderr []byte) {
	if c.options.Warn == nil {
		return
	}
	for line := range strings.Lines(string(stderr)) {
		if line = strings.TrimSpace(line); line != "" {
			c.options.Warn(line)
		}
	}
}

// CommandLine writes a kubectl command as a person would type it into a POSIX
// shell, with the client's program, kubeconfig and context. An empty namespace is the
// client's.
func (c *Client) CommandLine(namespace string, args ...string) string {
	words := append([]string{c.options.Path}, c.connection(namespace)...)
	line := ShellWords(append(words, args...))
	if files := c.kubeconfigs(); files != "" && c.options.Kubeconfig == "" {
		line = "KUBECONFIG=" + shellWord(files) + " " + line
	}
	return line
}

// kubeconfigs are the files that the child's environment names.
func (c *Client) kubeconfigs() string {
	for _, pair := range c.env {
		if files, found := strings.CutPrefix(pair, "KUBECONFIG="); found {
			return files
		}
	}
	return ""
}

// Context is the one that each kubectl of this client gets; empty is whichever is the
// current one then.
func (c *Client) Context() string { return c.options.Context }

// HoldContext makes the kubeconfig's current context, where none was given, that of all
// later calls: anybody may switch it at any time, and the rest would go to another
// cluster. It is called before the client is shared.
func (c *Client) HoldContext(ctx context.Context) error {
	if c.options.Context != "" {
		return nil
	}
	var err error
	c.options.Context, err = c.CurrentContext(ctx)
	return err
}

// CurrentContext is the context that kubectl works with now; empty where there is none,
// as in a pod. "config current-context" would not do: it reads the file alone, and not
// the --context that a program in kubectl's place may add.
func (c *Client) CurrentContext(ctx context.Context) (string, error) {
	text, err := c.call(ctx, "", "config", "view", "--minify", "-o", "jsonpath={.current-context}")
	var missing *MissingError
	var late *TimeoutError
	switch {
	case errors.As(err, &missing), errors.As(err, &late), ctx.Err() != nil:
		return "", err
	case err != nil:
		return "", nil //nolint:nilerr // kubectl fails where there is no current context
	}
	name := strings.TrimSpace(string(text))
	if strings.ContainsAny(name, "\n{") {
		c.warn([]byte("its current context is not understood, and not held: " + name))
		return "", nil
	}
	return name, nil
}
