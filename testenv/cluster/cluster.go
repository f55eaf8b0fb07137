// Package cluster starts a real Kubernetes API for tests and for trying things
// out: etcd and kube-apiserver as ordinary processes on the loopback address,
// without containers, without a kubelet and without controllers. Pods are
// therefore objects whose state the operator's double (package operator) sets.
//
// The programs come from testenv/kube/build.sh ("make kube").
package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"lockedit/docs/kubernetes"
	"lockedit/testenv/operator/crds"
)

// Options say what to start.
type Options struct {
	// Bin is the folder with etcd, kube-apiserver and kubectl.
	Bin string
	// Dir keeps keys, logs and the database. Empty: a temporary folder that
	// Stop removes.
	Dir string
	// APIVersion chooses the definitions that are installed; empty is v9.
	APIVersion crds.APIVersion
	// StopGrace is how long a server may take to end by itself; 0 is 5 s.
	StopGrace time.Duration
}

// Cluster is a running API server with the Domain definitions installed, the
// namespace soans, and in it the account and Role of docs/kubernetes/role.yaml.
type Cluster struct {
	// API is the administrator's client.
	API *API
	// AdminKubeconfig is the file of an account that may do everything.
	AdminKubeconfig string
	// RestartKubeconfig is the file of the account lockedit-restart in the
	// namespace soans, bound to the Role that the repository ships.
	RestartKubeconfig string
	// Server is the URL of the API server.
	Server string

	options Options
	dir     string
	ownDir  bool
	token   string
	ports   []int // etcd's clients, etcd's peers, API

	mu      sync.Mutex // guards the processes
	etcd    *process
	api     *process
	kubelet *process // nil until StartKubelet
}

// MissingError says that a program of the test cluster has not been built.
type MissingError struct {
	File string
	Err  error
}

// Error names the file and the command that builds it.
func (e *MissingError) Error() string {
	return fmt.Sprintf("%s: %v; run make kube", e.File, e.Err)
}

// Unwrap returns the error of the file system.
func (e *MissingError) Unwrap() error { return e.Err }

// Start starts the cluster and returns when it is ready, has the definitions
// established, and both kubeconfig files are written. It returns *MissingError
// when the programs have not been built. Nothing is left running on an error.
func Start(ctx context.Context, options Options) (*Cluster, error) {
	c, err := prepare(options)
	if err != nil {
		return nil, err
	}
	if err := c.start(ctx); err != nil {
		return nil, errors.Join(err, c.Stop(context.WithoutCancel(ctx)))
	}
	return c, nil
}

// prepare fills a folder with keys and tokens and chooses the ports.
func prepare(options Options) (*Cluster, error) {
	if options.APIVersion == "" {
		options.APIVersion = crds.V9
	}
	if options.StopGrace == 0 {
		options.StopGrace = 5 * time.Second
	}
	bin, err := filepath.Abs(options.Bin)
	if err != nil {
		return nil, err
	}
	options.Bin = bin
	for _, name := range []string{"etcd", "kube-apiserver", "kubectl"} {
		file := filepath.Join(bin, name)
		if _, err := os.Stat(file); err != nil {
			return nil, &MissingError{File: file, Err: errors.Unwrap(err)}
		}
	}
	c := &Cluster{options: options}
	if err := c.makeDir(); err != nil {
		return nil, err
	}
	return c, nil
}

func (c *Cluster) makeDir() (err error) {
	if c.options.Dir == "" {
		c.ownDir = true
		c.dir, err = os.MkdirTemp("", "lockedit-cluster-")
	} else {
		c.dir, err = filepath.Abs(c.options.Dir)
		err = errors.Join(err, os.MkdirAll(c.dir, 0o700))
	}
	if err != nil {
		return fmt.Errorf("folder of the cluster: %w", err)
	}
	if err := writeAccountKeys(c.dir); err != nil {
		return err
	}
	if c.token, err = writeTokens(c.dir); err != nil {
		return err
	}
	if c.ports, err = freePorts(3); err != nil {
		return err
	}
	c.Server = fmt.Sprintf("https://127.0.0.1:%d", c.ports[2])
	return nil
}

