package domain

import "fmt"

// ClusterSpec is the shape of one cluster of a sample domain: its servers are
// <Prefix>1 to <Prefix>N, each with its migratable target
// "<server> (migratable)".
type ClusterSpec struct {
	Name    string
	Prefix  string
	Servers int
	// Attrs are laid over the cluster's defaults, Targets over those of each
	// of its migratable targets.
	Attrs   map[string]string
	Targets map[string]string
}

// DefaultClusters is the domain of the fmw-kubernetes guides: a SOA cluster of
// three servers, still on consensus leasing, and a service bus cluster of two.
func DefaultClusters() []ClusterSpec {
	return []ClusterSpec{
		{Name: "soa_cluster", Prefix: "soa_server", Servers: 3, Attrs: map[string]string{MigrationBasis: "consensus"}},
		{Name: "osb_cluster", Prefix: "osb_server", Servers: 2},
	}
}

// Targets returns the default clusters with n servers, and so n migratable
// targets, in soa_cluster.
func Targets(n int) []ClusterSpec {
	c := DefaultClusters()
	c[0].Servers = n
	return c
}

// LookAlikes returns clusters whose names contain one another.
func LookAlikes() []ClusterSpec {
	return append(DefaultClusters(),
		ClusterSpec{Name: "soa_cluster2", Prefix: "soa2_server", Servers: 2},
		ClusterSpec{Name: "my_soa_cluster", Prefix: "my_soa_server", Servers: 1},
	)
}

// AwkwardName is a cluster name with blanks and HTML characters.
const AwkwardName = `a<b>&"c" cluster`

// Awkward returns the default clusters and one with a name that needs quoting
// everywhere.
func Awkward() []ClusterSpec {
	return append(DefaultClusters(), ClusterSpec{Name: AwkwardName, Prefix: "odd <server> ", Servers: 2})
}

// SampleDataSources are the data sources of every sample domain.
func SampleDataSources() []string {
	return []string{"LocalSvcTblDataSource", "WLSSchemaDataSource", "mds-soa", "opss-audit-DBDS",
		"opss-data-source", "EDNDataSource", "SOADataSource", "SOALocalTxDataSource"}
}

// Sample makes a domain with an admin server, the given clusters (the default
// ones when none is given), data sources and machines. It has no users yet.
func Sample(s Settings, clusters ...ClusterSpec) *Domain {
	if s.Name == "" {
		s.Name = "soainfra"
	}
	if len(clusters) == 0 {
		clusters = DefaultClusters()
	}
	beans := []Bean{NewBean(KindServer, "AdminServer", nil)}
	for _, c := range clusters {
		beans = append(beans, c.beans()...)
	}
	for i, name := range SampleDataSources() {
		beans = append(beans, NewBean(KindDataSource, name, map[string]string{
			"jndiName": "jdbc/" + name, "driverName": "oracle.jdbc.OracleDriver", "targets": "AdminServer",
		}))
		if i < 2 {
			beans = append(beans, NewBean(KindMachine, fmt.Sprintf("machine_%d", i+1), nil))
		}
	}
	return New(s, beans)
}

func (c ClusterSpec) beans() []Bean {
	out := []Bean{NewBean(KindCluster, c.Name, c.Attrs)}
	for i := 1; i <= c.Servers; i++ {
		server := fmt.Sprintf("%s%d", c.Prefix, i)
		out = append(out,
			NewBean(KindServer, server, map[string]string{"cluster": c.Name, "listenPort": "8001"}),
			c.target(server))
	}
	return out
}

func (c ClusterSpec) target(server string) Bean {
	mt := NewBean(KindTarget, server+" (migratable)", map[string]string{"cluster": c.Name, "userPreferredServer": server})
	for k, v := range c.Targets {
		mt.Attrs[k] = v
	}
	return mt
}
