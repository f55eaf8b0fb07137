// Package kubernetes carries the manifests that lockedit ships for the
// administrators of a cluster, so that the tests apply the very file that a
// reader of the documentation applies.
package kubernetes

import (
	_ "embed" // role.yaml
	"strings"
)

//go:embed role.yaml
var role string

// The names that role.yaml is written for.
const (
	SampleNamespace = "soans"
	SampleDomain    = "soainfra"
	// RestartAccount is the service account, the role and its binding.
	RestartAccount = "lockedit-restart"
)

// Role returns role.yaml for a namespace and a Domain: the same replacement of
// the two sample names that its first lines ask a reader to make.
func Role(namespace, domain string) string {
	return strings.NewReplacer(
		"namespace: "+SampleNamespace, "namespace: "+namespace,
		"resourceNames: ["+SampleDomain+"]", "resourceNames: ["+domain+"]",
	).Replace(role)
}
