package domain

import (
	"slices"
	"strconv"
)

// Kind is the MBean type of a configuration object, spelt as in its JMX name.
type Kind string

// The kinds of objects the test console knows.
const (
	KindDomain     Kind = "Domain"
	KindServer     Kind = "Server"
	KindCluster    Kind = "Cluster"
	KindTarget     Kind = "MigratableTarget"
	KindDataSource Kind = "JDBCSystemResource"
	KindMachine    Kind = "Machine"
)

// ValueType says how the text of an attribute is read.
type ValueType int

// The value types of attributes. A List is comma separated; a Ref is the name
// of another object, empty for none.
const (
	Text ValueType = iota
	Int
	Bool
	Enum
	Ref
	List
)

// Attribute describes one MBean attribute: its type, default and whether a
// change takes effect only after a restart (restartNeeded in the bean files of
// 12.2.1.3 to 14.1.1).
type Attribute struct {
	Name       string
	Type       ValueType
	Default    string
	Legal      []string
	RefKind    Kind
	NonDynamic bool
	ReadOnly   bool
}

// Attribute names of the documented path.
const (
	MigrationBasis   = "migrationBasis"
	DataSourceAuto   = "dataSourceForAutomaticMigration"
	TableName        = "autoMigrationTableName"
	MigrationPolicy  = "migrationPolicy"
	ProductionMode   = "productionModeEnabled"
	DiscoveryTimeout = "databaseLessLeasingBasis.memberDiscoveryTimeout"
)

// Attributes returns the attributes of a kind in the order of its forms.
func Attributes(kind Kind) []Attribute {
	switch kind {
	case KindCluster:
		return clusterAttributes()
	case KindTarget:
		return targetAttributes()
	case KindServer:
		return serverAttributes()
	case KindDataSource:
		return dataSourceAttributes()
	case KindDomain:
		return domainAttributes()
	}
	return []Attribute{{Name: "notes"}}
}

func clusterAttributes() []Attribute {
	return []Attribute{
		{Name: "clusterAddress"},
		{Name: "clusterMessagingMode", Type: Enum, Default: "unicast", Legal: []string{"unicast", "multicast"}, NonDynamic: true},
		{Name: "defaultLoadAlgorithm", Type: Enum, Default: "round-robin", Legal: []string{"round-robin", "weight-based", "random"}, NonDynamic: true},
		{Name: "clusterType", Type: Enum, Default: "none", Legal: []string{"none", "wan", "man"}, NonDynamic: true},
		{Name: "clusterBroadcastChannel"},
		{Name: "candidateMachinesForMigratableServers", Type: List, RefKind: KindMachine, NonDynamic: true},
		{Name: MigrationBasis, Type: Enum, Default: "database", Legal: []string{"database", "consensus"}, NonDynamic: true},
		{Name: DataSourceAuto, Type: Ref, RefKind: KindDataSource, NonDynamic: true},
		{Name: TableName, Default: "ACTIVE", NonDynamic: true},
		{Name: "autoMigrationTableCreationPolicy", Type: Enum, Default: "Disabled", Legal: []string{"Disabled", "Always"}, NonDynamic: true},
		{Name: "autoMigrationTableCreationDDLFile", NonDynamic: true},
		{Name: "memberDeathDetectorEnabled", Type: Bool, Default: "false", NonDynamic: true},
		{Name: DiscoveryTimeout, Type: Int, Default: "30", NonDynamic: true},
		{Name: "databaseLessLeasingBasis.leaderHeartbeatPeriod", Type: Int, Default: "10", NonDynamic: true},
		{Name: "additionalAutoMigrationAttempts", Type: Int, Default: "3", NonDynamic: true},
		{Name: "millisToSleepBetweenAutoMigrationAttempts", Type: Int, Default: "180000", NonDynamic: true},
		{Name: "notes"},
	}
}

func targetAttributes() []Attribute {
	return []Attribute{
		{Name: "cluster", Type: Ref, RefKind: KindCluster, NonDynamic: true, ReadOnly: true},
		{Name: MigrationPolicy, Type: Enum, Default: "manual", Legal: []string{"manual", "exactly-once", "failure-recovery", "shutdown-recovery"}, NonDynamic: true},
		{Name: "userPreferredServer", Type: Ref, RefKind: KindServer, NonDynamic: true, ReadOnly: true},
		{Name: "constrainedCandidateServers", Type: List, RefKind: KindServer, NonDynamic: true},
		{Name: "preScript", NonDynamic: true},
		{Name: "postScript", NonDynamic: true},
		{Name: "postScriptFailureFatal", Type: Bool, Default: "true", NonDynamic: true},
		{Name: "nonLocalPostAllowed", Type: Bool, Default: "false", NonDynamic: true},
		{Name: "restartOnFailure", Type: Bool, Default: "false", NonDynamic: true},
		{Name: "secondsBetweenRestarts", Type: Int, Default: "30", NonDynamic: true},
		{Name: "numberOfRestartAttempts", Type: Int, Default: "6", NonDynamic: true},
		{Name: "notes"},
	}
}

func serverAttributes() []Attribute {
	return []Attribute{
		{Name: "cluster", Type: Ref, RefKind: KindCluster, NonDynamic: true, ReadOnly: true},
		{Name: "machine", Type: Ref, RefKind: KindMachine, NonDynamic: true},
		{Name: "listenAddress", NonDynamic: true},
		{Name: "listenPort", Type: Int, Default: "7001", NonDynamic: true},
		{Name: "autoMigrationEnabled", Type: Bool, Default: "false", NonDynamic: true},
		{Name: "notes"},
	}
}

func domainAttributes() []Attribute {
	return []Attribute{
		{Name: ProductionMode, Type: Bool, Default: "false", NonDynamic: true, ReadOnly: true},
		{Name: "internalAppsDeployOnDemandEnabled", Type: Bool, Default: "true", NonDynamic: true},
		{Name: "notes"},
	}
}

func dataSourceAttributes() []Attribute {
	return []Attribute{
		{Name: "jndiName", NonDynamic: true},
		{Name: "driverName", NonDynamic: true},
		{Name: "targets", Type: List},
		{Name: "notes"},
	}
}

// Lookup returns the description of one attribute; ok is false when the kind
// has no such attribute.
func Lookup(kind Kind, name string) (attr Attribute, ok bool) {
	for _, a := range Attributes(kind) {
		if a.Name == name {
			return a, true
		}
	}
	return Attribute{}, false
}

// check says whether value is legal for a, as the MBean validators do.
func (a Attribute) check(value string) string {
	switch a.Type {
	case Int:
		if n, err := strconv.Atoi(value); err != nil || n < 0 {
			return "a whole number is needed"
		}
	case Bool:
		if value != "true" && value != "false" {
			return "true or false is needed"
		}
	case Enum:
		if !slices.Contains(a.Legal, value) {
			return "not one of the legal values"
		}
	case Text, Ref, List:
	}
	if a.Name == TableName && value == "" {
		return "a table name is needed"
	}
	return ""
}
