// Package crds holds the custom resource definitions that the test cluster
// installs: either the pair of operator 4.x (Domain v9 and Cluster v1) or the
// one of operator 3.x (Domain v8). They are never installed together, since
// without the operator's conversion webhook a v8 write would leak its spelling
// into a v9 object.
package crds

import (
	_ "embed" // the two files below
	"fmt"
)

// APIVersion names one of the two Domain API versions that the operator
// releases in use serve.
type APIVersion string

// The Domain API versions: V9 belongs to operator 4.x, V8 to operator 3.x.
const (
	V9 APIVersion = "v9"
	V8 APIVersion = "v8"
)

//go:embed domain-v9.yaml
var domainV9 string

//go:embed domain-v8.yaml
var domainV8 string

// Manifest returns the definitions for one API version, as YAML for kubectl
// apply, and an error for a version that no operator serves any more.
func Manifest(version APIVersion) (string, error) {
	switch version {
	case V9:
		return domainV9, nil
	case V8:
		return domainV8, nil
	}
	return "", fmt.Errorf("domain API version %q: only %s and %s are known", version, V8, V9)
}

// Names returns the full names of the definitions in the manifest of one API
// version.
func Names(version APIVersion) []string {
	if version == V8 {
		return []string{"domains.weblogic.oracle"}
	}
	return []string{"domains.weblogic.oracle", "clusters.weblogic.oracle"}
}
