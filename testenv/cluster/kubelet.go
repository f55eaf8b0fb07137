package cluster

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Node is the name of the one node, to which the operator's double binds pods:
// a pod bound to a node stays Terminating until its end is confirmed.
const Node = "fake-node"

// CreateNode makes the node, unless it is there.
func (c *Cluster) CreateNode(ctx context.Context) error {
	err := c.API.Create(ctx, "/api/v1/nodes", Object{"metadata": Object{"name": Node}}, nil)
	if IsStatus(err, http.StatusConflict) {
		return nil
	}
	return err
}

// StartKubelet starts a kubelet's double on the node, which forwards ports of
// pods, so that kubectl port-forward works. The keys of forwards are
// NAMESPACE/POD:PORT, the values addresses of this machine. A further call
// replaces the double. It ends with the cluster.
func (c *Cluster) StartKubelet(ctx context.Context, forwards map[string]string) error {
	program := "kubelet-double"
	if _, err := os.Stat(filepath.Join(c.options.Bin, program)); err != nil {
		return &MissingError{File: filepath.Join(c.options.Bin, program), Err: os.ErrNotExist}
	}
	ports, err := freePorts(1)
	if err != nil {
		return err
	}
	address := fmt.Sprintf("127.0.0.1:%d", ports[0])
	args := []string{"--listen", address}
	for from, to := range forwards {
		args = append(args, "--forward", from+"="+to)
	}
	c.StopKubelet(ctx)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kubelet, err = launch(c.options.Bin, c.dir, program, args...); err != nil {
		return err
	}
	if err := c.kubelet.await(ctx, healthy(address)); err != nil {
		return err
	}
	return c.announceKubelet(ctx, ports[0])
}

// StopKubelet ends the kubelet's double and with it every forwarded connection.
func (c *Cluster) StopKubelet(ctx context.Context) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.kubelet.stop(ctx, c.options.StopGrace)
	c.kubelet = nil
}

// healthy asks the double itself; its certificate is worth nothing, and the API
// server does not check it either.
func healthy(address string) func(context.Context) error {
	client := &http.Client{
		Timeout:   5 * time.Second,
		Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}, //nolint:gosec // see above
	}
	return func(ctx context.Context) error {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://"+address+"/healthz", nil)
		if err != nil {
			return err
		}
		response, err := client.Do(request)
		if err != nil {
			return err
		}
		client.CloseIdleConnections()
		return response.Body.Close()
	}
}

// announceKubelet tells the API server where the node's kubelet listens.
func (c *Cluster) announceKubelet(ctx context.Context, port int) error {
	if err := c.CreateNode(ctx); err != nil {
		return err
	}
	status := Object{"status": Object{
		"addresses":       []any{Object{"type": "InternalIP", "address": "127.0.0.1"}},
		"daemonEndpoints": Object{"kubeletEndpoint": Object{"Port": port}},
	}}
	return c.API.Patch(ctx, "/api/v1/nodes/"+Node+"/status", status, nil)
}

// ForwardKey is a key for StartKubelet.
func ForwardKey(namespace, pod string, port int) string {
	return strings.Join([]string{namespace, "/", net.JoinHostPort(pod, fmt.Sprint(port))}, "")
}
