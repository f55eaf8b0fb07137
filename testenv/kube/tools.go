//go:build tools

// Package tools pins the Kubernetes programs that the test environment is
// built from: kube-apiserver, kubectl and etcd, unmodified, from their modules.
package tools

import (
	_ "go.etcd.io/etcd/server/v3/etcdmain"
	_ "k8s.io/kubernetes/cmd/kube-apiserver"
	_ "k8s.io/kubernetes/cmd/kubectl"
)