func (c *Cluster) start(ctx context.Context) error {
	if err := c.startEtcd(); err != nil {
		return err
	}
	if err := c.StartAPI(ctx); err != nil {
		return err
	}
	c.AdminKubeconfig = filepath.Join(c.dir, "admin.kubeconfig")
	if err := c.writeKubeconfig(c.AdminKubeconfig, "admin", kubernetes.SampleNamespace, c.token); err != nil {
		return err
	}
	if err := c.install(ctx); err != nil {
		return err
	}
	file, err := c.Account(ctx, kubernetes.SampleNamespace, kubernetes.SampleDomain)
	c.RestartKubeconfig = file
	return err
}

func (c *Cluster) startEtcd() (err error) {
	client := fmt.Sprintf("http://127.0.0.1:%d", c.ports[0])
	peer := fmt.Sprintf("http://127.0.0.1:%d", c.ports[1])
	c.mu.Lock()
	defer c.mu.Unlock()
	c.etcd, err = launch(c.options.Bin, c.dir, "etcd",
		"--name=test", "--data-dir="+filepath.Join(c.dir, "etcd"),
		"--listen-client-urls="+client, "--advertise-client-urls="+client,
		"--listen-peer-urls="+peer, "--initial-advertise-peer-urls="+peer,
		"--initial-cluster=test="+peer,
		"--unsafe-no-fsync", "--log-level=warn")
	return err
}

// StartAPI starts the API server and waits until it is ready: the second half
// of Start, and the way back from StopAPI, on the same port with the same data.
func (c *Cluster) StartAPI(ctx context.Context) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.api != nil && !c.api.exited() {
		return errors.New("the API server runs already")
	}
	api, err := launch(c.options.Bin, c.dir, "kube-apiserver", c.apiFlags()...)
	if err != nil {
		return err
	}
	c.api = api
	return api.await(ctx, c.ready)
}

func (c *Cluster) apiFlags() []string {
	file := func(name string) string { return filepath.Join(c.dir, name) }
	return []string{
		fmt.Sprintf("--etcd-servers=http://127.0.0.1:%d", c.ports[0]),
		fmt.Sprintf("--secure-port=%d", c.ports[2]),
		"--bind-address=127.0.0.1",
		"--advertise-address=127.0.0.1", // without it, a machine with no default route fails
		"--cert-dir=" + file("certs"),
		"--service-cluster-ip-range=10.0.0.0/24",
		"--service-account-issuer=https://kubernetes.default.svc",
		"--service-account-signing-key-file=" + file("sa.key"),
		"--service-account-key-file=" + file("sa.pub"),
		"--token-auth-file=" + file("tokens.csv"),
		"--authorization-mode=RBAC",
		"--disable-admission-plugins=ServiceAccount", // pods without a controller manager
		"--allow-privileged=false",
	}
}

// ready makes the administrator's client as soon as the API server has written
// the certificate it shows, and asks it whether it is ready.
func (c *Cluster) ready(ctx context.Context) error {
	if c.API == nil {
		ca, err := os.ReadFile(c.caFile())
		if err != nil {
			return err
		}
		if c.API, err = newAPI(c.Server, ca, c.token); err != nil {
			return err
		}
	}
	return c.API.Ready(ctx)
}

func (c *Cluster) caFile() string {
	return filepath.Join(c.dir, "certs", "apiserver.crt")
}

// StopAPI ends the API server and leaves etcd, with everything in it: the API
// is then unreachable as in an upgrade of a control plane.
func (c *Cluster) StopAPI(ctx context.Context) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.API != nil {
		c.API.close()
	}
	c.api.stop(ctx, c.options.StopGrace)
}

// Stop ends every server and removes the folder if Start made it; where nothing is
// to be kept, nothing is waited for. When it returns, nothing of the cluster runs any
// more.
func (c *Cluster) Stop(ctx context.Context) error {
	c.StopKubelet(ctx)
	if c.ownDir {
		c.mu.Lock()
		c.api.kill()
		c.mu.Unlock()
	}
	c.StopAPI(ctx)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ownDir {
		c.etcd.kill()
	}
	c.etcd.stop(ctx, c.options.StopGrace)
	if !c.ownDir {
		return nil
	}
	return os.RemoveAll(c.dir)
}

// Kubectl is the path of the kubectl that was built together with the server.
func (c *Cluster) Kubectl() string {
	return filepath.Join(c.options.Bin, "kubectl")
}
