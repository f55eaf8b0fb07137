package operator

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"

	"lockedit/testenv/cluster"
	"lockedit/testenv/operator/crds"
)

// Domain describes a domain: what its resources say, and the topology that the
// real operator would learn by introspection.
type Domain struct {
	Namespace string          // soans
	Name      string          // of the resource: soainfra
	UID       string          // the name, when empty
	WebLogic  string          // the domain's own name: the UID, when empty
	Version   crds.APIVersion // v9
	Admin     string          // AdminServer's name: adminserver
	Clusters  []Cluster       // soa_cluster with 3 of 5 servers, osb_cluster with 1 of 2
	// HomeSourceType is written as it is; "-" leaves the field out.
	HomeSourceType string // PersistentVolume
	// Policy is spec.serverStartPolicy; empty leaves the field out.
	Policy             string
	RestartVersion     string // left out when empty
	OverridesConfigMap string // left out when empty
	Model              bool   // writes a spec.configuration.model
	Username, Password string // of the credentials Secret
}

// Cluster is a configured WebLogic cluster and how many servers of it run.
type Cluster struct {
	Name     string
	Servers  []string
	Replicas int
}

// withDefaults fills what was left empty with the sample of Oracle's guide.
func (d Domain) withDefaults() Domain {
	set := func(field *string, value string) {
		if *field == "" {
			*field = value
		}
	}
	set(&d.Namespace, "soans")
	set(&d.Name, "soainfra")
	set(&d.UID, d.Name)
	set(&d.WebLogic, d.UID)
	set((*string)(&d.Version), string(crds.V9))
	set(&d.Admin, "adminserver")
	set(&d.HomeSourceType, "PersistentVolume")
	set(&d.Username, "weblogic")
	set(&d.Password, "welcome1-not-a-secret")
	if d.Clusters == nil {
		d.Clusters = []Cluster{
			{Name: "soa_cluster", Servers: Numbered("soa_server", 5), Replicas: 3},
			{Name: "osb_cluster", Servers: Numbered("osb_server", 2), Replicas: 1},
		}
	}
	return d
}

// Numbered returns n server names: the prefix with 1, 2, and so on.
func Numbered(prefix string, n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprint(prefix, i+1)
	}
	return names
}

// Sample creates the resources of a domain: namespace, node, credentials Secret
// (<uid>-credentials), Domain, and in v9 its Clusters. Its pods come from the
// operator: Start, and then Settle. It returns the description with everything
// that was left out filled in.
func Sample(ctx context.Context, api *cluster.API, domain Domain) (Domain, error) {
	d := domain.withDefaults()
	core := "/api/v1/namespaces/" + d.Namespace
	objects := []struct {
		path string
		body cluster.Object
	}{
		{"/api/v1/namespaces", cluster.Object{"metadata": cluster.Object{"name": d.Namespace}}},
		{"/api/v1/nodes", cluster.Object{"metadata": cluster.Object{"name": cluster.Node}}},
		{core + "/secrets", d.secret()},
		{d.collection(), d.resource()},
	}
	if d.Version == crds.V9 {
		for _, c := range d.Clusters {
			objects = append(objects, struct {
				path string
				body cluster.Object
			}{d.clusterCollection(), d.clusterResource(c)})
		}
	}
	for _, o := range objects {
		err := api.Create(ctx, o.path, o.body, nil)
		if err != nil && !cluster.IsStatus(err, http.StatusConflict) {
			return d, fmt.Errorf("sample domain: %w", err)
		}
	}
	return d, nil
}

func (d Domain) collection() string {
	return fmt.Sprintf("/apis/weblogic.oracle/%s/namespaces/%s/domains", d.Version, d.Namespace)
}

func (d Domain) path() string { return d.collection() + "/" + d.Name }

func (d Domain) clusterCollection() string {
	return "/apis/weblogic.oracle/v1/namespaces/" + d.Namespace + "/clusters"
}

func (d Domain) clusterPath(c Cluster) string {
	return d.clusterCollection() + "/" + d.clusterResourceName(c)
}

func (d Domain) podsPath() string { return "/api/v1/namespaces/" + d.Namespace + "/pods" }

func (d Domain) clusterResourceName(c Cluster) string { return d.UID + "-" + legal(c.Name) }

// PodName is the name of a server's pod.
func (d Domain) PodName(server string) string { return d.UID + "-" + legal(server) }

// SecretName is the name of the Secret with the console's credentials.
func (d Domain) SecretName() string { return d.UID + "-credentials" }

// legal is a WebLogic name as the operator turns it into one of Kubernetes.
func legal(name string) string {
	return strings.ReplaceAll(strings.ToLower(name), "_", "-")
}

func (d Domain) secret() cluster.Object {
	encode := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	return cluster.Object{
		"metadata": cluster.Object{"name": d.SecretName()},
		"data":     cluster.Object{"username": encode(d.Username), "password": encode(d.Password)},
	}
}

func (d Domain) resource() cluster.Object {
	spec := cluster.Object{
		"domainUID": d.UID, "domainHome": "/u01/oracle/user_projects/domains/" + d.UID,
		"image": "soasuite:12.2.1.4", "webLogicCredentialsSecret": cluster.Object{"name": d.SecretName()},
		"clusters": d.clusterEntries(),
	}
	if d.HomeSourceType != "-" {
		spec["domainHomeSourceType"] = d.HomeSourceType
	}
	if d.Policy != "" {
		spec["serverStartPolicy"] = d.Policy
	}
	if d.RestartVersion != "" {
		spec["restartVersion"] = d.RestartVersion
	}
	configuration := cluster.Object{}
	if d.OverridesConfigMap != "" {
		configuration["overridesConfigMap"] = d.OverridesConfigMap
	}
	if d.Model {
		configuration["model"] = cluster.Object{"domainType": "WLS"}
	}
	if len(configuration) > 0 {
		spec["configuration"] = configuration
	}
	return cluster.Object{
		"apiVersion": "weblogic.oracle/" + string(d.Version), "kind": "Domain",
		"metadata": cluster.Object{"name": d.Name, "labels": cluster.Object{"weblogic.domainUID": d.UID}},
		"spec":     spec,
	}
}

func (d Domain) clusterEntries() []any {
	var entries []any
	for _, c := range d.Clusters {
		if d.Version == crds.V8 {
			entries = append(entries, cluster.Object{"clusterName": c.Name, "replicas": c.Replicas})
			continue
		}
		entries = append(entries, cluster.Object{"name": d.clusterResourceName(c)})
	}
	return entries
}

func (d Domain) clusterResource(c Cluster) cluster.Object {
	return cluster.Object{
		"apiVersion": "weblogic.oracle/v1", "kind": "Cluster",
		"metadata": cluster.Object{
			"name": d.clusterResourceName(c), "labels": cluster.Object{"weblogic.domainUID": d.UID},
		},
		"spec": cluster.Object{"clusterName": c.Name, "replicas": c.Replicas},
	}
}
