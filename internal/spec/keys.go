package spec

import (
	"errors"
	"strconv"
	"time"
)

// kind is the type of a key's value.
type kind string

// The kinds, in the words of messages and help texts.
const (
	kindText     kind = "text"
	kindNumber   kind = "a whole number"
	kindBool     kind = "true or false"
	kindDuration kind = "duration"
	kindList     kind = "list"
)

// key is one key of the spec file and the flag that overrides it. A value of
// the file and a value of the command line go through the same set.
type key struct {
	path string
	flag string
	// value is the flag's placeholder in help texts.
	value string
	usage string
	group Group
	kind  kind
	set   func(*Spec, []string) error
	// word is the one text that a list may be instead ("all").
	word string
}

// text makes the setter of a key with a text.
func text[T ~string](field func(*Spec) *T) func(*Spec, []string) error {
	return func(s *Spec, values []string) error {
		*field(s) = T(values[0])
		return nil
	}
}

func number(field func(*Spec) *int) func(*Spec, []string) error {
	return func(s *Spec, values []string) error {
		n, err := strconv.Atoi(values[0])
		if err != nil {
			return errors.New("is not a whole number")
		}
		*field(s) = n
		return nil
	}
}

func boolean(field func(*Spec) *bool) func(*Spec, []string) error {
	return func(s *Spec, values []string) error {
		switch values[0] {
		case "true":
			*field(s) = true
		case "false":
			*field(s) = false
		default:
			return errors.New("is neither true nor false")
		}
		return nil
	}
}

func duration(field func(*Spec) *time.Duration) func(*Spec, []string) error {
	return func(s *Spec, values []string) error {
		d, err := time.ParseDuration(values[0])
		if err != nil {
			return errors.New("is not a duration with a unit, such as 90s, 30m or 1h30m")
		}
		*field(s) = d
		return nil
	}
}

func list(field func(*Spec) *[]string) func(*Spec, []string) error {
	return func(s *Spec, values []string) error {
		*field(s) = append([]string{}, values...)
		return nil
	}
}

// targets takes "all" alone, or names.
func targets(s *Spec, values []string) error {
	if len(values) == 1 && values[0] == allTargets {
		s.Targets = Targets{All: true}
		return nil
	}
	for _, v := range values {
		if v == allTargets {
			return errors.New("all stands alone: it is every migratable target of the cluster")
		}
	}
	s.Targets = Targets{Names: append([]string{}, values...)}
	return nil
}

// allTargets is the word for every migratable target of the cluster.
const allTargets = "all"

func forward(s *Spec) *PortForward {
	if s.Console.PortForward == nil {
		s.Console.PortForward = &PortForward{}
	}
	return s.Console.PortForward
}

func create(s *Spec) *CreateDataSource {
	if s.CreateDataSource == nil {
		s.CreateDataSource = &CreateDataSource{}
	}
	return s.CreateDataSource
}

// keys lists every key that has a value, in the order of the file.
func keys() []key {
	all := append(whereKeys(), whatKeys()...)
	all = append(all, newDataSourceKeys()...)
	return append(all, howKeys()...)
}

func whereKeys() []key {
	return []key{
		{"console.url", "console-url", "URL", "the Administration Console, up to its context path, such as http://wls.example.com/console", GroupWhere, kindText,
			text(func(s *Spec) *string { return &s.Console.URL }), ""},
		{"console.portForward.namespace", portForwardFlag, "NAMESPACE/POD:PORT", "reach the console through kubectl port-forward instead of a URL", GroupWhere, kindText,
			text(func(s *Spec) *string { return &forward(s).Namespace }), ""},
		{"console.portForward.pod", portForwardFlag, "", "", GroupWhere, kindText,
			text(func(s *Spec) *string { return &forward(s).Pod }), ""},
		{"console.portForward.port", portForwardFlag, "", "", GroupWhere, kindNumber,
			number(func(s *Spec) *int { return &forward(s).Port }), ""},
		{"credentials.usernameEnv", "username-env", "VARIABLE", "environment variable with the account's name (default LOCKEDIT_USERNAME)", GroupWhere, kindText,
			text(func(s *Spec) *string { return &s.Credentials.UsernameEnv }), ""},
		{"credentials.passwordEnv", "password-env", "VARIABLE", "environment variable with the password (default LOCKEDIT_PASSWORD)", GroupWhere, kindText,
			text(func(s *Spec) *string { return &s.Credentials.PasswordEnv }), ""},
		{"credentials.username", "username", "NAME", "the account's name", GroupWhere, kindText,
			text(func(s *Spec) *string { return &s.Credentials.Username }), ""},
		{"credentials.passwordFile", "password-file", "FILE", "file with the password that only its owner can read; - is standard input", GroupWhere, kindText,
			text(func(s *Spec) *string { return &s.Credentials.PasswordFile }), ""},
		{"credentials.secret", "credentials-secret", "NAMESPACE/NAME", "Kubernetes secret with the keys username and password, read with kubectl", GroupWhere, kindText,
			text(func(s *Spec) *string { return &s.Credentials.Secret }), ""},
		{"cluster", "cluster", "NAME", "the cluster, by its exact name", GroupCluster, kindText,
			text(func(s *Spec) *string { return &s.Cluster }), ""},
	}
}

