// Package spec holds what a user asks for: the YAML file, the flags over it,
// their defaults and their validation. It contacts nothing.
package spec

import "time"

// APIVersion and Kind are what a spec file has to say of itself.
const (
	APIVersion = "lockedit/v1"
	Kind       = "ServiceMigration"
)

// Spec is the whole of what a user asks for, after defaults, file and flags.
type Spec struct {
	APIVersion             string            `yaml:"apiVersion"`
	Kind                   string            `yaml:"kind"`
	Console                Console           `yaml:"console"`
	Credentials            Credentials       `yaml:"credentials"`
	Cluster                string            `yaml:"cluster"`
	MigrationBasis         Basis             `yaml:"migrationBasis"`
	AutoMigrationTableName string            `yaml:"autoMigrationTableName"`
	DataSource             string            `yaml:"dataSource"`
	CreateDataSource       *CreateDataSource `yaml:"createDataSource"`
	// Targets is nil for "all": every migratable target of this cluster and of no other.
	Targets  Targets  `yaml:"targets"`
	Policy   Policy   `yaml:"policy"`
	Domain   Domain   `yaml:"domain"`
	Restart  Restart  `yaml:"restart"`
	Approval Approval `yaml:"approval"`
	Evidence Evidence `yaml:"evidence"`
}

// Console says where the Administration Console is.
type Console struct {
	// URL ends at the context path, for example http://host:7001/console.
	URL         string       `yaml:"url"`
	PortForward *PortForward `yaml:"portForward"`
}

// PortForward reaches a console through kubectl port-forward to one pod.
type PortForward struct {
	Namespace string `yaml:"namespace"`
	Pod       string `yaml:"pod"`
	Port      int    `yaml:"port"`
}

// Credentials says where the console account's name and password come from;
// the password itself is never part of a spec.
type Credentials struct {
	UsernameEnv  string `yaml:"usernameEnv"`
	PasswordEnv  string `yaml:"passwordEnv"`
	Username     string `yaml:"username"`
	PasswordFile string `yaml:"passwordFile"`
	// Secret is NAMESPACE/NAME of a Kubernetes secret with the keys username and password.
	Secret string `yaml:"secret"`
}

// Basis is a cluster's migration basis, as the MBean spells it (ClusterMBean.MigrationBasis).
type Basis string

// The migration bases.
const (
	BasisDatabase  Basis = "database"
	BasisConsensus Basis = "consensus"
)

// Policy is a migratable target's service migration policy, as the MBean
// spells it (MigratableTargetMBean.MigrationPolicy).
type Policy string

// The service migration policies; shutdown-recovery came with 12.2.1.
const (
	PolicyExactlyOnce      Policy = "exactly-once"
	PolicyFailureRecovery  Policy = "failure-recovery"
	PolicyShutdownRecovery Policy = "shutdown-recovery"
	PolicyManual           Policy = "manual"
)

// Targets are the migratable targets to change: All, or those named.
type Targets struct {
	All   bool
	Names []string
}

// Domain names the Domain resource that the restart is asked of.
type Domain struct {
	Namespace string `yaml:"namespace"`
	UID       string `yaml:"uid"`
}

// Strategy is how the domain is restarted.
type Strategy string

// The restart strategies.
const (
	StrategyAuto    Strategy = "auto"
	StrategyFull    Strategy = "full"
	StrategyRolling Strategy = "rolling"
	StrategyNone    Strategy = "none"
)

// Restart says how, and how long at most, the domain restarts.
type Restart struct {
	Strategy Strategy      `yaml:"strategy"`
	Timeout  time.Duration `yaml:"timeout"`
}

// Approval says how many signatures of whom a plan needs.
type Approval struct {
	Required int      `yaml:"required"`
	Keys     []string `yaml:"keys"`
}

// Evidence says where the recording goes and with what it is sealed.
type Evidence struct {
	Dir    string `yaml:"dir"`
	Key    string `yaml:"key"`
	TSAURL string `yaml:"tsaURL"`
}

// CreateDataSource is what the console's New button and its wizard ask for.
type CreateDataSource struct {
	Name         string     `yaml:"name"`
	JNDINames    []string   `yaml:"jndiNames"`
	DatabaseType string     `yaml:"databaseType"`
	Driver       string     `yaml:"driver"`
	Transactions string     `yaml:"transactions"`
	Connection   Connection `yaml:"connection"`
	TestTable    string     `yaml:"testTable"`
	SkipTest     bool       `yaml:"skipTest"`
	Targets      []string   `yaml:"targets"`
}

// Connection is the database that a new data source connects to.
type Connection struct {
	Database       string `yaml:"database"`
	Host           string `yaml:"host"`
	Port           int    `yaml:"port"`
	User           string `yaml:"user"`
	PasswordEnv    string `yaml:"passwordEnv"`
	PasswordFile   string `yaml:"passwordFile"`
	PasswordSecret string `yaml:"passwordSecret"`
}
