package console

import "strings"

// control is the kind of control a form row has.
type control int

const (
	textControl control = iota
	selectControl
	checkControl
	chooserControl
	readOnlyControl
	areaControl
)

// field is one row of a form page.
type field struct {
	attr    string
	word    string
	control control
	restart bool
	basis   string // the migration basis the field applies to, empty for any
	create  bool   // a button New beside it
	since   string
	fixed   bool // shown disabled always
}

// fieldsOf returns the rows of a settings page, nil for a page without a form.
func (c *Console) fieldsOf(key string) []field {
	var all []field
	switch key {
	case "cluster.migration":
		all = clusterMigrationFields()
	case "target.migration":
		all = targetMigrationFields()
	case "cluster.general":
		all = fields("cluster.", nameField(), field{attr: "defaultLoadAlgorithm", control: selectControl, restart: true},
			field{attr: "clusterAddress"})
	case "cluster.messaging":
		all = fields("cluster.", field{attr: "clusterMessagingMode", control: selectControl, restart: true},
			field{attr: "clusterBroadcastChannel"})
	case "cluster.replication":
		all = fields("cluster.", field{attr: "clusterType", control: selectControl, restart: true})
	case "target.general":
		all = fields("target.", nameField(), field{attr: "cluster", control: readOnlyControl},
			field{attr: "userPreferredServer", control: readOnlyControl})
	case "server.general":
		all = fields("server.", nameField(), field{attr: "cluster", control: readOnlyControl},
			field{attr: "machine", control: selectControl, restart: true},
			field{attr: "listenAddress", restart: true}, field{attr: "listenPort", restart: true})
	case "server.migration":
		all = fields("server.", field{attr: "autoMigrationEnabled", control: checkControl, restart: true})
	case "domain.general":
		all = fields("domain.", nameField(), field{attr: "productionModeEnabled", control: checkControl, restart: true, fixed: true},
			field{attr: "internalAppsDeployOnDemandEnabled", control: checkControl, restart: true})
	case "datasource.general":
		all = fields("datasource.", nameField(), field{attr: "jndiName", restart: true})
	case "datasource.pool":
		all = fields("datasource.", field{attr: "driverName", restart: true})
	case "datasource.targets":
		all = fields("datasource.", field{attr: "targets", control: readOnlyControl})
	}
	if strings.HasSuffix(key, ".notes") {
		all = []field{{attr: "notes", word: "notes", control: areaControl}}
	}
	return c.existing(all)
}

func (c *Console) existing(all []field) []field {
	var out []field
	for _, f := range all {
		if f.since == "" || c.since(f.since) {
			out = append(out, f)
		}
	}
	return out
}

func nameField() field { return field{attr: "name", word: "name", control: readOnlyControl} }

// fields fills in the words: the last part of the attribute behind a prefix.
func fields(prefix string, list ...field) []field {
	for i := range list {
		if list[i].word == "" {
			attr := list[i].attr
			list[i].word = prefix + attr[strings.LastIndex(attr, ".")+1:]
		}
	}
	return list
}

func clusterMigrationFields() []field {
	return fields("cluster.",
		field{attr: "candidateMachinesForMigratableServers", control: chooserControl, restart: true},
		field{attr: "migrationBasis", control: selectControl, restart: true},
		field{attr: "dataSourceForAutomaticMigration", control: selectControl, restart: true, basis: "database", create: true},
		field{attr: "autoMigrationTableName", restart: true, basis: "database"},
		field{attr: "autoMigrationTableCreationPolicy", control: selectControl, restart: true, basis: "database", since: "14.1.1"},
		field{attr: "autoMigrationTableCreationDDLFile", restart: true, basis: "database", since: "14.1.1"},
		field{attr: "memberDeathDetectorEnabled", control: checkControl, restart: true, basis: "database"},
		field{attr: "databaseLessLeasingBasis.memberDiscoveryTimeout", restart: true, basis: "consensus"},
		field{attr: "databaseLessLeasingBasis.leaderHeartbeatPeriod", restart: true, basis: "consensus"},
		field{attr: "additionalAutoMigrationAttempts", restart: true},
		field{attr: "millisToSleepBetweenAutoMigrationAttempts", restart: true},
	)
}

func targetMigrationFields() []field {
	return fields("target.", nameField(),
		field{attr: "migrationPolicy", control: selectControl, restart: true},
		field{attr: "userPreferredServer", control: readOnlyControl},
		field{attr: "constrainedCandidateServers", control: chooserControl, restart: true},
		field{attr: "preScript", restart: true},
		field{attr: "postScript", restart: true},
		field{attr: "postScriptFailureFatal", control: checkControl, restart: true},
		field{attr: "nonLocalPostAllowed", control: checkControl, restart: true},
		field{attr: "restartOnFailure", control: checkControl, restart: true},
		field{attr: "secondsBetweenRestarts", restart: true},
		field{attr: "numberOfRestartAttempts", restart: true},
	)
}