func whatKeys() []key {
	return []key{
		{"migrationBasis", "migration-basis", "BASIS", "database or consensus; consensus is refused on Kubernetes (default database)", GroupWhat, kindText,
			text(func(s *Spec) *Basis { return &s.MigrationBasis }), ""},
		{"autoMigrationTableName", "table-name", "TABLE", "Auto Migration Table Name (default ACTIVE)", GroupWhat, kindText,
			text(func(s *Spec) *string { return &s.AutoMigrationTableName }), ""},
		{"dataSource", "data-source", "NAME", "Data Source For Automatic Migration", GroupWhat, kindText,
			text(func(s *Spec) *string { return &s.DataSource }), ""},
		{"targets", "target", "NAME", "a migratable target, repeatable; all is every one of the cluster (default all)", GroupWhat, kindList,
			targets, allTargets},
		{"policy", "policy", "POLICY", "exactly-once, failure-recovery, shutdown-recovery or manual (default exactly-once)", GroupWhat, kindText,
			text(func(s *Spec) *Policy { return &s.Policy }), ""},
	}
}

func newDataSourceKeys() []key {
	return []key{
		{"createDataSource.name", "new-data-source-name", "NAME", "create this data source; the default of --data-source", GroupNew, kindText,
			text(func(s *Spec) *string { return &create(s).Name }), ""},
		{"createDataSource.jndiNames", "new-data-source-jndi", "NAME", "its JNDI name, repeatable", GroupNew, kindList,
			list(func(s *Spec) *[]string { return &create(s).JNDINames }), ""},
		{"createDataSource.databaseType", "new-data-source-type", "TYPE", "database type, in the words of the wizard", GroupNew, kindText,
			text(func(s *Spec) *string { return &create(s).DatabaseType }), ""},
		{"createDataSource.driver", "new-data-source-driver", "DRIVER", "database driver, in the words of the wizard", GroupNew, kindText,
			text(func(s *Spec) *string { return &create(s).Driver }), ""},
		{"createDataSource.transactions", "new-data-source-transactions", "OPTION", "transaction option, in the words of the wizard", GroupNew, kindText,
			text(func(s *Spec) *string { return &create(s).Transactions }), ""},
		{"createDataSource.connection.database", "new-data-source-database", "NAME", "database or service", GroupNew, kindText,
			text(func(s *Spec) *string { return &create(s).Connection.Database }), ""},
		{"createDataSource.connection.host", "new-data-source-host", "HOST", "host of the database", GroupNew, kindText,
			text(func(s *Spec) *string { return &create(s).Connection.Host }), ""},
		{"createDataSource.connection.port", "new-data-source-port", "PORT", "port of the database", GroupNew, kindNumber,
			number(func(s *Spec) *int { return &create(s).Connection.Port }), ""},
		{"createDataSource.connection.user", "new-data-source-user", "NAME", "user of the database", GroupNew, kindText,
			text(func(s *Spec) *string { return &create(s).Connection.User }), ""},
		{"createDataSource.connection.passwordEnv", "new-data-source-password-env", "VARIABLE", "environment variable with that user's password", GroupNew, kindText,
			text(func(s *Spec) *string { return &create(s).Connection.PasswordEnv }), ""},
		{"createDataSource.connection.passwordFile", "new-data-source-password-file", "FILE", "file with that user's password", GroupNew, kindText,
			text(func(s *Spec) *string { return &create(s).Connection.PasswordFile }), ""},
		{"createDataSource.connection.passwordSecret", "new-data-source-password-secret", "NAMESPACE/NAME", "Kubernetes secret with that user's password", GroupNew, kindText,
			text(func(s *Spec) *string { return &create(s).Connection.PasswordSecret }), ""},
		{"createDataSource.testTable", "new-data-source-test-table", "TABLE", "test table", GroupNew, kindText,
			text(func(s *Spec) *string { return &create(s).TestTable }), ""},
		{"createDataSource.skipTest", "new-data-source-skip-test", "", "do not ask the wizard to test the connection", GroupNew, kindBool,
			boolean(func(s *Spec) *bool { return &create(s).SkipTest }), ""},
		{"createDataSource.targets", "new-data-source-target", "NAME", "server or cluster that gets it, repeatable", GroupNew, kindList,
			list(func(s *Spec) *[]string { return &create(s).Targets }), ""},
	}
}

func howKeys() []key {
	return []key{
		{"domain.namespace", "namespace", "NAMESPACE", "Kubernetes namespace of the Domain", GroupRestart, kindText,
			text(func(s *Spec) *string { return &s.Domain.Namespace }), ""},
		{"domain.uid", "domain-uid", "UID", "UID of the Domain", GroupRestart, kindText,
			text(func(s *Spec) *string { return &s.Domain.UID }), ""},
		{"restart.strategy", "restart", "STRATEGY", "auto, full (downtime), rolling or none (default auto)", GroupRestart, kindText,
			text(func(s *Spec) *Strategy { return &s.Restart.Strategy }), ""},
		{"restart.timeout", "restart-timeout", "DURATION", "limit of the whole restart (default 30m)", GroupRestart, kindDuration,
			duration(func(s *Spec) *time.Duration { return &s.Restart.Timeout }), ""},
		{"approval.required", "approvals", "N", "valid signatures that a plan needs", GroupApproval, kindNumber,
			number(func(s *Spec) *int { return &s.Approval.Required }), ""},
		{"approval.keys", "approver-key", "FILE", "public key of an approver, repeatable", GroupApproval, kindList,
			list(func(s *Spec) *[]string { return &s.Approval.Keys }), ""},
		{"evidence.dir", "out", "DIR", "directory of the recording, new or empty (default recordings/TIME-VERB-CLUSTER)", GroupEvidence, kindText,
			text(func(s *Spec) *string { return &s.Evidence.Dir }), ""},
		{"evidence.key", "signing-key", "FILE", "private key that signs the recording", GroupEvidence, kindText,
			text(func(s *Spec) *string { return &s.Evidence.Key }), ""},
		{"evidence.tsaURL", "tsa-url", "URL", "time stamping authority (RFC 3161)", GroupEvidence, kindText,
			text(func(s *Spec) *string { return &s.Evidence.TSAURL }), ""},
	}
}
